/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hosts that the user knows, kept in the settings as they are changed. */

#include "model/connection-list.h"

struct _HangarConnectionList
{
  GObject parent_instance;

  HangarSettings *settings; /* NULL: nothing is kept */
  GPtrArray *connections;   /* of HangarConnection */
  GHashTable *passing;      /* those of them that are not kept */
};

static void hangar_connection_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HangarConnectionList, hangar_connection_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, hangar_connection_list_model_init))

static GType
hangar_connection_list_get_item_type (GListModel *model)
{
  return HANGAR_TYPE_CONNECTION;
}

static guint
hangar_connection_list_get_n_items (GListModel *model)
{
  return HANGAR_CONNECTION_LIST (model)->connections->len;
}

static gpointer
hangar_connection_list_get_item (GListModel *model, guint position)
{
  HangarConnectionList *self = HANGAR_CONNECTION_LIST (model);

  return position < self->connections->len ? g_object_ref (g_ptr_array_index (self->connections, position))
                                           : NULL;
}

static void
hangar_connection_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hangar_connection_list_get_item_type;
  iface->get_n_items = hangar_connection_list_get_n_items;
  iface->get_item = hangar_connection_list_get_item;
}

static void
save (HangarConnectionList *self)
{
  g_autoptr (GPtrArray) hosts = NULL;

  if (self->settings == NULL)
    return;

  hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_saved_host_free);
  for (guint i = 0; i < self->connections->len; i++)
    {
      HangarConnection *connection = g_ptr_array_index (self->connections, i);
      const char *label = hangar_connection_get_custom_label (connection);
      HangarSavedHost *host;

      if (g_hash_table_contains (self->passing, connection))
        continue;
      host = g_new0 (HangarSavedHost, 1);
      host->uri = g_strdup (hangar_connection_get_uri (connection));
      host->label = g_strdup (label != NULL ? label : "");
      host->autoconnect = hangar_connection_get_autoconnect (connection);
      g_ptr_array_add (hosts, host);
    }
  hangar_settings_set_hosts (self->settings, hosts);
}

static HangarConnection *
append (HangarConnectionList *self, const char *uri, const char *label, gboolean autoconnect)
{
  HangarConnection *connection = hangar_connection_new (uri, label, autoconnect);

  g_signal_connect_object (connection, "notify::custom-label", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::autoconnect", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->connections, connection);
  g_list_model_items_changed (G_LIST_MODEL (self), self->connections->len - 1, 0, 1);
  return connection;
}

static void
hangar_connection_list_dispose (GObject *object)
{
  HangarConnectionList *self = HANGAR_CONNECTION_LIST (object);

  g_ptr_array_set_size (self->connections, 0);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hangar_connection_list_parent_class)->dispose (object);
}

static void
hangar_connection_list_finalize (GObject *object)
{
  HangarConnectionList *self = HANGAR_CONNECTION_LIST (object);

  g_ptr_array_unref (self->connections);
  g_hash_table_unref (self->passing);

  G_OBJECT_CLASS (hangar_connection_list_parent_class)->finalize (object);
}

static void
hangar_connection_list_class_init (HangarConnectionListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_connection_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_connection_list_finalize;
}

static void
hangar_connection_list_init (HangarConnectionList *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->passing = g_hash_table_new (NULL, NULL);
}

/**
 * hangar_connection_list_new:
 * @settings: (nullable): where the hosts are kept; %NULL for a list of this start only
 *
 * Returns: (transfer full): an empty list
 */
HangarConnectionList *
hangar_connection_list_new (HangarSettings *settings)
{
  HangarConnectionList *self = g_object_new (HANGAR_TYPE_CONNECTION_LIST, NULL);

  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  return self;
}

/**
 * hangar_connection_list_load:
 * @self: an empty list
 *
 * Fills it with the hosts that are kept; none is connected by that.
 */
void
hangar_connection_list_load (HangarConnectionList *self)
{
  g_autoptr (GPtrArray) hosts = NULL;

  if (self->settings == NULL)
    return;

  hosts = hangar_settings_get_hosts (self->settings);
  for (guint i = 0; i < hosts->len; i++)
    {
      const HangarSavedHost *host = g_ptr_array_index (hosts, i);

      if (hangar_connection_list_find (self, host->uri) == NULL)
        append (self, host->uri, host->label, host->autoconnect);
    }
}

/**
 * hangar_connection_list_find:
 * @self: a list
 * @uri: a libvirt URI
 *
 * Returns: (transfer none) (nullable): the host
 */
HangarConnection *
hangar_connection_list_find (HangarConnectionList *self, const char *uri)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      HangarConnection *connection = g_ptr_array_index (self->connections, i);

      if (g_str_equal (hangar_connection_get_uri (connection), uri))
        return connection;
    }
  return NULL;
}

/**
 * hangar_connection_list_add:
 * @self: a list
 * @uri: a libvirt URI
 * @custom_label: (nullable): the user's label
 * @autoconnect: whether it is opened at start
 *
 * Adds a host, and keeps it. One that is there already is not added twice.
 *
 * Returns: (transfer none): the host
 */
HangarConnection *
hangar_connection_list_add (HangarConnectionList *self, const char *uri, const char *custom_label,
                            gboolean autoconnect)
{
  HangarConnection *connection = hangar_connection_list_find (self, uri);

  if (connection == NULL)
    {
      connection = append (self, uri, custom_label, autoconnect);
      save (self);
    }
  return connection;
}

/**
 * hangar_connection_list_add_for_now:
 * @self: a list
 * @uri: a libvirt URI
 *
 * Adds a host that is forgotten when the program ends. One that is there already stays as it is.
 *
 * Returns: (transfer none): the host
 */
HangarConnection *
hangar_connection_list_add_for_now (HangarConnectionList *self, const char *uri)
{
  HangarConnection *connection = hangar_connection_list_find (self, uri);

  if (connection == NULL)
    {
      connection = append (self, uri, NULL, FALSE);
      g_hash_table_add (self->passing, connection);
    }
  return connection;
}

/**
 * hangar_connection_list_remove:
 * @self: a list
 * @connection: a host
 *
 * Disconnects and forgets a host. Its machines are not touched.
 */
void
hangar_connection_list_remove (HangarConnectionList *self, HangarConnection *connection)
{
  g_autoptr (HangarConnection) kept = g_object_ref (connection);
  guint position;

  if (!g_ptr_array_find (self->connections, connection, &position))
    return;
  g_ptr_array_remove_index (self->connections, position);
  g_hash_table_remove (self->passing, connection);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_signal_handlers_disconnect_by_data (connection, self);
  hangar_connection_close (connection);
  save (self);
}

/**
 * hangar_connection_list_open_all:
 * @self: a list
 *
 * Connects all hosts that are to be connected at start. Does not wait.
 */
void
hangar_connection_list_open_all (HangarConnectionList *self)
{
  for (guint i = 0; i < self->connections->len; i++)
    if (hangar_connection_get_autoconnect (g_ptr_array_index (self->connections, i)))
      hangar_connection_open (g_ptr_array_index (self->connections, i));
}

/**
 * hangar_connection_list_close_all:
 * @self: a list
 *
 * Disconnects all hosts.
 */
void
hangar_connection_list_close_all (HangarConnectionList *self)
{
  for (guint i = 0; i < self->connections->len; i++)
    hangar_connection_close (g_ptr_array_index (self->connections, i));
}
