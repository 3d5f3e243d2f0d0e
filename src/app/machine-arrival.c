/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits until a machine that was just made is in the list of its host. */

#include "config.h"

#include "app/machine-arrival.h"

#include <glib/gi18n.h>

typedef struct
{
  char *uuid;
  gulong handler; /* on the host's list */
  guint timeout;
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  g_free (arrival->uuid);
  g_free (arrival);
}

static void
stop (GTask *task)
{
  Arrival *arrival = g_task_get_task_data (task);
  HangarConnection *connection = g_task_get_source_object (task);

  g_clear_signal_handler (&arrival->handler, hangar_connection_get_domains (connection));
  g_clear_handle_id (&arrival->timeout, g_source_remove);
}

static gboolean
look (GTask *task)
{
  Arrival *arrival = g_task_get_task_data (task);
  HangarDomain *domain = hangar_connection_find_domain (g_task_get_source_object (task), arrival->uuid);

  if (domain == NULL)
    return FALSE;
  stop (task);
  g_task_return_pointer (task, g_object_ref (domain), g_object_unref);
  g_object_unref (task);
  return TRUE;
}

static void
items_changed_cb (GTask *task)
{
  look (task);
}

static gboolean
timeout_cb (gpointer user_data)
{
  GTask *task = user_data;

  ((Arrival *) g_task_get_task_data (task))->timeout = 0;
  stop (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                           _ ("The host has not told of the new machine."));
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/**
 * hangar_machine_arrival_async:
 * @connection: an open host
 * @uuid: the UUID of a machine
 * @deadline: in seconds
 * @callback: called when the machine is there or the deadline is over
 * @user_data: for @callback
 *
 * A daemon may tell of a new machine before or after its creation is told to be done.
 */
void
hangar_machine_arrival_async (HangarConnection *connection, const char *uuid, guint deadline,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (connection, NULL, callback, user_data);
  Arrival *arrival = g_new0 (Arrival, 1);

  g_task_set_source_tag (task, hangar_machine_arrival_async);
  g_task_set_task_data (task, arrival, arrival_free);
  arrival->uuid = g_strdup (uuid);
  if (look (task))
    return;
  arrival->handler = g_signal_connect_swapped (hangar_connection_get_domains (connection), "items-changed",
                                               G_CALLBACK (items_changed_cb), task);
  arrival->timeout = g_timeout_add_seconds (deadline, timeout_cb, task);
}

/**
 * hangar_machine_arrival_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the machine
 */
HangarDomain *
hangar_machine_arrival_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
