/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SNAPSHOT_STRAYS_BAR (hangar_snapshot_strays_bar_get_type ())
G_DECLARE_FINAL_TYPE (HangarSnapshotStraysBar, hangar_snapshot_strays_bar, HANGAR, SNAPSHOT_STRAYS_BAR,
                      AdwBin)

GtkWidget *hangar_snapshot_strays_bar_new (HangarDomain *domain);
void hangar_snapshot_strays_bar_set_jobs (HangarSnapshotStraysBar *self, HangarJobList *jobs);
void hangar_snapshot_strays_bar_set_hosts (HangarSnapshotStraysBar *self, GListModel *hosts);
void hangar_snapshot_strays_bar_look (HangarSnapshotStraysBar *self);

G_END_DECLS
