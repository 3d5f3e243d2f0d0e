/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New volumes from others: whole copies, and overlays that hold only what differs. Worker threads only. */

#include "config.h"

#include "virt/volume-copy.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

/* libvirt and QEMU themselves stop at 200 images on top of each other. */
#define DEEPEST 200

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

/**
 * hangar_virt_host_answers:
 * @connection: a connection
 *
 * Returns: whether its host is still there
 */
gboolean
hangar_virt_host_answers (GVirConnection *connection)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);

  return virConnectIsAlive (handle) == 1;
}

static gboolean
has_folder (virStoragePoolPtr pool, const char *folder)
{
  char *text = virStoragePoolIsActive (pool) == 1 ? virStoragePoolGetXMLDesc (pool, 0) : NULL;
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;
  g_autofree char *path = xml != NULL ? hangar_xml_get (xml, "/pool/target/path") : NULL;

  free (text);
  return g_strcmp0 (path, folder) == 0;
}

/* The pool that @path would be in. */
static virStoragePoolPtr
find_pool (GVirConnection *connection, const char *path, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autofree char *folder = g_path_get_dirname (path);
  virStoragePoolPtr *pools = NULL;
  virStoragePoolPtr found = NULL;
  int n = virConnectListAllStoragePools (handle, &pools, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);

  for (int i = 0; i < n; i++)
    if (found == NULL && has_folder (pools[i], folder))
      found = pools[i];
    else
      virStoragePoolFree (pools[i]);
  free (pools);
  if (n < 0)
    hangar_virt_error_set (error);
  else if (found == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("The folder %s is no storage pool of the host, so nothing can be made in it."), folder);
  return found;
}

/**
 * hangar_virt_folder_is_pool:
 * @connection: an open connection
 * @path: a file
 *
 * Returns: whether the folder that it is in is an active pool
 */
gboolean
hangar_virt_folder_is_pool (GVirConnection *connection, const char *path)
{
  g_auto (virStoragePoolPtr) pool = find_pool (connection, path, NULL);

  return pool != NULL;
}

/**
 * hangar_virt_folder_refresh:
 * @connection: an open connection
 * @path: a file
 *
 * Lets the pool whose folder the file is in look again what there is: a hypervisor makes files that pools do
 * not know of.
 *
 * Returns: whether there is such a pool
 */
gboolean
hangar_virt_folder_refresh (GVirConnection *connection, const char *path)
{
  g_auto (virStoragePoolPtr) pool = find_pool (connection, path, NULL);

  return pool != NULL && virStoragePoolRefresh (pool, 0) == 0;
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
 * @path: the new volume's path, in a folder that is an active pool
 * @error: return location
 *
 * Makes a qcow2 volume that holds only what differs from @base_path. Nothing that exists is overwritten.
 *
 * Returns: (transfer full) (nullable): the overlay
 */
HangarVirtVolume *
hangar_virt_volume_create_overlay (GVirConnection *connection, const char *base_path, const char *base_format,
                                   const char *path, GError **error)
{
  g_auto (virStorageVolPtr) base = lookup (connection, base_path, error);
  g_auto (virStoragePoolPtr) pool = base != NULL ? find_pool (connection, path, error) : NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_auto (virStorageVolPtr) overlay = NULL;
  g_autoptr (GVirConfigStorageVol) config = NULL;
  g_autoptr (GVirConfigStorageVolBackingStore) backing = gvir_config_storage_vol_backing_store_new ();
  g_autofree char *xml = NULL;
  virStorageVolInfo info;

  if (pool == NULL)
    return NULL;
  if (virStorageVolGetInfo (base, &info) < 0)
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
 * @source: the image to copy and its format: a volume of an active pool that nobody writes to
 * @path: the new volume's path, in a folder that is an active pool
 * @format: the new volume's format
 * @error: return location
 *
 * Copies a volume, whole: what it builds on is in the copy. Takes as long as the host needs to copy. A volume
 * whose content says that it has another format than it is used with is refused: a guest can write into a raw
 * disk whatever it likes, and what it wrote would be taken for the name of a file to read.
 *
 * Returns: (transfer full) (nullable): the copy
 */
HangarVirtVolume *
hangar_virt_volume_clone (GVirConnection *connection, const HangarVirtVolume *source, const char *path,
                          const char *format, GError **error)
{
  g_autoptr (HangarVirtVolume) found = hangar_virt_volume_lookup (connection, source->path, error);
  g_auto (virStorageVolPtr) handle = found != NULL ? lookup (connection, source->path, error) : NULL;
  g_auto (virStoragePoolPtr) pool = handle != NULL ? find_pool (connection, path, error) : NULL;
  g_auto (virStorageVolPtr) copy = NULL;
  g_autoptr (GVirConfigStorageVol) config = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *xml = NULL;

  if (pool == NULL)
    return NULL;
  if (!found->is_block && g_strcmp0 (found->format, source->format) != 0)
    {
      g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        /* Translators: a path, then two formats of images */
        _ ("%s is used as %s, but its content says %s. It is not copied: it could be made to read other "
           "files of the host."),
        source->path, source->format, found->format != NULL ? found->format : "?");
      return NULL;
    }
  config = config_new (name, found->capacity, format);
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));
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

/**
 * hangar_virt_volume_chain_allocation:
 * @connection: an open connection
 * @path: a volume of an active pool
 *
 * Returns: what it and all that it builds on take on the host in bytes; 0 when that cannot be told. A whole
 * copy takes no more than about that.
 */
guint64
hangar_virt_volume_chain_allocation (GVirConnection *connection, const char *path)
{
  g_autofree char *current = g_strdup (path);
  guint64 total = 0;

  for (guint depth = 0; current != NULL && depth < DEEPEST; depth++)
    {
      g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_lookup (connection, current, NULL);

      if (volume == NULL)
        return 0;
      total += volume->allocation;
      g_free (current);
      current = g_strdup (volume->backing_path);
    }
  return total;
}

/**
 * hangar_virt_volume_mark:
 * @connection: an open connection
 * @path: a volume of an active pool
 *
 * Returns: (transfer full) (nullable): when it was last written to, for comparing only; %NULL where the host
 * does not say
 */
char *
hangar_virt_volume_mark (GVirConnection *connection, const char *path)
{
  g_auto (virStorageVolPtr) volume = lookup (connection, path, NULL);
  char *text = volume != NULL ? virStorageVolGetXMLDesc (volume, 0) : NULL;
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;

  free (text);
  return xml != NULL ? hangar_xml_get (xml, "/volume/target/timestamps/mtime") : NULL;
}
