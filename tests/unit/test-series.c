/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/series: what is kept, how it is put together, and that it takes the same memory for ever. */

#include "util/series.h"

#include <malloc.h>
#include <math.h>

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_empty (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];

  g_assert_true (isnan (hangar_series_get_last (series)));
  g_assert_true (isnan (hangar_series_get_last (NULL)));
  g_assert_cmpint (hangar_series_get_last_time (series), ==, 0);
  for (int span = HANGAR_SPAN_MINUTE; span <= HANGAR_SPAN_ALL; span++)
    g_assert_cmpuint (hangar_series_read (series, span, points), ==, 0);
}

static void
test_recent (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  guint n;

  for (int i = 1; i <= 100; i++)
    hangar_series_push (series, 1000 * SECOND + i * SECOND, (float) i);

  g_assert_cmpuint (hangar_series_get_n_recent (series), ==, HANGAR_SERIES_RECENT);
  g_assert_cmpfloat (hangar_series_get_last (series), ==, 100);
  g_assert_cmpfloat (hangar_series_get_recent_max (series), ==, 100);
  g_assert_cmpfloat (hangar_series_get_recent (series, 0).mean, ==, 100 - HANGAR_SERIES_RECENT + 1);
  n = hangar_series_read (series, HANGAR_SPAN_MINUTE, points);
  g_assert_cmpuint (n, ==, 61);
  g_assert_cmpint (points[0].time, ==, 1040 * SECOND);
  g_assert_cmpint (points[n - 1].time, ==, 1100 * SECOND);
}

static void
test_order (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();

  hangar_series_push (series, 10 * SECOND, 1);
  hangar_series_push (series, 11 * SECOND, 2);
  hangar_series_push (series, 11 * SECOND, 3);
  hangar_series_push (series, 5 * SECOND, 4);
  g_assert_cmpuint (hangar_series_get_n_recent (series), ==, 2);
  g_assert_cmpfloat (hangar_series_get_last (series), ==, 2);
  hangar_series_push (series, 11 * SECOND, NAN);
  g_assert_cmpuint (hangar_series_get_n_recent (series), ==, 2);
  g_assert_true (isnan (hangar_series_get_last (series)));
  hangar_series_push (series, 12 * SECOND, INFINITY);
  g_assert_true (isnan (hangar_series_get_last (series)));
}

/* Each value stands for the second before it: the mean of the buckets is that of the values, extremes are
 * kept. */
static void
test_history (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  guint n;

  hangar_series_keep_history (series);
  for (int i = 0; i <= 7200; i++)
    hangar_series_push (series, i * SECOND, i % 10 == 0 ? 100 : 0);

  n = hangar_series_read (series, HANGAR_SPAN_TEN_MINUTES, points);
  g_assert_cmpuint (n, ==, HANGAR_SERIES_MAX_POINTS);
  g_assert_cmpint (points[n - 1].time, ==, 7200 * SECOND);
  g_assert_cmpint (points[0].time, ==, (7200 - 595) * SECOND);
  g_assert_cmpfloat_with_epsilon (points[n - 1].mean, 20, 0.01);
  g_assert_cmpfloat_with_epsilon (points[n - 2].mean, 0, 0.01);

  n = hangar_series_read (series, HANGAR_SPAN_HOUR, points);
  g_assert_cmpuint (n, ==, HANGAR_SERIES_MAX_POINTS);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon (points[i].mean, 10, 0.01);
      g_assert_cmpfloat (points[i].min, ==, 0);
      g_assert_cmpfloat (points[i].max, ==, 100);
    }

  n = hangar_series_read (series, HANGAR_SPAN_ALL, points);
  g_assert_cmpuint (n, >=, HANGAR_SERIES_MAX_POINTS / 2);
  g_assert_cmpint (points[n - 1].time, ==, 7200 * SECOND);
  g_assert_cmpint (points[0].time, <=, 128 * SECOND);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon (points[i].mean, 10, 4);
      g_assert_cmpfloat (points[i].max, ==, 100);
    }
}

