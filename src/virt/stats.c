/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counters of all machines of a host in one call. Everything here blocks: worker threads only. */

#include "virt/stats.h"

#include "util/clock.h"
#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/stats-single.h"

#include <string.h>

#define KIB 1024

/* Less than a twentieth left is nearly nothing. */
#define LEFT_WHEN_FULL 20

/* No machine has more devices of one kind; numbers come from outside. */
#define MAX_DEVICES 512

/**
 * hangar_sample_new:
 *
 * Returns: (transfer full): a sample without any number
 */
HangarSample *
hangar_sample_new (void)
{
  return g_new0 (HangarSample, 1);
}

/**
 * hangar_sample_free:
 * @sample: (transfer full): a sample
 */
void
hangar_sample_free (HangarSample *sample)
{
  g_clear_pointer (&sample->vcpu_times, g_array_unref);
  g_clear_pointer (&sample->disks, g_array_unref);
  g_clear_pointer (&sample->interfaces, g_array_unref);
  g_free (sample);
}

/**
 * hangar_samples_free:
 * @samples: (transfer full): what a tick brought
 */
void
hangar_samples_free (HangarSamples *samples)
{
  g_ptr_array_unref (samples->samples);
  g_free (samples);
}

/**
 * hangar_stats_request_new:
 * @groups: #HangarStatsGroups
 *
 * Returns: (transfer full): a request in which no domain is looked at
 */
HangarStatsRequest *
hangar_stats_request_new (guint groups)
{
  HangarStatsRequest *request = g_new0 (HangarStatsRequest, 1);

  request->groups = groups;
  request->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  request->close = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return request;
}

/**
 * hangar_stats_request_free:
 * @request: (transfer full): a request
 */
void
hangar_stats_request_free (HangarStatsRequest *request)
{
  g_hash_table_unref (request->watched);
  g_hash_table_unref (request->close);
  g_free (request);
}

static guint64
param_number (const virTypedParameter *param)
{
  switch (param->type)
    {
    case VIR_TYPED_PARAM_INT:
      return param->value.i > 0 ? (guint64) param->value.i : 0;
    case VIR_TYPED_PARAM_UINT:
      return param->value.ui;
    case VIR_TYPED_PARAM_LLONG:
      return param->value.l > 0 ? (guint64) param->value.l : 0;
    case VIR_TYPED_PARAM_ULLONG:
      return param->value.ul;
    default:
      return 0;
    }
}

typedef struct
{
  const char *name;
  guint field;
  gsize offset;
  guint64 unit;
} NumberEntry;

static const NumberEntry balloon_numbers[] = {
  { "current", HANGAR_SAMPLE_MEMORY_CURRENT, G_STRUCT_OFFSET (HangarSample, memory_current), KIB },
  { "maximum", HANGAR_SAMPLE_MEMORY_MAXIMUM, G_STRUCT_OFFSET (HangarSample, memory_maximum), KIB },
  { "available", HANGAR_SAMPLE_MEMORY_AVAILABLE, G_STRUCT_OFFSET (HangarSample, memory_available), KIB },
  { "usable", HANGAR_SAMPLE_MEMORY_USABLE, G_STRUCT_OFFSET (HangarSample, memory_usable), KIB },
  { "unused", HANGAR_SAMPLE_MEMORY_UNUSED, G_STRUCT_OFFSET (HangarSample, memory_unused), KIB },
  { "rss", HANGAR_SAMPLE_MEMORY_RSS, G_STRUCT_OFFSET (HangarSample, memory_rss), KIB },
  { "last-update", 0, G_STRUCT_OFFSET (HangarSample, memory_told), 1 },
};

