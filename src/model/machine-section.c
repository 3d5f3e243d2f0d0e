/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one host in the list of machines: which they are, in which order, and which part of them
 * changed. */

#include "config.h"

#include "model/machine-section.h"

#include "model/machine-load.h"

typedef HangarMachineEntry Entry;
typedef HangarMachineSection Section;

static const HangarRowsChange no_change = { 0, 0, 0 };

static int
entry_compare_cb (gconstpointer a, gconstpointer b)
{
  const Entry *first = *(Entry *const *) a;
  const Section *section = first->section;

  return hangar_machine_entry_compare (first, *(Entry *const *) b, section->rules->sort,
                                       section->rules->reversed);
}

/* Where @entry is among those shown, or where it belongs. */
static guint
search (Section *self, Entry *entry)
{
  guint low = 0, high = self->shown->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (entry_compare_cb (&g_ptr_array_index (self->shown, middle), &entry) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
entry_matches (Entry *entry)
{
  Section *self = entry->section;
  const HangarMachineQuery *query = self->rules->query;

  if (!hangar_machine_section_is_active (self))
    return FALSE;
  if (hangar_machine_query_is_empty (query))
    return TRUE;
  if (entry->haystack == NULL)
    entry->haystack = hangar_machine_query_dup_haystack (entry->domain);
  return hangar_machine_query_matches (query, entry->domain, entry->haystack);
}

static void
read_text (Entry *entry)
{
  const Section *self = entry->section;

  g_free (entry->text);
  entry->text = hangar_machine_sort_text (entry->domain, self->rules->sort);
}

/* Replaces the rows, and tells only of the part that differs. */
static HangarRowsChange
replace_shown (Section *self, GPtrArray *shown)
{
  g_autoptr (GPtrArray) old = self->shown;
  guint old_headers = hangar_machine_section_n_headers (self);
  guint old_rows = old_headers + old->len;
  guint head = 0, tail = 0;

  self->shown = shown;
  if (hangar_machine_section_n_headers (self) == old_headers)
    {
      guint shortest = MIN (old->len, shown->len);

      while (head < shortest && g_ptr_array_index (old, head) == g_ptr_array_index (shown, head))
        head++;
      while (tail < shortest - head &&
             g_ptr_array_index (old, old->len - 1 - tail) == g_ptr_array_index (shown, shown->len - 1 - tail))
        tail++;
      head += old_headers;
    }
  return (HangarRowsChange) { head, old_rows - head - tail,
                              hangar_machine_section_n_rows (self) - head - tail };
}

/* A row that moves stays the same row: one change that covers both places. */
static HangarRowsChange
entry_move (Entry *entry, guint from)
{
  Section *self = entry->section;
  guint to, span;

  g_ptr_array_remove_index (self->shown, from);
  to = search (self, entry);
  g_ptr_array_insert (self->shown, (int) to, entry);
  if (from == to)
    return no_change;
  span = MAX (from, to) - MIN (from, to) + 1;
  return (HangarRowsChange) { hangar_machine_section_n_headers (self) + MIN (from, to), span, span };
}

static HangarRowsChange
entry_show (Entry *entry)
{
  Section *self = entry->section;
  guint headers = hangar_machine_section_n_headers (self);
  guint position = search (self, entry);

  g_ptr_array_insert (self->shown, (int) position, entry);
  entry->shown = TRUE;
  return (HangarRowsChange) { headers + position, 0, 1 + hangar_machine_section_n_headers (self) - headers };
}

static HangarRowsChange
entry_hide (Entry *entry, guint position)
{
  Section *self = entry->section;
  guint before = hangar_machine_section_n_headers (self);
  guint headers;

  g_ptr_array_remove_index (self->shown, position);
  entry->shown = FALSE;
  headers = hangar_machine_section_n_headers (self);
  return (HangarRowsChange) { headers + position, 1 + before - headers, 0 };
}

/**
 * hangar_machine_section_new:
 * @list: whose section it is
 * @rules: the list's, which outlive the section
 * @connection: the host
 *
 * Returns: (transfer full): a section without rows
 */
HangarMachineSection *
hangar_machine_section_new (gpointer list, const HangarMachineRules *rules, HangarConnection *connection)
{
  Section *self = g_new0 (Section, 1);

  self->list = list;
  self->rules = rules;
  self->connection = g_object_ref (connection);
  self->domains = g_object_ref (hangar_connection_get_domains (connection));
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_machine_entry_free);
  self->shown = g_ptr_array_new ();
  return self;
}

/**
 * hangar_machine_section_free:
 * @self: (transfer full): a section
 */
void
hangar_machine_section_free (HangarMachineSection *self)
{
  g_clear_signal_handler (&self->handler, self->domains);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->entries);
  g_object_unref (self->domains);
  g_object_unref (self->connection);
  g_free (self);
}

/**
 * hangar_machine_section_is_active:
 * @self: a section
 *
 * Returns: whether its host is shown
 */
gboolean
hangar_machine_section_is_active (HangarMachineSection *self)
{
  return self->rules->only == NULL || self->rules->only == self->connection;
}

/**
 * hangar_machine_section_n_headers:
 * @self: a section
 *
 * Returns: 1 when it has a heading now, else 0
 */
