/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine in the list is sorted and searched by, kept beside it. */

#include "config.h"

#include "model/machine-entry.h"

#include "model/machine-load.h"
#include "util/fold.h"

/**
 * hangar_machine_entry_new:
 * @domain: a machine
 *
 * Returns: (transfer full): its entry, read
 */
HangarMachineEntry *
hangar_machine_entry_new (HangarDomain *domain)
{
  HangarMachineEntry *self = g_new0 (HangarMachineEntry, 1);

  self->domain = g_object_ref (domain);
  hangar_machine_entry_read (self);
  return self;
}

/**
 * hangar_machine_entry_free:
 * @self: an entry
 *
 * Also takes its owner's handler off the machine.
 */
void
hangar_machine_entry_free (HangarMachineEntry *self)
{
  g_clear_signal_handler (&self->handler, self->domain);
  g_object_unref (self->domain);
  g_free (self->key);
  g_free (self->haystack);
  g_free (self->text);
  g_free (self);
}

/**
 * hangar_machine_entry_read:
 * @self: an entry
 *
 * Reads the machine anew.
 */
void
hangar_machine_entry_read (HangarMachineEntry *self)
{
  g_free (self->key);
  self->key = hangar_fold_sort_key (hangar_domain_get_display_name (self->domain));
  self->rank = hangar_machine_state_rank (hangar_domain_get_state (self->domain));
  self->stale = FALSE;
  g_clear_pointer (&self->haystack, g_free);
}

/* What is not known comes last, whichever way round. */
static int
compare_texts (const HangarMachineEntry *self, const HangarMachineEntry *other, gboolean reversed)
{
  if (self->text == NULL || other->text == NULL)
    return (self->text == NULL) - (other->text == NULL);
  return reversed ? strcmp (other->text, self->text) : strcmp (self->text, other->text);
}

/**
 * hangar_machine_entry_compare:
 * @self: an entry
 * @other: another one
 * @sort: what to sort by
 * @reversed: whether the other way round
 *
 * Returns: as strcmp(); never 0 for two machines
 */
int
hangar_machine_entry_compare (const HangarMachineEntry *self, const HangarMachineEntry *other,
                              HangarMachineSort sort, gboolean reversed)
{
  int order = 0;

  if (sort == HANGAR_MACHINE_SORT_STATE)
    order = (int) self->rank - (int) other->rank;
  else if (self->load != other->load)
    order = self->load > other->load ? -1 : 1;
  if (reversed)
    order = -order;
  if (order == 0)
    order = compare_texts (self, other, reversed);
  if (order == 0)
    order = strcmp (self->key, other->key);
  if (order == 0)
    order = g_strcmp0 (hangar_domain_get_uuid (self->domain), hangar_domain_get_uuid (other->domain));
  return reversed && sort == HANGAR_MACHINE_SORT_NAME ? -order : order;
}

/**
 * hangar_machine_entry_concerns:
 * @self: an entry
 * @property: a property of its machine that has changed
 * @query: which machines are shown
 * @sort: what they are sorted by
 *
 * What is searched is made anew when it is needed next. When ten thousand definitions have been read, most of
 * the machines stay where they are.
 *
 * Returns: whether its row may have to appear, move or go
 */
gboolean
hangar_machine_entry_concerns (HangarMachineEntry *self, const char *property,
                               const HangarMachineQuery *query, HangarMachineSort sort)
{
  if (g_str_equal (property, "state") || g_str_equal (property, "display-name"))
    return TRUE;
  if (g_str_equal (property, "name") || g_str_equal (property, "description") ||
      g_str_equal (property, "os-id"))
    {
      g_clear_pointer (&self->haystack, g_free);
      return !hangar_machine_query_is_empty (query) || sort == HANGAR_MACHINE_SORT_OS;
    }
  return FALSE;
}
