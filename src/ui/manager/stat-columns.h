/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/machine-list.h"
#include "model/settings.h"
#include "ui/manager/machine-view.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_STAT_COLUMNS (hangar_stat_columns_get_type ())
G_DECLARE_FINAL_TYPE (HangarStatColumns, hangar_stat_columns, HANGAR, STAT_COLUMNS, GObject)

HangarStatColumns *hangar_stat_columns_new (HangarMachineView *machine_view, HangarSettings *settings,
                                            GListModel *connections);
GActionGroup *hangar_stat_columns_get_actions (HangarStatColumns *self);
void hangar_stat_columns_show_sort (HangarStatColumns *self, HangarMachineSort sort, gboolean reversed);

G_END_DECLS
