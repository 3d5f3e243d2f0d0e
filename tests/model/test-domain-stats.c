/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/domain-stats: rates from made-up samples: resets, wraps, missing numbers, clocks that jump, pauses.
 */

#include "tests/wait.h"

#include "model/domain-stats.h"

#include <malloc.h>
#include <math.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define START (1000 * SECOND)

static const HangarStatsContext context = { .host_cpus = 4, .vcpus = 2, .longest_gap = 10 * SECOND };

static HangarSample
sample_at (double seconds)
{
  return (HangarSample) { .time = START + (gint64) (seconds * SECOND), .state = HANGAR_DOMAIN_RUNNING };
}

static HangarSample
cpu_at (double seconds, double cpu_seconds)
{
  HangarSample sample = sample_at (seconds);

  sample.fields = HANGAR_SAMPLE_CPU_TIME;
  sample.cpu_time = (guint64) (cpu_seconds * 1e9);
  return sample;
}

static HangarSample
read_at (double seconds, guint64 bytes)
{
  HangarSample sample = sample_at (seconds);

  sample.fields = HANGAR_SAMPLE_READ_BYTES;
  sample.disk.in = bytes;
  return sample;
}

static float
value_after (HangarDomainStats *stats, HangarSample sample, HangarMetric metric)
{
  hangar_domain_stats_apply (stats, &sample, &context);
  return hangar_domain_stats_get_value (stats, metric);
}

static void
test_cpu (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  HangarSample sample;

  hangar_domain_stats_keep_history (stats);
  g_assert_true (isnan (value_after (stats, cpu_at (0, 100), HANGAR_METRIC_CPU)));
  g_assert_null (hangar_domain_stats_get_series (stats, HANGAR_METRIC_CPU));
  /* One of two virtual processors, a quarter of the host's four. */
  g_assert_cmpfloat_with_epsilon (value_after (stats, cpu_at (1, 101), HANGAR_METRIC_CPU), 0.5, 1e-4);
  g_assert_cmpfloat_with_epsilon (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU_HOST), 0.25, 1e-4);
  /* The time is the sample's own: a tick that came late is no peak. */
  g_assert_cmpfloat_with_epsilon (value_after (stats, cpu_at (4, 104), HANGAR_METRIC_CPU), 0.5, 1e-4);
  /* The hypervisor's own work makes no more than all. */
  g_assert_cmpfloat (value_after (stats, cpu_at (5, 107), HANGAR_METRIC_CPU), ==, 1);
  /* What the sample says of processors that are on counts more than the definition. */
  sample = cpu_at (6, 107.5);
  sample.fields |= HANGAR_SAMPLE_VCPUS;
  sample.n_vcpus = 1;
  g_assert_cmpfloat_with_epsilon (value_after (stats, sample, HANGAR_METRIC_CPU), 0.5, 1e-4);
  g_assert_cmpuint (hangar_domain_stats_get_n_vcpus (stats), ==, 1);
}

static void
test_reset (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();

  value_after (stats, read_at (0, 5000), HANGAR_METRIC_READ);
  g_assert_cmpfloat (value_after (stats, read_at (1, 6000), HANGAR_METRIC_READ), ==, 1000);
  /* The machine started anew, or a counter of 32 bits went round. */
  g_assert_true (isnan (value_after (stats, read_at (2, 100), HANGAR_METRIC_READ)));
  g_assert_cmpfloat (value_after (stats, read_at (3, 300), HANGAR_METRIC_READ), ==, 200);
  g_assert_true (isnan (value_after (stats, read_at (4, 0), HANGAR_METRIC_READ)));
  g_assert_cmpfloat (value_after (stats, read_at (5, 0), HANGAR_METRIC_READ), ==, 0);
  /* The largest counter is no reset. */
  g_assert_cmpfloat (value_after (stats, read_at (6, G_MAXUINT64), HANGAR_METRIC_READ), >, 1e19);
  g_assert_true (isnan (value_after (stats, read_at (7, 10), HANGAR_METRIC_READ)));
}