guint
hangar_machine_section_n_headers (HangarMachineSection *self)
{
  return self->rules->only == NULL && self->shown->len > 0 ? 1 : 0;
}

/**
 * hangar_machine_section_n_rows:
 * @self: a section
 *
 * Returns: how many rows it has, heading included
 */
guint
hangar_machine_section_n_rows (HangarMachineSection *self)
{
  return hangar_machine_section_n_headers (self) + self->shown->len;
}

/**
 * hangar_machine_section_get_item:
 * @self: a section
 * @position: a row of it
 *
 * Returns: (transfer none): its host, or one of its machines
 */
gpointer
hangar_machine_section_get_item (HangarMachineSection *self, guint position)
{
  guint headers = hangar_machine_section_n_headers (self);

  if (position < headers)
    return self->connection;
  return ((Entry *) g_ptr_array_index (self->shown, position - headers))->domain;
}

/**
 * hangar_machine_section_find:
 * @self: a section
 * @domain: a machine
 * @position: (out): its row
 *
 * Returns: whether it is shown
 */
gboolean
hangar_machine_section_find (HangarMachineSection *self, HangarDomain *domain, guint *position)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (((Entry *) g_ptr_array_index (self->shown, i))->domain == domain)
      {
        *position = hangar_machine_section_n_headers (self) + i;
        return TRUE;
      }
  return FALSE;
}

/**
 * hangar_machine_section_is_stale:
 * @self: a section
 *
 * Returns: whether a machine has changed since the rows were made
 */
gboolean
hangar_machine_section_is_stale (HangarMachineSection *self)
{
  gboolean stale = FALSE;

  for (guint i = 0; !stale && i < self->entries->len; i++)
    stale = ((Entry *) g_ptr_array_index (self->entries, i))->stale;
  return stale;
}

/**
 * hangar_machine_section_rebuild:
 * @self: a section
 *
 * Chooses and sorts anew.
 *
 * Returns: what changed
 */
HangarRowsChange
hangar_machine_section_rebuild (HangarMachineSection *self)
{
  GPtrArray *shown = g_ptr_array_sized_new (self->entries->len);
  const HangarMachineSort sort = self->rules->sort;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->stale)
        hangar_machine_entry_read (entry);
      entry->load = hangar_machine_sort_is_by_number (sort) ? hangar_machine_load (entry->domain, sort) : 0;
      read_text (entry);
      entry->shown = entry_matches (entry);
      if (entry->shown)
        g_ptr_array_add (shown, entry);
    }
  g_ptr_array_sort (shown, entry_compare_cb);
  return replace_shown (self, shown);
}

/**
 * hangar_machine_section_remove:
 * @self: a section
 * @position: of the first of the host's machines that went
 * @removed: how many
 *
 * Returns: what changed
 */
HangarRowsChange
hangar_machine_section_remove (HangarMachineSection *self, guint position, guint removed)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_full (removed, (GDestroyNotify) hangar_machine_entry_free);
  GPtrArray *shown = g_ptr_array_sized_new (self->shown->len);

  for (guint i = 0; i < removed; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, position + i);

      entry->shown = FALSE;
      g_ptr_array_add (gone, entry);
    }
  for (guint i = 0; i < self->shown->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->shown, i);

      if (entry->shown)
        g_ptr_array_add (shown, entry);
    }
  g_ptr_array_set_free_func (self->entries, NULL);
  g_ptr_array_remove_range (self->entries, position, removed);
  g_ptr_array_set_free_func (self->entries, (GDestroyNotify) hangar_machine_entry_free);
  return replace_shown (self, shown);
}

static Entry *
insert_entry (Section *self, guint position, GCallback notify)
{
  g_autoptr (HangarDomain) domain = g_list_model_get_item (self->domains, position);
  Entry *entry = hangar_machine_entry_new (domain);

  entry->section = self;
  entry->handler = g_signal_connect (domain, "notify", notify, entry);
  read_text (entry);
  g_ptr_array_insert (self->entries, (int) position, entry);
  return entry;
}

/**
 * hangar_machine_section_add:
 * @self: a section
 * @position: of the first of the host's machines that came
 * @added: how many
 * @notify: called when a property of one changes: (domain, pspec, entry)
 *
 * Returns: what changed
 */
HangarRowsChange
hangar_machine_section_add (HangarMachineSection *self, guint position, guint added, GCallback notify)
{
  for (guint i = 0; i < added; i++)
    {
      Entry *entry = insert_entry (self, position + i, notify);

      if (added == 1 && entry_matches (entry))
        return entry_show (entry);
    }
  return added > 1 ? hangar_machine_section_rebuild (self) : no_change;
}

/**
 * hangar_machine_section_settle:
 * @self: a section
 * @entry: one of its machines, which has changed
 *
 * Gives it its place, or takes its row away.
 *
 * Returns: what changed
 */
HangarRowsChange
hangar_machine_section_settle (HangarMachineSection *self, HangarMachineEntry *entry)
{
  guint position = entry->shown ? search (self, entry) : 0;

  hangar_machine_entry_read (entry);
  read_text (entry);
  if (entry_matches (entry))
    return entry->shown ? entry_move (entry, position) : entry_show (entry);
  return entry->shown ? entry_hide (entry, position) : no_change;
}
