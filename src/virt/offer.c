/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host offers to a new machine, gathered in one go. */

#include "virt/offer.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>
#include <string.h>

/* Bytes. The flags of the first processor are all that is read of /proc/cpuinfo. */
#define CPUINFO_LIMIT (64 * 1024)

/**
 * hangar_virt_offer_free:
 * @offer: (transfer full) (nullable): an offer
 */
void
hangar_virt_offer_free (HangarVirtOffer *offer)
{
  if (offer == NULL)
    return;
  g_free (offer->capabilities);
  g_free (offer->domain_capabilities);
  g_free (offer->cpuinfo);
  g_strfreev (offer->interfaces);
  g_clear_pointer (&offer->pools, g_ptr_array_unref);
  g_clear_pointer (&offer->networks, g_ptr_array_unref);
  g_free (offer);
}

static char *
take_string (char *text)
{
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

/* q35 and virt tell of TPM and UEFI what their elder siblings cannot have. */
static char *
get_domain_capabilities (virConnectPtr handle, const char *capabilities)
{
  g_autoptr (HangarXml) xml = hangar_xml_new (capabilities, NULL);
  g_autofree char *architecture = xml != NULL ? hangar_xml_get (xml, "/capabilities/host/cpu/arch") : NULL;
  const char *machine = g_strcmp0 (architecture, "x86_64") == 0 ? "q35" : NULL;

  if (g_strcmp0 (architecture, "aarch64") == 0)
    machine = "virt";
  return take_string (virConnectGetDomainCapabilities (handle, NULL, architecture, machine, "qemu", 0));
}

static char *
read_cpuinfo (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/proc/cpuinfo");
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *text = g_malloc0 (CPUINFO_LIMIT + 1);

  if (stream == NULL)
    return NULL;
  g_input_stream_read_all (G_INPUT_STREAM (stream), text, CPUINFO_LIMIT, NULL, NULL, NULL);
  return g_steal_pointer (&text);
}

static guint64
get_free_memory (virConnectPtr handle)
{
  g_autofree virNodeMemoryStats *stats = NULL;
  guint64 free_memory = 0;
  int n = 0;

  /* The daemon takes no other number than its own, so that is asked first. */
  if (virNodeGetMemoryStats (handle, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n, 0) < 0 || n <= 0)
    return 0;
  stats = g_new0 (virNodeMemoryStats, n);
  if (virNodeGetMemoryStats (handle, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n, 0) < 0)
    return 0;
  /* What the host would give up for a guest counts as free. */
  for (int i = 0; i < n; i++)
    if (g_str_equal (stats[i].field, VIR_NODE_MEMORY_STATS_FREE) ||
        g_str_equal (stats[i].field, VIR_NODE_MEMORY_STATS_CACHED) ||
        g_str_equal (stats[i].field, VIR_NODE_MEMORY_STATS_BUFFERS))
      free_memory += stats[i].value * 1024;
  return free_memory;
}

static GStrv
list_interfaces (virConnectPtr handle)
{
  virNodeDevicePtr *devices = NULL;
  int n = virConnectListAllNodeDevices (handle, &devices, VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (int i = 0; i < n; i++)
    {
      char *text = virNodeDeviceGetXMLDesc (devices[i], 0);
      g_autoptr (HangarXml) xml = hangar_xml_new (text, NULL);
      g_autofree char *name = xml != NULL ? hangar_xml_get (xml, "/device/capability/interface") : NULL;

      if (name != NULL && !g_str_equal (name, "lo") && !g_str_has_prefix (name, "vnet"))
        g_strv_builder_add (names, name);
      free (text);
      virNodeDeviceFree (devices[i]);
    }
  free (devices);
  return g_strv_builder_end (names);
}

/**
 * hangar_virt_offer_new:
 * @connection: an open connection
 * @local: whether the host is this computer
 * @error: return location
 *
 * Asks a host for all that matters when a machine is made on it. What a hypervisor cannot tell is left empty.
 *
 * Returns: (transfer full): the answers
 */
HangarVirtOffer *
hangar_virt_offer_new (GVirConnection *connection, gboolean local, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (HangarVirtOffer) offer = g_new0 (HangarVirtOffer, 1);

  offer->capabilities = take_string (virConnectGetCapabilities (handle));
  if (offer->capabilities == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  offer->domain_capabilities = get_domain_capabilities (handle, offer->capabilities);
  offer->pools = hangar_virt_pool_list (connection, NULL);
  if (offer->pools == NULL)
    offer->pools = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_pool_free);
  offer->networks = hangar_virt_network_list (connection, NULL);
  if (offer->networks == NULL)
    offer->networks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_network_free);
  offer->interfaces = list_interfaces (handle);
  offer->free_memory = get_free_memory (handle);
  if (local)
    offer->cpuinfo = read_cpuinfo ();
  return g_steal_pointer (&offer);
}
