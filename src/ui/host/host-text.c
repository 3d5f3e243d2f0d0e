/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about a host: its state in words. */

#include "config.h"

#include "ui/host/host-text.h"

#include <glib/gi18n-lib.h>

#include "model/fullness.h"

#include "model/connection-advice.h"

/**
 * hangar_host_state_text:
 * @connection: a host
 *
 * Returns: (transfer full): its state in a few words
 */
char *
hangar_host_state_text (HangarConnection *connection)
{
  guint seconds = hangar_connection_get_retry_in (connection);
  const char *full = hangar_connection_get_fullness (connection);

  switch (hangar_connection_get_state (connection))
    {
    case HANGAR_CONNECTION_OPEN:
      if (full != NULL)
        /* Translators: %s are the names of storage pools that have next to no space left */
        return g_strdup_printf (C_ ("host", "nearly full: %s"), full);
      return g_strdup (C_ ("host", "connected"));
    case HANGAR_CONNECTION_CONNECTING:
      return g_strdup (C_ ("host", "connecting…"));
    case HANGAR_CONNECTION_LOST:
      if (seconds == 0)
        return g_strdup (C_ ("host", "lost, reconnecting…"));
      /* Translators: a host that no longer answers, and when it is tried again; %u is a number of seconds */
      return g_strdup_printf (C_ ("host", "lost, reconnecting in %u s"), seconds);
    case HANGAR_CONNECTION_CLOSED:
    default:
      if (hangar_connection_get_error (connection) != NULL)
        return g_strdup (C_ ("host", "could not connect"));
      return g_strdup (C_ ("host", "not connected"));
    }
}

/**
 * hangar_host_problem_text:
 * @connection: a host
 *
 * Returns: (transfer full) (nullable): why it is not connected, in our words where they say more than the
 * daemon's, as plain text; %NULL when all is well or nobody has tried yet
 */
char *
hangar_host_problem_text (HangarConnection *connection)
{
  const GError *error = hangar_connection_get_error (connection);
  char *sentence;

  if (error == NULL || hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN)
    return NULL;
  sentence = hangar_connection_advice_dup_sentence (hangar_connection_get_uri (connection), error);
  return sentence != NULL ? sentence : g_utf8_make_valid (error->message, -1);
}