static const NumberEntry block_numbers[] = {
  { "rd.bytes", HANGAR_SAMPLE_READ_BYTES, G_STRUCT_OFFSET (HangarDeviceSample, in), 1 },
  { "wr.bytes", HANGAR_SAMPLE_WRITE_BYTES, G_STRUCT_OFFSET (HangarDeviceSample, out), 1 },
  { "rd.reqs", HANGAR_SAMPLE_READ_REQUESTS, G_STRUCT_OFFSET (HangarDeviceSample, in_requests), 1 },
  { "wr.reqs", HANGAR_SAMPLE_WRITE_REQUESTS, G_STRUCT_OFFSET (HangarDeviceSample, out_requests), 1 },
  { "capacity", 0, G_STRUCT_OFFSET (HangarDeviceSample, capacity), 1 },
  { "physical", 0, G_STRUCT_OFFSET (HangarDeviceSample, physical), 1 },
};

static const NumberEntry net_numbers[] = {
  { "rx.bytes", HANGAR_SAMPLE_RECEIVED_BYTES, G_STRUCT_OFFSET (HangarDeviceSample, in), 1 },
  { "tx.bytes", HANGAR_SAMPLE_SENT_BYTES, G_STRUCT_OFFSET (HangarDeviceSample, out), 1 },
};

