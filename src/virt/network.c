/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Virtual networks of a host: what there is, and starting one. */

#include "virt/network.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>

/**
 * hangar_virt_network_free:
 * @network: (transfer full) (nullable): a network
 */
void
hangar_virt_network_free (HangarVirtNetwork *network)
{
  if (network == NULL)
    return;
  g_free (network->name);
  g_free (network);
}

static HangarVirtNetworkKind
kind_from_mode (const char *mode)
{
  static const struct
  {
    const char *mode;
    HangarVirtNetworkKind kind;
  } table[] = {
    { "nat", HANGAR_VIRT_NETWORK_NAT },
    { "route", HANGAR_VIRT_NETWORK_ROUTED },
    { "open", HANGAR_VIRT_NETWORK_OPEN },
    { "bridge", HANGAR_VIRT_NETWORK_BRIDGE },
  };

  if (mode == NULL)
    return HANGAR_VIRT_NETWORK_ISOLATED;
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (mode, table[i].mode))
      return table[i].kind;
  return HANGAR_VIRT_NETWORK_OTHER;
}

static HangarVirtNetwork *
describe (virNetworkPtr handle)
{
  char *text = virNetworkGetXMLDesc (handle, VIR_NETWORK_XML_INACTIVE);
  g_autoptr (HangarXml) xml = hangar_xml_new (text, NULL);
  g_autofree char *mode = NULL;
  HangarVirtNetwork *network;

  /* The test driver has but one definition. */
  if (text == NULL)
    {
      text = virNetworkGetXMLDesc (handle, 0);
      xml = hangar_xml_new (text, NULL);
    }
  free (text);
  if (xml == NULL)
    return NULL;
  /* <forward/> without a mode means NAT; no <forward/> at all means isolated. */
  mode = hangar_xml_get (xml, "/network/forward/@mode");
  if (mode == NULL && hangar_xml_count (xml, "/network/forward") > 0)
    mode = g_strdup ("nat");
  network = g_new0 (HangarVirtNetwork, 1);
  virNetworkGetUUIDString (handle, network->uuid);
  network->name = g_strdup (virNetworkGetName (handle));
  network->kind = kind_from_mode (mode);
  network->active = virNetworkIsActive (handle) == 1;
  return network;
}

/**
 * hangar_virt_network_list:
 * @connection: an open connection
 * @error: return location
 *
 * Returns: (transfer container) (element-type HangarVirtNetwork): all networks, stopped ones too
 */
GPtrArray *
hangar_virt_network_list (GVirConnection *connection, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_network_free);
  virNetworkPtr *handles = NULL;
  int n = virConnectListAllNetworks (handle, &handles, 0);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      HangarVirtNetwork *network = describe (handles[i]);

      if (network != NULL)
        g_ptr_array_add (networks, network);
      virNetworkFree (handles[i]);
    }
  free (handles);
  return g_steal_pointer (&networks);
}

/**
 * hangar_virt_network_start:
 * @connection: an open connection
 * @name: a network
 * @started: (out): whether it did not run before
 * @error: return location
 *
 * Starts a network; one that runs already is fine.
 *
 * Returns: whether it runs
 */
gboolean
hangar_virt_network_start (GVirConnection *connection, const char *name, gboolean *started, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virNetworkPtr) network = virNetworkLookupByName (handle, name);

  *started = FALSE;
  if (network != NULL && virNetworkIsActive (network) == 1)
    return TRUE;
  *started = network != NULL && virNetworkCreate (network) == 0;
  if (!*started)
    hangar_virt_error_set (error);
  return *started;
}

/**
 * hangar_virt_network_stop:
 * @connection: an open connection
 * @name: a network
 * @error: return location
 *
 * Returns: whether it is stopped
 */
gboolean
hangar_virt_network_stop (GVirConnection *connection, const char *name, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virNetworkPtr) network = virNetworkLookupByName (handle, name);

  if (network != NULL && virNetworkDestroy (network) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}
