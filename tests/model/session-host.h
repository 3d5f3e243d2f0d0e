/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "tests/wait.h"

#define SESSION_DEADLINE WAIT_DEADLINE

/* Runs the main loop until the condition holds. */
#define SESSION_WAIT_FOR(condition)                           \
  G_STMT_START                                                \
  {                                                           \
    gint64 end = g_get_monotonic_time () + SESSION_DEADLINE;  \
    guint alarm = g_timeout_add (50, session_alarm_cb, NULL); \
    while (!(condition))                                      \
      {                                                       \
        g_assert_cmpint (g_get_monotonic_time (), <, end);    \
        g_main_context_iteration (NULL, TRUE);                \
      }                                                       \
    g_source_remove (alarm);                                  \
  }                                                           \
  G_STMT_END

gboolean session_alarm_cb (gpointer data);
void session_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);

HangarConnection *session_open (void);
void session_close (HangarConnection *connection);
HangarDomain *session_define (HangarConnection *connection, const char *xml);
void session_forget (HangarDomain *domain);
void session_start (HangarDomain *domain);
void session_stop (HangarDomain *domain);
char *session_get_xml (HangarDomain *domain, gboolean inactive);
char *session_machine_xml (const char *name, const char *devices);
char *session_file (const char *name, gsize size);
