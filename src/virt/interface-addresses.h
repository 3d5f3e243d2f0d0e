/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarAddressSource:
 * @HANGAR_ADDRESS_LEASED: the host's network gave it away
 * @HANGAR_ADDRESS_TOLD: the agent in the guest says so
 * @HANGAR_ADDRESS_SEEN: the host saw it on the network
 *
 * How an address of a network card is known.
 */
typedef enum
{
  HANGAR_ADDRESS_LEASED,
  HANGAR_ADDRESS_TOLD,
  HANGAR_ADDRESS_SEEN,
} HangarAddressSource;

/**
 * HangarInterfaceAddress:
 * @text: the address with the length of its prefix, like "192.168.122.40/24"
 * @source: how it is known
 *
 * An address that a network card of a running machine has. A guest may lie about its own.
 */
typedef struct
{
  char *text;
  HangarAddressSource source;
} HangarInterfaceAddress;

GPtrArray *hangar_virt_interface_addresses (GVirConnection *connection, const char *uuid, const char *mac,
                                            GError **error);

G_END_DECLS
