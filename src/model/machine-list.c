/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the list of machines: of one host or of all in sections, searched and sorted. */

#include "config.h"

#include "model/machine-list.h"

#include "model/machine-load.h"
#include "model/machine-section.h"

/* In ms: changes that come faster than this are done together. */
#define SETTLE_TIME 400

typedef HangarMachineEntry Entry;
typedef HangarMachineSection Section;

struct _HangarMachineList
{
  GObject parent_instance;

  GListModel *connections;
  GPtrArray *sections; /* owned, in the order shown: this computer first */
  HangarMachineRules rules;
  guint settle_source; /* until it fires, what changes waits for it */
  guint n_shown;
  guint n_machines;
};

enum
{
  PROP_N_SHOWN = 1,
  PROP_N_MACHINES,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void hangar_machine_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HangarMachineList, hangar_machine_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, hangar_machine_list_model_init))

static guint
section_offset (Section *section)
{
  HangarMachineList *self = section->list;
  guint offset = 0;

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *other = g_ptr_array_index (self->sections, i);

      if (other == section)
        break;
      offset += hangar_machine_section_n_rows (other);
    }
  return offset;
}

static void
tell (Section *section, HangarRowsChange change)
{
  if (change.removed > 0 || change.added > 0)
    g_list_model_items_changed (G_LIST_MODEL (section->list), section_offset (section) + change.position,
                                change.removed, change.added);
}

static void
update_counts (HangarMachineList *self)
{
  guint n_shown = 0, n_machines = 0;

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      n_shown += section->shown->len;
      n_machines += hangar_machine_section_is_active (section) ? section->entries->len : 0;
    }
  if (n_shown != self->n_shown)
    {
      self->n_shown = n_shown;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_SHOWN]);
    }
  if (n_machines != self->n_machines)
    {
      self->n_machines = n_machines;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MACHINES]);
    }
}

static void
rebuild (HangarMachineList *self)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      tell (section, hangar_machine_section_rebuild (section));
    }
  update_counts (self);
}

static gboolean
settle_cb (gpointer user_data)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (user_data);

  if (hangar_machine_list_settle (self))
    return G_SOURCE_CONTINUE;
  self->settle_source = 0;
  return G_SOURCE_REMOVE;
}

/* One change has its effect at once. A burst is done together: when a host comes, each of its machines gets
 * its title, and a thousand moves of rows would cost more than all the rest. */
static void
domain_notify_cb (HangarDomain *domain, GParamSpec *pspec, Entry *entry)
{
  Section *section = entry->section;
  HangarMachineList *self = section->list;

  if (!hangar_machine_entry_concerns (entry, pspec->name, self->rules.query, self->rules.sort))
    return;
  entry->stale = TRUE;
  if (self->settle_source != 0)
    return;
  tell (section, hangar_machine_section_settle (section, entry));
  update_counts (self);
  self->settle_source = g_timeout_add (SETTLE_TIME, settle_cb, self);
}

static void
domains_changed_cb (GListModel *domains, guint position, guint removed, guint added, Section *section)
{
  if (removed > 0)
    tell (section, hangar_machine_section_remove (section, position, removed));
  tell (section, hangar_machine_section_add (section, position, added, G_CALLBACK (domain_notify_cb)));
  update_counts (section->list);
}

static Section *
section_new (HangarMachineList *self, HangarConnection *connection)
{
  Section *section = hangar_machine_section_new (self, &self->rules, connection);

  section->handler =
    g_signal_connect (section->domains, "items-changed", G_CALLBACK (domains_changed_cb), section);
  return section;
}

static Section *
find_section (HangarMachineList *self, HangarConnection *connection)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (section->connection == connection)
        return section;
    }
  return NULL;
}

static gboolean
has_connection (HangarMachineList *self, HangarConnection *connection)
{
  GListModel *model = self->connections;
  gboolean found = FALSE;

  for (guint i = 0; !found && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HangarConnection) other = g_list_model_get_item (model, i);

      found = other == connection;
    }
  return found;
}

