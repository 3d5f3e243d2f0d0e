/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MACHINE_ROW (hangar_machine_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarMachineRow, hangar_machine_row, HANGAR, MACHINE_ROW, GtkWidget)

HangarMachineRow *hangar_machine_row_new (void);
HangarDomain *hangar_machine_row_get_domain (HangarMachineRow *self);
void hangar_machine_row_set_domain (HangarMachineRow *self, HangarDomain *domain);
const char *hangar_machine_row_get_name_text (HangarMachineRow *self);
const char *hangar_machine_row_get_state_text (HangarMachineRow *self);
void hangar_machine_row_show (HangarMachineRow *self);

G_END_DECLS
