/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine does: the differences between samples of its counters as rates over time. */

#include "config.h"

#include "model/domain-stats.h"

#include <math.h>
#include <string.h>

/* A load must last so long to be called constant: what starts or compiles is not. */
#define BUSY_AFTER (60 * G_USEC_PER_SEC)

/* In seconds: a guest that is asked tells of its memory more often than this. */
#define WORD_LASTS 30

#define GUEST_FIELDS \
  (HANGAR_SAMPLE_MEMORY_AVAILABLE | HANGAR_SAMPLE_MEMORY_USABLE | HANGAR_SAMPLE_MEMORY_UNUSED)
#define DISK_FIELDS                                                                     \
  (HANGAR_SAMPLE_READ_BYTES | HANGAR_SAMPLE_WRITE_BYTES | HANGAR_SAMPLE_READ_REQUESTS | \
   HANGAR_SAMPLE_WRITE_REQUESTS)

/* Marks that are kept; older ones go. */
#define MAX_MARKS 64

/* The counters of the sample before, as far as they are needed for differences. */
typedef struct
{
  gint64 time;
  gint64 disk_time; /* of the last sample that told of disks, or could have */
  guint fields;
  guint64 cpu_time;
  HangarDeviceSample disk;
  HangarDeviceSample network;
} Before;

struct _HangarDomainStats
{
  GObject parent_instance;

  HangarSeries *series[HANGAR_N_METRICS]; /* NULL until there is a number: most machines are off */
  Before before;
  gboolean has_before;
  gboolean keeps_history;

  guint fields;
  guint64 memory_total;
  float memory_on_host; /* NaN: not known */
  guint64 word;         /* when the guest last told of its memory: HangarSample.memory_told */
  gint64 word_seen;     /* in the clock of the samples; 0: it was old already when it was first seen */
  gint64 word_lasts;    /* in s */
  guint n_vcpus;
  gboolean responding;
  gboolean was_monitored;
  gint64 unmonitored_since; /* 0: the hypervisor answered the last time */
  gint64 loaded_since;      /* 0: the load was below the threshold the last time */
  gboolean busy;
  char *full_disk;        /* of the last sample that said anything of disks; NULL: none */
  char *judged_full_disk; /* the same, if anybody wants to know */

  /* Only for a domain that is looked at closely. */
  HangarDeviceSet disks;
  HangarDeviceSet interfaces;
  HangarDeviceSet vcpus;

  GArray *marks;
};

enum
{
  PROP_RESPONDING = 1,
  PROP_BUSY,
  PROP_FULL_DISK,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_UPDATED,
  SIGNAL_MARKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDomainStats, hangar_domain_stats, G_TYPE_OBJECT)

static void
mark_clear (gpointer data)
{
  HangarStatsMark *mark = data;

  g_free (mark->text);
}

static void
push_metric (HangarDomainStats *self, HangarMetric metric, gint64 time, float value)
{
  hangar_series_push_new (&self->series[metric], self->keeps_history, time, value);
}

static float
rate_of (const Before *before, guint fields, guint field, guint64 old, guint64 now, gint64 elapsed)
{
  if ((before->fields & fields & field) == 0)
    return NAN;
  return hangar_counter_rate (old, now, elapsed);
}

static guint
vcpus_of (const HangarSample *sample, const HangarStatsContext *context)
{
  if (sample->fields & HANGAR_SAMPLE_VCPUS && sample->n_vcpus > 0)
    return sample->n_vcpus;
  return MAX (context->vcpus, 1);
}

static void
apply_cpu (HangarDomainStats *self, const HangarSample *sample, const HangarStatsContext *context,
           gint64 elapsed)
{
  float busy = rate_of (&self->before, sample->fields, HANGAR_SAMPLE_CPU_TIME, self->before.cpu_time,
                        sample->cpu_time, elapsed);

  /* Seconds of processor time in a second. */
  busy /= 1e9f;
  self->n_vcpus = vcpus_of (sample, context);
  /* The hypervisor's own work counts too, so that there may be a little more than all. */
  push_metric (self, HANGAR_METRIC_CPU, sample->time,
               isnan (busy) ? NAN : MIN (busy / (float) self->n_vcpus, 1));
  if (self->keeps_history)
    push_metric (self, HANGAR_METRIC_CPU_HOST, sample->time,
                 context->host_cpus > 0 ? busy / (float) context->host_cpus : NAN);
}

