/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters where a driver has no bulk statistics: one machine at a time, and those of the host. Worker
 * threads only. */

#include "virt/stats-single.h"

#include "util/clock.h"
#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>
#include <string.h>

#define KIB 1024
#define MAX_MEMORY_STATS 32
#define MAX_DEVICES 64

static void
fill_info (HangarSample *sample, virDomainPtr domain)
{
  virDomainInfo info;

  if (virDomainGetInfo (domain, &info) < 0)
    return;
  sample->state = hangar_virt_state_from_libvirt (info.state);
  sample->cpu_time = info.cpuTime;
  sample->memory_current = (guint64) info.memory * KIB;
  sample->memory_maximum = (guint64) info.maxMem * KIB;
  sample->n_vcpus = info.nrVirtCpu;
  sample->fields |= HANGAR_SAMPLE_CPU_TIME | HANGAR_SAMPLE_MEMORY_CURRENT | HANGAR_SAMPLE_MEMORY_MAXIMUM |
                    HANGAR_SAMPLE_VCPUS;
}

static void
fill_memory (HangarSample *sample, virDomainPtr domain)
{
  virDomainMemoryStatStruct stats[MAX_MEMORY_STATS];
  int n = virDomainMemoryStats (domain, stats, MAX_MEMORY_STATS, 0);

  for (int i = 0; i < n; i++)
    {
      guint64 bytes = (guint64) stats[i].val * KIB;

      switch (stats[i].tag)
        {
        case VIR_DOMAIN_MEMORY_STAT_AVAILABLE:
          sample->memory_available = bytes;
          sample->fields |= HANGAR_SAMPLE_MEMORY_AVAILABLE;
          break;
        case VIR_DOMAIN_MEMORY_STAT_USABLE:
          sample->memory_usable = bytes;
          sample->fields |= HANGAR_SAMPLE_MEMORY_USABLE;
          break;
        case VIR_DOMAIN_MEMORY_STAT_UNUSED:
          sample->memory_unused = bytes;
          sample->fields |= HANGAR_SAMPLE_MEMORY_UNUSED;
          break;
        case VIR_DOMAIN_MEMORY_STAT_RSS:
          sample->memory_rss = bytes;
          sample->fields |= HANGAR_SAMPLE_MEMORY_RSS;
          break;
        default:
          break;
        }
    }
}

static void
add_device (HangarSample *sample, GArray *devices, HangarDeviceSample *total,
            const HangarDeviceSample *device)
{
  total->in += device->in;
  total->out += device->out;
  total->in_requests += device->in_requests;
  total->out_requests += device->out_requests;
  total->fields |= device->fields;
  sample->fields |= device->fields;
  if (devices != NULL)
    g_array_append_val (devices, *device);
}

static void
fill_disk (HangarSample *sample, virDomainPtr domain, const char *target)
{
  HangarDeviceSample device = { 0 };
  virDomainBlockStatsStruct stats;

  if (virDomainBlockStats (domain, target, &stats, sizeof stats) < 0)
    return;
  g_strlcpy (device.name, target, sizeof device.name);
  if (stats.rd_bytes >= 0)
    device.fields |= HANGAR_SAMPLE_READ_BYTES | HANGAR_SAMPLE_READ_REQUESTS;
  if (stats.wr_bytes >= 0)
    device.fields |= HANGAR_SAMPLE_WRITE_BYTES | HANGAR_SAMPLE_WRITE_REQUESTS;
  device.in = (guint64) MAX (stats.rd_bytes, 0);
  device.out = (guint64) MAX (stats.wr_bytes, 0);
  device.in_requests = (guint64) MAX (stats.rd_req, 0);
  device.out_requests = (guint64) MAX (stats.wr_req, 0);
  add_device (sample, sample->disks, &sample->disk, &device);
}

static void
fill_interface (HangarSample *sample, virDomainPtr domain, const char *target)
{
  HangarDeviceSample device = { 0 };
  virDomainInterfaceStatsStruct stats;

  if (virDomainInterfaceStats (domain, target, &stats, sizeof stats) < 0)
    return;
  g_strlcpy (device.name, target, sizeof device.name);
  if (stats.rx_bytes >= 0)
    device.fields |= HANGAR_SAMPLE_RECEIVED_BYTES;
  if (stats.tx_bytes >= 0)
    device.fields |= HANGAR_SAMPLE_SENT_BYTES;
  device.in = (guint64) MAX (stats.rx_bytes, 0);
  device.out = (guint64) MAX (stats.tx_bytes, 0);
  add_device (sample, sample->interfaces, &sample->network, &device);
}

static void
fill_devices (HangarSample *sample, guint groups, virDomainPtr domain)
{
  char *text = virDomainGetXMLDesc (domain, 0);
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;

  free (text);
  for (guint i = 1; xml != NULL && (groups & HANGAR_STATS_DISK) != 0 && i <= MAX_DEVICES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/devices/disk[%u]/target/@dev", i);
      g_autofree char *target = hangar_xml_get (xml, path);

      if (target == NULL)
        break;
      fill_disk (sample, domain, target);
    }
  for (guint i = 1; xml != NULL && (groups & HANGAR_STATS_NETWORK) != 0 && i <= MAX_DEVICES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/devices/interface[%u]/target/@dev", i);
      g_autofree char *target = hangar_xml_get (xml, path);

      if (target == NULL)
        break;
      fill_interface (sample, domain, target);
    }
}

