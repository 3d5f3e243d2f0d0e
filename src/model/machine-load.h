/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/machine-list.h"

G_BEGIN_DECLS

guint hangar_machine_state_rank (HangarDomainState state);
gboolean hangar_machine_sort_is_by_number (HangarMachineSort sort);
char *hangar_machine_sort_text (HangarDomain *domain, HangarMachineSort sort);
float hangar_machine_load (HangarDomain *domain, HangarMachineSort sort);

G_END_DECLS
