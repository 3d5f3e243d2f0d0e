/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At the start: asks about creations that were interrupted, as soon as their host is connected. */

#include "config.h"

#include "app/leftover-watch.h"

#include "model/guest-journal.h"
#include "ui/create/leftovers-dialog.h"

typedef struct
{
  GtkApplication *app; /* weak */
  HangarGuestLeftover *leftover;
} Watch;

/* What the search was begun with. */
typedef struct
{
  GtkApplication *app;
  HangarConnectionList *connections;
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->app);
  g_object_unref (search->connections);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  g_clear_weak_pointer (&watch->app);
  hangar_guest_leftover_free (watch->leftover);
  g_free (watch);
}

static void
state_cb (HangarConnection *connection, GParamSpec *pspec, gpointer user_data)
{
  Watch *watch = user_data;
  HangarLeftoversDialog *dialog;

  if (watch->app == NULL || hangar_connection_get_state (connection) != HANGAR_CONNECTION_OPEN)
    return;
  dialog = hangar_leftovers_dialog_new (watch->leftover, connection);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), gtk_application_get_active_window (watch->app));
  gtk_window_present (GTK_WINDOW (dialog));
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
      watch = g_new0 (Watch, 1);
      g_set_weak_pointer (&watch->app, search->app);
      watch->leftover = hangar_guest_leftover_copy (leftover);
      g_signal_connect_data (connection, "notify::state", G_CALLBACK (state_cb), watch, watch_free, 0);
      state_cb (connection, NULL, watch);
    }
}

/**
 * hangar_leftover_watch_begin:
 * @app: the application
 * @connections: its hosts
 *
 * Looks in the background for what interrupted creations left.
 */
void
hangar_leftover_watch_begin (GtkApplication *app, HangarConnectionList *connections)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  Search *search = g_new0 (Search, 1);

  search->app = g_object_ref (app);
  search->connections = g_object_ref (connections);
  hangar_guest_leftovers_find_async (folder, NULL, found_cb, search);
}