/* What the guest uses is known when its balloon tells; caches that it would give back are not used. */
static float
guest_memory (const HangarSample *sample)
{
  if ((sample->fields & HANGAR_SAMPLE_MEMORY_AVAILABLE) == 0)
    return NAN;
  if (sample->fields & HANGAR_SAMPLE_MEMORY_USABLE && sample->memory_usable <= sample->memory_available)
    return (float) (sample->memory_available - sample->memory_usable);
  if (sample->fields & HANGAR_SAMPLE_MEMORY_UNUSED && sample->memory_unused <= sample->memory_available)
    return (float) (sample->memory_available - sample->memory_unused);
  return NAN;
}

/* What the guest said last is told for ever, also when nobody asks its balloon any more. Then it is not
 * known.
 */
static gboolean
guest_speaks (HangarDomainStats *self, const HangarSample *sample)
{
  const gint64 told = (gint64) MIN (sample->memory_told, G_MAXINT32);
  const gint64 age = g_get_real_time () / G_USEC_PER_SEC - told;

  if (told == 0)
    return TRUE;
  if (sample->memory_told != self->word)
    {
      const gint64 since = self->word != 0 ? told - (gint64) self->word : 0;

      self->word_lasts = CLAMP (3 * since, WORD_LASTS, 3600);
      self->word_seen = self->word != 0 || ABS (age) < WORD_LASTS ? sample->time : 0;
      self->word = sample->memory_told;
    }
  return self->word_seen != 0 && sample->time - self->word_seen <= self->word_lasts * G_USEC_PER_SEC;
}

static void
apply_memory (HangarDomainStats *self, const HangarSample *sample)
{
  float used = self->fields & HANGAR_SAMPLE_MEMORY_AVAILABLE ? guest_memory (sample) : NAN;
  float rss = sample->fields & HANGAR_SAMPLE_MEMORY_RSS ? (float) sample->memory_rss : NAN;

  if (sample->fields & HANGAR_SAMPLE_MEMORY_CURRENT)
    self->memory_total = sample->memory_current;
  self->memory_on_host = rss;
  push_metric (self, HANGAR_METRIC_MEMORY, sample->time, isnan (used) ? rss : used);
  if (!self->keeps_history)
    return;
  push_metric (self, HANGAR_METRIC_MEMORY_GUEST, sample->time, used);
  push_metric (self, HANGAR_METRIC_MEMORY_RSS, sample->time, rss);
  push_metric (self, HANGAR_METRIC_MEMORY_ALLOCATED, sample->time,
               sample->fields & HANGAR_SAMPLE_MEMORY_CURRENT ? (float) sample->memory_current : NAN);
}

static void
apply_network (HangarDomainStats *self, const HangarSample *sample, gint64 elapsed)
{
  const Before *before = &self->before;
  const guint fields = sample->fields;

  push_metric (
    self, HANGAR_METRIC_RECEIVE, sample->time,
    rate_of (before, fields, HANGAR_SAMPLE_RECEIVED_BYTES, before->network.in, sample->network.in, elapsed));
  push_metric (
    self, HANGAR_METRIC_SEND, sample->time,
    rate_of (before, fields, HANGAR_SAMPLE_SENT_BYTES, before->network.out, sample->network.out, elapsed));
  hangar_device_set_apply (&self->interfaces, sample->interfaces, sample->time, elapsed);
}

static void
apply_disks (HangarDomainStats *self, const HangarSample *sample, gint64 elapsed)
{
  const Before *before = &self->before;
  const guint fields = sample->fields;

  hangar_device_set_apply (&self->disks, sample->disks, sample->time, elapsed);
  push_metric (self, HANGAR_METRIC_READ, sample->time,
               rate_of (before, fields, HANGAR_SAMPLE_READ_BYTES, before->disk.in, sample->disk.in, elapsed));
  push_metric (
    self, HANGAR_METRIC_WRITE, sample->time,
    rate_of (before, fields, HANGAR_SAMPLE_WRITE_BYTES, before->disk.out, sample->disk.out, elapsed));
  if (!self->keeps_history)
    return;
  push_metric (self, HANGAR_METRIC_READ_REQUESTS, sample->time,
               rate_of (before, fields, HANGAR_SAMPLE_READ_REQUESTS, before->disk.in_requests,
                        sample->disk.in_requests, elapsed));
  push_metric (self, HANGAR_METRIC_WRITE_REQUESTS, sample->time,
               rate_of (before, fields, HANGAR_SAMPLE_WRITE_REQUESTS, before->disk.out_requests,
                        sample->disk.out_requests, elapsed));
}

