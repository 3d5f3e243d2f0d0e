/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a domain's definition says, in types: read once in a worker thread, then only looked at. */

#include "config.h"

#include "model/domain-config.h"

#include "virt/guest.h"
#include "virt/xml.h"

/* More devices of one kind than any hypervisor gives a machine; a document with more is cut there. */
#define MOST_DEVICES 1024

static void
disk_free (gpointer data)
{
  HangarConfigDisk *disk = data;

  g_free (disk->device);
  g_free (disk->target);
  g_free (disk->bus);
  g_free (disk->kind);
  g_free (disk->source);
  g_free (disk->format);
  g_free (disk->serial);
  g_free (disk);
}

static void
nic_free (gpointer data)
{
  HangarConfigNic *nic = data;

  g_free (nic->kind);
  g_free (nic->source);
  g_free (nic->model);
  g_free (nic->mac);
  g_free (nic->target);
  g_free (nic);
}

static void
graphics_free (gpointer data)
{
  HangarConfigGraphics *graphics = data;

  g_free (graphics->kind);
  g_free (graphics->address);
  g_free (graphics->socket);
  g_free (graphics);
}

static void
character_free (gpointer data)
{
  HangarConfigCharacter *character = data;

  g_free (character->device);
  g_free (character->kind);
  g_free (character->target);
  g_free (character->alias);
  g_free (character);
}

/* Longer than any path or name; what shows such a text stays quick. */
#define LONGEST_TEXT 4096
#define LONGEST_NOTES (64 * 1024)

static char *
shorten (char *text, gsize longest)
{
  if (text != NULL && strlen (text) > longest)
    *g_utf8_find_prev_char (text, text + longest + 1) = '\0';
  return text;
}

static char *
get (HangarXml *xml, const char *xpath)
{
  return shorten (hangar_xml_get (xml, xpath), LONGEST_TEXT);
}

static char *
get_or (HangarXml *xml, const char *xpath, const char *otherwise)
{
  char *text = get (xml, xpath);

  return text != NULL ? text : g_strdup (otherwise);
}

static guint
get_small (HangarXml *xml, const char *xpath)
{
  return (guint) MIN (hangar_xml_get_uint (xml, xpath), G_MAXINT);
}

/* "rbd://host/pool/image": enough to recognise it, no more. */
static char *
network_source (HangarXml *xml)
{
  g_autofree char *protocol = get_or (xml, "source/@protocol", "network");
  g_autofree char *host = get_or (xml, "source/host/@name", "");
  g_autofree char *name = get (xml, "source/@name");

  return name != NULL ? g_strdup_printf ("%s://%s/%s", protocol, host, name) : NULL;
}

static char *
disk_source (HangarXml *xml, const char *kind)
{
  g_autofree char *pool = NULL;
  g_autofree char *volume = NULL;

  if (g_str_equal (kind, "network"))
    return network_source (xml);
  if (!g_str_equal (kind, "volume"))
    return get (xml, "source/@file | source/@dev | source/@dir | source/@path");

  pool = get (xml, "source/@pool");
  volume = get (xml, "source/@volume");
  return pool != NULL && volume != NULL ? g_strdup_printf ("%s/%s", pool, volume) : NULL;
}

static void
read_disk_cb (HangarXml *xml, gpointer user_data)
{
  HangarDomainConfig *self = user_data;
  HangarConfigDisk *disk = g_new0 (HangarConfigDisk, 1);

  disk->device = get_or (xml, "@device", "disk");
  disk->target = get_or (xml, "target/@dev", "");
  disk->bus = get (xml, "target/@bus");
  disk->kind = get_or (xml, "@type", "file");
  disk->source = disk_source (xml, disk->kind);
  disk->format = get (xml, "driver/@type");
  disk->serial = get (xml, "serial");
  disk->read_only = hangar_xml_count (xml, "readonly") > 0;
  disk->shareable = hangar_xml_count (xml, "shareable") > 0;
  disk->boot_order = get_small (xml, "boot/@order");
  g_ptr_array_add (self->disks, disk);
}

