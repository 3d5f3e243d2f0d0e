/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host has besides machines: its networks, its storage pools and what is in them. */

#include "model/host-inventory.h"

/**
 * hangar_host_inventory_free:
 * @inventory: (transfer full): an inventory
 */
void
hangar_host_inventory_free (HangarHostInventory *inventory)
{
  g_ptr_array_unref (inventory->networks);
  g_ptr_array_unref (inventory->pools);
  g_free (inventory);
}

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarHostInventory *inventory = g_new0 (HangarHostInventory, 1);

  inventory->networks = hangar_virt_network_list (connection, NULL);
  inventory->pools = hangar_virt_pool_list (connection, NULL);
  if (inventory->networks == NULL)
    inventory->networks = g_ptr_array_new ();
  if (inventory->pools == NULL)
    inventory->pools = g_ptr_array_new ();
  return inventory;
}

/**
 * hangar_host_inventory_load_async:
 * @connection: an open host
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_host_inventory_load_async (HangarConnection *connection, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, load_run, NULL, NULL,
                                (GDestroyNotify) hangar_host_inventory_free };

  hangar_connection_run_async (connection, &work, cancellable, callback, user_data);
}

/**
 * hangar_host_inventory_load_finish:
 * @connection: a host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what it has
 */
HangarHostInventory *
hangar_host_inventory_load_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  return hangar_connection_run_finish (connection, result, error);
}

static gpointer
volumes_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_volume_list (connection, data, error);
}

/**
 * hangar_host_inventory_volumes_async:
 * @connection: an open host
 * @pool_uuid: an active pool of it
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_host_inventory_volumes_async (HangarConnection *connection, const char *pool_uuid,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, volumes_run, g_strdup (pool_uuid), g_free,
                                (GDestroyNotify) g_ptr_array_unref };

  hangar_connection_run_async (connection, &work, cancellable, callback, user_data);
}

/**
 * hangar_host_inventory_volumes_finish:
 * @connection: a host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtVolume): what is in the pool
 */
GPtrArray *
hangar_host_inventory_volumes_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  return hangar_connection_run_finish (connection, result, error);
}
