/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/snapshot.h"

G_BEGIN_DECLS

/* For the tree that owns the snapshots: it alone writes them. */

HangarSnapshot *hangar_snapshot_new (const HangarVirtSnapshot *data);
gboolean hangar_snapshot_apply (HangarSnapshot *self, const HangarVirtSnapshot *data);
void hangar_snapshot_set_size (HangarSnapshot *self, guint64 size);
GListStore *hangar_snapshot_get_child_store (HangarSnapshot *self);

G_END_DECLS
