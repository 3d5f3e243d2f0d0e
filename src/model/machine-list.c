/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the list of machines: of one host or of all in sections, searched and sorted. */

#include "config.h"

#include "model/machine-list.h"

#include "model/machine-entry.h"
#include "model/machine-load.h"
#include "model/machine-query.h"

/* In ms: changes that come faster than this are done together. */
#define SETTLE_TIME 400

typedef HangarMachineEntry Entry;
typedef struct _Section Section;

/* One host. */
struct _Section
{
  HangarMachineList *list;
  HangarConnection *connection;
  GListModel *domains;
  GPtrArray *entries; /* owned, in the order of @domains */
  GPtrArray *shown;   /* of the entries, those that are rows now, sorted */
  gulong handler;
};

struct _HangarMachineList
{
  GObject parent_instance;

  GListModel *connections;
  GPtrArray *sections; /* owned, in the order shown: this computer first */
  HangarConnection *only;
  HangarMachineQuery *query;
  HangarMachineSort sort;
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

static int
entry_compare (const Entry *a, const Entry *b)
{
  return hangar_machine_entry_compare (a, b, ((Section *) a->section)->list->sort);
}

static int
entry_compare_cb (gconstpointer a, gconstpointer b)
{
  return entry_compare (*(Entry *const *) a, *(Entry *const *) b);
}

/* Where @entry is among those shown, or where it belongs. */
static guint
section_search (Section *section, const Entry *entry)
{
  guint low = 0, high = section->shown->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (entry_compare (g_ptr_array_index (section->shown, middle), entry) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
section_is_active (Section *section)
{
  return section->list->only == NULL || section->list->only == section->connection;
}

static guint
section_n_headers (Section *section)
{
  return section->list->only == NULL && section->shown->len > 0 ? 1 : 0;
}

static guint
section_n_rows (Section *section)
{
  return section_n_headers (section) + section->shown->len;
}

static guint
section_offset (Section *section)
{
  guint offset = 0;

  for (guint i = 0; i < section->list->sections->len; i++)
    {
      Section *other = g_ptr_array_index (section->list->sections, i);

      if (other == section)
        break;
      offset += section_n_rows (other);
    }
  return offset;
}

static gboolean
entry_matches (Entry *entry)
{
  Section *section = entry->section;
  HangarMachineQuery *query = section->list->query;

  if (!section_is_active (section))
    return FALSE;
  if (hangar_machine_query_is_empty (query))
    return TRUE;
  if (entry->haystack == NULL)
    entry->haystack = hangar_machine_query_dup_haystack (entry->domain);
  return hangar_machine_query_matches (query, entry->domain, entry->haystack);
}

static void
update_counts (HangarMachineList *self)
{
  guint n_shown = 0, n_machines = 0;

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      n_shown += section->shown->len;
      n_machines += section_is_active (section) ? section->entries->len : 0;
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

/* Replaces the rows of a section, and tells only of the part that differs. */
static void
section_replace_shown (Section *section, GPtrArray *shown)
{
  g_autoptr (GPtrArray) old = section->shown;
  guint old_headers = section_n_headers (section);
  guint old_rows = old_headers + old->len;
  guint new_rows;
  guint head = 0, tail = 0;

  section->shown = shown;
  new_rows = section_n_rows (section);
  if (section_n_headers (section) == old_headers)
    {
      guint shortest = MIN (old->len, shown->len);

      while (head < shortest && g_ptr_array_index (old, head) == g_ptr_array_index (shown, head))
        head++;
      while (tail < shortest - head &&
             g_ptr_array_index (old, old->len - 1 - tail) == g_ptr_array_index (shown, shown->len - 1 - tail))
        tail++;
      head += old_headers;
    }
  if (old_rows - head - tail > 0 || new_rows - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (section->list), section_offset (section) + head,
                                old_rows - head - tail, new_rows - head - tail);
}

static GPtrArray *
section_choose (Section *section)
{
  GPtrArray *shown = g_ptr_array_sized_new (section->entries->len);

  for (guint i = 0; i < section->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (section->entries, i);

      if (entry->stale)
        hangar_machine_entry_read (entry);
      entry->shown = entry_matches (entry);
      if (entry->shown)
        g_ptr_array_add (shown, entry);
    }
  g_ptr_array_sort (shown, entry_compare_cb);
  return shown;
}

static void
rebuild (HangarMachineList *self)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      section_replace_shown (section, section_choose (section));
    }
  update_counts (self);
}

/* A row that moves stays the same row: one change that covers both places. */
static void
entry_move (Entry *entry, guint from)
{
  Section *section = entry->section;
  guint to, first, span;

  g_ptr_array_remove_index (section->shown, from);
  to = section_search (section, entry);
  g_ptr_array_insert (section->shown, (int) to, entry);
  if (from == to)
    return;
  first = section_offset (section) + section_n_headers (section) + MIN (from, to);
  span = MAX (from, to) - MIN (from, to) + 1;
  g_list_model_items_changed (G_LIST_MODEL (section->list), first, span, span);
}

static void
entry_show (Entry *entry)
{
  Section *section = entry->section;
  guint headers = section_n_headers (section);
  guint position = section_search (section, entry);
  guint added;

  g_ptr_array_insert (section->shown, (int) position, entry);
  entry->shown = TRUE;
  added = 1 + section_n_headers (section) - headers;
  g_list_model_items_changed (G_LIST_MODEL (section->list), section_offset (section) + headers + position, 0,
                              added);
}

static void
entry_hide (Entry *entry, guint position)
{
  Section *section = entry->section;
  guint headers = section_n_headers (section);
  guint gone;

  g_ptr_array_remove_index (section->shown, position);
  entry->shown = FALSE;
  gone = 1 + headers - section_n_headers (section);
  g_list_model_items_changed (G_LIST_MODEL (section->list),
                              section_offset (section) + section_n_headers (section) + position, gone, 0);
}

static void
entry_settle (Entry *entry)
{
  guint position = entry->shown ? section_search (entry->section, entry) : 0;

  hangar_machine_entry_read (entry);
  if (entry_matches (entry))
    {
      if (entry->shown)
        entry_move (entry, position);
      else
        entry_show (entry);
    }
  else if (entry->shown)
    entry_hide (entry, position);
}

static gboolean
section_is_stale (Section *section)
{
  gboolean stale = FALSE;

  for (guint i = 0; !stale && i < section->entries->len; i++)
    stale = ((Entry *) g_ptr_array_index (section->entries, i))->stale;
  return stale;
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
  static const char *const relevant[] = { "name", "title", "description", "os-id", "state", "reason", NULL };
  HangarMachineList *self = ((Section *) entry->section)->list;

  if (!g_strv_contains (relevant, pspec->name))
    return;
  entry->stale = TRUE;
  if (self->settle_source != 0)
    return;
  entry_settle (entry);
  update_counts (self);
  self->settle_source = g_timeout_add (SETTLE_TIME, settle_cb, self);
}

static Entry *
entry_new (Section *section, guint position)
{
  g_autoptr (HangarDomain) domain = g_list_model_get_item (section->domains, position);
  Entry *entry = hangar_machine_entry_new (domain);

  entry->section = section;
  entry->handler = g_signal_connect (domain, "notify", G_CALLBACK (domain_notify_cb), entry);
  return entry;
}

static void
section_remove_entries (Section *section, guint position, guint removed)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_full (removed, (GDestroyNotify) hangar_machine_entry_free);
  GPtrArray *shown = g_ptr_array_sized_new (section->shown->len);

  for (guint i = 0; i < removed; i++)
    {
      Entry *entry = g_ptr_array_index (section->entries, position + i);

      entry->shown = FALSE;
      g_ptr_array_add (gone, entry);
    }
  for (guint i = 0; i < section->shown->len; i++)
    {
      Entry *entry = g_ptr_array_index (section->shown, i);

      if (entry->shown)
        g_ptr_array_add (shown, entry);
    }
  g_ptr_array_set_free_func (section->entries, NULL);
  g_ptr_array_remove_range (section->entries, position, removed);
  g_ptr_array_set_free_func (section->entries, (GDestroyNotify) hangar_machine_entry_free);
  section_replace_shown (section, shown);
}

static void
section_add_entries (Section *section, guint position, guint added)
{
  for (guint i = 0; i < added; i++)
    {
      Entry *entry = entry_new (section, position + i);

      g_ptr_array_insert (section->entries, (int) (position + i), entry);
      if (added == 1 && entry_matches (entry))
        entry_show (entry);
    }
  if (added > 1)
    section_replace_shown (section, section_choose (section));
}

static void
domains_changed_cb (GListModel *domains, guint position, guint removed, guint added, Section *section)
{
  if (removed > 0)
    section_remove_entries (section, position, removed);
  section_add_entries (section, position, added);
  update_counts (section->list);
}

static Section *
section_new (HangarMachineList *self, HangarConnection *connection)
{
  Section *section = g_new0 (Section, 1);

  section->list = self;
  section->connection = g_object_ref (connection);
  section->domains = g_object_ref (hangar_connection_get_domains (connection));
  section->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_machine_entry_free);
  section->shown = g_ptr_array_new ();
  section->handler =
    g_signal_connect (section->domains, "items-changed", G_CALLBACK (domains_changed_cb), section);
  return section;
}

