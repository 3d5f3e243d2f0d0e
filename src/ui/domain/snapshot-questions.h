/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/job.h"
#include "model/snapshot-tree.h"

G_BEGIN_DECLS

void hangar_snapshot_ask_revert (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot,
                                 HangarJobList *jobs);
void hangar_snapshot_ask_delete (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot,
                                 HangarJobList *jobs);

void hangar_snapshot_ask_delete_several (GtkWidget *widget, HangarSnapshotTree *tree, GPtrArray *snapshots,
                                         HangarJobList *jobs);
void hangar_snapshot_ask_clone (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot,
                                HangarJobList *jobs);

G_END_DECLS