static void
remove_gone_sections (HangarMachineList *self)
{
  for (guint i = self->sections->len; i > 0; i--)
    {
      Section *section = g_ptr_array_index (self->sections, i - 1);
      guint offset = section_offset (section);
      guint rows = hangar_machine_section_n_rows (section);

      if (has_connection (self, section->connection))
        continue;
      g_ptr_array_remove_index (self->sections, i - 1);
      if (rows > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), offset, rows, 0);
    }
}

/* This computer's hosts come first, as in the sidebar. */
static guint
section_place (HangarMachineList *self, HangarConnection *connection)
{
  guint place = 0;

  if (!hangar_connection_is_local (connection))
    return self->sections->len;
  while (place < self->sections->len &&
         hangar_connection_is_local (((Section *) g_ptr_array_index (self->sections, place))->connection))
    place++;
  return place;
}

static void
connections_changed_cb (HangarMachineList *self)
{
  remove_gone_sections (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);
      Section *section;

      if (find_section (self, connection) != NULL)
        continue;
      section = section_new (self, connection);
      g_ptr_array_insert (self->sections, (int) section_place (self, connection), section);
      tell (section, hangar_machine_section_add (section, 0, g_list_model_get_n_items (section->domains),
                                                 G_CALLBACK (domain_notify_cb)));
    }
  update_counts (self);
}

static GType
hangar_machine_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
hangar_machine_list_get_n_items (GListModel *model)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (model);
  guint rows = 0;

  for (guint i = 0; i < self->sections->len; i++)
    rows += hangar_machine_section_n_rows (g_ptr_array_index (self->sections, i));
  return rows;
}

static gpointer
hangar_machine_list_get_item (GListModel *model, guint position)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (model);

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);
      guint rows = hangar_machine_section_n_rows (section);

      if (position >= rows)
        {
          position -= rows;
          continue;
        }
      return g_object_ref (hangar_machine_section_get_item (section, position));
    }
  return NULL;
}

static void
hangar_machine_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hangar_machine_list_get_item_type;
  iface->get_n_items = hangar_machine_list_get_n_items;
  iface->get_item = hangar_machine_list_get_item;
}

static void
hangar_machine_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (object);

  switch (prop_id)
    {
    case PROP_N_SHOWN:
      g_value_set_uint (value, self->n_shown);
      break;
    case PROP_N_MACHINES:
      g_value_set_uint (value, self->n_machines);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hangar_machine_list_dispose (GObject *object)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->connections != NULL)
    g_signal_handlers_disconnect_by_data (self->connections, self);
  g_clear_object (&self->connections);
  g_ptr_array_set_size (self->sections, 0);
  g_clear_object (&self->rules.only);

  G_OBJECT_CLASS (hangar_machine_list_parent_class)->dispose (object);
}

static void
hangar_machine_list_finalize (GObject *object)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (object);

  g_ptr_array_unref (self->sections);
  hangar_machine_query_free (self->rules.query);

  G_OBJECT_CLASS (hangar_machine_list_parent_class)->finalize (object);
}

static void
hangar_machine_list_class_init (HangarMachineListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_machine_list_get_property;
  object_class->dispose = hangar_machine_list_dispose;
  object_class->finalize = hangar_machine_list_finalize;

  props[PROP_N_SHOWN] =
    g_param_spec_uint ("n-shown", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_N_MACHINES] =
    g_param_spec_uint ("n-machines", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_machine_list_init (HangarMachineList *self)
{
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_machine_section_free);
  self->rules.query = hangar_machine_query_new (NULL);
}

/**
 * hangar_machine_list_new:
 * @connections: a list of #HangarConnection
 *
 * The items are #HangarDomain; those of all hosts come in sections, each led by its #HangarConnection. A
 * domain keeps its place in the list while it keeps its name, so a selection survives everything that happens
 * around it.
 *
 * Returns: (transfer full): the machines of all hosts, by name
 */
HangarMachineList *
hangar_machine_list_new (GListModel *connections)
{
  HangarMachineList *self = g_object_new (HANGAR_TYPE_MACHINE_LIST, NULL);

  self->connections = g_object_ref (connections);
  g_signal_connect_swapped (connections, "items-changed", G_CALLBACK (connections_changed_cb), self);
  connections_changed_cb (self);
  return self;
}

/**
 * hangar_machine_list_get_connection:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the only host shown, %NULL for all
 */
HangarConnection *
hangar_machine_list_get_connection (HangarMachineList *self)
{
  return self->rules.only;
}

/**
 * hangar_machine_list_set_connection:
 * @self: a list
 * @connection: (nullable): the only host to show, without a heading; %NULL shows all in sections
 */
void
hangar_machine_list_set_connection (HangarMachineList *self, HangarConnection *connection)
{
  guint old_rows = g_list_model_get_n_items (G_LIST_MODEL (self));

  if (!g_set_object (&self->rules.only, connection))
    return;
  /* Other rows with or without headings: told as one change, below. */
  for (guint i = 0; i < self->sections->len; i++)
    hangar_machine_section_rebuild (g_ptr_array_index (self->sections, i));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, old_rows,
                              g_list_model_get_n_items (G_LIST_MODEL (self)));
  update_counts (self);
}

