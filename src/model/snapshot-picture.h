/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/snapshot.h"

G_BEGIN_DECLS

void hangar_snapshot_picture_save (const char *uuid, const char *name, gint64 created, GBytes *picture);
void hangar_snapshot_picture_rename (const char *uuid, const HangarVirtSnapshot *snapshot,
                                     const char *new_name);
void hangar_snapshot_pictures_find (const char *uuid, GPtrArray *snapshots);
void hangar_snapshot_pictures_tidy (const char *uuid, GPtrArray *snapshots);

G_END_DECLS