static void
test_missing (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();

  value_after (stats, read_at (0, 1000), HANGAR_METRIC_READ);
  g_assert_cmpfloat (value_after (stats, read_at (1, 3000), HANGAR_METRIC_READ), ==, 2000);
  g_assert_null (hangar_domain_stats_get_series (stats, HANGAR_METRIC_RECEIVE));
  /* A sample without the number: neither it nor the one after can have a difference. */
  g_assert_true (isnan (value_after (stats, cpu_at (2, 1), HANGAR_METRIC_READ)));
  g_assert_true (isnan (value_after (stats, read_at (3, 9000), HANGAR_METRIC_READ)));
  g_assert_cmpfloat (value_after (stats, read_at (4, 9500), HANGAR_METRIC_READ), ==, 500);
}

static void
test_clock (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  HangarSeries *series;
  guint n;

  value_after (stats, read_at (10, 1000), HANGAR_METRIC_READ);
  value_after (stats, read_at (11, 2000), HANGAR_METRIC_READ);
  series = hangar_domain_stats_get_series (stats, HANGAR_METRIC_READ);
  n = hangar_series_get_n_recent (series);
  /* Late answers of an earlier question change nothing. */
  g_assert_cmpfloat (value_after (stats, read_at (11, 9000), HANGAR_METRIC_READ), ==, 1000);
  g_assert_cmpfloat (value_after (stats, read_at (5, 9000), HANGAR_METRIC_READ), ==, 1000);
  g_assert_cmpuint (hangar_series_get_n_recent (series), ==, n);
  g_assert_cmpfloat (value_after (stats, read_at (12, 2500), HANGAR_METRIC_READ), ==, 500);
  /* The computer slept for an hour: no mean over it, and no burst after it. */
  g_assert_true (isnan (value_after (stats, read_at (3612, 900000000), HANGAR_METRIC_READ)));
  g_assert_cmpfloat (value_after (stats, read_at (3613, 900000100), HANGAR_METRIC_READ), ==, 100);
}

static void
test_paused (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  HangarSample paused = read_at (2, 2000);
  guint n_updates = 0;

  g_signal_connect_swapped (stats, "updated", G_CALLBACK (g_atomic_int_inc), &n_updates);
  value_after (stats, read_at (0, 1000), HANGAR_METRIC_READ);
  g_assert_cmpfloat (value_after (stats, read_at (1, 2000), HANGAR_METRIC_READ), ==, 1000);
  paused.state = HANGAR_DOMAIN_PAUSED;
  g_assert_true (isnan (value_after (stats, paused, HANGAR_METRIC_READ)));
  /* The first sample after it is a beginning. */
  g_assert_true (isnan (value_after (stats, read_at (3, 90000), HANGAR_METRIC_READ)));
  g_assert_cmpfloat (value_after (stats, read_at (4, 90010), HANGAR_METRIC_READ), ==, 10);
  g_assert_cmpuint (n_updates, ==, 5);
}

static void
test_memory (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  HangarSample sample = sample_at (0);

  sample.fields = HANGAR_SAMPLE_MEMORY_CURRENT;
  sample.memory_current = 4096;
  g_assert_true (isnan (value_after (stats, sample, HANGAR_METRIC_MEMORY)));
  g_assert_cmpuint (hangar_domain_stats_get_memory_total (stats), ==, 4096);

  sample = sample_at (1);
  sample.fields = HANGAR_SAMPLE_MEMORY_RSS;
  sample.memory_rss = 1000;
  g_assert_cmpfloat (value_after (stats, sample, HANGAR_METRIC_MEMORY), ==, 1000);

  sample = sample_at (2);
  sample.fields = HANGAR_SAMPLE_MEMORY_RSS | HANGAR_SAMPLE_MEMORY_AVAILABLE | HANGAR_SAMPLE_MEMORY_UNUSED;
  sample.memory_rss = 1000;
  sample.memory_available = 900;
  sample.memory_unused = 400;
  g_assert_cmpfloat (value_after (stats, sample, HANGAR_METRIC_MEMORY), ==, 500);

  sample.time += SECOND;
  sample.fields |= HANGAR_SAMPLE_MEMORY_USABLE;
  sample.memory_usable = 700;
  g_assert_cmpfloat (value_after (stats, sample, HANGAR_METRIC_MEMORY), ==, 200);

  /* A guest that tells nonsense is not believed. */
  sample.time += SECOND;
  sample.memory_usable = G_MAXUINT64;
  sample.memory_unused = G_MAXUINT64;
  g_assert_cmpfloat (value_after (stats, sample, HANGAR_METRIC_MEMORY), ==, 1000);
}

