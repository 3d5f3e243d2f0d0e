/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Waiting in tests: on a condition, with a deadline, never for a time. */

#define DEADLINE (20 * G_TIME_SPAN_SECOND)

static inline gboolean
alarm_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the condition holds. */
#define WAIT_FOR(condition)                                \
  G_STMT_START                                             \
  {                                                        \
    gint64 end = g_get_monotonic_time () + DEADLINE;       \
    guint alarm = g_timeout_add (50, alarm_cb, NULL);      \
    while (!(condition))                                   \
      {                                                    \
        g_assert_cmpint (g_get_monotonic_time (), <, end); \
        g_main_context_iteration (NULL, TRUE);             \
      }                                                    \
    g_source_remove (alarm);                               \
  }                                                        \
  G_STMT_END
