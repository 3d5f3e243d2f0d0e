/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/machine-list.h"
#include "model/machine-query.h"

G_BEGIN_DECLS

/**
 * HangarMachineEntry:
 * @section: (nullable): what it is in, for its owner
 * @domain: the machine
 * @key: sorts names
 * @haystack: (nullable): what is searched, made by the first search
 * @rank: sorts states
 * @load: sorts by a number: what it was when the list was last sorted
 * @text: (nullable): sorts by a text that is not the name, likewise
 * @shown: whether it is a row
 * @stale: whether the machine has changed since this was read; its place is still that of what was read
 * @handler: of the owner on @domain
 *
 * One machine in the list of machines: what it is sorted and searched by.
 */
typedef struct
{
  gpointer section;
  HangarDomain *domain;
  char *key;
  char *haystack;
  guint rank;
  float load;
  char *text;
  gboolean shown;
  gboolean stale;
  gulong handler;
} HangarMachineEntry;

HangarMachineEntry *hangar_machine_entry_new (HangarDomain *domain);
void hangar_machine_entry_free (HangarMachineEntry *self);
void hangar_machine_entry_read (HangarMachineEntry *self);
int hangar_machine_entry_compare (const HangarMachineEntry *self, const HangarMachineEntry *other,
                                  HangarMachineSort sort, gboolean reversed);
gboolean hangar_machine_entry_concerns (HangarMachineEntry *self, const char *property,
                                        const HangarMachineQuery *query, HangarMachineSort sort);

G_END_DECLS
