/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/machine-list.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_COLUMN_SORT (hangar_column_sort_get_type ())
G_DECLARE_FINAL_TYPE (HangarColumnSort, hangar_column_sort, HANGAR, COLUMN_SORT, GObject)

HangarColumnSort *hangar_column_sort_new (GtkColumnView *view);
void hangar_column_sort_add (HangarColumnSort *self, GtkColumnViewColumn *column, HangarMachineSort sort);
void hangar_column_sort_show (HangarColumnSort *self, HangarMachineSort sort, gboolean reversed);
void hangar_column_sort_hold (HangarColumnSort *self, gboolean held);

G_END_DECLS
