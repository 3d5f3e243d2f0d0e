/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At the start: asks about creations, deletions and goings back that were interrupted, as soon as their host
 * is connected. */

#include "config.h"

#include "app/leftover-watch.h"

#include "model/guest-journal.h"
#include "model/revert-leftover.h"
#include "ui/create/leftovers-dialog.h"

typedef struct
{
  GtkApplication *app; /* weak */
  HangarJobList *jobs;
  HangarGuestLeftover *leftover;
} Watch;

/* What the search was begun with. */
typedef struct
{
  GtkApplication *app;
  HangarConnectionList *connections;
  HangarJobList *jobs;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->app);
  g_object_unref (search->connections);
  g_object_unref (search->jobs);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static Watch *
watch_new (GtkApplication *app, HangarJobList *jobs, const HangarGuestLeftover *leftover)
{
  Watch *watch = g_new0 (Watch, 1);

  g_set_weak_pointer (&watch->app, app);
  watch->jobs = g_object_ref (jobs);
  watch->leftover = hangar_guest_leftover_copy (leftover);
  return watch;
}

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  g_clear_weak_pointer (&watch->app);
  g_object_unref (watch->jobs);
  hangar_guest_leftover_free (watch->leftover);
  g_free (watch);
}

static void
ask (const Watch *watch, HangarConnection *connection)
{
  HangarLeftoversDialog *dialog = hangar_leftovers_dialog_new (watch->leftover, connection, watch->jobs);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), gtk_application_get_active_window (watch->app));
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  Watch *watch;
  HangarConnection *connection;
} Look;

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *look = user_data;

  if (hangar_revert_leftover_look_finish (look->connection, result, NULL) && look->watch->app != NULL)
    ask (look->watch, look->connection);
  watch_free (look->watch, NULL);
  g_object_unref (look->connection);
  g_free (look);
}

/* Whether there is something to ask is to be found out first. */
static void
begin_look (const Watch *watch, HangarConnection *connection)
{
  Look *look = g_new0 (Look, 1);

  look->watch = watch_new (watch->app, watch->jobs, watch->leftover);
  look->connection = g_object_ref (connection);
  hangar_revert_leftover_look_async (watch->leftover, connection, NULL, looked_cb, look);
}

static void
state_cb (HangarConnection *connection, GParamSpec *pspec, gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->app == NULL || hangar_connection_get_state (connection) != HANGAR_CONNECTION_OPEN)
    return;
  if (watch->leftover->revert != NULL)
    begin_look (watch, connection);
  else
    ask (watch, connection);
  g_signal_handlers_disconnect_by_func (connection, state_cb, watch);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (GPtrArray) found = hangar_guest_leftovers_find_finish (result, NULL);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const HangarGuestLeftover *leftover = g_ptr_array_index (found, i);
      HangarConnection *connection = hangar_connection_list_find (search->connections, leftover->uri);
      Watch *watch;

      if (connection == NULL)
        continue;
      watch = watch_new (search->app, search->jobs, leftover);
      g_signal_connect_data (connection, "notify::state", G_CALLBACK (state_cb), watch, watch_free, 0);
      state_cb (connection, NULL, watch);
    }
}

/**
 * hangar_leftover_watch_begin:
 * @app: the application
 * @connections: its hosts
 * @jobs: its long tasks
 *
 * Looks in the background for what interrupted creations left.
 */
void
hangar_leftover_watch_begin (GtkApplication *app, HangarConnectionList *connections, HangarJobList *jobs)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  Search *search = g_new0 (Search, 1);

  search->app = g_object_ref (app);
  search->connections = g_object_ref (connections);
  search->jobs = g_object_ref (jobs);
  hangar_guest_leftovers_find_async (folder, NULL, found_cb, search);
}