static void
forget_before (HangarDomainStats *self)
{
  self->has_before = FALSE;
  self->word = 0;
  memset (&self->before, 0, sizeof self->before);
  hangar_device_set_forget (&self->disks);
  hangar_device_set_forget (&self->interfaces);
  hangar_device_set_forget (&self->vcpus);
}

/* @skips: whether the sample could not tell of disks */
static void
remember (HangarDomainStats *self, const HangarSample *sample, gboolean skips)
{
  const guint known = skips ? self->before.fields : sample->fields;

  self->before.time = sample->time;
  self->before.fields = (sample->fields & ~(guint) DISK_FIELDS) | (known & DISK_FIELDS);
  if (!skips)
    {
      self->before.disk = sample->disk;
      self->before.disk_time = sample->time;
    }
  self->before.cpu_time = sample->cpu_time;
  self->before.network = sample->network;
  self->has_before = TRUE;
}

static void
set_busy (HangarDomainStats *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* Both may be NULL. */
static gboolean
replace_text (char **text, const char *by)
{
  if (g_strcmp0 (*text, by) == 0)
    return FALSE;
  g_free (*text);
  *text = g_strdup (by);
  return TRUE;
}

static void
note_monitored (HangarDomainStats *self, const HangarSample *sample)
{
  if (sample->monitored)
    {
      self->was_monitored = TRUE;
      self->unmonitored_since = 0;
      hangar_domain_stats_set_responding (self, TRUE);
    }
  else if (self->was_monitored && self->unmonitored_since == 0)
    self->unmonitored_since = sample->time;
}

/* A hypervisor that is busy just now will tell all of it in a moment: that is no gap, and nothing gets lost.
 */
static gboolean
is_busy_moment (HangarDomainStats *self, const HangarSample *sample, const HangarStatsContext *context)
{
  return self->has_before && self->responding && self->unmonitored_since != 0 &&
         sample->time - self->unmonitored_since < context->longest_gap;
}

static void
note_fields (HangarDomainStats *self, const HangarSample *sample, gboolean moment)
{
  const guint before = self->fields;

  self->fields = sample->fields;
  if (moment)
    self->fields |= before & (DISK_FIELDS | GUEST_FIELDS | HANGAR_SAMPLE_MEMORY_RSS);
  else if (!guest_speaks (self, sample))
    self->fields &= ~(guint) GUEST_FIELDS;
}

static void
apply_running (HangarDomainStats *self, const HangarSample *sample, const HangarStatsContext *context)
{
  const gint64 elapsed = self->has_before ? sample->time - self->before.time : 0;
  const gint64 since_disk = self->before.disk_time != 0 ? sample->time - self->before.disk_time : 0;
  const gboolean moment = is_busy_moment (self, sample, context);

  note_fields (self, sample, moment);
  apply_cpu (self, sample, context, elapsed > context->longest_gap ? 0 : elapsed);
  apply_network (self, sample, elapsed > context->longest_gap ? 0 : elapsed);
  hangar_device_set_apply_processors (&self->vcpus, sample->vcpu_times, sample->time,
                                      elapsed > context->longest_gap ? 0 : elapsed);
  if (!moment)
    {
      apply_memory (self, sample);
      apply_disks (self, sample, since_disk > context->longest_gap ? 0 : since_disk);
    }
  remember (self, sample, moment);
}

static void
hangar_domain_stats_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RESPONDING)
    g_value_set_boolean (value, HANGAR_DOMAIN_STATS (object)->responding);
  else if (id == PROP_BUSY)
    g_value_set_boolean (value, HANGAR_DOMAIN_STATS (object)->busy);
  else if (id == PROP_FULL_DISK)
    g_value_set_string (value, HANGAR_DOMAIN_STATS (object)->judged_full_disk);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_domain_stats_finalize (GObject *object)
{
  HangarDomainStats *self = HANGAR_DOMAIN_STATS (object);

  for (guint i = 0; i < HANGAR_N_METRICS; i++)
    g_clear_pointer (&self->series[i], hangar_series_unref);
  hangar_device_set_clear (&self->disks);
  hangar_device_set_clear (&self->interfaces);
  hangar_device_set_clear (&self->vcpus);
  g_clear_pointer (&self->marks, g_array_unref);
  g_free (self->full_disk);
  g_free (self->judged_full_disk);
  G_OBJECT_CLASS (hangar_domain_stats_parent_class)->finalize (object);
}