/**
 * hangar_virt_stats_fill_single:
 * @sample: a sample of @domain to be filled
 * @request: what is wanted
 * @domain: a domain
 *
 * Asks for one domain with the calls of old, which each driver has its own selection of. Devices are asked
 * for only when the domain is looked at closely: they cost its definition besides.
 */
void
hangar_virt_stats_fill_single (HangarSample *sample, const HangarStatsRequest *request, virDomainPtr domain)
{
  gboolean close = g_hash_table_contains (request->close, sample->uuid);

  if (close && sample->disks == NULL)
    {
      sample->disks = g_array_new (FALSE, TRUE, sizeof (HangarDeviceSample));
      sample->interfaces = g_array_new (FALSE, TRUE, sizeof (HangarDeviceSample));
    }
  fill_info (sample, domain);
  if (close && (request->groups & HANGAR_STATS_MEMORY) != 0)
    fill_memory (sample, domain);
  if (close && (request->groups & (HANGAR_STATS_DISK | HANGAR_STATS_NETWORK)) != 0)
    fill_devices (sample, request->groups, domain);
  sample->time = hangar_clock_now ();
}

/**
 * hangar_virt_stats_sample_each:
 * @handle: a connection
 * @samples: where to put them
 * @request: what is wanted
 *
 * For drivers that have no bulk call at all.
 *
 * Returns: whether the domains could be listed
 */
gboolean
hangar_virt_stats_sample_each (virConnectPtr handle, HangarSamples *samples,
                               const HangarStatsRequest *request)
{
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (handle, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (HangarSample) sample = hangar_sample_new ();

      virDomainGetUUIDString (domains[i], sample->uuid);
      if (g_hash_table_contains (request->watched, sample->uuid))
        {
          hangar_virt_stats_fill_single (sample, request, domains[i]);
          g_ptr_array_add (samples->samples, g_steal_pointer (&sample));
        }
      virDomainFree (domains[i]);
    }
  free (domains);
  return n >= 0;
}

static void
sample_host_cpu (virConnectPtr handle, HangarHostSample *host)
{
  g_autofree virNodeCPUStatsPtr stats = NULL;
  int n = 0;

  if (virNodeGetCPUStats (handle, VIR_NODE_CPU_STATS_ALL_CPUS, NULL, &n, 0) < 0 || n <= 0 || n > 64)
    return;
  stats = g_new0 (virNodeCPUStats, (gsize) n);
  if (virNodeGetCPUStats (handle, VIR_NODE_CPU_STATS_ALL_CPUS, stats, &n, 0) < 0)
    return;

  for (int i = 0; i < n; i++)
    {
      gboolean idle = strcmp (stats[i].field, VIR_NODE_CPU_STATS_IDLE) == 0 ||
                      strcmp (stats[i].field, VIR_NODE_CPU_STATS_IOWAIT) == 0;
      gboolean busy = strcmp (stats[i].field, VIR_NODE_CPU_STATS_USER) == 0 ||
                      strcmp (stats[i].field, VIR_NODE_CPU_STATS_KERNEL) == 0;

      if (idle || busy)
        host->cpu_total += stats[i].value;
      if (busy)
        host->cpu_busy += stats[i].value;
    }
  host->has_cpu = host->cpu_total > 0;
}

static void
sample_host_memory (virConnectPtr handle, HangarHostSample *host)
{
  g_autofree virNodeMemoryStatsPtr stats = NULL;
  guint64 total = 0, spare = 0;
  int n = 0;

  if (virNodeGetMemoryStats (handle, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n, 0) < 0 || n <= 0 || n > 64)
    return;
  stats = g_new0 (virNodeMemoryStats, (gsize) n);
  if (virNodeGetMemoryStats (handle, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n, 0) < 0)
    return;

  for (int i = 0; i < n; i++)
    {
      if (strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_TOTAL) == 0)
        total = stats[i].value;
      else if (strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_FREE) == 0 ||
               strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_BUFFERS) == 0 ||
               strcmp (stats[i].field, VIR_NODE_MEMORY_STATS_CACHED) == 0)
        spare += stats[i].value;
    }
  host->has_memory = total > 0 && spare <= total;
  host->memory_total = total * KIB;
  host->memory_used = host->has_memory ? (total - spare) * KIB : 0;
}

/**
 * hangar_virt_stats_sample_host:
 * @connection: an open connection
 * @host: (out caller-allocates): where to put it; what the driver can not tell is marked
 *
 * Reads the counters of the host itself.
 */
void
hangar_virt_stats_sample_host (GVirConnection *connection, HangarHostSample *host)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);

  memset (host, 0, sizeof *host);
  sample_host_cpu (handle, host);
  sample_host_memory (handle, host);
  host->time = hangar_clock_now ();
}

/**
 * hangar_virt_stats_set_balloon_period:
 * @connection: an open connection
 * @uuid: a domain
 * @seconds: how often its balloon asks the guest for memory statistics; 0 for never
 * @error: return location
 *
 * Turns on what makes memory statistics known: at once when the domain runs, and in its definition when it
 * has one.
 *
 * Returns: whether it worked
 */
gboolean
hangar_virt_stats_set_balloon_period (GVirConnection *connection, const char *uuid, guint seconds,
                                      GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  unsigned int flags = 0;

  if (domain == NULL)
    return FALSE;
  if (virDomainIsActive (domain) == 1)
    flags |= VIR_DOMAIN_AFFECT_LIVE;
  if (virDomainIsPersistent (domain) == 1)
    flags |= VIR_DOMAIN_AFFECT_CONFIG;
  if (virDomainSetMemoryStatsPeriod (domain, (int) MIN (seconds, 3600), flags) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}
