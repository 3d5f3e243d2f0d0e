/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Tests wait for what happens, with a deadline, and never for a time. */

#include <gio/gio.h>
#include <time.h>

/* The checks of addresses make everything slower. */
#ifdef __SANITIZE_ADDRESS__
#define WAIT_SLOWNESS 20
#else
#define WAIT_SLOWNESS 1
#endif

#define WAIT_DEADLINE (WAIT_SLOWNESS * 60 * G_TIME_SPAN_SECOND)

static inline gboolean
wait_alarm_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the condition holds; the alarm lets a condition that no event announces be seen.
 */
#define WAIT_FOR(condition)                                     \
  G_STMT_START                                                  \
  {                                                             \
    gint64 wait_end = g_get_monotonic_time () + WAIT_DEADLINE;  \
    guint wait_alarm = g_timeout_add (20, wait_alarm_cb, NULL); \
    while (!(condition))                                        \
      {                                                         \
        g_assert_cmpint (g_get_monotonic_time (), <, wait_end); \
        g_main_context_iteration (NULL, TRUE);                  \
      }                                                         \
    g_source_remove (wait_alarm);                               \
  }                                                             \
  G_STMT_END

/* What this thread has worked so far, in µs: what a call costs, whatever else the machine does. A call that
 * waits for a silent host never returns, which the deadline of the test program tells. */
static inline gint64
wait_processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

#define WAIT_AT_ONCE (WAIT_SLOWNESS * 50 * G_TIME_SPAN_MILLISECOND)