static void
hangar_domain_stats_class_init (HangarDomainStatsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hangar_domain_stats_finalize;
  object_class->get_property = hangar_domain_stats_get_property;

  props[PROP_RESPONDING] = g_param_spec_boolean (
    "responding", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_BUSY] = g_param_spec_boolean (
    "busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_FULL_DISK] = g_param_spec_string (
    "full-disk", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * HangarDomainStats::updated:
   *
   * There are new numbers.
   */
  signals[SIGNAL_UPDATED] = g_signal_new ("updated", HANGAR_TYPE_DOMAIN_STATS, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HangarDomainStats::marked:
   * @mark: (type gpointer): a #HangarStatsMark that lives as long as the emission
   *
   * Something happened that graphs show on their time axis.
   */
  signals[SIGNAL_MARKED] = g_signal_new ("marked", HANGAR_TYPE_DOMAIN_STATS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
hangar_domain_stats_init (HangarDomainStats *self)
{
  self->memory_on_host = NAN;
  self->responding = TRUE;
}

/**
 * hangar_domain_stats_new:
 *
 * Returns: (transfer full): statistics without any number
 */
HangarDomainStats *
hangar_domain_stats_new (void)
{
  return g_object_new (HANGAR_TYPE_DOMAIN_STATS, NULL);
}

/* The text of the domain's state says it, and whoever shows that reads it when the state is told to be
 * another. */
static void
finding_changed_cb (HangarDomain *domain)
{
  g_object_notify (G_OBJECT (domain), "state");
}

static GQuark
stats_quark (void)
{
  return g_quark_from_static_string ("hangar-domain-stats");
}

/**
 * hangar_domain_stats_of:
 * @domain: a domain
 *
 * Returns: (transfer none): its statistics, which are made when they are asked for first and live as long as
 * it does
 */
HangarDomainStats *
hangar_domain_stats_of (HangarDomain *domain)
{
  HangarDomainStats *stats = hangar_domain_stats_peek (domain);

  if (stats == NULL)
    {
      stats = hangar_domain_stats_new ();
      g_signal_connect_object (stats, "notify", G_CALLBACK (finding_changed_cb), domain, G_CONNECT_SWAPPED);
      g_object_set_qdata_full (G_OBJECT (domain), stats_quark (), stats, g_object_unref);
    }
  return stats;
}

/**
 * hangar_domain_stats_peek:
 * @domain: a domain
 *
 * Returns: (transfer none) (nullable): its statistics, if there are any
 */
HangarDomainStats *
hangar_domain_stats_peek (HangarDomain *domain)
{
  return g_object_get_qdata (G_OBJECT (domain), stats_quark ());
}

/**
 * hangar_domain_stats_apply:
 * @self: statistics
 * @sample: the counters of now
 * @context: what is needed to make rates of them
 *
 * Takes a sample. Between a machine's start and its first sample, after a counter was set anew, where a
 * number is missing and while the machine does not run there are gaps.
 */
void
hangar_domain_stats_apply (HangarDomainStats *self, const HangarSample *sample,
                           const HangarStatsContext *context)
{
  if (self->has_before && sample->time <= self->before.time)
    return;
  note_monitored (self, sample);
  if (sample->fields & HANGAR_SAMPLE_READ_BYTES)
    replace_text (&self->full_disk, sample->full_disk[0] != '\0' ? sample->full_disk : NULL);
  if (sample->state != HANGAR_DOMAIN_RUNNING)
    {
      hangar_domain_stats_interrupt (self, sample->time);
      self->fields = sample->fields;
      return;
    }
  apply_running (self, sample, context);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * hangar_domain_stats_interrupt:
 * @self: statistics
 * @time: now, in the clock of the samples
 *
 * The machine does not run, or nothing is known of it: leaves a gap, and makes the next sample a beginning.
 */
void
hangar_domain_stats_interrupt (HangarDomainStats *self, gint64 time)
{
  forget_before (self);
  self->loaded_since = 0;
  set_busy (self, FALSE);
  for (guint i = 0; i < HANGAR_N_METRICS; i++)
    if (self->series[i] != NULL)
      hangar_series_push (self->series[i], time, NAN);
  hangar_device_set_interrupt (&self->disks, time);
  hangar_device_set_interrupt (&self->interfaces, time);
  hangar_device_set_interrupt (&self->vcpus, time);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * hangar_domain_stats_keep_history:
 * @self: statistics
 *
 * From now on keeps the long past and what only a close look shows. Takes some tens of KiB.
 */
void
hangar_domain_stats_keep_history (HangarDomainStats *self)
{
  self->keeps_history = TRUE;
  self->disks.keeps_history = self->interfaces.keeps_history = self->vcpus.keeps_history = TRUE;
  for (guint i = 0; i < HANGAR_N_METRICS; i++)
    if (self->series[i] != NULL)
      hangar_series_keep_history (self->series[i]);
}

/**
 * hangar_domain_stats_set_responding:
 * @self: statistics
 * @responding: whether the machine's hypervisor answers
 */
void
hangar_domain_stats_set_responding (HangarDomainStats *self, gboolean responding)
{
  if (self->responding == responding)
    return;
  self->responding = responding;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RESPONDING]);
}

/**
 * hangar_domain_stats_judge_load:
 * @self: statistics
 * @threshold: a share of the processors or of the memory, 0 to 1; above 1 nothing is busy
 * @time: now, in the clock of the samples
 *
 * Looks at the newest numbers: a machine that is above the threshold for a minute without a break is busy.
 *
 * Returns: whether it became busy just now
 */
gboolean
hangar_domain_stats_judge_load (HangarDomainStats *self, float threshold, gint64 time)
{
  float memory = hangar_domain_stats_get_value (self, HANGAR_METRIC_MEMORY);
  gboolean memory_told = (self->fields & HANGAR_SAMPLE_MEMORY_AVAILABLE) != 0 && self->memory_total > 0;
  gboolean loaded = hangar_domain_stats_get_value (self, HANGAR_METRIC_CPU) >= threshold ||
                    (memory_told && memory / (float) self->memory_total >= threshold);
  gboolean was_busy = self->busy;

  if (!loaded)
    self->loaded_since = 0;
  else if (self->loaded_since == 0)
    self->loaded_since = time;
  set_busy (self, loaded && time - self->loaded_since >= BUSY_AFTER);
  return self->busy && !was_busy;
}

/**
 * hangar_domain_stats_judge_room:
 * @self: statistics
 * @wanted: whether anybody wants to know
 *
 * Looks at the newest numbers: whether a disk has next to no room left on the host.
 *
 * Returns: whether that is so just now and was not before
 */
gboolean
hangar_domain_stats_judge_room (HangarDomainStats *self, gboolean wanted)
{
  gboolean was_full = self->judged_full_disk != NULL;

  if (!replace_text (&self->judged_full_disk, wanted ? self->full_disk : NULL))
    return FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FULL_DISK]);
  return self->judged_full_disk != NULL && !was_full;
}

/**
 * hangar_domain_stats_get_full_disk:
 * @self: statistics
 *
 * Returns: (nullable): the target of a disk that was judged to have next to no room left on the host
 */
const char *
hangar_domain_stats_get_full_disk (HangarDomainStats *self)
{
  return self->judged_full_disk;
}

/**
 * hangar_domain_stats_get_busy:
 * @self: statistics
 *
 * Returns: whether the machine is constantly busy
 */
gboolean
hangar_domain_stats_get_busy (HangarDomainStats *self)
{
  return self->busy;
}

/**
 * hangar_domain_stats_get_series:
 * @self: statistics
 * @metric: what
 *
 * Returns: (transfer none) (nullable): its samples; %NULL as long as there has never been a number
 */
HangarSeries *
hangar_domain_stats_get_series (HangarDomainStats *self, HangarMetric metric)
{
  return self->series[metric];
}

/**
 * hangar_domain_stats_get_value:
 * @self: statistics
 * @metric: what
 *
 * Returns: the newest number; NaN when it is not known
 */
float
hangar_domain_stats_get_value (HangarDomainStats *self, HangarMetric metric)
{
  return hangar_series_get_last (self->series[metric]);
}

/**
 * hangar_domain_stats_get_fields:
 * @self: statistics
 *
 * Returns: the #HangarSampleFields that the last sample had
 */
guint
hangar_domain_stats_get_fields (HangarDomainStats *self)
{
  return self->fields;
}

/**
 * hangar_domain_stats_get_memory_total:
 * @self: statistics
 *
 * Returns: bytes that the guest has now, 0 when it is not known
 */
guint64
hangar_domain_stats_get_memory_total (HangarDomainStats *self)
{
  return self->memory_total;
}

/**
 * hangar_domain_stats_get_memory_on_host:
 * @self: statistics
 *
 * Returns: bytes that the machine takes on the host; NaN when it is not known
 */
float
hangar_domain_stats_get_memory_on_host (HangarDomainStats *self)
{
  return self->memory_on_host;
}

/**
 * hangar_domain_stats_get_responding:
 * @self: statistics
 *
 * Returns: whether the machine's hypervisor answers
 */
gboolean
hangar_domain_stats_get_responding (HangarDomainStats *self)
{
  return self->responding;
}

/**
 * hangar_domain_stats_get_unmonitored_since:
 * @self: statistics
 *
 * Returns: since when samples lack what only the running hypervisor tells; 0 when they do not
 */
gint64
hangar_domain_stats_get_unmonitored_since (HangarDomainStats *self)
{
  return self->unmonitored_since;
}

/**
 * hangar_domain_stats_get_n_vcpus:
 * @self: statistics
 *
 * Returns: how many virtual processors were on at the last sample
 */
guint
hangar_domain_stats_get_n_vcpus (HangarDomainStats *self)
{
  return self->n_vcpus;
}

/**
 * hangar_domain_stats_get_disks:
 * @self: statistics
 *
 * Returns: (transfer none) (nullable) (element-type HangarDeviceStats): each disk, once it was looked at
 * closely
 */
GPtrArray *
hangar_domain_stats_get_disks (HangarDomainStats *self)
{
  return self->disks.devices;
}

/**
 * hangar_domain_stats_get_interfaces:
 * @self: statistics
 *
 * Returns: (transfer none) (nullable) (element-type HangarDeviceStats): each interface, once it was looked at
 * closely
 */
GPtrArray *
hangar_domain_stats_get_interfaces (HangarDomainStats *self)
{
  return self->interfaces.devices;
}

/**
 * hangar_domain_stats_get_vcpus:
 * @self: statistics
 *
 * Returns: (transfer none) (nullable) (element-type HangarDeviceStats): each virtual processor, once it was
 * looked at closely
 */
GPtrArray *
hangar_domain_stats_get_vcpus (HangarDomainStats *self)
{
  return self->vcpus.devices;
}

/**
 * hangar_domain_stats_add_mark:
 * @self: statistics
 * @time: when, in the clock of the samples
 * @text: what happened
 */
void
hangar_domain_stats_add_mark (HangarDomainStats *self, gint64 time, const char *text)
{
  HangarStatsMark mark = { time, g_strdup (text) };

  if (self->marks == NULL)
    {
      self->marks = g_array_new (FALSE, FALSE, sizeof (HangarStatsMark));
      g_array_set_clear_func (self->marks, mark_clear);
    }
  if (self->marks->len >= MAX_MARKS)
    g_array_remove_index (self->marks, 0);
  g_array_append_val (self->marks, mark);
  g_signal_emit (self, signals[SIGNAL_MARKED], 0, &mark);
}

/**
 * hangar_domain_stats_get_marks:
 * @self: statistics
 *
 * Returns: (transfer none) (nullable) (element-type HangarStatsMark): what happened, oldest first
 */
const GArray *
hangar_domain_stats_get_marks (HangarDomainStats *self)
{
  return self->marks;
}
