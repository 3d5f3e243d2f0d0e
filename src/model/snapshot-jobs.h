/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/job.h"
#include "model/snapshot-tree.h"

G_BEGIN_DECLS

HangarJob *hangar_snapshot_take_job_new (HangarSnapshotTree *tree, const HangarVirtSnapshotPlan *plan);
HangarJob *hangar_snapshot_revert_job_new (HangarSnapshotTree *tree, const char *name,
                                           const HangarVirtSnapshotPlan *safety);
HangarJob *hangar_snapshot_delete_job_new (HangarSnapshotTree *tree, const char *name,
                                           gboolean with_children);
HangarJob *hangar_snapshot_delete_several_job_new (HangarSnapshotTree *tree, const char *const *names);

G_END_DECLS
