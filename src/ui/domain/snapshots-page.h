/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/job.h"
#include "model/snapshot-tree.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SNAPSHOTS_PAGE (hangar_snapshots_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarSnapshotsPage, hangar_snapshots_page, HANGAR, SNAPSHOTS_PAGE, AdwBin)

GtkWidget *hangar_snapshots_page_new (HangarDomain *domain);
void hangar_snapshots_page_set_jobs (HangarSnapshotsPage *self, HangarJobList *jobs);
void hangar_snapshots_page_set_hosts (HangarSnapshotsPage *self, GListModel *hosts);
void hangar_snapshots_page_select (HangarSnapshotsPage *self, const char *const *names);
HangarSnapshotTree *hangar_snapshots_page_get_tree (HangarSnapshotsPage *self);

G_END_DECLS
