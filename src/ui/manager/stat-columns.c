/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns beside the names in the list of machines, and the looks at the hosts that fill them. */

#include "config.h"

#include "ui/manager/stat-columns.h"

#include <glib/gi18n-lib.h>

#include "model/address-finder.h"
#include "model/sampler.h"
#include "ui/manager/column-sort.h"
#include "ui/manager/stat-cell.h"

/* The names come first: other columns get what these leave. */
#define WIDTH_FOR_MACHINES 300

/* In seconds: what changes without measurements is looked at so often. */
#define FACTS_INTERVAL 5

/* Rows that jump each second can not be read. */
#define RESORT_AFTER (3 * G_USEC_PER_SEC)

struct _HangarStatColumns
{
  GObject parent_instance;

  GtkColumnView *view; /* weak: it outlives us by nothing but its disposal */
  HangarSight *sight;
  HangarColumnSort *sort;
  HangarAddressFinder *addresses;
  HangarMachineList *list;
  HangarSettings *settings;
  GListModel *connections;
  GtkColumnViewColumn *columns[HANGAR_N_STATS];
  gboolean shown[HANGAR_N_STATS];
  GPtrArray *looks;
  GPtrArray *samplers;      /* whose ticks fill and sort the list */
  GPtrArray *hosts;         /* theirs */
  HangarConnection *looked; /* what the looks are at: compared only */
  guint looked_groups;      /* 0: at nothing */
  guint looked_hosts;
  gint64 sorted;
  guint fit;    /* idle source */
  guint facts;  /* timer: while a column is shown that no tick fills */
  guint serial; /* of what is known now */
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (HangarStatColumns, hangar_stat_columns, G_TYPE_OBJECT)

typedef struct
{
  const char *setting;
  guint group; /* 0: nothing has to be measured for it */
  int width;
  HangarMachineSort sort;
} ColumnEntry;

static const ColumnEntry entries[HANGAR_N_STATS] = {
  [HANGAR_STAT_CPU] = { "cpu", HANGAR_STATS_CPU, 118, HANGAR_MACHINE_SORT_CPU },
  [HANGAR_STAT_MEMORY] = { "memory", HANGAR_STATS_MEMORY, 118, HANGAR_MACHINE_SORT_MEMORY },
  [HANGAR_STAT_DISK] = { "disk", HANGAR_STATS_DISK, 118, HANGAR_MACHINE_SORT_DISK },
  [HANGAR_STAT_NETWORK] = { "network", HANGAR_STATS_NETWORK, 118, HANGAR_MACHINE_SORT_NETWORK },
  [HANGAR_STAT_ADDRESS] = { "address", 0, 130, HANGAR_MACHINE_SORT_ADDRESS },
  [HANGAR_STAT_UPTIME] = { "uptime", 0, 110, HANGAR_MACHINE_SORT_UPTIME },
  [HANGAR_STAT_OS] = { "os", 0, 140, HANGAR_MACHINE_SORT_OS },
};

/* --- Cells */

/* Drivers without bulk statistics are asked for the machines in sight alone. */
static gboolean
needs_asking (HangarStatCell *cell)
{
  HangarDomain *domain = hangar_stat_cell_get_domain (cell);
  HangarConnection *connection = domain != NULL ? hangar_domain_get_connection (domain) : NULL;

  return connection != NULL && !hangar_sampler_get_bulk (hangar_sampler_of (connection));
}

static void
seen_cb (GtkWidget *widget, gpointer data)
{
  HangarStatColumns *self = data;
  HangarStatCell *cell = HANGAR_STAT_CELL (widget);

  hangar_stat_cell_set_watched (cell, needs_asking (cell));
  hangar_stat_cell_show (cell, self->serial);
}

/* Addresses cost a question for each machine. */
static void
address_seen_cb (GtkWidget *widget, gpointer data)
{
  HangarStatColumns *self = data;
  HangarStatCell *cell = HANGAR_STAT_CELL (widget);

  hangar_address_finder_want (self->addresses, hangar_stat_cell_get_domain (cell));
  hangar_stat_cell_show (cell, self->serial);
}

static HangarStatKind
kind_of (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "hangar-kind"));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, hangar_stat_cell_new (kind_of (factory)));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, HangarStatColumns *self)
{
  GObject *object = gtk_list_item_get_item (item);
  GtkWidget *cell = gtk_list_item_get_child (item);

  if (!HANGAR_IS_DOMAIN (object))
    return;
  hangar_stat_cell_set_domain (HANGAR_STAT_CELL (cell), HANGAR_DOMAIN (object));
  hangar_sight_watch (self->sight, cell, kind_of (factory) == HANGAR_STAT_ADDRESS ? address_seen_cb : seen_cb,
                      self);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, HangarStatColumns *self)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  hangar_sight_forget (self->sight, cell);
  hangar_stat_cell_set_domain (HANGAR_STAT_CELL (cell), NULL);
}

