/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storage pools and volumes: what there is, the pool that new disks go to, and making and deleting volumes.
 */

#include "virt/storage.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <libvirt-gconfig/libvirt-gconfig.h>
#include <stdlib.h>

/* So many disks of one name are no accident. */
#define MOST_NAMES 1000

/**
 * hangar_virt_pool_free:
 * @pool: (transfer full) (nullable): a pool
 */
void
hangar_virt_pool_free (HangarVirtPool *pool)
{
  if (pool == NULL)
    return;
  g_free (pool->name);
  g_free (pool->type);
  g_free (pool->path);
  g_free (pool);
}

/**
 * hangar_virt_volume_free:
 * @volume: (transfer full) (nullable): a volume
 */
void
hangar_virt_volume_free (HangarVirtVolume *volume)
{
  if (volume == NULL)
    return;
  g_free (volume->name);
  g_free (volume->path);
  g_free (volume->format);
  g_free (volume->backing_path);
  g_free (volume);
}

static HangarXml *
take_xml (char *text, GError **error)
{
  g_autoptr (HangarXml) xml = NULL;

  if (text == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  xml = hangar_xml_new (text, error);
  free (text);
  return g_steal_pointer (&xml);
}

static HangarVirtPool *
describe_pool (virStoragePoolPtr pool, GError **error)
{
  g_autoptr (HangarXml) xml = take_xml (virStoragePoolGetXMLDesc (pool, 0), error);
  g_autoptr (HangarVirtPool) found = NULL;
  virStoragePoolInfo info;

  if (xml == NULL)
    return NULL;
  if (virStoragePoolGetInfo (pool, &info) < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  found = g_new0 (HangarVirtPool, 1);
  virStoragePoolGetUUIDString (pool, found->uuid);
  found->name = g_strdup (virStoragePoolGetName (pool));
  found->type = hangar_xml_get (xml, "/pool/@type");
  found->path = hangar_xml_get (xml, "/pool/target/path");
  found->active = info.state == VIR_STORAGE_POOL_RUNNING;
  found->capacity = found->active ? info.capacity : 0;
  found->available = found->active ? info.available : 0;
  return g_steal_pointer (&found);
}

/**
 * hangar_virt_pool_list:
 * @connection: an open connection
 * @error: return location
 *
 * Returns: (transfer container) (element-type HangarVirtPool): all pools, stopped ones too
 */
GPtrArray *
hangar_virt_pool_list (GVirConnection *connection, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (GPtrArray) pools = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_pool_free);
  virStoragePoolPtr *handles = NULL;
  int n = virConnectListAllStoragePools (handle, &handles, 0);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      /* One that vanishes meanwhile is no failure of the list. */
      HangarVirtPool *pool = describe_pool (handles[i], NULL);

      if (pool != NULL)
        g_ptr_array_add (pools, pool);
      virStoragePoolFree (handles[i]);
    }
  free (handles);
  return g_steal_pointer (&pools);
}

static HangarVirtPool *
describe_or_fail (virStoragePoolPtr pool, gboolean ok, GError **error)
{
  if (!ok)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  return describe_pool (pool, error);
}

static gboolean
ensure_started (virStoragePoolPtr pool)
{
  return virStoragePoolIsActive (pool) == 1 ||
         virStoragePoolCreate (pool, VIR_STORAGE_POOL_CREATE_WITH_BUILD) == 0 ||
         virStoragePoolCreate (pool, 0) == 0;
}

static virStoragePoolPtr
define_folder_pool (virConnectPtr handle, const char *name, const char *folder)
{
  g_autoptr (GVirConfigStoragePool) config = gvir_config_storage_pool_new ();
  g_autoptr (GVirConfigStoragePoolTarget) target = gvir_config_storage_pool_target_new ();
  g_autofree char *xml = NULL;
  virStoragePoolPtr pool;

  gvir_config_storage_pool_set_pool_type (config, GVIR_CONFIG_STORAGE_POOL_TYPE_DIR);
  gvir_config_storage_pool_set_name (config, name);
  gvir_config_storage_pool_target_set_path (target, folder);
  gvir_config_storage_pool_set_target (config, target);
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));
  pool = virStoragePoolDefineXML (handle, xml, 0);
  if (pool == NULL)
    return NULL;
  if (ensure_started (pool))
    {
      virStoragePoolSetAutostart (pool, 1);
      return pool;
    }
  virStoragePoolUndefine (pool);
  virStoragePoolFree (pool);
  return NULL;
}