static HangarSample
disks_at (double seconds, guint64 vda, guint64 vdb)
{
  HangarSample sample = sample_at (seconds);
  HangarDeviceSample first = { .name = "vda", .fields = HANGAR_SAMPLE_READ_BYTES, .in = vda };
  HangarDeviceSample second = { .name = "vdb", .fields = HANGAR_SAMPLE_READ_BYTES, .in = vdb };

  sample.disks = g_array_new (FALSE, TRUE, sizeof (HangarDeviceSample));
  g_array_append_val (sample.disks, first);
  if (vdb != 0)
    g_array_append_val (sample.disks, second);
  return sample;
}

/* Devices that come and go are told apart by their names, not by their places. */
static void
test_devices (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  const struct
  {
    guint64 vda, vdb;
  } counters[] = { { 100, 0 }, { 200, 5000 }, { 300, 5001 } };
  HangarDeviceStats *vda, *vdb;

  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    {
      HangarSample sample = disks_at (i, counters[i].vda, counters[i].vdb);

      hangar_domain_stats_apply (stats, &sample, &context);
      g_array_unref (sample.disks);
    }
  g_assert_cmpuint (hangar_domain_stats_get_disks (stats)->len, ==, 2);
  vda = g_ptr_array_index (hangar_domain_stats_get_disks (stats), 0);
  vdb = g_ptr_array_index (hangar_domain_stats_get_disks (stats), 1);
  g_assert_cmpfloat (hangar_series_get_last (vda->in), ==, 100);
  g_assert_cmpuint (hangar_series_get_n_recent (vda->in), ==, 2);
  g_assert_cmpfloat (hangar_series_get_last (vdb->in), ==, 1);
  g_assert_cmpuint (hangar_series_get_n_recent (vdb->in), ==, 1);
}

static void
test_monitored (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  HangarSample sample = cpu_at (0, 1);

  /* One that never had a monitor (another hypervisor) is not silent. */
  hangar_domain_stats_apply (stats, &sample, &context);
  g_assert_cmpint (hangar_domain_stats_get_unmonitored_since (stats), ==, 0);
  sample = cpu_at (1, 1);
  sample.monitored = TRUE;
  hangar_domain_stats_apply (stats, &sample, &context);
  sample = cpu_at (2, 1);
  hangar_domain_stats_apply (stats, &sample, &context);
  g_assert_cmpint (hangar_domain_stats_get_unmonitored_since (stats), ==, sample.time);
  hangar_domain_stats_set_responding (stats, FALSE);
  sample = cpu_at (3, 1);
  sample.monitored = TRUE;
  hangar_domain_stats_apply (stats, &sample, &context);
  g_assert_true (hangar_domain_stats_get_responding (stats));
  g_assert_cmpint (hangar_domain_stats_get_unmonitored_since (stats), ==, 0);
}

static float
monitored_after (HangarDomainStats *stats, HangarSample sample)
{
  sample.monitored = TRUE;
  return value_after (stats, sample, HANGAR_METRIC_READ);
}

/* While QEMU writes it does not answer, and then tells of all that it did: a mean, no gap and nothing lost.
 */
static void
test_busy_moment (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  HangarSeries *series;
  guint n;

  monitored_after (stats, read_at (0, 1000));
  g_assert_cmpfloat (monitored_after (stats, read_at (1, 2000)), ==, 1000);
  series = hangar_domain_stats_get_series (stats, HANGAR_METRIC_READ);
  n = hangar_series_get_n_recent (series);
  value_after (stats, cpu_at (2, 1), HANGAR_METRIC_READ);
  value_after (stats, cpu_at (3, 2), HANGAR_METRIC_READ);
  g_assert_cmpuint (hangar_series_get_n_recent (series), ==, n);
  g_assert_cmpfloat_with_epsilon (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU), 0.5, 1e-4);
  g_assert_cmpfloat (monitored_after (stats, read_at (5, 10000)), ==, 2000);
  g_assert_cmpuint (hangar_series_get_n_recent (series), ==, n + 1);

  /* What lasts, or is a silence, is a gap. */
  value_after (stats, cpu_at (6, 3), HANGAR_METRIC_READ);
  hangar_domain_stats_set_responding (stats, FALSE);
  g_assert_true (isnan (value_after (stats, cpu_at (7, 4), HANGAR_METRIC_READ)));
  g_assert_true (isnan (monitored_after (stats, read_at (8, 90000))));
  g_assert_cmpfloat (monitored_after (stats, read_at (9, 90001)), ==, 1);
  for (int i = 10; i < 20; i++)
    g_assert_cmpfloat (value_after (stats, cpu_at (i, i), HANGAR_METRIC_READ), ==, 1);
  g_assert_true (isnan (value_after (stats, cpu_at (20, 20), HANGAR_METRIC_READ)));
}

