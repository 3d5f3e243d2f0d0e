/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The devices of a host that a machine can have: named, with what comes along and who has them already. */

#include "config.h"

#include "model/host-device.h"

#include <glib/gi18n-lib.h>

#include "virt/device-use.h"
#include "virt/node-device.h"

/**
 * hangar_host_device_free:
 * @device: (transfer full): a device
 */
void
hangar_host_device_free (HangarHostDevice *device)
{
  g_free (device->kind);
  g_free (device->title);
  g_free (device->xml);
  g_free (device->companions);
  g_free (device->user);
  g_free (device);
}

static char *
make_title (const HangarVirtNodeDevice *device)
{
  if (device->group >= 0)
    /* Translators: a device's name, libvirt's name of it, the number of its group */
    return g_strdup_printf (_ ("%s (%s, IOMMU group %d)"), device->title, device->name, device->group);
  return g_strdup_printf ("%s (%s)", device->title, device->name);
}

/* Devices of one group see each other's memory: a machine gets all of them or none. */
static char *
list_companions (GPtrArray *nodes, const HangarVirtNodeDevice *device)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; device->group >= 0 && i < nodes->len; i++)
    {
      const HangarVirtNodeDevice *other = nodes->pdata[i];

      if (other != device && other->group == device->group)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", other->title);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static char *
find_user (GPtrArray *uses, const char *uuid, const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_auto (GStrv) own = doc != NULL ? hangar_virt_device_use_of_xml (doc) : NULL;

  for (guint i = 0; own != NULL && own[0] != NULL && i < uses->len; i++)
    {
      const HangarVirtDeviceUse *use = uses->pdata[i];

      if (!g_str_equal (use->uuid, uuid) && g_str_equal (use->what, own[0]))
        return g_strdup (use->name);
    }
  return NULL;
}

static gpointer
list_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) nodes = hangar_virt_node_device_list (connection, error);
  g_autoptr (GPtrArray) uses = nodes != NULL ? hangar_virt_device_uses (connection, cancellable, NULL) : NULL;
  GPtrArray *devices;

  if (nodes == NULL)
    return NULL;
  devices = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_host_device_free);
  for (guint i = 0; i < nodes->len; i++)
    {
      const HangarVirtNodeDevice *node = nodes->pdata[i];
      HangarHostDevice *device = g_new0 (HangarHostDevice, 1);

      device->kind = g_strdup (node->kind);
      device->title = make_title (node);
      device->xml = g_strdup (node->xml);
      device->companions = list_companions (nodes, node);
      device->user = uses != NULL ? find_user (uses, data, node->xml) : NULL;
      g_ptr_array_add (devices, device);
    }
  return devices;
}

/**
 * hangar_host_devices_async:
 * @domain: a machine
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks the machine's host for the devices that it can give away.
 */
void
hangar_host_devices_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, list_run, g_strdup (hangar_domain_get_uuid (domain)),
                                g_free, (GDestroyNotify) g_ptr_array_unref };

  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_host_devices_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarHostDevice): the devices
 */
GPtrArray *
hangar_host_devices_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}

/* What identifies it, in the words of #HangarVirtDeviceUse. */
static char *
identity_of (HangarXml *doc)
{
  g_auto (GStrv) uses = doc != NULL ? hangar_virt_device_use_of_xml (doc) : NULL;

  return uses != NULL ? g_strdup (uses[0]) : NULL;
}

/**
 * hangar_host_devices_find:
 * @devices: (element-type HangarHostDevice): what a host has
 * @doc: a definition
 * @path: a device of the host in it
 *
 * Returns: (transfer none) (nullable): which of them it is
 */
const HangarHostDevice *
hangar_host_devices_find (GPtrArray *devices, HangarXml *doc, const char *path)
{
  g_autofree char *element = hangar_xml_extract (doc, path);
  g_autoptr (HangarXml) wanted_doc = element != NULL ? hangar_xml_new (element, NULL) : NULL;
  g_autofree char *wanted = identity_of (wanted_doc);

  for (guint i = 0; wanted != NULL && i < devices->len; i++)
    {
      const HangarHostDevice *device = devices->pdata[i];
      g_autoptr (HangarXml) device_doc = hangar_xml_new (device->xml, NULL);
      g_autofree char *identity = identity_of (device_doc);

      if (g_strcmp0 (identity, wanted) == 0)
        return device;
    }
  return NULL;
}

/**
 * hangar_host_device_describe:
 * @device: (nullable): a device, %NULL when the host does not have it
 *
 * Returns: (transfer full): what it is, what comes along and who has it too, line by line: plain text
 */
char *
hangar_host_device_describe (const HangarHostDevice *device)
{
  GString *text = g_string_new (device != NULL ? device->title : _ ("The host does not have it now."));

  if (device != NULL && device->companions != NULL)
    {
      g_string_append_c (text, '\n');
      /* Translators: %s are names of devices */
      g_string_append_printf (text,
                              _ ("It shares its IOMMU group with: %s. The host gives all of them away "
                                 "together, or none."),
                              device->companions);
    }
  if (device != NULL && device->user != NULL)
    {
      g_string_append_c (text, '\n');
      /* Translators: %s is the name of a machine */
      g_string_append_printf (text, _ ("The machine “%s” has it too: only one of them can run with it."),
                              device->user);
    }
  return g_string_free (text, FALSE);
}
