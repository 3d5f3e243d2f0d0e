/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "virt/network.h"
#include "virt/storage.h"

G_BEGIN_DECLS

/**
 * HangarHostInventory:
 * @networks: (element-type HangarVirtNetwork): its virtual networks
 * @pools: (element-type HangarVirtPool): its storage pools
 *
 * What a host has besides machines. A kind that its hypervisor does not know is an empty list.
 */
typedef struct
{
  GPtrArray *networks;
  GPtrArray *pools;
} HangarHostInventory;

void hangar_host_inventory_free (HangarHostInventory *inventory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarHostInventory, hangar_host_inventory_free)

void hangar_host_inventory_load_async (HangarConnection *connection, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
HangarHostInventory *hangar_host_inventory_load_finish (HangarConnection *connection, GAsyncResult *result,
                                                        GError **error);

void hangar_host_inventory_volumes_async (HangarConnection *connection, const char *pool_uuid,
                                          GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);
GPtrArray *hangar_host_inventory_volumes_finish (HangarConnection *connection, GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
