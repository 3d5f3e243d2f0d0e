/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/domain.h"
#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarStatsGroups:
 *
 * What somebody looks at. Nothing else is asked for: each group costs the daemon time for each machine.
 */
typedef enum
{
  HANGAR_STATS_CPU = 1 << 0,
  HANGAR_STATS_MEMORY = 1 << 1,
  HANGAR_STATS_DISK = 1 << 2,
  HANGAR_STATS_NETWORK = 1 << 3,
  HANGAR_STATS_VCPU = 1 << 4,
  HANGAR_STATS_HOST = 1 << 5,
} HangarStatsGroups;

/**
 * HangarSampleFields:
 *
 * Which numbers of a sample the hypervisor gave. What it did not give is not zero.
 */
typedef enum
{
  HANGAR_SAMPLE_CPU_TIME = 1 << 0,
  HANGAR_SAMPLE_MEMORY_CURRENT = 1 << 1,
  HANGAR_SAMPLE_MEMORY_MAXIMUM = 1 << 2,
  HANGAR_SAMPLE_MEMORY_AVAILABLE = 1 << 3,
  HANGAR_SAMPLE_MEMORY_USABLE = 1 << 4,
  HANGAR_SAMPLE_MEMORY_UNUSED = 1 << 5,
  HANGAR_SAMPLE_MEMORY_RSS = 1 << 6,
  HANGAR_SAMPLE_READ_BYTES = 1 << 7,
  HANGAR_SAMPLE_WRITE_BYTES = 1 << 8,
  HANGAR_SAMPLE_READ_REQUESTS = 1 << 9,
  HANGAR_SAMPLE_WRITE_REQUESTS = 1 << 10,
  HANGAR_SAMPLE_RECEIVED_BYTES = 1 << 11,
  HANGAR_SAMPLE_SENT_BYTES = 1 << 12,
  HANGAR_SAMPLE_VCPUS = 1 << 13,
} HangarSampleFields;

/**
 * HangarDeviceSample:
 * @name: target of a disk ("vda") or interface ("vnet0")
 * @fields: which numbers are valid
 * @in: bytes that the guest read or received
 * @out: bytes that it wrote or sent
 * @in_requests: reads (disks)
 * @out_requests: writes (disks)
 * @capacity: the size that the guest sees (disks), 0 when it is not known
 * @physical: what it takes on the host (disks), 0 when it is not known
 *
 * The counters of one disk or network interface.
 */
typedef struct
{
  char name[32];
  guint fields;
  guint64 in;
  guint64 out;
  guint64 in_requests;
  guint64 out_requests;
  guint64 capacity;
  guint64 physical;
} HangarDeviceSample;

/**
 * HangarSample:
 * @uuid: of the domain
 * @time: when it was taken, in microseconds of hangar_clock_now()
 * @fields: which numbers are valid
 * @state: the state at that time
 * @monitored: whether the parts that only the running hypervisor itself can tell were there, as far as asked
 * for
 * @cpu_time: ns of processor time since start
 * @memory: bytes, by their names in #HangarSampleFields
 * @memory_told: when the guest last told of its memory, in seconds since 1970 of the host's clock; 0 when
 * that is not known
 * @disk: sum over all disks
 * @network: sum over all interfaces
 * @n_vcpus: virtual processors that are on
 * @vcpu_times: (nullable): ns of each of them
 * @disks: (nullable) (element-type HangarDeviceSample): each disk, for a domain that is looked at closely
 * @interfaces: (nullable) (element-type HangarDeviceSample): each interface, likewise
 * @on_device: whether a disk of it lies on a block device of the host, such as a logical volume
 * @full_disk: the target of a disk that grows on such a device and has next to no room left there; empty for
 * none
 *
 * The counters of one domain at one time.
 */
typedef struct
{
  char uuid[37];
  gint64 time;
  guint fields;
  HangarDomainState state;
  gboolean monitored;
  guint64 cpu_time;
  guint64 memory_current;
  guint64 memory_maximum;
  guint64 memory_available;
  guint64 memory_usable;
  guint64 memory_unused;
  guint64 memory_rss;
  guint64 memory_told;
  HangarDeviceSample disk;
  HangarDeviceSample network;
  guint n_vcpus;
  GArray *vcpu_times;
  GArray *disks;
  GArray *interfaces;
  gboolean on_device;
  char full_disk[32];
} HangarSample;

/**
 * HangarHostSample:
 * @time: when it was taken
 * @has_cpu: whether the processor times are valid
 * @cpu_busy: ns that the host's processors worked
 * @cpu_total: ns of all of them together
 * @has_memory: whether the memory is valid
 * @memory_total: bytes
 * @memory_used: bytes, without what is only cached
 *
 * The counters of the host itself.
 */
typedef struct
{
  gint64 time;
  gboolean has_cpu;
  guint64 cpu_busy;
  guint64 cpu_total;
  gboolean has_memory;
  guint64 memory_total;
  guint64 memory_used;
} HangarHostSample;

/**
 * HangarStatsRequest:
 * @groups: #HangarStatsGroups that are wanted
 * @watched: (element-type utf8): domains that are on the screen; a driver without bulk statistics is asked
 * for these alone
 * @close: (element-type utf8): domains that are looked at closely: their devices are told apart
 *
 * What one tick asks for.
 */
typedef struct
{
  guint groups;
  GHashTable *watched;
  GHashTable *close;
} HangarStatsRequest;

/**
 * HangarSamples:
 * @samples: (element-type HangarSample): the active domains
 * @host: the host
 * @bulk: whether the driver has bulk statistics
 *
 * What one tick brought.
 */
typedef struct
{
  GPtrArray *samples;
  HangarHostSample host;
  gboolean bulk;
} HangarSamples;

HangarSamples *hangar_virt_stats_sample (GVirConnection *connection, const HangarStatsRequest *request,
                                         GError **error);
void hangar_virt_stats_sample_host (GVirConnection *connection, HangarHostSample *host);
gboolean hangar_virt_stats_set_balloon_period (GVirConnection *connection, const char *uuid, guint seconds,
                                               GError **error);

HangarSample *hangar_sample_new (void);
void hangar_sample_free (HangarSample *sample);
void hangar_samples_free (HangarSamples *samples);
HangarStatsRequest *hangar_stats_request_new (guint groups);
void hangar_stats_request_free (HangarStatsRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarSample, hangar_sample_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarSamples, hangar_samples_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarStatsRequest, hangar_stats_request_free)

G_END_DECLS