/* Two pools of one folder are refused: another name may have it already. */
static virStoragePoolPtr
find_pool_of_folder (virConnectPtr handle, const char *folder)
{
  virStoragePoolPtr *pools = NULL;
  virStoragePoolPtr found = NULL;
  int n = virConnectListAllStoragePools (handle, &pools, VIR_CONNECT_LIST_STORAGE_POOLS_DIR);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (HangarVirtPool) pool = describe_pool (pools[i], NULL);

      if (found == NULL && pool != NULL && g_strcmp0 (pool->path, folder) == 0)
        found = pools[i];
      else
        virStoragePoolFree (pools[i]);
    }
  free (pools);
  return found;
}

/**
 * hangar_virt_pool_ensure_default:
 * @connection: an open connection
 * @folder: (nullable): where the pool shall be when there is none yet; %NULL makes none
 * @error: return location
 *
 * Finds the pool for new disks: the one called "default", else the one in @folder, else a new one there; and
 * starts it.
 *
 * Returns: (transfer full): the pool, active
 */
HangarVirtPool *
hangar_virt_pool_ensure_default (GVirConnection *connection, const char *folder, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByName (handle, "default");

  if (pool == NULL && folder != NULL)
    pool = find_pool_of_folder (handle, folder);
  if (pool == NULL && folder != NULL)
    pool = define_folder_pool (handle, "default", folder);
  if (pool == NULL)
    return describe_or_fail (NULL, FALSE, error);
  return describe_or_fail (pool, ensure_started (pool), error);
}

/**
 * hangar_virt_pool_lookup:
 * @connection: an open connection
 * @uuid: a pool
 * @error: return location
 *
 * Returns: (transfer full): the pool as it is now
 */
HangarVirtPool *
hangar_virt_pool_lookup (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, uuid);

  return describe_or_fail (pool, pool != NULL, error);
}

/**
 * hangar_virt_pool_ensure_started:
 * @connection: an open connection
 * @uuid: a pool
 * @error: return location
 *
 * Returns: (transfer full): the pool, active
 */
HangarVirtPool *
hangar_virt_pool_ensure_started (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, uuid);

  return describe_or_fail (pool, pool != NULL && ensure_started (pool), error);
}

/**
 * hangar_virt_pool_wake:
 * @connection: an open connection
 * @path: a file
 *
 * Starts the pool whose folder the file is in, and makes it look at what is there, so that the file can be
 * found. Does nothing where there is no such pool.
 */
void
hangar_virt_pool_wake (GVirConnection *connection, const char *path)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (virStoragePoolPtr) pool = find_pool_of_folder (handle, folder);

  if (pool != NULL && ensure_started (pool))
    virStoragePoolRefresh (pool, 0);
}

/**
 * hangar_virt_pool_refresh:
 * @connection: an open connection
 * @uuid: a pool
 * @error: return location
 *
 * Makes the daemon look again at what is in the pool.
 *
 * Returns: whether it did
 */
gboolean
hangar_virt_pool_refresh (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, uuid);

  if (pool != NULL && virStoragePoolRefresh (pool, 0) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

static HangarVirtVolume *
describe_volume (virStorageVolPtr volume, GError **error)
{
  g_autoptr (HangarXml) xml = take_xml (virStorageVolGetXMLDesc (volume, 0), error);
  g_autoptr (HangarVirtVolume) found = NULL;
  g_autofree char *type = NULL;

  if (xml == NULL)
    return NULL;
  type = hangar_xml_get (xml, "/volume/@type");
  found = g_new0 (HangarVirtVolume, 1);
  found->name = g_strdup (virStorageVolGetName (volume));
  found->path = hangar_xml_get (xml, "/volume/target/path");
  found->format = hangar_xml_get (xml, "/volume/target/format/@type");
  found->is_block = g_strcmp0 (type, "block") == 0;
  found->capacity = hangar_xml_get_uint (xml, "/volume/capacity");
  found->allocation = hangar_xml_get_uint (xml, "/volume/allocation");
  found->backing_path = hangar_xml_get (xml, "/volume/backingStore/path");
  return g_steal_pointer (&found);
}

/**
 * hangar_virt_volume_list:
 * @connection: an open connection
 * @pool_uuid: an active pool
 * @error: return location
 *
 * Returns: (transfer container) (element-type HangarVirtVolume): the pool's volumes
 */
GPtrArray *
hangar_virt_volume_list (GVirConnection *connection, const char *pool_uuid, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, pool_uuid);
  g_autoptr (GPtrArray) volumes = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_volume_free);
  virStorageVolPtr *handles = NULL;
  int n = pool != NULL ? virStoragePoolListAllVolumes (pool, &handles, 0) : -1;

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      HangarVirtVolume *volume = describe_volume (handles[i], NULL);

      if (volume != NULL)
        g_ptr_array_add (volumes, volume);
      virStorageVolFree (handles[i]);
    }
  free (handles);
  return g_steal_pointer (&volumes);
}

