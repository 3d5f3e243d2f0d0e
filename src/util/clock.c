/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock of all samples and marks. */

#include "util/clock.h"

#include <time.h>

/**
 * hangar_clock_now:
 *
 * Unlike g_get_monotonic_time() it goes on while the computer sleeps: the machines of another host work on
 * meanwhile, and an hour's worth of their counters is no rate of one second.
 *
 * Returns: microseconds of a clock that never runs back
 */
gint64
hangar_clock_now (void)
{
#ifdef CLOCK_BOOTTIME
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) == 0)
    return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
#endif
  return g_get_monotonic_time ();
}
