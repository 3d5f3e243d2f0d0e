/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_OVERVIEW_ROW (hangar_overview_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarOverviewRow, hangar_overview_row, HANGAR, OVERVIEW_ROW, AdwActionRow)

GtkWidget *hangar_overview_row_new (void);
void hangar_overview_row_set_fact (HangarOverviewRow *self, const char *title, const char *text);
const char *hangar_overview_row_get_text (HangarOverviewRow *self);

G_END_DECLS