static HangarSample
told_at (double seconds, guint64 told)
{
  HangarSample sample = sample_at (seconds);

  sample.fields = HANGAR_SAMPLE_MEMORY_RSS | HANGAR_SAMPLE_MEMORY_AVAILABLE | HANGAR_SAMPLE_MEMORY_USABLE;
  sample.monitored = TRUE;
  sample.memory_rss = 1000;
  sample.memory_available = 900;
  sample.memory_usable = 700;
  sample.memory_told = told;
  return sample;
}

/* A balloon that nobody asks tells for ever what it told when the guest started. */
static void
test_old_word (void)
{
  const guint64 now = (guint64) (g_get_real_time () / G_USEC_PER_SEC);
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();

  hangar_domain_stats_keep_history (stats);
  g_assert_true (isnan (value_after (stats, told_at (0, now - 1000), HANGAR_METRIC_MEMORY_GUEST)));
  g_assert_cmpfloat (hangar_domain_stats_get_value (stats, HANGAR_METRIC_MEMORY), ==, 1000);
  g_assert_cmpuint (hangar_domain_stats_get_fields (stats) & HANGAR_SAMPLE_MEMORY_AVAILABLE, ==, 0);
  /* Now it is asked; that host's clock is another. */
  g_assert_cmpfloat (value_after (stats, told_at (1, now - 900), HANGAR_METRIC_MEMORY_GUEST), ==, 200);
  g_assert_cmpfloat (hangar_domain_stats_get_value (stats, HANGAR_METRIC_MEMORY), ==, 200);
  g_assert_cmpfloat (value_after (stats, told_at (2, now - 898), HANGAR_METRIC_MEMORY_GUEST), ==, 200);
  g_assert_cmpfloat (value_after (stats, told_at (31, now - 898), HANGAR_METRIC_MEMORY_GUEST), ==, 200);
  /* And no more. */
  g_assert_true (isnan (value_after (stats, told_at (33, now - 898), HANGAR_METRIC_MEMORY_GUEST)));
  g_assert_cmpfloat (hangar_domain_stats_get_value (stats, HANGAR_METRIC_MEMORY), ==, 1000);

  /* A machine that starts just now is believed at once; nonsense does no harm. */
  hangar_domain_stats_interrupt (stats, START + 40 * SECOND);
  g_assert_cmpfloat (value_after (stats, told_at (41, now), HANGAR_METRIC_MEMORY_GUEST), ==, 200);
  value_after (stats, told_at (42, G_MAXUINT64), HANGAR_METRIC_MEMORY_GUEST);
  value_after (stats, told_at (43, 1), HANGAR_METRIC_MEMORY_GUEST);
}

/* Only what lasts for a minute without a break is constant. */
static void
test_busy (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  guint n_told = 0;

  for (int i = 0; i <= 200; i++)
    {
      /* Two busy processors, with a rest at 40 s. */
      HangarSample sample = cpu_at (i, i * 2.0 - (i >= 40 ? 2 : 0));

      hangar_domain_stats_apply (stats, &sample, &context);
      n_told += hangar_domain_stats_judge_load (stats, 0.9f, sample.time);
      g_assert_cmpint (hangar_domain_stats_get_busy (stats), ==, i >= 101);
    }
  g_assert_cmpuint (n_told, ==, 1);
  hangar_domain_stats_interrupt (stats, START + 201 * SECOND);
  g_assert_false (hangar_domain_stats_get_busy (stats));
  g_assert_false (hangar_domain_stats_judge_load (stats, 0.9f, START + 300 * SECOND));
}

