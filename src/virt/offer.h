/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/network.h"
#include "virt/storage.h"

G_BEGIN_DECLS

/**
 * HangarVirtOffer:
 * @capabilities: the capabilities document
 * @domain_capabilities: (nullable): what guests of the host's own architecture can have
 * @cpuinfo: (nullable): the host's /proc/cpuinfo when the host is this computer
 * @pools: (element-type HangarVirtPool): storage pools
 * @networks: (element-type HangarVirtNetwork): virtual networks
 * @interfaces: (nullable): names of its network cards and bridges, when the host tells
 * @free_memory: bytes that are not in use, 0 when unknown
 *
 * What a host offers to a new machine, as it is now.
 */
typedef struct
{
  char *capabilities;
  char *domain_capabilities;
  char *cpuinfo;
  GPtrArray *pools;
  GPtrArray *networks;
  GStrv interfaces;
  guint64 free_memory;
} HangarVirtOffer;

HangarVirtOffer *hangar_virt_offer_new (GVirConnection *connection, gboolean local, GError **error);
void hangar_virt_offer_free (HangarVirtOffer *offer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtOffer, hangar_virt_offer_free)

G_END_DECLS
