/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New volumes from others: whole copies, and overlays that hold only what differs. Worker threads only. */

#include "virt/volume-copy.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <stdlib.h>

/**
 * hangar_virt_volume_path:
 * @connection: an open connection
 * @pool_name: a pool
 * @volume_name: a volume in it
 *
 * Returns: (transfer full) (nullable): its path on the host
 */
char *
hangar_virt_volume_path (GVirConnection *connection, const char *pool_name, const char *volume_name)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByName (handle, pool_name);
  g_auto (virStorageVolPtr) volume = pool != NULL ? virStorageVolLookupByName (pool, volume_name) : NULL;
  char *path = volume != NULL ? virStorageVolGetPath (volume) : NULL;
  char *copy = g_strdup (path);

  free (path);
  return copy;
}

static virStorageVolPtr
lookup (GVirConnection *connection, const char *path, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  virStorageVolPtr volume = virStorageVolLookupByPath (handle, path);

  if (volume == NULL)
    hangar_virt_error_set (error);
  return volume;
}

static HangarVirtVolume *
describe (GVirConnection *connection, virStorageVolPtr volume, GError **error)
{
  char *path;
  HangarVirtVolume *described;

  if (volume == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  path = virStorageVolGetPath (volume);
  described = hangar_virt_volume_lookup (connection, path, error);
  free (path);
  return described;
}

static GVirConfigStorageVol *
config_new (const char *name, guint64 capacity, const char *format)
{
  GVirConfigStorageVol *config = gvir_config_storage_vol_new ();
  g_autoptr (GVirConfigStorageVolTarget) target = gvir_config_storage_vol_target_new ();

  gvir_config_storage_vol_set_name (config, name);
  gvir_config_storage_vol_set_capacity (config, capacity);
  gvir_config_storage_vol_set_allocation (config, 0);
  gvir_config_storage_vol_target_set_format (target, format);
  gvir_config_storage_vol_set_target (config, target);
  return config;
}

/**
 * hangar_virt_volume_create_overlay:
 * @connection: an open connection
 * @base_path: the image to build on: a volume of an active pool
 * @base_format: its format, never guessed
 * @name: the new volume's name
 * @error: return location
 *
 * Makes a qcow2 volume beside @base_path that holds only what differs from it. Nothing that exists is
 * overwritten.
 *
 * Returns: (transfer full) (nullable): the overlay
 */
HangarVirtVolume *
hangar_virt_volume_create_overlay (GVirConnection *connection, const char *base_path, const char *base_format,
                                   const char *name, GError **error)
{
  g_auto (virStorageVolPtr) base = lookup (connection, base_path, error);
  g_auto (virStoragePoolPtr) pool = base != NULL ? virStoragePoolLookupByVolume (base) : NULL;
  g_auto (virStorageVolPtr) overlay = NULL;
  g_autoptr (GVirConfigStorageVol) config = NULL;
  g_autoptr (GVirConfigStorageVolBackingStore) backing = gvir_config_storage_vol_backing_store_new ();
  g_autofree char *xml = NULL;
  virStorageVolInfo info;

  if (base == NULL)
    return NULL;
  if (pool == NULL || virStorageVolGetInfo (base, &info) < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }

  config = config_new (name, info.capacity, "qcow2");
  gvir_config_storage_vol_backing_store_set_path (backing, base_path);
  gvir_config_storage_vol_backing_store_set_format (backing, base_format);
  gvir_config_storage_vol_set_backing_store (config, backing);
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));
  overlay = virStorageVolCreateXML (pool, xml, 0);
  return describe (connection, overlay, error);
}

/**
 * hangar_virt_volume_clone:
 * @connection: an open connection
 * @source_path: the image to copy: a volume of an active pool that nobody writes to
 * @name: the new volume's name
 * @error: return location
 *
 * Copies a volume beside itself. Takes as long as the host needs to copy.
 *
 * Returns: (transfer full) (nullable): the copy
 */
HangarVirtVolume *
hangar_virt_volume_clone (GVirConnection *connection, const char *source_path, const char *name,
                          GError **error)
{
  g_autoptr (HangarVirtVolume) source = hangar_virt_volume_lookup (connection, source_path, error);
  g_auto (virStorageVolPtr) handle = source != NULL ? lookup (connection, source_path, error) : NULL;
  g_auto (virStoragePoolPtr) pool = handle != NULL ? virStoragePoolLookupByVolume (handle) : NULL;
  g_auto (virStorageVolPtr) copy = NULL;
  g_autoptr (GVirConfigStorageVol) config = NULL;
  g_autofree char *xml = NULL;

  if (handle == NULL)
    return NULL;
  config = config_new (name, source->capacity, source->format != NULL ? source->format : "raw");
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));
  if (pool != NULL)
    copy = virStorageVolCreateXMLFrom (pool, xml, handle, 0);
  return describe (connection, copy, error);
}

/**
 * hangar_virt_volume_allocation:
 * @connection: an open connection
 * @path: a volume of an active pool
 *
 * Returns: what it takes on the host in bytes, -1 when that cannot be told
 */
gint64
hangar_virt_volume_allocation (GVirConnection *connection, const char *path)
{
  g_auto (virStorageVolPtr) volume = lookup (connection, path, NULL);
  virStorageVolInfo info;

  return volume != NULL && virStorageVolGetInfo (volume, &info) == 0 ? (gint64) info.allocation : -1;
}