static void
test_since_start_mean (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  double sum = 0;
  guint n;

  /* A ramp over a length that is no power of two: halving must not bend it. */
  hangar_series_keep_history (series);
  for (int i = 0; i <= 40000; i++)
    hangar_series_push (series, i * SECOND, (float) i);
  n = hangar_series_read (series, HANGAR_SPAN_ALL, points);
  for (guint i = 0; i < n; i++)
    {
      gint64 start = i == 0 ? 0 : points[i - 1].time;

      g_assert_cmpfloat_with_epsilon (points[i].mean, (double) (start + points[i].time) / 2 / SECOND, 2);
      sum += points[i].mean * (double) (points[i].time - start);
    }
  g_assert_cmpfloat_with_epsilon (sum / (40000.0 * SECOND), 20000, 2);
}

static void
test_gap (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  guint n, gaps = 0;

  hangar_series_keep_history (series);
  for (int i = 0; i <= 100; i++)
    hangar_series_push (series, i * SECOND, 1);
  hangar_series_push (series, 200 * SECOND, NAN);
  for (int i = 201; i <= 300; i++)
    hangar_series_push (series, i * SECOND, 2);

  n = hangar_series_read (series, HANGAR_SPAN_TEN_MINUTES, points);
  for (guint i = 0; i < n; i++)
    gaps += isnan (points[i].mean);
  g_assert_cmpuint (n, ==, 60);
  g_assert_cmpuint (gaps, ==, 20);

  /* A gap longer than all that is kept leaves nothing of what was before. */
  hangar_series_push (series, 5000 * SECOND, NAN);
  n = hangar_series_read (series, HANGAR_SPAN_TEN_MINUTES, points);
  for (guint i = 0; i < n; i++)
    g_assert_true (isnan (points[i].mean));
  n = hangar_series_read (series, HANGAR_SPAN_ALL, points);
  g_assert_cmpfloat_with_epsilon (points[0].mean, 1, 0.01);
  g_assert_true (isnan (points[n - 1].mean));
}

/* A sample each minute is no row of gaps in buckets of five seconds. */
static void
test_slow_samples (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  guint n;

  hangar_series_keep_history (series);
  for (int i = 0; i <= 20; i++)
    hangar_series_push (series, i * 60 * SECOND, 7);
  n = hangar_series_read (series, HANGAR_SPAN_TEN_MINUTES, points);
  g_assert_cmpuint (n, ==, HANGAR_SERIES_MAX_POINTS);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (points[i].mean, ==, 7);
}

static void
test_history_later (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  guint n;

  for (int i = 0; i <= 60; i++)
    hangar_series_push (series, i * SECOND, 3);
  g_assert_false (hangar_series_has_history (series));
  g_assert_cmpuint (hangar_series_read (series, HANGAR_SPAN_HOUR, points), ==, 61);
  hangar_series_keep_history (series);
  g_assert_true (hangar_series_has_history (series));
  n = hangar_series_read (series, HANGAR_SPAN_TEN_MINUTES, points);
  g_assert_cmpuint (n, ==, 12);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (points[i].mean, ==, 3);
}

static void
test_trend (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();

  for (int i = 0; i < 30; i++)
    hangar_series_push (series, i * SECOND, 50);
  g_assert_cmpint (hangar_series_get_trend (series), ==, 0);
  for (int i = 30; i < 38; i++)
    hangar_series_push (series, i * SECOND, 90);
  g_assert_cmpint (hangar_series_get_trend (series), ==, 1);
  for (int i = 38; i < 46; i++)
    hangar_series_push (series, i * SECOND, 10);
  g_assert_cmpint (hangar_series_get_trend (series), ==, -1);
}

static void
test_memory (void)
{
  g_autoptr (HangarSeries) series = hangar_series_new ();
  size_t before, after;

  hangar_series_keep_history (series);
  hangar_series_push (series, 0, 0);
  before = mallinfo2 ().uordblks;
  for (int i = 1; i < 100000; i++)
    hangar_series_push (series, i * SECOND, (float) (i % 100));
  after = mallinfo2 ().uordblks;
  g_assert_cmpuint (after, ==, before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/empty", test_empty);
  g_test_add_func ("/series/recent", test_recent);
  g_test_add_func ("/series/order", test_order);
  g_test_add_func ("/series/history", test_history);
  g_test_add_func ("/series/since-start-mean", test_since_start_mean);
  g_test_add_func ("/series/gap", test_gap);
  g_test_add_func ("/series/slow-samples", test_slow_samples);
  g_test_add_func ("/series/history-later", test_history_later);
  g_test_add_func ("/series/trend", test_trend);
  g_test_add_func ("/series/memory", test_memory);
  return g_test_run ();
}
