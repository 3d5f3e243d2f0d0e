/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "virt/snapshot.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SNAPSHOT_KIND (hangar_snapshot_kind_get_type ())
GType hangar_snapshot_kind_get_type (void);

#define HANGAR_TYPE_SNAPSHOT (hangar_snapshot_get_type ())
G_DECLARE_FINAL_TYPE (HangarSnapshot, hangar_snapshot, HANGAR, SNAPSHOT, GObject)

const char *hangar_snapshot_get_name (HangarSnapshot *self);
const char *hangar_snapshot_get_parent_name (HangarSnapshot *self);
const char *hangar_snapshot_get_description (HangarSnapshot *self);
HangarDomainState hangar_snapshot_get_state (HangarSnapshot *self);
HangarSnapshotKind hangar_snapshot_get_kind (HangarSnapshot *self);
gboolean hangar_snapshot_get_with_memory (HangarSnapshot *self);
gint64 hangar_snapshot_get_created (HangarSnapshot *self);
gboolean hangar_snapshot_get_current (HangarSnapshot *self);
guint64 hangar_snapshot_get_size (HangarSnapshot *self);
const char *const *hangar_snapshot_get_disks (HangarSnapshot *self);
const char *const *hangar_snapshot_get_files (HangarSnapshot *self);
const char *hangar_snapshot_get_picture (HangarSnapshot *self);
GListModel *hangar_snapshot_get_children (HangarSnapshot *self);

G_END_DECLS
