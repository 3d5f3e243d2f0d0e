/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtNetworkKind:
 *
 * How a virtual network is connected with the world.
 */
typedef enum
{
  HANGAR_VIRT_NETWORK_NAT,
  HANGAR_VIRT_NETWORK_ROUTED,
  HANGAR_VIRT_NETWORK_OPEN,
  HANGAR_VIRT_NETWORK_ISOLATED,
  HANGAR_VIRT_NETWORK_BRIDGE,
  HANGAR_VIRT_NETWORK_OTHER,
} HangarVirtNetworkKind;

/**
 * HangarVirtNetwork:
 * @uuid: identity
 * @name: name
 * @kind: how it is connected
 * @active: whether it is started
 *
 * A virtual network as it is now.
 */
typedef struct
{
  char uuid[37];
  char *name;
  HangarVirtNetworkKind kind;
  gboolean active;
} HangarVirtNetwork;

void hangar_virt_network_free (HangarVirtNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtNetwork, hangar_virt_network_free)

GPtrArray *hangar_virt_network_list (GVirConnection *connection, GError **error);
gboolean hangar_virt_network_start (GVirConnection *connection, const char *name, gboolean *started,
                                    GError **error);
gboolean hangar_virt_network_stop (GVirConnection *connection, const char *name, GError **error);

G_END_DECLS
