/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarMachineQuery:
 *
 * What somebody typed into the search of the list of machines.
 */
typedef struct _HangarMachineQuery HangarMachineQuery;

HangarMachineQuery *hangar_machine_query_new (const char *text);
void hangar_machine_query_free (HangarMachineQuery *self);
gboolean hangar_machine_query_is_empty (const HangarMachineQuery *self);
gboolean hangar_machine_query_matches (const HangarMachineQuery *self, HangarDomain *domain,
                                       const char *haystack);

char *hangar_machine_query_dup_haystack (HangarDomain *domain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarMachineQuery, hangar_machine_query_free)

G_END_DECLS
