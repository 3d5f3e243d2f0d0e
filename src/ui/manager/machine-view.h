/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/machine-list.h"
#include "ui/manager/sight.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MACHINE_VIEW (hangar_machine_view_get_type ())
G_DECLARE_FINAL_TYPE (HangarMachineView, hangar_machine_view, HANGAR, MACHINE_VIEW, AdwBin)

void hangar_machine_view_set_connections (HangarMachineView *self, GListModel *connections);
void hangar_machine_view_set_connection (HangarMachineView *self, HangarConnection *connection);
HangarMachineList *hangar_machine_view_get_list (HangarMachineView *self);
GtkColumnView *hangar_machine_view_get_column_view (HangarMachineView *self);
HangarSight *hangar_machine_view_get_sight (HangarMachineView *self);

HangarDomain *hangar_machine_view_get_selected (HangarMachineView *self);
gboolean hangar_machine_view_select (HangarMachineView *self, HangarDomain *domain);

GtkSearchBar *hangar_machine_view_get_search_bar (HangarMachineView *self);
void hangar_machine_view_set_search (HangarMachineView *self, const char *text);
const char *hangar_machine_view_get_page (HangarMachineView *self);

G_END_DECLS