/* A file may lie in the pool's folder that the daemon has not seen yet, so that is looked at first. */
static gboolean
is_name_free (virStoragePoolPtr pool, const char *name)
{
  g_auto (virStorageVolPtr) volume = virStorageVolLookupByName (pool, name);

  return volume == NULL && virGetLastErrorCode () == VIR_ERR_NO_STORAGE_VOL;
}

/**
 * hangar_virt_volume_free_name:
 * @connection: an open connection
 * @pool_uuid: an active pool
 * @base: what it should be called
 * @extension: what comes after a dot
 * @error: return location
 *
 * Finds a name that no volume of the pool has: "base.extension", else with a number.
 *
 * Returns: (transfer full): the name
 */
char *
hangar_virt_volume_free_name (GVirConnection *connection, const char *pool_uuid, const char *base,
                              const char *extension, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, pool_uuid);
  char *name = g_strdup_printf ("%s.%s", base, extension);

  if (pool != NULL)
    virStoragePoolRefresh (pool, 0);
  for (guint i = 2; pool != NULL && i < MOST_NAMES; i++)
    {
      if (is_name_free (pool, name))
        return name;
      g_free (name);
      name = g_strdup_printf ("%s-%u.%s", base, i, extension);
    }
  g_free (name);
  hangar_virt_error_set (error);
  return NULL;
}

/**
 * hangar_virt_volume_create:
 * @connection: an open connection
 * @pool_uuid: an active pool
 * @wanted: name, format and capacity of the volume
 * @error: return location
 *
 * Makes an empty volume that takes space only as it is written to. Nothing that exists is overwritten.
 *
 * Returns: (transfer full): the volume as it was made
 */
HangarVirtVolume *
hangar_virt_volume_create (GVirConnection *connection, const char *pool_uuid, const HangarVirtVolume *wanted,
                           GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, pool_uuid);
  g_auto (virStorageVolPtr) volume = NULL;
  g_autoptr (GVirConfigStorageVol) config = gvir_config_storage_vol_new ();
  g_autoptr (GVirConfigStorageVolTarget) target = gvir_config_storage_vol_target_new ();
  g_autofree char *xml = NULL;

  gvir_config_storage_vol_set_name (config, wanted->name);
  gvir_config_storage_vol_set_capacity (config, wanted->capacity);
  gvir_config_storage_vol_target_set_format (target, wanted->format);
  /* Else libvirt makes a qcow2 of the format's first version, without lazy counts and safe snapshots. */
  if (g_strcmp0 (wanted->format, "qcow2") == 0)
    gvir_config_storage_vol_target_set_compat (target, "1.1");
  gvir_config_storage_vol_set_target (config, target);
  /* Without an allocation libvirt takes all of a raw volume's space at once. */
  gvir_config_storage_vol_set_allocation (config, 0);
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));

  if (pool != NULL)
    volume = virStorageVolCreateXML (pool, xml, 0);
  if (volume == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  return describe_volume (volume, error);
}

/**
 * hangar_virt_volume_lookup:
 * @connection: an open connection
 * @path: on the host
 * @error: return location
 *
 * Returns: (transfer full): the volume of some active pool that is there
 */
HangarVirtVolume *
hangar_virt_volume_lookup (GVirConnection *connection, const char *path, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStorageVolPtr) volume = virStorageVolLookupByPath (handle, path);

  if (volume == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  return describe_volume (volume, error);
}

/**
 * hangar_virt_volume_delete:
 * @connection: an open connection
 * @path: on the host
 * @error: return location
 *
 * Deletes a volume with what is in it.
 *
 * Returns: whether it is gone
 */
gboolean
hangar_virt_volume_delete (GVirConnection *connection, const char *path, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStorageVolPtr) volume = virStorageVolLookupByPath (handle, path);

  if (volume != NULL && virStorageVolDelete (volume, 0) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}
