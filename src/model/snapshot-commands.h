/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-commands.h"
#include "virt/snapshot.h"

G_BEGIN_DECLS

HangarCommandText *hangar_snapshot_commands_for_take (const HangarCommandTarget *target,
                                                      const HangarVirtSnapshotPlan *plan);
HangarCommandText *hangar_snapshot_commands_for_revert (const HangarCommandTarget *target, const char *name,
                                                        const HangarVirtSnapshotPlan *safety);
HangarCommandText *hangar_snapshot_commands_for_delete (const HangarCommandTarget *target, const char *name,
                                                        gboolean with_children);
HangarCommandText *hangar_snapshot_commands_for_forget (const HangarCommandTarget *target, const char *name);

G_END_DECLS