/* What is in sight is made anew. */
static void
renew (HangarStatColumns *self)
{
  self->serial = MAX (self->serial + 1, 1);
  hangar_sight_queue (self->sight);
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
      return _ ("Network");
    case HANGAR_STAT_ADDRESS:
      return _ ("Address");
    case HANGAR_STAT_UPTIME:
      return _ ("Running For");
    case HANGAR_STAT_OS:
    case HANGAR_N_STATS:
    default:
      return _ ("System");
    }
}

static void
add_column (HangarStatColumns *self, HangarStatKind kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "hangar-kind", GUINT_TO_POINTER (kind));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->columns[kind] = gtk_column_view_column_new (column_title (kind), factory);
  /* A width that is given need not be found out from hundreds of cells. */
  gtk_column_view_column_set_fixed_width (self->columns[kind], entries[kind].width);
  hangar_column_sort_add (self->sort, self->columns[kind], entries[kind].sort);
}

/* --- What is looked at */

static void
ticked_cb (HangarStatColumns *self)
{
  gint64 now = g_get_monotonic_time ();

  renew (self);
  if (now - self->sorted < RESORT_AFTER)
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
  g_signal_connect_swapped (connection, "event", G_CALLBACK (renew), self);
  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (renew), self);
  g_ptr_array_add (self->hosts, g_object_ref (connection));
  g_ptr_array_add (self->samplers, g_object_ref (sampler));
}

static void
look_away (HangarStatColumns *self)
{
  for (guint i = 0; i < self->samplers->len; i++)
    {
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->samplers, i), self);
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->hosts, i), self);
    }
  g_ptr_array_set_size (self->hosts, 0);
  g_ptr_array_set_size (self->samplers, 0);
  g_ptr_array_set_size (self->looks, 0);
  self->looked_groups = 0;
}

