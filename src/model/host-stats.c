/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host does: its own counters, and those of all its machines together. */

#include "config.h"

#include "model/host-stats.h"

#include <math.h>

struct _HangarHostStats
{
  GObject parent_instance;

  HangarSeries *series[HANGAR_HOST_N_METRICS];
  guint64 cpu_busy; /* of the sample before; the total is 0 when there was none */
  guint64 cpu_total;
  guint64 memory_total;
};

G_DEFINE_FINAL_TYPE (HangarHostStats, hangar_host_stats, G_TYPE_OBJECT)

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static float
cpu_share (HangarHostStats *self, const HangarHostSample *sample)
{
  float share = NAN;

  if (sample->has_cpu && self->cpu_total > 0 && sample->cpu_total > self->cpu_total &&
      sample->cpu_busy >= self->cpu_busy)
    share =
      (float) ((double) (sample->cpu_busy - self->cpu_busy) / (double) (sample->cpu_total - self->cpu_total));
  self->cpu_busy = sample->cpu_busy;
  self->cpu_total = sample->has_cpu ? sample->cpu_total : 0;
  return MIN (share, 1);
}

static void
hangar_host_stats_finalize (GObject *object)
{
  HangarHostStats *self = HANGAR_HOST_STATS (object);

  for (guint i = 0; i < HANGAR_HOST_N_METRICS; i++)
    g_clear_pointer (&self->series[i], hangar_series_unref);
  G_OBJECT_CLASS (hangar_host_stats_parent_class)->finalize (object);
}

static void
hangar_host_stats_class_init (HangarHostStatsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_host_stats_finalize;

  /**
   * HangarHostStats::updated:
   *
   * There are new numbers.
   */
  signals[SIGNAL_UPDATED] =
    g_signal_new ("updated", HANGAR_TYPE_HOST_STATS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_host_stats_init (HangarHostStats *self)
{
  for (guint i = 0; i < HANGAR_HOST_N_METRICS; i++)
    {
      self->series[i] = hangar_series_new ();
      hangar_series_keep_history (self->series[i]);
    }
}

/**
 * hangar_host_stats_new:
 *
 * Returns: (transfer full): statistics without any number
 */
HangarHostStats *
hangar_host_stats_new (void)
{
  return g_object_new (HANGAR_TYPE_HOST_STATS, NULL);
}

/**
 * hangar_host_stats_apply:
 * @self: statistics
 * @sample: (nullable): the host's own counters, when they were asked for
 * @totals: what the machines do together
 * @time: when, in the clock of the samples
 */
void
hangar_host_stats_apply (HangarHostStats *self, const HangarHostSample *sample,
                         const HangarMachineTotals *totals, gint64 time)
{
  for (guint i = HANGAR_HOST_CPU_MACHINES; i < HANGAR_HOST_N_METRICS; i++)
    if (i != HANGAR_HOST_MEMORY)
      hangar_series_push (self->series[i], time, totals->values[i]);
  if (sample != NULL)
    {
      if (sample->has_memory)
        self->memory_total = sample->memory_total;
      hangar_series_push (self->series[HANGAR_HOST_CPU], time, cpu_share (self, sample));
      hangar_series_push (self->series[HANGAR_HOST_MEMORY], time,
                          sample->has_memory ? (float) sample->memory_used : NAN);
    }
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * hangar_host_stats_interrupt:
 * @self: statistics
 * @time: when, in the clock of the samples
 *
 * Nothing is known for a while.
 */
void
hangar_host_stats_interrupt (HangarHostStats *self, gint64 time)
{
  self->cpu_total = 0;
  for (guint i = 0; i < HANGAR_HOST_N_METRICS; i++)
    hangar_series_push (self->series[i], time, NAN);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/**
 * hangar_host_stats_get_series:
 * @self: statistics
 * @metric: what
 *
 * Returns: (transfer none): its samples
 */
HangarSeries *
hangar_host_stats_get_series (HangarHostStats *self, HangarHostMetric metric)
{
  return self->series[metric];
}

/**
 * hangar_host_stats_get_value:
 * @self: statistics
 * @metric: what
 *
 * Returns: the newest number; NaN when it is not known
 */
float
hangar_host_stats_get_value (HangarHostStats *self, HangarHostMetric metric)
{
  return hangar_series_get_last (self->series[metric]);
}

/**
 * hangar_host_stats_get_memory_total:
 * @self: statistics
 *
 * Returns: bytes of memory of the host, 0 when it is not known
 */
guint64
hangar_host_stats_get_memory_total (HangarHostStats *self)
{
  return self->memory_total;
}

/**
 * hangar_machine_totals_init:
 * @totals: (out caller-allocates): totals of nothing
 */
void
hangar_machine_totals_init (HangarMachineTotals *totals)
{
  for (guint i = 0; i < HANGAR_HOST_N_METRICS; i++)
    totals->values[i] = NAN;
}

/**
 * hangar_machine_totals_add:
 * @totals: totals
 * @metric: what
 * @value: of one machine; NaN is left out
 */
void
hangar_machine_totals_add (HangarMachineTotals *totals, HangarHostMetric metric, float value)
{
  if (isnan (value))
    return;
  totals->values[metric] = isnan (totals->values[metric]) ? value : totals->values[metric] + value;
}
