/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to a host, as actions "host.…". */

#include "config.h"

#include "ui/host/host-actions.h"

#include "ui/dialogs/remove-host-dialog.h"
#include "ui/dialogs/rename-host-dialog.h"

struct _HangarHostActions
{
  GSimpleActionGroup parent_instance;

  HangarConnectionList *connections;
  HangarConnection *connection;
  GtkWidget *widget; /* weak: in the window that the dialogs belong to */
};

G_DEFINE_FINAL_TYPE (HangarHostActions, hangar_host_actions, G_TYPE_SIMPLE_ACTION_GROUP)

static void
set_enabled (HangarHostActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update (HangarHostActions *self)
{
  gboolean any = self->connection != NULL;
  HangarConnectionState state =
    any ? hangar_connection_get_state (self->connection) : HANGAR_CONNECTION_CLOSED;
  GAction *autoconnect = g_action_map_lookup_action (G_ACTION_MAP (self), "autoconnect");

  set_enabled (self, "connect",
               any && (state == HANGAR_CONNECTION_CLOSED || state == HANGAR_CONNECTION_LOST));
  set_enabled (self, "disconnect", any && state != HANGAR_CONNECTION_CLOSED);
  set_enabled (self, "rename", any);
  set_enabled (self, "remove", any);
  set_enabled (self, "autoconnect", any);
  g_simple_action_set_state (
    G_SIMPLE_ACTION (autoconnect),
    g_variant_new_boolean (any && hangar_connection_get_autoconnect (self->connection)));
}

static void
present (HangarHostActions *self, GtkWindow *dialog)
{
  GtkRoot *root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (dialog, GTK_WINDOW (root));
  gtk_window_present (dialog);
}

static void
connect_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarHostActions *self = HANGAR_HOST_ACTIONS (user_data);

  hangar_connection_open (self->connection);
}

static void
disconnect_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarHostActions *self = HANGAR_HOST_ACTIONS (user_data);

  hangar_connection_close (self->connection);
}

static void
rename_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarHostActions *self = HANGAR_HOST_ACTIONS (user_data);

  present (self, GTK_WINDOW (hangar_rename_host_dialog_new (self->connection)));
}

static void
remove_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarHostActions *self = HANGAR_HOST_ACTIONS (user_data);

  present (self, GTK_WINDOW (hangar_remove_host_dialog_new (self->connections, self->connection)));
}

static void
autoconnect_changed (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HangarHostActions *self = HANGAR_HOST_ACTIONS (user_data);

  hangar_connection_set_autoconnect (self->connection, g_variant_get_boolean (value));
}

static void
hangar_host_actions_dispose (GObject *object)
{
  HangarHostActions *self = HANGAR_HOST_ACTIONS (object);

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  g_clear_object (&self->connections);
  g_clear_weak_pointer (&self->widget);

  G_OBJECT_CLASS (hangar_host_actions_parent_class)->dispose (object);
}

static void
hangar_host_actions_class_init (HangarHostActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_host_actions_dispose;
}

static void
hangar_host_actions_init (HangarHostActions *self)
{
  const GActionEntry entries[] = {
    { "connect", connect_activated },
    { "disconnect", disconnect_activated },
    { "rename", rename_activated },
    { "remove", remove_activated },
    { "autoconnect", NULL, NULL, "false", autoconnect_changed },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  update (self);
}

/**
 * hangar_host_actions_new:
 * @connections: the list that hosts are removed from
 *
 * Returns: (transfer full): the actions, to be inserted as "host"
 */
HangarHostActions *
hangar_host_actions_new (HangarConnectionList *connections)
{
  HangarHostActions *self = g_object_new (HANGAR_TYPE_HOST_ACTIONS, NULL);

  self->connections = g_object_ref (connections);
  return self;
}

/**
 * hangar_host_actions_set_widget:
 * @self: actions
 * @widget: (nullable): a widget in the window that dialogs belong to
 */
void
hangar_host_actions_set_widget (HangarHostActions *self, GtkWidget *widget)
{
  g_set_weak_pointer (&self->widget, widget);
}

/**
 * hangar_host_actions_set_connection:
 * @self: actions
 * @connection: (nullable): the host to act on; with %NULL nothing can be done
 */
void
hangar_host_actions_set_connection (HangarHostActions *self, HangarConnection *connection)
{
  if (self->connection == connection)
    return;
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    {
      g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (update), self);
      g_signal_connect_swapped (connection, "notify::autoconnect", G_CALLBACK (update), self);
    }
  update (self);
}
