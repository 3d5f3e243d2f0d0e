/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/format: what people read. */

#include "util/format.h"

#include <math.h>

#define NBSP "\302\240"
#define DASH "\342\200\223"

static void
assert_text (char *text, const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_size (void)
{
  assert_text (hangar_format_size (G_GUINT64_CONSTANT (20) << 30), "20.0" NBSP "GiB");
  assert_text (hangar_format_size (1536), "1.5" NBSP "KiB");
  assert_text (hangar_format_bytes (1536.4), "1.5" NBSP "KiB");
  assert_text (hangar_format_bytes (NAN), DASH);
}

static void
test_size_short (void)
{
  assert_text (hangar_format_size_short (0), "0");
  assert_text (hangar_format_size_short (340), "340");
  assert_text (hangar_format_size_short (999.6), "1.0" NBSP "k");
  assert_text (hangar_format_size_short (12 * 1024), "12" NBSP "k");
  assert_text (hangar_format_size_short (1.2 * (1 << 30)), "1.2" NBSP "G");
  assert_text (hangar_format_size_short (512.0 * (1 << 20)), "512" NBSP "M");
  assert_text (hangar_format_size_short (1e18), "888" NBSP "P");
  assert_text (hangar_format_size_short (NAN), DASH);
  assert_text (hangar_format_size_short (-1), DASH);
}

static void
test_rates (void)
{
  assert_text (hangar_format_rate (4.25 * (1 << 20)), "4.2" NBSP "MiB/s");
  assert_text (hangar_format_rate (NAN), DASH);
  assert_text (hangar_format_rate (INFINITY), DASH);
  assert_text (hangar_format_requests (120.4), "120 requests/s");
  assert_text (hangar_format_requests (0.5), "0.5 requests/s");
  assert_text (hangar_format_requests (NAN), DASH);
}

static void
test_percent (void)
{
  assert_text (hangar_format_percent (0), "0" NBSP "%");
  assert_text (hangar_format_percent (-0.0001), "0" NBSP "%");
  assert_text (hangar_format_percent (0.0004), "0" NBSP "%");
  assert_text (hangar_format_percent (0.031), "3.1" NBSP "%");
  assert_text (hangar_format_percent (0.82), "82" NBSP "%");
  assert_text (hangar_format_percent (3.997), "400" NBSP "%");
  assert_text (hangar_format_percent (NAN), DASH);
}

static void
test_duration (void)
{
  assert_text (hangar_format_duration (-5), "0" NBSP "s");
  assert_text (hangar_format_duration (59), "59" NBSP "s");
  assert_text (hangar_format_duration (3 * 60 + 59), "3" NBSP "min");
  assert_text (hangar_format_duration (2 * 3600), "2" NBSP "h");
  assert_text (hangar_format_duration (2 * 3600 + 5 * 60), "2" NBSP "h 5" NBSP "min");
  assert_text (hangar_format_duration (4 * 86400 + 7 * 3600), "4" NBSP "d 7" NBSP "h");
  assert_text (hangar_format_duration (4 * 86400 + 59), "4" NBSP "d");
}

static void
test_past (void)
{
  const gint64 now = 1700000000;
  g_autofree char *date = NULL;
  g_autofree char *future = NULL;

  assert_text (hangar_format_past (now, now), "just now");
  assert_text (hangar_format_past (now + 30, now), "just now");
  assert_text (hangar_format_past (now - 200, now), "3" NBSP "min ago");
  assert_text (hangar_format_past (now - 7300, now), "2" NBSP "h ago");
  date = hangar_format_past (now - 86400, now);
  g_assert_nonnull (strstr (date, "2023"));
  future = hangar_format_past (now + 3600, now);
  g_assert_nonnull (strstr (future, "2023"));
  assert_text (hangar_format_past (G_MAXINT64, now), DASH);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/size", test_size);
  g_test_add_func ("/format/size-short", test_size_short);
  g_test_add_func ("/format/rates", test_rates);
  g_test_add_func ("/format/percent", test_percent);
  g_test_add_func ("/format/duration", test_duration);
  g_test_add_func ("/format/past", test_past);
  return g_test_run ();
}
