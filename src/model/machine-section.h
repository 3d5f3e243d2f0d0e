/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/machine-entry.h"
#include "model/machine-query.h"

G_BEGIN_DECLS

/**
 * HangarMachineRules:
 * @only: (nullable): the only host that is shown
 * @query: which machines are shown
 * @sort: what they are sorted by
 * @reversed: whether the other way round
 *
 * What all sections of a list share.
 */
typedef struct
{
  HangarConnection *only;
  HangarMachineQuery *query;
  HangarMachineSort sort;
  gboolean reversed;
} HangarMachineRules;

/**
 * HangarMachineSection:
 * @list: its owner, for its owner's callbacks
 * @rules: its owner's
 * @connection: the host
 * @domains: the host's machines
 * @entries: (element-type HangarMachineEntry): one for each machine, in the order of @domains
 * @shown: (element-type HangarMachineEntry): those that are rows now, sorted
 * @handler: of its owner on @domains
 *
 * The rows of one host in the list of machines: its heading, where several hosts are shown, and its machines.
 */
typedef struct
{
  gpointer list;
  const HangarMachineRules *rules;
  HangarConnection *connection;
  GListModel *domains;
  GPtrArray *entries;
  GPtrArray *shown;
  gulong handler;
} HangarMachineSection;

/**
 * HangarRowsChange:
 * @position: the first row that differs, counted from the section's first
 * @removed: how many rows were there
 * @added: how many are there now
 *
 * A part of a section's rows that is not as it was.
 */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} HangarRowsChange;

HangarMachineSection *hangar_machine_section_new (gpointer list, const HangarMachineRules *rules,
                                                  HangarConnection *connection);
void hangar_machine_section_free (HangarMachineSection *self);

gboolean hangar_machine_section_is_active (HangarMachineSection *self);
guint hangar_machine_section_n_headers (HangarMachineSection *self);
guint hangar_machine_section_n_rows (HangarMachineSection *self);
gpointer hangar_machine_section_get_item (HangarMachineSection *self, guint position);
gboolean hangar_machine_section_find (HangarMachineSection *self, HangarDomain *domain, guint *position);
gboolean hangar_machine_section_is_stale (HangarMachineSection *self);

HangarRowsChange hangar_machine_section_rebuild (HangarMachineSection *self);
HangarRowsChange hangar_machine_section_remove (HangarMachineSection *self, guint position, guint removed);
HangarRowsChange hangar_machine_section_add (HangarMachineSection *self, guint position, guint added,
                                             GCallback notify);
HangarRowsChange hangar_machine_section_settle (HangarMachineSection *self, HangarMachineEntry *entry);

G_END_DECLS
