/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/snapshot.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SNAPSHOT_ROW (hangar_snapshot_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarSnapshotRow, hangar_snapshot_row, HANGAR, SNAPSHOT_ROW, AdwBin)

GtkWidget *hangar_snapshot_row_new (void);
void hangar_snapshot_row_set_list_row (HangarSnapshotRow *self, GtkTreeListRow *list_row);

char *hangar_snapshot_describe (HangarSnapshot *snapshot);

G_END_DECLS
