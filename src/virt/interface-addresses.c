/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses of one network card of a running machine. Blocks for seconds where the guest does not answer:
 * worker threads only. */

#include "virt/interface-addresses.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <stdlib.h>

/* A guest may say anything; nobody reads more. */
#define MOST_ADDRESSES 32
#define LONGEST_ADDRESS 64

/* In seconds. */
#define AGENT_TIMEOUT 3

/* In this order: an address that several know is shown as what the first says. */
static const struct
{
  unsigned int source;
  HangarAddressSource words;
} sources[] = {
  { VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, HANGAR_ADDRESS_LEASED },
  { VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT, HANGAR_ADDRESS_TOLD },
  { VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP, HANGAR_ADDRESS_SEEN },
};

static void
address_free (gpointer data)
{
  HangarInterfaceAddress *address = data;

  g_free (address->text);
  g_free (address);
}

/* The network itself may have left the length of the prefix out. */
static char *
describe (virDomainIPAddressPtr address)
{
  g_autofree char *head = g_strndup (address->addr, LONGEST_ADDRESS);
  g_autofree char *text = g_utf8_make_valid (head, -1);

  return address->prefix > 0 ? g_strdup_printf ("%s/%u", text, address->prefix) : g_steal_pointer (&text);
}

static gboolean
is_known (GPtrArray *addresses, const char *text)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const HangarInterfaceAddress *address = addresses->pdata[i];

      if (g_str_equal (address->text, text))
        return TRUE;
    }
  return FALSE;
}

static void
add_all (GPtrArray *addresses, virDomainInterfacePtr interface, HangarAddressSource source)
{
  for (unsigned int i = 0; i < interface->naddrs && addresses->len < MOST_ADDRESSES; i++)
    {
      g_autofree char *text = interface->addrs[i].addr != NULL ? describe (&interface->addrs[i]) : NULL;
      HangarInterfaceAddress *address;

      if (text == NULL || is_known (addresses, text))
        continue;
      address = g_new0 (HangarInterfaceAddress, 1);
      address->text = g_steal_pointer (&text);
      address->source = source;
      g_ptr_array_add (addresses, address);
    }
}

static void
ask (GPtrArray *addresses, virDomainPtr domain, const char *mac, gsize which)
{
  virDomainInterfacePtr *interfaces = NULL;
  int n = virDomainInterfaceAddresses (domain, &interfaces, sources[which].source, 0);

  for (int i = 0; i < n; i++)
    {
      if (interfaces[i]->hwaddr != NULL && g_ascii_strcasecmp (interfaces[i]->hwaddr, mac) == 0)
        add_all (addresses, interfaces[i], sources[which].words);
      virDomainInterfaceFree (interfaces[i]);
    }
  free (interfaces);
}

/**
 * hangar_virt_interface_addresses:
 * @connection: an open connection
 * @uuid: a running domain
 * @mac: the address of its network card
 * @error: return location
 *
 * Asks the host's networks, the agent in the guest, and where both know none, what the host saw. That one of
 * them does not answer is no error.
 *
 * Returns: (transfer full) (nullable) (element-type HangarInterfaceAddress): the card's addresses
 */
GPtrArray *
hangar_virt_interface_addresses (GVirConnection *connection, const char *uuid, const char *mac,
                                 GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  GPtrArray *addresses;

  if (domain == NULL)
    return NULL;
  addresses = g_ptr_array_new_with_free_func (address_free);
  virDomainAgentSetResponseTimeout (domain, AGENT_TIMEOUT, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i].words != HANGAR_ADDRESS_SEEN || addresses->len == 0)
      ask (addresses, domain, mac, i);
  /* The daemon keeps it for all its clients, and some need longer. */
  virDomainAgentSetResponseTimeout (domain, VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK, 0);
  return addresses;
}
