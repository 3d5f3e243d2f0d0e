/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them: sizes, rates, durations and times in the user's language. */

#include "config.h"

#include "util/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What a number that is not known looks like. */
#define NOT_KNOWN "\342\200\223"

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* A double that is a size: not NaN, not negative, not more than fits. */
static gboolean
is_size (double value)
{
  return value >= 0 && value < 9.2e18;
}

/**
 * hangar_format_size:
 * @bytes: a size in bytes
 *
 * Formats @bytes in the binary units that libvirt counts in (KiB, MiB, GiB), with one decimal.
 *
 * Returns: (transfer full): the text
 */
char *
hangar_format_size (guint64 bytes)
{
  return g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
}

/**
 * hangar_format_bytes:
 * @bytes: a size in bytes; NaN when it is not known
 *
 * Returns: (transfer full): the text, as hangar_format_size() writes it
 */
char *
hangar_format_bytes (double bytes)
{
  return is_size (bytes) ? hangar_format_size ((guint64) llround (bytes)) : g_strdup (NOT_KNOWN);
}

/**
 * hangar_format_size_short:
 * @bytes: a size in bytes, or bytes in a second; NaN when it is not known
 *
 * Formats @bytes for a narrow column: at most three digits and the letter of a binary unit ("1.2 G", "12 M",
 * "340").
 *
 * Returns: (transfer full): the text
 */
char *
hangar_format_size_short (double bytes)
{
  static const char units[] = "kMGTPE";
  int unit = -1;

  if (!is_size (bytes))
    return g_strdup (NOT_KNOWN);

  while (bytes >= 999.5 && unit < (int) sizeof units - 2)
    {
      bytes /= 1024;
      unit++;
    }
  if (unit < 0)
    return g_strdup_printf ("%.0f", bytes);
  return g_strdup_printf (bytes < 9.95 ? "%.1f\302\240%c" : "%.0f\302\240%c", bytes, units[unit]);
}

/**
 * hangar_format_rate:
 * @bytes_per_second: a rate; NaN when it is not known
 *
 * Returns: (transfer full): the text, such as "4.2 MiB/s"
 */
char *
hangar_format_rate (double bytes_per_second)
{
  g_autofree char *size = NULL;

  if (!is_size (bytes_per_second))
    return g_strdup (NOT_KNOWN);

  size = hangar_format_size ((guint64) llround (bytes_per_second));
  /* Translators: a data rate, such as "4.2 MiB/s" */
  return g_strdup_printf (C_ ("data rate", "%s/s"), size);
}

/**
 * hangar_format_requests:
 * @requests_per_second: how many; NaN when it is not known
 *
 * Returns: (transfer full): the text, such as "120 requests/s"
 */
char *
hangar_format_requests (double requests_per_second)
{
  g_autofree char *number = NULL;

  if (!is_size (requests_per_second))
    return g_strdup (NOT_KNOWN);

  number = g_strdup_printf (requests_per_second < 9.95 ? "%.1f" : "%.0f", requests_per_second);
  /* Translators: reads or writes of a disk in a second, such as "120 requests/s" */
  return g_strdup_printf (C_ ("disk requests", "%s requests/s"), number);
}

/**
 * hangar_format_percent:
 * @fraction: 1 is everything; NaN when it is not known
 *
 * Returns: (transfer full): the text, such as "82 %"; one decimal below ten percent, unless it is nothing
 */
char *
hangar_format_percent (double fraction)
{
  double percent = fraction * 100;
  g_autofree char *number = NULL;

  if (!isfinite (percent))
    return g_strdup (NOT_KNOWN);

  number = g_strdup_printf (percent >= 0.05 && percent < 9.95 ? "%.1f" : "%.0f",
                            fabs (percent) < 0.05 ? 0 : percent);
  /* Translators: a percentage, with the space that the language puts before the sign */
  return g_strdup_printf (C_ ("percentage", "%s\302\240%%"), number);
}

/**
 * hangar_format_duration:
 * @seconds: how long
 *
 * Returns: (transfer full): the two largest units, such as "40 s", "3 min", "2 h 5 min" or "4 d 7 h"
 */
char *
hangar_format_duration (gint64 seconds)
{
  seconds = MAX (seconds, 0);
  if (seconds < MINUTE)
    return g_strdup_printf (C_ ("duration", "%d\302\240s"), (int) seconds);
  if (seconds < HOUR)
    return g_strdup_printf (C_ ("duration", "%d\302\240min"), (int) (seconds / MINUTE));
  if (seconds < DAY)
    return seconds % HOUR < MINUTE
             ? g_strdup_printf (C_ ("duration", "%d\302\240h"), (int) (seconds / HOUR))
             : g_strdup_printf (C_ ("duration", "%d\302\240h %d\302\240min"), (int) (seconds / HOUR),
                                (int) (seconds % HOUR / MINUTE));
  return seconds % DAY < HOUR ? g_strdup_printf (C_ ("duration", "%d\302\240d"), (int) (seconds / DAY))
                              : g_strdup_printf (C_ ("duration", "%d\302\240d %d\302\240h"),
                                                 (int) (seconds / DAY), (int) (seconds % DAY / HOUR));
}

static char *
format_local (gint64 unix_seconds, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_seconds);
  char *text = time != NULL ? g_date_time_format (time, format) : NULL;

  return text != NULL ? text : g_strdup (NOT_KNOWN);
}

/**
 * hangar_format_clock_time:
 * @unix_seconds: seconds since 1970
 *
 * Returns: (transfer full): the time of the day with seconds, as the locale writes it
 */
char *
hangar_format_clock_time (gint64 unix_seconds)
{
  return format_local (unix_seconds, "%X");
}

/**
 * hangar_format_past:
 * @unix_seconds: a time that has been, in seconds since 1970
 * @now: the present, in seconds since 1970
 *
 * Formats relatively under a day ("3 min ago"), as the locale writes date and time above. A time after @now,
 * which clocks of other computers produce, is written as date and time too.
 *
 * Returns: (transfer full): the text
 */
char *
hangar_format_past (gint64 unix_seconds, gint64 now)
{
  gint64 age = now - unix_seconds;
  g_autofree char *duration = NULL;

  if (age < -MINUTE || age >= DAY)
    return format_local (unix_seconds, "%c");
  if (age < MINUTE)
    return g_strdup (_ ("just now"));

  /* Hours are precise enough; "3 h 7 min ago" is more than anybody asks. */
  duration = hangar_format_duration (age >= HOUR ? age - age % HOUR : age);
  /* Translators: %s is a duration such as "3 min" */
  return g_strdup_printf (_ ("%s ago"), duration);
}
