/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Tests wait for what happens, with a deadline, and never for a time. */

#include <gio/gio.h>

#define WAIT_DEADLINE (60 * G_TIME_SPAN_SECOND)

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