/**
 * hangar_machine_list_set_search:
 * @self: a list
 * @text: (nullable): what is searched, see hangar_machine_query_new(); %NULL or "" shows every machine
 */
void
hangar_machine_list_set_search (HangarMachineList *self, const char *text)
{
  hangar_machine_query_free (self->rules.query);
  self->rules.query = hangar_machine_query_new (text);
  rebuild (self);
}

/**
 * hangar_machine_list_get_sort:
 * @self: a list
 *
 * Returns: what it is sorted by
 */
HangarMachineSort
hangar_machine_list_get_sort (HangarMachineList *self)
{
  return self->rules.sort;
}

/**
 * hangar_machine_list_get_reversed:
 * @self: a list
 *
 * Returns: whether it is sorted the other way round
 */
gboolean
hangar_machine_list_get_reversed (HangarMachineList *self)
{
  return self->rules.reversed;
}

/**
 * hangar_machine_list_set_sort:
 * @self: a list
 * @sort: what to sort by, within each host
 * @reversed: whether the other way round: names from the end of the alphabet, small numbers first
 */
void
hangar_machine_list_set_sort (HangarMachineList *self, HangarMachineSort sort, gboolean reversed)
{
  if (self->rules.sort == sort && self->rules.reversed == reversed)
    return;
  self->rules.sort = sort;
  self->rules.reversed = reversed;
  rebuild (self);
}

/**
 * hangar_machine_list_resort:
 * @self: a list
 *
 * Sorts anew when it is sorted by numbers, which change by themselves. Rows that keep their places are not
 * touched.
 */
void
hangar_machine_list_resort (HangarMachineList *self)
{
  if (hangar_machine_sort_is_by_number (self->rules.sort))
    rebuild (self);
}

/**
 * hangar_machine_list_get_n_shown:
 * @self: a list
 *
 * Returns: how many machines are rows now, without headings
 */
guint
hangar_machine_list_get_n_shown (HangarMachineList *self)
{
  return self->n_shown;
}

/**
 * hangar_machine_list_get_n_machines:
 * @self: a list
 *
 * Returns: how many there would be without a search
 */
guint
hangar_machine_list_get_n_machines (HangarMachineList *self)
{
  return self->n_machines;
}

/**
 * hangar_machine_list_find:
 * @self: a list
 * @domain: a machine
 * @position: (out) (optional): its row
 *
 * Returns: whether it is shown
 */
gboolean
hangar_machine_list_find (HangarMachineList *self, HangarDomain *domain, guint *position)
{
  Section *section = find_section (self, hangar_domain_get_connection (domain));
  guint row;

  if (section == NULL || !hangar_machine_section_find (section, domain, &row))
    return FALSE;
  if (position != NULL)
    *position = section_offset (section) + row;
  return TRUE;
}

/**
 * hangar_machine_list_settle:
 * @self: a list
 *
 * Does now what was waiting: changes that come fast have their effect on order and search a moment later.
 *
 * Returns: whether anything was waiting
 */
gboolean
hangar_machine_list_settle (HangarMachineList *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (!hangar_machine_section_is_stale (section))
        continue;
      any = TRUE;
      tell (section, hangar_machine_section_rebuild (section));
    }
  if (any)
    update_counts (self);
  return any;
}