static const NumberEntry *
find_number (const NumberEntry *table, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

static void
read_balloon (HangarSample *sample, const char *name, const virTypedParameter *param)
{
  const NumberEntry *entry = find_number (balloon_numbers, G_N_ELEMENTS (balloon_numbers), name);

  if (entry == NULL)
    return;
  G_STRUCT_MEMBER (guint64, sample, entry->offset) = param_number (param) * entry->unit;
  sample->fields |= entry->field;
}

/* "12.rd.bytes" → 12 and "rd.bytes"; NULL for "count" and the like. */
static const char *
split_index (const char *name, guint *index)
{
  guint number = 0;
  const char *at = name;

  while (g_ascii_isdigit (*at) && number < MAX_DEVICES)
    number = number * 10 + (guint) (*at++ - '0');
  *index = number;
  return at != name && *at == '.' && number < MAX_DEVICES ? at + 1 : NULL;
}

static HangarDeviceSample *
nth_device (GArray *devices, guint index)
{
  if (index >= devices->len)
    g_array_set_size (devices, index + 1);
  return &g_array_index (devices, HangarDeviceSample, index);
}

typedef struct
{
  const NumberEntry *table;
  guint n_table;
  HangarDeviceSample *total;
  GArray *devices; /* NULL when they are not told apart */
} DeviceReader;

static void
read_device (HangarSample *sample, const DeviceReader *reader, const char *name,
             const virTypedParameter *param)
{
  const NumberEntry *entry;
  guint index;
  const char *what = split_index (name, &index);

  if (what == NULL)
    return;
  if (param->type == VIR_TYPED_PARAM_STRING)
    {
      if (strcmp (what, "path") == 0 && g_str_has_prefix (param->value.s, "/dev/"))
        sample->on_device = TRUE;
      if (reader->devices != NULL && strcmp (what, "name") == 0)
        g_strlcpy (nth_device (reader->devices, index)->name, param->value.s,
                   sizeof (((HangarDeviceSample *) NULL)->name));
      return;
    }
  entry = find_number (reader->table, reader->n_table, what);
  if (entry == NULL)
    return;

  G_STRUCT_MEMBER (guint64, reader->total, entry->offset) += param_number (param) * entry->unit;
  reader->total->fields |= entry->field;
  sample->fields |= entry->field;
  if (reader->devices != NULL)
    {
      HangarDeviceSample *device = nth_device (reader->devices, index);

      G_STRUCT_MEMBER (guint64, device, entry->offset) = param_number (param) * entry->unit;
      device->fields |= entry->field;
    }
}

static void
read_vcpu (HangarSample *sample, const char *name, const virTypedParameter *param)
{
  guint index;
  const char *what = split_index (name, &index);

  if (what == NULL)
    {
      if (strcmp (name, "current") != 0)
        return;
      sample->n_vcpus = (guint) MIN (param_number (param), MAX_DEVICES);
      sample->fields |= HANGAR_SAMPLE_VCPUS;
      return;
    }
  if (sample->vcpu_times == NULL || strcmp (what, "time") != 0)
    return;
  if (index >= sample->vcpu_times->len)
    g_array_set_size (sample->vcpu_times, index + 1);
  g_array_index (sample->vcpu_times, guint64, index) = param_number (param);
}

static void
read_param (HangarSample *sample, const virTypedParameter *param)
{
  const DeviceReader disks = { block_numbers, G_N_ELEMENTS (block_numbers), &sample->disk, sample->disks };
  const DeviceReader interfaces = { net_numbers, G_N_ELEMENTS (net_numbers), &sample->network,
                                    sample->interfaces };
  const char *name = param->field;

  if (strncmp (name, "block.", 6) == 0)
    read_device (sample, &disks, name + 6, param);
  else if (strncmp (name, "net.", 4) == 0)
    read_device (sample, &interfaces, name + 4, param);
  else if (strncmp (name, "balloon.", 8) == 0)
    read_balloon (sample, name + 8, param);
  else if (strncmp (name, "vcpu.", 5) == 0)
    read_vcpu (sample, name + 5, param);
  else if (strcmp (name, "cpu.time") == 0)
    {
      sample->cpu_time = param_number (param);
      sample->fields |= HANGAR_SAMPLE_CPU_TIME;
    }
  else if (strcmp (name, "state.state") == 0)
    sample->state = hangar_virt_state_from_libvirt (param->value.i);
}

/* What is told of one disk, in libvirt's order. */
typedef struct
{
  guint index;
  const char *name;
  gboolean on_device;
  guint64 allocation;
  guint64 capacity;
} Disk;

/* A disk that may grow beyond its device and has nearly filled it: when it has, its machine stands still. */
static gboolean
is_nearly_full (const Disk *disk, guint64 physical)
{
  return disk->on_device && disk->name != NULL && disk->allocation > 0 && disk->capacity > physical &&
         physical - MIN (disk->allocation, physical) < physical / LEFT_WHEN_FULL;
}

static void
find_full_disk (HangarSample *sample, const virTypedParameter *params, int n_params)
{
  Disk disk = { .index = G_MAXUINT };

  for (int i = 0; i < n_params; i++)
    {
      guint index;
      const char *what =
        strncmp (params[i].field, "block.", 6) == 0 ? split_index (params[i].field + 6, &index) : NULL;

      if (what == NULL)
        continue;
      if (index != disk.index)
        disk = (Disk) { .index = index };
      if (params[i].type == VIR_TYPED_PARAM_STRING && strcmp (what, "name") == 0)
        disk.name = params[i].value.s;
      else if (params[i].type == VIR_TYPED_PARAM_STRING && strcmp (what, "path") == 0)
        disk.on_device = g_str_has_prefix (params[i].value.s, "/dev/");
      else if (strcmp (what, "allocation") == 0)
        disk.allocation = param_number (&params[i]);
      else if (strcmp (what, "capacity") == 0)
        disk.capacity = param_number (&params[i]);
      else if (strcmp (what, "physical") == 0 && is_nearly_full (&disk, param_number (&params[i])))
        g_strlcpy (sample->full_disk, disk.name, sizeof sample->full_disk);
    }
}

/**
 * hangar_virt_stats_read:
 * @sample: a sample to be filled
 * @params: what the daemon told of a domain
 * @n_params: how many there are
 * @close: whether to tell its devices apart
 *
 * Reads the numbers by their names; what is not known is skipped.
 */
void
hangar_virt_stats_read (HangarSample *sample, const virTypedParameter *params, int n_params, gboolean close)
{
  if (close)
    {
      sample->vcpu_times = g_array_new (FALSE, TRUE, sizeof (guint64));
      sample->disks = g_array_new (FALSE, TRUE, sizeof (HangarDeviceSample));
      sample->interfaces = g_array_new (FALSE, TRUE, sizeof (HangarDeviceSample));
    }
  for (int i = 0; i < n_params; i++)
    read_param (sample, &params[i]);
  if (sample->on_device)
    find_full_disk (sample, params, n_params);
  /* Only the running hypervisor tells these; without waiting for it, they are missing while it is busy or
   * stopped. */
  sample->monitored = (sample->fields & (HANGAR_SAMPLE_MEMORY_RSS | HANGAR_SAMPLE_READ_REQUESTS)) != 0;
}

static HangarSample *
sample_from_record (const HangarStatsRequest *request, virDomainStatsRecordPtr record)
{
  HangarSample *sample = hangar_sample_new ();

  virDomainGetUUIDString (record->dom, sample->uuid);
  hangar_virt_stats_read (sample, record->params, record->nparams,
                          g_hash_table_contains (request->close, sample->uuid));
  return sample;
}

static guint
libvirt_groups (guint groups)
{
  guint stats = VIR_DOMAIN_STATS_STATE;

  if (groups & HANGAR_STATS_CPU)
    stats |= VIR_DOMAIN_STATS_CPU_TOTAL;
  if (groups & HANGAR_STATS_MEMORY)
    stats |= VIR_DOMAIN_STATS_BALLOON;
  if (groups & HANGAR_STATS_DISK)
    stats |= VIR_DOMAIN_STATS_BLOCK;
  if (groups & HANGAR_STATS_NETWORK)
    stats |= VIR_DOMAIN_STATS_INTERFACE;
  if (groups & HANGAR_STATS_VCPU)
    stats |= VIR_DOMAIN_STATS_VCPU;
  return stats;
}

/* The test driver answers the bulk call, but knows nothing but the state. */
static gboolean
is_bare (const HangarSample *sample, guint groups)
{
  return (groups & HANGAR_STATS_CPU) != 0 && sample->fields == 0 && sample->state == HANGAR_DOMAIN_RUNNING;
}

static void
add_records (HangarSamples *samples, const HangarStatsRequest *request, virDomainStatsRecordPtr *records,
             int n, gint64 time)
{
  for (int i = 0; i < n; i++)
    {
      HangarSample *sample = sample_from_record (request, records[i]);

      sample->time = time;
      g_ptr_array_add (samples->samples, sample);
      if (is_bare (sample, request->groups) && g_hash_table_contains (request->watched, sample->uuid))
        hangar_virt_stats_fill_single (sample, request, records[i]->dom);
      else if (sample->fields != 0)
        samples->bulk = TRUE;
    }
}

static gboolean
sample_bulk (virConnectPtr handle, HangarSamples *samples, const HangarStatsRequest *request)
{
  virDomainStatsRecordPtr *records = NULL;
  gint64 begin = hangar_clock_now ();
  int n = virConnectGetAllDomainStats (handle, libvirt_groups (request->groups), &records,
                                       VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE |
                                         VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);

  if (n < 0)
    return FALSE;
  /* The counters were read at some moment of the call: in its middle they are wrong by half of it at most. */
  add_records (samples, request, records, n, begin + (hangar_clock_now () - begin) / 2);
  virDomainStatsRecordListFree (records);
  return TRUE;
}

static gboolean
has_no_bulk (void)
{
  switch (virGetLastErrorCode ())
    {
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_INVALID_ARG:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
    case VIR_ERR_OPERATION_UNSUPPORTED:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * hangar_virt_stats_sample:
 * @connection: an open connection
 * @request: what somebody looks at
 * @error: return location
 *
 * Reads the counters of all active domains: by one bulk call that does not wait for busy ones, where the
 * driver has it; of the domains in @request's watched set one by one, where it has not.
 *
 * Returns: (transfer full) (nullable): the samples
 */
HangarSamples *
hangar_virt_stats_sample (GVirConnection *connection, const HangarStatsRequest *request, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (HangarSamples) samples = g_new0 (HangarSamples, 1);
  gboolean ok;

  samples->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_sample_free);
  ok = sample_bulk (handle, samples, request);
  if (!ok && has_no_bulk ())
    ok = hangar_virt_stats_sample_each (handle, samples, request);
  if (!ok)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  if (request->groups & HANGAR_STATS_HOST)
    hangar_virt_stats_sample_host (connection, &samples->host);
  return g_steal_pointer (&samples);
}
