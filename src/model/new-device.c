/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device that is about to be added: what it is at first, and what of the host it can be made of. */

#include "config.h"

#include "model/new-device.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/field-check.h"
#include "virt/storage.h"

#define SYSTEM_FOLDER "/var/lib/libvirt/images"
#define MOST_NAMES 1000

/**
 * hangar_new_device_refusal:
 * @doc: a definition
 * @kind: a kind that can be added
 *
 * Returns: (nullable): why none can be added now
 */
const char *
hangar_new_device_refusal (HangarXml *doc, const HangarDeviceKind *kind)
{
  gboolean is_container = hangar_xml_test (doc, "/domain/os/type = 'exe'");

  if ((kind->flags & HANGAR_DEVICE_SINGLE) != 0 && hangar_xml_count (doc, kind->xpath) > 0)
    return _ ("This machine has one already, and it can have only one.");
  if (is_container && !g_str_equal (kind->id, "filesystem") && !g_str_equal (kind->id, "interface") &&
      !g_str_equal (kind->id, "console") && !g_str_has_prefix (kind->id, "hostdev"))
    return _ ("A container cannot have this.");
  return NULL;
}

static void
put_below (HangarXml *doc, HangarDevice *device, const char *relative, const char *value)
{
  g_autofree char *xpath = g_strconcat (hangar_device_get_path (device), "/", relative, NULL);

  hangar_xml_put (doc, xpath, value);
}

static char *
free_target (HangarXml *doc, const char *prefix)
{
  for (char letter = 'a'; letter < 'z'; letter++)
    {
      g_autofree char *taken = g_strdup_printf ("//disk/target[@dev='%s%c']", prefix, letter);

      if (!hangar_xml_test (doc, taken))
        return g_strdup_printf ("%s%c", prefix, letter);
    }
  return g_strconcat (prefix, "z", NULL);
}

static gboolean
is_old_pc (HangarXml *doc)
{
  g_autofree char *machine = hangar_xml_get (doc, "/domain/os/type/@machine");

  return machine != NULL && strstr (machine, "q35") == NULL && g_str_has_prefix (machine, "pc");
}

/* What only this machine tells: free names, a new address, the bus that it has. */
static void
fit (HangarXml *doc, HangarDevice *device, gboolean is_session)
{
  const char *kind = hangar_device_get_kind (device)->id;
  g_autofree char *name = NULL;

  /* Its own place is free. */
  if (g_str_equal (kind, "disk") || g_str_equal (kind, "cdrom"))
    put_below (doc, device, "target/@dev", NULL);
  if (g_str_equal (kind, "disk"))
    name = free_target (doc, "vd");
  else if (g_str_equal (kind, "cdrom"))
    name = free_target (doc, is_old_pc (doc) ? "hd" : "sd");
  if (name != NULL)
    put_below (doc, device, "target/@dev", name);
  if (g_str_equal (kind, "cdrom") && is_old_pc (doc))
    put_below (doc, device, "target/@bus", "ide");
  if (g_str_equal (kind, "interface"))
    {
      g_autofree char *mac = hangar_mac_new ();

      put_below (doc, device, "mac/@address", mac);
      if (is_session)
        hangar_field_set (doc, hangar_device_get_path (device),
                          hangar_device_kind_find_field (hangar_device_kind_find ("interface"), "type"),
                          "user");
    }
}

static HangarDevice *
last_device (HangarXml *doc)
{
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  g_auto (GStrv) paths = hangar_xml_find (doc, "/domain/devices/*[last()]");

  for (guint i = 0; i < devices->len; i++)
    if (g_strcmp0 (hangar_device_get_path (devices->pdata[i]), paths[0]) == 0)
      return g_object_ref (devices->pdata[i]);
  return NULL;
}

/**
 * hangar_new_device_doc:
 * @base: a definition
 * @kind: a kind that can be added
 * @is_session: whether the machine is an ordinary user's
 * @device: (out) (transfer full): the new device in the definition
 *
 * Returns: (transfer full) (nullable): the definition with a new device
 */
HangarXml *
hangar_new_device_doc (const char *base, const HangarDeviceKind *kind, gboolean is_session,
                       HangarDevice **device)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (base, NULL);

  *device = NULL;
  if (doc == NULL || kind->template == NULL)
    return NULL;
  hangar_xml_put (doc, "/domain/devices", "");
  if (!hangar_xml_append (doc, "/domain/devices", kind->template, NULL))
    return NULL;
  *device = last_device (doc);
  if (*device == NULL)
    return NULL;
  fit (doc, *device, is_session);
  return g_steal_pointer (&doc);
}

/**
 * hangar_new_device_complete:
 * @doc: a definition with a new device
 * @device: the new device
 *
 * Adds what the device needs beside itself: a shared folder works only with memory that is shared.
 */
