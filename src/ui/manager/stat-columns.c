/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns with curves in the list of machines, and the looks at the hosts that fill them. */

#include "config.h"

#include "ui/manager/stat-columns.h"

#include <glib/gi18n-lib.h>

#include "model/sampler.h"
#include "ui/manager/stat-cell.h"

/* Narrower than this there is room for the machines only; from the wider one on for all columns. */
#define WIDTH_FOR_FIRST 260
#define WIDTH_FOR_EACH 146

/* Rows that jump each second can not be read. */
#define RESORT_AFTER (3 * G_USEC_PER_SEC)

struct _HangarStatColumns
{
  GObject parent_instance;

  GtkColumnView *view; /* weak: it outlives us by nothing but its disposal */
  HangarMachineList *list;
  HangarSettings *settings;
  GListModel *connections;
  GtkColumnViewColumn *columns[HANGAR_N_STATS];
  GPtrArray *looks;
  GPtrArray *samplers;      /* whose ticks sort the list */
  HangarConnection *looked; /* what the looks are at: compared only */
  guint looked_groups;      /* 0: at nothing */
  guint looked_hosts;
  gint64 sorted;
  guint fit; /* idle source */
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (HangarStatColumns, hangar_stat_columns, G_TYPE_OBJECT)

typedef struct
{
  const char *setting;
  guint group;
} ColumnEntry;

static const ColumnEntry entries[HANGAR_N_STATS] = {
  [HANGAR_STAT_CPU] = { "cpu", HANGAR_STATS_CPU },
  [HANGAR_STAT_MEMORY] = { "memory", HANGAR_STATS_MEMORY },
  [HANGAR_STAT_DISK] = { "disk", HANGAR_STATS_DISK },
  [HANGAR_STAT_NETWORK] = { "network", HANGAR_STATS_NETWORK },
};

/* --- Cells */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  gtk_list_item_set_child (item, hangar_stat_cell_new (GPOINTER_TO_UINT (kind)));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  GObject *object = gtk_list_item_get_item (item);

  hangar_stat_cell_set_domain (HANGAR_STAT_CELL (gtk_list_item_get_child (item)),
                               HANGAR_IS_DOMAIN (object) ? HANGAR_DOMAIN (object) : NULL);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer kind)
{
  hangar_stat_cell_set_domain (HANGAR_STAT_CELL (gtk_list_item_get_child (item)), NULL);
}

static const char *
column_title (HangarStatKind kind)
{
  switch (kind)
    {
    case HANGAR_STAT_CPU:
      return _ ("Processor");
    case HANGAR_STAT_MEMORY:
      return _ ("Memory");
    case HANGAR_STAT_DISK:
      return _ ("Disk");
    case HANGAR_STAT_NETWORK:
    case HANGAR_N_STATS:
    default:
      return _ ("Network");
    }
}

static void
add_column (HangarStatColumns *self, HangarStatKind kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (kind));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (kind));
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), GUINT_TO_POINTER (kind));
  self->columns[kind] = gtk_column_view_column_new (column_title (kind), factory);
  gtk_column_view_column_set_visible (self->columns[kind], FALSE);
  gtk_column_view_append_column (self->view, self->columns[kind]);
}

/* --- What is looked at */

static void
ticked_cb (HangarStatColumns *self)
{
  gint64 now = g_get_monotonic_time ();

  if (hangar_machine_list_get_sort (self->list) < HANGAR_MACHINE_SORT_CPU ||
      now - self->sorted < RESORT_AFTER)
    return;
  self->sorted = now;
  hangar_machine_list_resort (self->list);
}

static void
look_at (HangarStatColumns *self, HangarConnection *connection, guint groups)
{
  HangarSampler *sampler = hangar_sampler_of (connection);

  g_ptr_array_add (self->looks, hangar_sampler_look (sampler, groups, NULL, FALSE));
  g_signal_connect_swapped (sampler, "ticked", G_CALLBACK (ticked_cb), self);
  g_ptr_array_add (self->samplers, g_object_ref (sampler));
}

static void
look_away (HangarStatColumns *self)
{
  for (guint i = 0; i < self->samplers->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->samplers, i), self);
  g_ptr_array_set_size (self->samplers, 0);
  g_ptr_array_set_size (self->looks, 0);
  self->looked_groups = 0;
}

static guint
wanted_groups (HangarStatColumns *self)
{
  guint groups = 0;

  for (guint i = 0; i < HANGAR_N_STATS; i++)
    if (gtk_column_view_column_get_visible (self->columns[i]))
      groups |= entries[i].group;
  return groups;
}

