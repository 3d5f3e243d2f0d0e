/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/job.h"
#include "model/snapshot-tree.h"

G_BEGIN_DECLS

const char *hangar_snapshot_clone_refusal (HangarDomain *domain, HangarSnapshot *snapshot);
HangarJob *hangar_snapshot_clone_job_new (HangarSnapshotTree *tree, const char *snapshot, const char *name);

G_END_DECLS
