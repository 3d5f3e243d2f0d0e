/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/clock: it counts the time that the computer sleeps, and never runs back. */

#include "util/clock.h"

#include <time.h>

static gint64
boot_time (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_BOOTTIME, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The kernel's clock that goes on through a sleep, whatever the difference to the one that does not. */
static void
test_sleep (void)
{
  for (int i = 0; i < 100; i++)
    {
      const gint64 before = boot_time ();
      const gint64 now = hangar_clock_now ();

      g_assert_cmpint (now, >=, before);
      g_assert_cmpint (now, <=, boot_time ());
    }
}

static void
test_forward (void)
{
  gint64 last = 0;

  for (int i = 0; i < 10000; i++)
    {
      const gint64 now = hangar_clock_now ();

      g_assert_cmpint (now, >=, last);
      last = now;
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/sleep", test_sleep);
  g_test_add_func ("/clock/forward", test_forward);
  return g_test_run ();
}