static void
look_again (HangarStatColumns *self)
{
  HangarConnection *only = hangar_machine_list_get_connection (self->list);
  guint n_hosts = g_list_model_get_n_items (self->connections);
  guint groups = wanted_groups (self);

  if (self->view == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    groups = 0;
  if (groups == self->looked_groups && only == self->looked && n_hosts == self->looked_hosts)
    return;
  look_away (self);
  for (guint i = 0; groups != 0 && i < n_hosts; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);

      if (only == NULL || only == connection)
        look_at (self, connection, groups);
    }
  self->looked = only;
  self->looked_groups = groups;
  self->looked_hosts = n_hosts;
}

/* --- Which columns there is room for */

static void
fit_columns (HangarStatColumns *self)
{
  int width = gtk_widget_get_width (gtk_widget_get_parent (GTK_WIDGET (self->view)));
  int room = width - WIDTH_FOR_FIRST;
  gboolean any = FALSE;

  for (guint i = 0; i < HANGAR_N_STATS; i++)
    {
      gboolean shown =
        hangar_settings_has_statistics_column (self->settings, entries[i].setting) && room >= WIDTH_FOR_EACH;

      if (shown)
        room -= WIDTH_FOR_EACH;
      any = any || shown;
      gtk_column_view_column_set_visible (self->columns[i], shown);
    }
  /* A heading above the only column says nothing. */
  gtk_widget_set_visible (gtk_widget_get_first_child (GTK_WIDGET (self->view)), any);
  look_again (self);
}

static gboolean
fit_cb (gpointer data)
{
  HangarStatColumns *self = data;

  self->fit = 0;
  if (self->view != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    fit_columns (self);
  return G_SOURCE_REMOVE;
}

/* Columns must not come and go while they are given their places. */
static void
queue_fit (HangarStatColumns *self)
{
  if (self->fit == 0)
    self->fit = g_idle_add (fit_cb, self);
}

/* --- Which columns are wanted */

static void
switch_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarStatColumns *self = data;

  hangar_settings_set_statistics_column (self->settings, g_action_get_name (G_ACTION (action)),
                                         g_variant_get_boolean (value));
}

static void
update_switches (HangarStatColumns *self)
{
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), entries[i].setting);
      gboolean wanted = hangar_settings_has_statistics_column (self->settings, entries[i].setting);

      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (wanted));
    }
}

static void
add_switches (HangarStatColumns *self)
{
  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    {
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (entries[i].setting, NULL, g_variant_new_boolean (TRUE));

      g_signal_connect_object (action, "change-state", G_CALLBACK (switch_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  g_signal_connect_object (self->settings, "statistics-changed", G_CALLBACK (update_switches), self,
                           G_CONNECT_SWAPPED);
  update_switches (self);
}

static void
hangar_stat_columns_dispose (GObject *object)
{
  HangarStatColumns *self = HANGAR_STAT_COLUMNS (object);

  g_clear_handle_id (&self->fit, g_source_remove);
  if (self->looks != NULL)
    look_away (self);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  g_clear_pointer (&self->samplers, g_ptr_array_unref);
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    g_clear_object (&self->columns[i]);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->actions);
  g_clear_object (&self->list);
  g_clear_object (&self->settings);
  g_clear_object (&self->connections);
  G_OBJECT_CLASS (hangar_stat_columns_parent_class)->dispose (object);
}

static void
hangar_stat_columns_class_init (HangarStatColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_stat_columns_dispose;
}

static void
hangar_stat_columns_init (HangarStatColumns *self)
{
  self->looks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_look_end);
  self->samplers = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
watch (HangarStatColumns *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  g_signal_connect_object (self->view, "map", G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (look_away), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "statistics-changed", G_CALLBACK (queue_fit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connections, "items-changed", G_CALLBACK (queue_fit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::n-machines", G_CALLBACK (look_again), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hangar_stat_columns_new:
 * @view: the list of machines
 * @list: what it shows
 * @settings: say which columns are wanted
 * @connections: all hosts
 *
 * Adds the columns. As long as the list is on the screen, the hosts that it shows are asked for what the
 * columns show.
 *
 * Returns: (transfer full): what keeps the columns alive
 */
HangarStatColumns *
hangar_stat_columns_new (GtkColumnView *view, HangarMachineList *list, HangarSettings *settings,
                         GListModel *connections)
{
  HangarStatColumns *self = g_object_new (HANGAR_TYPE_STAT_COLUMNS, NULL);

  g_set_weak_pointer (&self->view, view);
  self->list = g_object_ref (list);
  self->settings = g_object_ref (settings);
  self->connections = g_object_ref (connections);
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    add_column (self, i);
  add_switches (self);
  watch (self);
  queue_fit (self);
  return self;
}

/**
 * hangar_stat_columns_get_actions:
 * @self: the columns
 *
 * Returns: (transfer none): one switch for each column, by the names of the setting
 */
GActionGroup *
hangar_stat_columns_get_actions (HangarStatColumns *self)
{
  return G_ACTION_GROUP (self->actions);
}