static guint
wanted_groups (HangarStatColumns *self)
{
  guint groups = 0;

  for (guint i = 0; i < HANGAR_N_STATS; i++)
    if (self->shown[i])
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

static gboolean
facts_cb (gpointer data)
{
  HangarStatColumns *self = data;

  renew (self);
  if (hangar_machine_list_get_sort (self->list) == HANGAR_MACHINE_SORT_UPTIME)
    hangar_machine_list_resort (self->list);
  return G_SOURCE_CONTINUE;
}

static void
watch_facts (HangarStatColumns *self)
{
  gboolean wanted = FALSE;

  for (guint i = 0; i < HANGAR_N_STATS; i++)
    wanted = wanted || (entries[i].group == 0 && self->shown[i]);
  if (self->view == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    wanted = FALSE;
  if (!wanted)
    g_clear_handle_id (&self->facts, g_source_remove);
  else if (self->facts == 0)
    self->facts = g_timeout_add_seconds (FACTS_INTERVAL, facts_cb, self);
}

/* GTK 4.8 gives columns of a fixed width their room even while they are hidden: what is not shown is not
 * there. */
static void
show_column (HangarStatColumns *self, HangarStatKind kind, gboolean shown)
{
  guint position = 1;

  if (self->shown[kind] == shown)
    return;
  for (guint i = 0; i < kind; i++)
    position += self->shown[i] ? 1 : 0;
  self->shown[kind] = shown;
  if (shown)
    gtk_column_view_insert_column (self->view, position, self->columns[kind]);
  else
    gtk_column_view_remove_column (self->view, self->columns[kind]);
}

static void
fit_columns (HangarStatColumns *self)
{
  int width = gtk_widget_get_width (gtk_widget_get_parent (GTK_WIDGET (self->view)));
  int room = width - WIDTH_FOR_MACHINES;
  gboolean any = FALSE;

  hangar_column_sort_hold (self->sort, TRUE);
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    {
      gboolean shown = hangar_settings_has_statistics_column (self->settings, entries[i].setting) &&
                       room >= entries[i].width;

      if (shown)
        room -= entries[i].width;
      any = any || shown;
      show_column (self, i, shown);
    }
  hangar_column_sort_hold (self->sort, FALSE);
  /* A heading above the only column says nothing. */
  gtk_widget_set_visible (gtk_widget_get_first_child (GTK_WIDGET (self->view)), any);
  look_again (self);
  watch_facts (self);
  renew (self);
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
  g_clear_handle_id (&self->facts, g_source_remove);
  if (self->looks != NULL)
    look_away (self);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  g_clear_pointer (&self->samplers, g_ptr_array_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_clear_object (&self->sort);
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    {
      /* Its cells go with it, as long as we are there. */
      if (self->view != NULL && self->shown[i])
        show_column (self, i, FALSE);
      g_clear_object (&self->columns[i]);
    }
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->sight);
  g_clear_object (&self->addresses);
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
  self->hosts = g_ptr_array_new_with_free_func (g_object_unref);
  self->addresses = hangar_address_finder_new ();
  self->serial = 1;
}

static void
unmapped_cb (HangarStatColumns *self)
{
  look_away (self);
  g_clear_handle_id (&self->facts, g_source_remove);
}

static void
chosen_cb (HangarStatColumns *self, HangarMachineSort sort, gboolean reversed)
{
  g_autoptr (GEnumClass) sorts = g_type_class_ref (HANGAR_TYPE_MACHINE_SORT);
  g_autofree char *name =
    g_strconcat (reversed ? "-" : "", g_enum_get_value (sorts, (int) sort)->value_nick, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self->view), "win.sort", "s", name);
}

static void
watch (HangarStatColumns *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->view));

  g_signal_connect_object (self->view, "map", G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (unmapped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->addresses, "found", G_CALLBACK (renew), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sort, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
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
 * @machine_view: the list of machines
 * @settings: say which columns are wanted
 * @connections: all hosts
 *
 * Adds the columns. As long as the list is on the screen, the hosts that it shows are asked for what the
 * columns show.
 *
 * Returns: (transfer full): what keeps the columns alive
 */
HangarStatColumns *
hangar_stat_columns_new (HangarMachineView *machine_view, HangarSettings *settings, GListModel *connections)
{
  HangarStatColumns *self = g_object_new (HANGAR_TYPE_STAT_COLUMNS, NULL);
  GtkColumnView *view = hangar_machine_view_get_column_view (machine_view);
  g_autoptr (GtkColumnViewColumn) first = g_list_model_get_item (gtk_column_view_get_columns (view), 0);

  g_set_weak_pointer (&self->view, view);
  self->list = g_object_ref (hangar_machine_view_get_list (machine_view));
  self->sight = g_object_ref (hangar_machine_view_get_sight (machine_view));
  self->settings = g_object_ref (settings);
  self->connections = g_object_ref (connections);
  self->sort = hangar_column_sort_new (view);
  hangar_column_sort_add (self->sort, first, HANGAR_MACHINE_SORT_NAME);
  for (guint i = 0; i < HANGAR_N_STATS; i++)
    add_column (self, i);
  add_switches (self);
  watch (self);
  queue_fit (self);
  return self;
}

/**
 * hangar_stat_columns_show_sort:
 * @self: the columns
 * @sort: what the list is sorted by
 * @reversed: whether the other way round
 *
 * Shows it in the headings.
 */
void
hangar_stat_columns_show_sort (HangarStatColumns *self, HangarMachineSort sort, gboolean reversed)
{
  hangar_column_sort_show (self->sort, sort, reversed);
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