static void
section_free (gpointer data)
{
  Section *section = data;

  g_signal_handler_disconnect (section->domains, section->handler);
  g_ptr_array_unref (section->shown);
  g_ptr_array_unref (section->entries);
  g_object_unref (section->domains);
  g_object_unref (section->connection);
  g_free (section);
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
      guint rows = section_n_rows (section);

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
      section_add_entries (section, 0, g_list_model_get_n_items (section->domains));
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
    rows += section_n_rows (g_ptr_array_index (self->sections, i));
  return rows;
}

static gpointer
hangar_machine_list_get_item (GListModel *model, guint position)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (model);

  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);
      guint rows = section_n_rows (section);

      if (position >= rows)
        {
          position -= rows;
          continue;
        }
      if (position < section_n_headers (section))
        return g_object_ref (section->connection);
      position -= section_n_headers (section);
      return g_object_ref (((Entry *) g_ptr_array_index (section->shown, position))->domain);
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
  g_clear_object (&self->only);

  G_OBJECT_CLASS (hangar_machine_list_parent_class)->dispose (object);
}

static void
hangar_machine_list_finalize (GObject *object)
{
  HangarMachineList *self = HANGAR_MACHINE_LIST (object);

  g_ptr_array_unref (self->sections);
  hangar_machine_query_free (self->query);

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
  self->sections = g_ptr_array_new_with_free_func (section_free);
  self->query = hangar_machine_query_new (NULL);
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
  return self->only;
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

  if (!g_set_object (&self->only, connection))
    return;
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      g_ptr_array_unref (section->shown);
      section->shown = section_choose (section);
    }
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
  hangar_machine_query_free (self->query);
  self->query = hangar_machine_query_new (text);
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
  return self->sort;
}

/**
 * hangar_machine_list_set_sort:
 * @self: a list
 * @sort: what to sort by, within each host
 */
void
hangar_machine_list_set_sort (HangarMachineList *self, HangarMachineSort sort)
{
  if (self->sort == sort)
    return;
  self->sort = sort;
  hangar_machine_list_resort (self);
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
  for (guint i = 0; i < self->sections->len; i++)
    {
      const Section *section = g_ptr_array_index (self->sections, i);

      for (guint j = 0; j < section->entries->len; j++)
        {
          Entry *entry = g_ptr_array_index (section->entries, j);

          entry->load = hangar_machine_load (entry->domain, self->sort);
        }
    }
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

  for (guint i = 0; section != NULL && i < section->shown->len; i++)
    {
      Entry *entry = g_ptr_array_index (section->shown, i);

      if (entry->domain != domain)
        continue;
      if (position != NULL)
        *position = section_offset (section) + section_n_headers (section) + i;
      return TRUE;
    }
  return FALSE;
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

      if (!section_is_stale (section))
        continue;
      any = TRUE;
      section_replace_shown (section, section_choose (section));
    }
  if (any)
    update_counts (self);
  return any;
}