void
hangar_new_device_complete (HangarXml *doc, HangarDevice *device)
{
  g_autofree char *virtiofs =
    g_strconcat (hangar_device_get_path (device), "[driver/@type='virtiofs']", NULL);

  if (g_str_equal (hangar_device_get_kind (device)->id, "filesystem") && hangar_xml_test (doc, virtiofs) &&
      !hangar_xml_test (doc, "/domain/memoryBacking/access[@mode='shared'] | /domain/cpu/numa"))
    {
      if (!hangar_xml_test (doc, "/domain/memoryBacking/hugepages"))
        hangar_xml_put (doc, "/domain/memoryBacking/source/@type", "memfd");
      hangar_xml_put (doc, "/domain/memoryBacking/access/@mode", "shared");
    }
}

/**
 * hangar_new_device_set_source:
 * @doc: a definition with a new device
 * @device: the new disk
 * @source: what it is made of
 *
 * Without a format nothing is done: the daemon would look at the content, and that may have been written by a
 * guest.
 *
 * Returns: whether the disk has it
 */
gboolean
hangar_new_device_set_source (HangarXml *doc, HangarDevice *device, const HangarDiskSource *source)
{
  g_autofree char *old = g_strconcat (hangar_device_get_path (device), "/source", NULL);

  if (source->format == NULL || !g_path_is_absolute (source->path))
    return FALSE;
  hangar_xml_remove (doc, old);
  put_below (doc, device, "@type", source->is_block ? "block" : "file");
  put_below (doc, device, "driver/@name", "qemu");
  put_below (doc, device, "driver/@type", source->format);
  put_below (doc, device, source->is_block ? "source/@dev" : "source/@file", source->path);
  return TRUE;
}

typedef struct
{
  char *stem;
  char *folder;
  char *format;
  guint64 bytes;
} DiskRequest;

static void
disk_request_free (gpointer data)
{
  DiskRequest *request = data;

  g_free (request->stem);
  g_free (request->folder);
  g_free (request->format);
  g_free (request);
}

static gboolean
is_taken (GPtrArray *volumes, const char *name)
{
  for (guint i = 0; i < volumes->len; i++)
    if (g_strcmp0 (((HangarVirtVolume *) volumes->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

static gpointer
new_disk_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const DiskRequest *request = data;
  g_autoptr (HangarVirtPool) pool = hangar_virt_pool_ensure_default (connection, request->folder, error);
  g_autoptr (GPtrArray) volumes =
    pool != NULL ? hangar_virt_volume_list (connection, pool->uuid, error) : NULL;
  g_autoptr (HangarVirtVolume) made = NULL;
  HangarVirtVolume wanted = { .format = request->format, .capacity = request->bytes };
  g_autofree char *name = NULL;

  if (volumes == NULL)
    return NULL;
  for (guint i = 1; i < MOST_NAMES && (name == NULL || is_taken (volumes, name)); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.%s", request->stem, i, request->format);
    }
  wanted.name = name;
  made = hangar_virt_volume_create (connection, pool->uuid, &wanted, error);
  return made != NULL ? g_strdup (made->path) : NULL;
}

/**
 * hangar_new_disk_async:
 * @domain: a machine
 * @bytes: size of the disk
 * @format: "qcow2" or "raw"
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Makes an empty disk in the host's default pool, named after the machine.
 */
void
hangar_new_disk_async (HangarDomain *domain, guint64 bytes, const char *format, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  DiskRequest *request = g_new0 (DiskRequest, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, new_disk_run, request, disk_request_free, g_free };
  HangarConnection *connection = hangar_domain_get_connection (domain);
  gboolean is_own = connection != NULL && hangar_connection_is_session (connection);

  request->stem = g_strdelimit (g_strdup (hangar_domain_get_name (domain)), "/", '-');
  request->folder =
    is_own ? g_build_filename (g_get_user_data_dir (), "libvirt", "images", NULL) : g_strdup (SYSTEM_FOLDER);
  request->format = g_strdup (format);
  request->bytes = bytes;
  hangar_domain_run_async (domain, &work, NULL, callback, user_data);
}

/**
 * hangar_new_disk_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the path of the disk on the host
 */
char *
hangar_new_disk_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}

static gpointer
give_up_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (hangar_virt_volume_delete (connection, data, error) ? 1 : 0);
}

/**
 * hangar_new_disk_give_up_async:
 * @domain: a machine
 * @path: a disk that was just made for it and that nobody got
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Deletes it again.
 */
void
hangar_new_disk_give_up_async (HangarDomain *domain, const char *path, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, give_up_run, g_strdup (path), g_free, NULL };

  hangar_domain_run_async (domain, &work, NULL, callback, user_data);
}

/**
 * hangar_new_disk_give_up_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it is gone
 */
gboolean
hangar_new_disk_give_up_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error) != NULL;
}