static void
read_nic_cb (HangarXml *xml, gpointer user_data)
{
  HangarDomainConfig *self = user_data;
  HangarConfigNic *nic = g_new0 (HangarConfigNic, 1);
  g_autofree char *link = get (xml, "link/@state");

  nic->kind = get_or (xml, "@type", "");
  nic->source = get (xml, "source/@network | source/@bridge | source/@dev | source/@path | source/@name");
  nic->model = get (xml, "model/@type");
  nic->mac = get (xml, "mac/@address");
  nic->target = get (xml, "target/@dev");
  nic->unplugged = g_strcmp0 (link, "down") == 0;
  nic->boot_order = get_small (xml, "boot/@order");
  g_ptr_array_add (self->nics, nic);
}

/* A port that is not given yet is written as -1. */
static guint
get_port (HangarXml *xml, const char *xpath)
{
  guint64 port = hangar_xml_get_uint (xml, xpath);

  return port <= G_MAXUINT16 ? (guint) port : 0;
}

static void
read_graphics_cb (HangarXml *xml, gpointer user_data)
{
  HangarDomainConfig *self = user_data;
  HangarConfigGraphics *graphics = g_new0 (HangarConfigGraphics, 1);

  graphics->kind = get_or (xml, "@type", "");
  graphics->address = get (xml, "listen/@address | @listen");
  graphics->socket = get (xml, "listen/@socket | @socket | @rdpSocket");
  graphics->port = get_port (xml, "@port");
  graphics->tls_port = get_port (xml, "@tlsPort");
  graphics->has_password = hangar_xml_count (xml, "@passwd") > 0;
  g_ptr_array_add (self->graphics, graphics);
}

static void
read_character_cb (HangarXml *xml, gpointer user_data)
{
  HangarDomainConfig *self = user_data;
  HangarConfigCharacter *character = g_new0 (HangarConfigCharacter, 1);

  character->device = hangar_xml_get_element_name (xml);
  character->kind = get_or (xml, "@type", "");
  character->target = get (xml, "target/@name");
  if (character->target == NULL)
    character->target = get (xml, "target/@type");
  character->port = get_small (xml, "target/@port");
  character->alias = get (xml, "alias/@name");
  g_ptr_array_add (self->characters, character);
}

static void
read_text_cb (HangarXml *xml, gpointer user_data)
{
  g_autofree char *text = hangar_xml_get (xml, ".");

  /* Cut short it would be another path. */
  if (text != NULL && strlen (text) <= LONGEST_TEXT)
    g_strv_builder_add (user_data, text);
}

static GStrv
read_texts (HangarXml *xml, const char *xpath)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  hangar_xml_foreach (xml, xpath, MOST_DEVICES, read_text_cb, builder);
  return g_strv_builder_end (builder);
}

static void
read_devices (HangarDomainConfig *self, HangarXml *xml)
{
  hangar_xml_foreach (xml, "/domain/devices/disk", MOST_DEVICES, read_disk_cb, self);
  hangar_xml_foreach (xml, "/domain/devices/interface", MOST_DEVICES, read_nic_cb, self);
  hangar_xml_foreach (xml, "/domain/devices/graphics", MOST_DEVICES, read_graphics_cb, self);
  hangar_xml_foreach (xml,
                      "/domain/devices/serial | /domain/devices/parallel | /domain/devices/console | "
                      "/domain/devices/channel",
                      MOST_DEVICES, read_character_cb, self);
  self->n_devices = hangar_xml_count (xml, "/domain/devices/*");
  self->n_passed = hangar_xml_count (xml, "/domain/devices/hostdev[not(@type='usb')]") +
                   hangar_xml_count (xml, "/domain/devices/interface[@type='hostdev']");
}

static void
read_system (HangarDomainConfig *self, HangarXml *xml)
{
  g_autofree char *loader = get (xml, "/domain/os/loader/@type");
  g_autofree char *firmware = get (xml, "/domain/os/@firmware");

  self->arch = get (xml, "/domain/os/type/@arch");
  self->machine = get (xml, "/domain/os/type/@machine");
  self->os_type = get (xml, "/domain/os/type");
  self->os_id = get (xml, "/domain/metadata/*[local-name()='libosinfo']/*[local-name()='os']/@id");
  self->efi = g_strcmp0 (firmware, "efi") == 0 || g_strcmp0 (loader, "pflash") == 0;
  self->boot = read_texts (xml, "/domain/os/boot/@dev");
}

