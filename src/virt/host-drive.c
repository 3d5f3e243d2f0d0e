/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CD and DVD drives of a host, as its daemon knows them. Everything here blocks: worker threads only. */

#include "virt/host-drive.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>

#define STORAGE "/device/capability[@type='storage']"

/**
 * hangar_virt_host_drive_free:
 * @drive: (transfer full): a drive of the host
 */
void
hangar_virt_host_drive_free (HangarVirtHostDrive *drive)
{
  g_free (drive->path);
  g_free (drive->title);
  g_free (drive);
}

/**
 * hangar_virt_host_drive_new_from_xml:
 * @xml: the description of a device of the host
 *
 * Returns: (transfer full) (nullable): the drive; %NULL when the device is none
 */
HangarVirtHostDrive *
hangar_virt_host_drive_new_from_xml (const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *kind = NULL;
  g_autofree char *path = NULL;
  g_autofree char *vendor = NULL;
  g_autofree char *model = NULL;
  HangarVirtHostDrive *drive;

  if (doc == NULL)
    return NULL;
  kind = hangar_xml_get (doc, STORAGE "/drive_type");
  path = hangar_xml_get (doc, STORAGE "/block");
  if (g_strcmp0 (kind, "cdrom") != 0 || path == NULL || !g_path_is_absolute (path))
    return NULL;
  vendor = hangar_xml_get (doc, STORAGE "/vendor");
  model = hangar_xml_get (doc, STORAGE "/model");
  drive = g_new0 (HangarVirtHostDrive, 1);
  drive->path = g_steal_pointer (&path);
  drive->title =
    g_strstrip (g_strconcat (vendor != NULL ? vendor : "", " ", model != NULL ? model : "", NULL));
  return drive;
}

/**
 * hangar_virt_host_drive_list:
 * @connection: an open connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtHostDrive): the host's drives; none where the
 * daemon does not look after devices
 */
GPtrArray *
hangar_virt_host_drive_list (GVirConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) drives =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_host_drive_free);
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  virNodeDevicePtr *devices = NULL;
  int n = virConnectListAllNodeDevices (handle, &devices, VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      char *xml = virNodeDeviceGetXMLDesc (devices[i], 0);
      HangarVirtHostDrive *drive = xml != NULL ? hangar_virt_host_drive_new_from_xml (xml) : NULL;

      if (drive != NULL)
        g_ptr_array_add (drives, drive);
      free (xml);
      virNodeDeviceFree (devices[i]);
    }
  free (devices);
  return g_steal_pointer (&drives);
}
