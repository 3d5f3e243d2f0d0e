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

/**
 * hangar_machine_entry_compare:
 * @self: an entry
 * @other: another one
 * @sort: what to sort by
 *
 * Returns: as strcmp(); never 0 for two machines
 */
int
hangar_machine_entry_compare (const HangarMachineEntry *self, const HangarMachineEntry *other,
                              HangarMachineSort sort)
{
  int order = 0;

  if (sort == HANGAR_MACHINE_SORT_STATE)
    order = (int) self->rank - (int) other->rank;
  else if (self->load != other->load)
    order = self->load > other->load ? -1 : 1;
  if (order == 0)
    order = strcmp (self->key, other->key);
  if (order == 0)
    order = g_strcmp0 (hangar_domain_get_uuid (self->domain), hangar_domain_get_uuid (other->domain));
  return order;
}