static void
read_processors (HangarDomainConfig *self, HangarXml *xml)
{
  self->memory = hangar_xml_get_size (xml, "/domain/memory");
  self->current_memory = hangar_xml_get_size (xml, "/domain/currentMemory");
  if (self->current_memory == 0)
    self->current_memory = self->memory;
  self->vcpus = MAX (get_small (xml, "/domain/vcpu"), 1);
  self->current_vcpus = get_small (xml, "/domain/vcpu/@current");
  if (self->current_vcpus == 0)
    self->current_vcpus = self->vcpus;
  self->cpu = get (xml, "/domain/cpu/model");
  if (self->cpu == NULL)
    self->cpu = get (xml, "/domain/cpu/@mode");
}

/**
 * hangar_domain_config_new:
 * @xml: a definition
 * @error: return location; set when it is no XML, or not that of a domain
 *
 * Returns: (transfer full) (nullable): what it says
 */
HangarDomainConfig *
hangar_domain_config_new (const char *xml, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);
  HangarDomainConfig *self;

  if (doc == NULL)
    return NULL;
  if (hangar_xml_count (doc, "/domain") == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no <domain>");
      return NULL;
    }

  self = g_new0 (HangarDomainConfig, 1);
  self->disks = g_ptr_array_new_with_free_func (disk_free);
  self->nics = g_ptr_array_new_with_free_func (nic_free);
  self->graphics = g_ptr_array_new_with_free_func (graphics_free);
  self->characters = g_ptr_array_new_with_free_func (character_free);
  self->uuid = get_or (doc, "/domain/uuid", "");
  self->name = get_or (doc, "/domain/name", "");
  self->title = get (doc, "/domain/title");
  self->description = shorten (hangar_xml_get (doc, "/domain/description"), LONGEST_NOTES);
  self->type = get_or (doc, "/domain/@type", "");
  self->created_disks = read_texts (
    doc, "/domain/metadata/*[local-name()='machine' and namespace-uri()='" HANGAR_GUEST_METADATA_URI "']/"
         "*[local-name()='disk']/@path");
  self->kept_disks = read_texts (
    doc, "/domain/metadata/*[local-name()='machine' and namespace-uri()='" HANGAR_GUEST_METADATA_URI "']/"
         "*[local-name()='kept']/@path");
  read_system (self, doc);
  read_processors (self, doc);
  read_devices (self, doc);
  return self;
}

/**
 * hangar_domain_config_free:
 * @self: (transfer full): what a definition says
 */
void
hangar_domain_config_free (HangarDomainConfig *self)
{
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->type);
  g_free (self->arch);
  g_free (self->machine);
  g_free (self->os_type);
  g_free (self->os_id);
  g_free (self->cpu);
  g_strfreev (self->boot);
  g_strfreev (self->created_disks);
  g_strfreev (self->kept_disks);
  g_ptr_array_unref (self->disks);
  g_ptr_array_unref (self->nics);
  g_ptr_array_unref (self->graphics);
  g_ptr_array_unref (self->characters);
  g_free (self);
}

typedef struct
{
  char uuid[37];
  gboolean inactive;
} LoadRequest;

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const LoadRequest *request = data;
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, request->uuid, request->inactive, error);

  return xml != NULL ? hangar_domain_config_new (xml, error) : NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HangarDomainConfig *self = hangar_domain_run_finish (g_task_get_source_object (task), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, self, (GDestroyNotify) hangar_domain_config_free);
}

/**
 * hangar_domain_config_load_async:
 * @domain: a domain
 * @inactive: the stored definition rather than what runs
 * @cancellable: (nullable): to give up waiting
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads and parses the definition in a worker thread of the domain's host.
 */
void
hangar_domain_config_load_async (HangarDomain *domain, gboolean inactive, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  LoadRequest *request = g_new0 (LoadRequest, 1);
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, load_run, request, g_free,
                                (GDestroyNotify) hangar_domain_config_free };
  GTask *task = g_task_new (domain, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_domain_config_load_async);
  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->inactive = inactive;
  hangar_domain_run_async (domain, &work, cancellable, loaded_cb, task);
}

/**
 * hangar_domain_config_load_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what its definition says
 */
HangarDomainConfig *
hangar_domain_config_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, domain), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
