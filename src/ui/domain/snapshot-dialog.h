/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/job.h"
#include "model/snapshot-tree.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SNAPSHOT_DIALOG (hangar_snapshot_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarSnapshotDialog, hangar_snapshot_dialog, HANGAR, SNAPSHOT_DIALOG, AdwWindow)

HangarSnapshotDialog *hangar_snapshot_dialog_new (HangarSnapshotTree *tree, HangarJobList *jobs);
HangarSnapshotDialog *hangar_snapshot_dialog_new_edit (HangarSnapshotTree *tree, HangarSnapshot *snapshot);

G_END_DECLS
