/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host that a machine is made on: one of those that are connected, asked what it offers. */

#include "config.h"

#include "ui/create/host-choice.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "model/host-volume.h"

struct _HangarHostChoice
{
  GObject parent_instance;

  HangarGuestSpec *spec;
  GtkFilterListModel *open_hosts;
  HangarConnection *connection; /* (nullable): the host that was asked what it offers */
  GCancellable *asking;
  GError *error;
  HangarConnection *searched; /* (nullable): the host whose pools were searched for drivers */
};

G_DEFINE_FINAL_TYPE (HangarHostChoice, hangar_host_choice, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed (HangarHostChoice *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHostChoice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarGuestHost) host =
    hangar_guest_host_load_finish (HANGAR_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->connection != HANGAR_CONNECTION (source))
    return;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  hangar_guest_spec_set_host (self->spec, host, hangar_connection_get_domains (self->connection));
  changed (self);
}

static void
ask (HangarHostChoice *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  hangar_guest_host_load_async (self->connection, self->asking, loaded_cb, g_object_ref (self));
}

/* What a host offered before it was lost may have changed when it is back. */
static void
state_cb (HangarHostChoice *self)
{
  if (self->connection != NULL && hangar_connection_get_state (self->connection) == HANGAR_CONNECTION_OPEN)
    ask (self);
  changed (self);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHostChoice) self = user_data;
  g_autoptr (GPtrArray) volumes = hangar_host_volumes_list_finish (self->searched, result, NULL);

  if (self->spec == NULL || self->searched != self->connection)
    return;
  for (guint i = 0; volumes != NULL && i < volumes->len; i++)
    if (hangar_host_volume_is_drivers (g_ptr_array_index (volumes, i)))
      hangar_guest_spec_set_drivers (self->spec,
                                     hangar_host_volume_get_path (g_ptr_array_index (volumes, i)));
}

/* Only when a system is to be installed that has none, because pools may be large. */
static void
spec_changed_cb (HangarHostChoice *self)
{
  if (self->connection == NULL || self->connection == self->searched ||
      !hangar_guest_spec_wants_drivers (self->spec))
    return;
  g_set_object (&self->searched, self->connection);
  hangar_guest_spec_set_drivers (self->spec, NULL);
  hangar_host_volumes_list_async (self->connection, self->asking, searched_cb, g_object_ref (self));
}

static gboolean
is_open_cb (gpointer item, gpointer user_data)
{
  return hangar_connection_get_state (item) == HANGAR_CONNECTION_OPEN;
}

static void
filter_again (HangarHostChoice *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->open_hosts), GTK_FILTER_CHANGE_DIFFERENT);
}

/* A filter does not look at its items again by itself. */
static void
watch (HangarHostChoice *self, GListModel *connections)
{
  guint n = g_list_model_get_n_items (connections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (connections, i);

      g_signal_connect_object (connection, "notify::state", G_CALLBACK (filter_again), self,
                               G_CONNECT_SWAPPED);
    }
}

/* The first host that opens is taken when there was none. */
static void
hosts_changed_cb (HangarHostChoice *self)
{
  g_autoptr (HangarConnection) first = NULL;

  if (self->connection != NULL)
    return;
  first = g_list_model_get_item (G_LIST_MODEL (self->open_hosts), 0);
  hangar_host_choice_select (self, first);
}

static void
hangar_host_choice_dispose (GObject *object)
{
  HangarHostChoice *self = HANGAR_HOST_CHOICE (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->open_hosts);
  g_clear_object (&self->connection);
  g_clear_object (&self->searched);
  g_clear_object (&self->spec);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (hangar_host_choice_parent_class)->dispose (object);
}

static void
hangar_host_choice_class_init (HangarHostChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_host_choice_dispose;

  /**
   * HangarHostChoice::changed:
   *
   * Another host, or another answer of it.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HANGAR_TYPE_HOST_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_host_choice_init (HangarHostChoice *self)
{
}

/**
 * hangar_host_choice_new:
 * @connections: the hosts
 * @preferred: (nullable): the host to begin with
 * @spec: the wish that is told what the host offers
 *
 * Returns: (transfer full): the choice, with a host that is connected where there is one
 */
HangarHostChoice *
hangar_host_choice_new (HangarConnectionList *connections, HangarConnection *preferred, HangarGuestSpec *spec)
{
  HangarHostChoice *self = g_object_new (HANGAR_TYPE_HOST_CHOICE, NULL);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_open_cb, NULL, NULL));

  self->spec = g_object_ref (spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (spec_changed_cb), self, G_CONNECT_SWAPPED);
  self->open_hosts = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (connections)), filter);
  g_signal_connect_object (self->open_hosts, "items-changed", G_CALLBACK (hosts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  watch (self, G_LIST_MODEL (connections));
  if (preferred != NULL && hangar_connection_get_state (preferred) == HANGAR_CONNECTION_OPEN)
    hangar_host_choice_select (self, preferred);
  else
    hosts_changed_cb (self);
  return self;
}

/**
 * hangar_host_choice_get_hosts:
 * @self: a choice
 *
 * Returns: (transfer none): the hosts that are connected
 */
GListModel *
hangar_host_choice_get_hosts (HangarHostChoice *self)
{
  return G_LIST_MODEL (self->open_hosts);
}

/**
 * hangar_host_choice_select:
 * @self: a choice
 * @connection: (nullable): a host
 *
 * Takes a host, and asks it what it offers. %NULL is ignored.
 */
void
hangar_host_choice_select (HangarHostChoice *self, HangarConnection *connection)
{
  if (connection == NULL || self->connection == connection)
    return;
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_func (self->connection, state_cb, self);
  g_clear_error (&self->error);
  g_set_object (&self->connection, connection);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  hangar_guest_spec_set_host (self->spec, NULL, NULL);
  hangar_guest_spec_set_pool (self->spec, NULL);
  ask (self);
  changed (self);
}

/**
 * hangar_host_choice_get_selected:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): the host
 */
HangarConnection *
hangar_host_choice_get_selected (HangarHostChoice *self)
{
  return self->connection;
}

/**
 * hangar_host_choice_ask_again:
 * @self: a choice
 *
 * Asks the host anew what it offers; what was answered before holds until then.
 */
void
hangar_host_choice_ask_again (HangarHostChoice *self)
{
  if (self->connection != NULL)
    ask (self);
}

/**
 * hangar_host_choice_dup_problem:
 * @self: a choice
 *
 * Returns: (transfer full) (nullable): the sentence that says why no machine can be made on the host
 */
char *
hangar_host_choice_dup_problem (HangarHostChoice *self)
{
  if (self->connection == NULL)
    return g_strdup (_ ("No host is connected. Connect to one first."));
  if (hangar_connection_get_state (self->connection) != HANGAR_CONNECTION_OPEN)
    return g_strdup (_ ("The host is not connected."));
  return self->error != NULL ? g_strdup (self->error->message) : NULL;
}
