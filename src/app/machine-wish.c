/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds a machine that was named on the command line, as soon as the hosts have said what they have. */

#include "config.h"

#include "app/machine-wish.h"

#include <glib/gi18n.h>

typedef struct
{
  GListModel *connections;
  char *name;
  guint timeout;
  GPtrArray *watched; /* of HangarConnection */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_handle_id (&wish->timeout, g_source_remove);
  g_object_unref (wish->connections);
  g_ptr_array_unref (wish->watched);
  g_free (wish->name);
  g_free (wish);
}

static void
stop (GTask *task)
{
  Wish *wish = g_task_get_task_data (task);

  for (guint i = 0; i < wish->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (wish->watched, i), task);
  g_ptr_array_set_size (wish->watched, 0);
  g_clear_handle_id (&wish->timeout, g_source_remove);
}

static void
fail (GTask *task)
{
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: %s is a machine's name or UUID as it was typed */
  g_string_printf (text, _ ("No machine is called “%s”."), wish->name);
  for (guint i = 0; i < g_list_model_get_n_items (wish->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (wish->connections, i);
      const GError *error = hangar_connection_get_error (connection);

      if (error != NULL)
        {
          g_string_append_c (text, ' ');
          /* Translators: an address of a host and what the host's side said */
          g_string_append_printf (text, _ ("Could not connect to %s: %s"),
                                  hangar_connection_get_uri (connection), error->message);
        }
    }
  stop (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", text->str);
}

static gboolean
is_settled (Wish *wish)
{
  for (guint i = 0; i < g_list_model_get_n_items (wish->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (wish->connections, i);

      if (hangar_connection_get_state (connection) == HANGAR_CONNECTION_CONNECTING)
        return FALSE;
    }
  return TRUE;
}

static HangarDomain *
find (Wish *wish)
{
  for (guint i = 0; i < g_list_model_get_n_items (wish->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (wish->connections, i);
      HangarDomain *domain = hangar_connection_find_domain (connection, wish->name);

      if (domain != NULL)
        return domain;
    }
  return NULL;
}

static void
check_cb (GTask *task)
{
  g_autoptr (GTask) alive = g_object_ref (task);
  Wish *wish = g_task_get_task_data (task);
  HangarDomain *domain = find (wish);

  if (domain != NULL)
    {
      stop (task);
      g_task_return_pointer (task, g_object_ref (domain), g_object_unref);
      g_object_unref (task);
    }
  else if (is_settled (wish))
    {
      fail (task);
      g_object_unref (task);
    }
}

static gboolean
timeout_cb (gpointer user_data)
{
  GTask *task = user_data;

  ((Wish *) g_task_get_task_data (task))->timeout = 0;
  fail (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/**
 * hangar_machine_wish_async:
 * @connections: the hosts to look at, of which those that count are being opened or open
 * @name_or_uuid: what was typed
 * @deadline: in seconds, how long to wait for hosts that do not answer
 * @cancellable: (nullable): to stop
 * @callback: called when the machine is there or cannot be
 * @user_data: for @callback
 *
 * Looks for a machine as the hosts come.
 */
void
hangar_machine_wish_async (GListModel *connections, const char *name_or_uuid, guint deadline,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, hangar_machine_wish_async);
  wish->connections = g_object_ref (connections);
  wish->name = g_strdup (name_or_uuid);
  wish->watched = g_ptr_array_new_with_free_func (g_object_unref);
  wish->timeout = g_timeout_add_seconds (deadline, timeout_cb, task);
  g_task_set_task_data (task, wish, wish_free);
  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      HangarConnection *connection = g_list_model_get_item (connections, i);

      g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (check_cb), task);
      g_ptr_array_add (wish->watched, connection);
    }
  check_cb (task);
}

/**
 * hangar_machine_wish_finish:
 * @result: the result
 * @error: a sentence for the user
 *
 * Returns: (transfer full): the machine
 */
HangarDomain *
hangar_machine_wish_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