static void
changed_cb (HangarDomainStats *stats, GParamSpec *pspec, guint *n_changes)
{
  (*n_changes)++;
}

/* A disk without room is told once, and no more when it has got some. */
static void
test_room (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();
  guint n_changes = 0, n_told = 0;

  g_signal_connect (stats, "notify::full-disk", G_CALLBACK (changed_cb), &n_changes);
  for (int i = 0; i < 30; i++)
    {
      HangarSample sample = read_at (i, (guint64) i);

      if (i >= 10 && i < 20)
        g_strlcpy (sample.full_disk, "vda", sizeof sample.full_disk);
      if (i % 2 == 1)
        sample.fields = HANGAR_SAMPLE_CPU_TIME; /* nobody asked for disks */
      hangar_domain_stats_apply (stats, &sample, &context);
      n_told += hangar_domain_stats_judge_room (stats, TRUE);
      g_assert_cmpstr (hangar_domain_stats_get_full_disk (stats), ==, i >= 10 && i < 20 ? "vda" : NULL);
    }
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (n_changes, ==, 2);
}

static void
test_marks (void)
{
  g_autoptr (HangarDomainStats) stats = hangar_domain_stats_new ();

  g_assert_null (hangar_domain_stats_get_marks (stats));
  for (int i = 0; i < 100; i++)
    hangar_domain_stats_add_mark (stats, START + i, "paused");
  g_assert_cmpuint (hangar_domain_stats_get_marks (stats)->len, ==, 64);
  g_assert_cmpint (g_array_index (hangar_domain_stats_get_marks (stats), HangarStatsMark, 63).time, ==,
                   START + 99);
}

/* An hour of ticks of a hundred machines, and what it costs: time each tick, memory never. */
static void
test_hour (void)
{
  const guint n_machines = 100, n_ticks = 3600;
  g_autoptr (GPtrArray) machines = g_ptr_array_new_with_free_func (g_object_unref);
  size_t before = 0;
  gint64 begin;
  double cost;

  for (guint i = 0; i < n_machines; i++)
    g_ptr_array_add (machines, hangar_domain_stats_new ());
  begin = wait_processor_time ();
  for (guint tick = 0; tick < n_ticks; tick++)
    {
      if (tick == 10)
        before = mallinfo2 ().uordblks;
      for (guint i = 0; i < n_machines; i++)
        {
          HangarSample sample = cpu_at (tick, tick * 0.5);

          sample.fields = 0x1fff;
          sample.disk.fields = sample.network.fields = 0x1fff;
          sample.disk.in = sample.disk.out = tick * 1000;
          sample.network.in = sample.network.out = tick * 100;
          sample.memory_current = sample.memory_available = 1 << 30;
          sample.memory_usable = tick << 10;
          hangar_domain_stats_apply (machines->pdata[i], &sample, &context);
          hangar_domain_stats_judge_load (machines->pdata[i], 0.9f, sample.time);
        }
    }
  cost = (double) (wait_processor_time () - begin) / n_ticks / n_machines;
  g_assert_cmpuint (mallinfo2 ().uordblks, ==, before);
  g_test_minimized_result (cost, "%.2f µs for a machine and a tick", cost);
  g_assert_cmpfloat (cost, <, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-stats/cpu", test_cpu);
  g_test_add_func ("/domain-stats/reset", test_reset);
  g_test_add_func ("/domain-stats/missing", test_missing);
  g_test_add_func ("/domain-stats/clock", test_clock);
  g_test_add_func ("/domain-stats/paused", test_paused);
  g_test_add_func ("/domain-stats/memory", test_memory);
  g_test_add_func ("/domain-stats/devices", test_devices);
  g_test_add_func ("/domain-stats/monitored", test_monitored);
  g_test_add_func ("/domain-stats/busy-moment", test_busy_moment);
  g_test_add_func ("/domain-stats/old-word", test_old_word);
  g_test_add_func ("/domain-stats/busy", test_busy);
  g_test_add_func ("/domain-stats/room", test_room);
  g_test_add_func ("/domain-stats/marks", test_marks);
  g_test_add_func ("/domain-stats/hour", test_hour);
  return g_test_run ();
}
