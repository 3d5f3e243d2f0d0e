/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/clone.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CLONE_DISK_ROW (hangar_clone_disk_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarCloneDiskRow, hangar_clone_disk_row, HANGAR, CLONE_DISK_ROW, AdwComboRow)

GtkWidget *hangar_clone_disk_row_new (const HangarCloneSource *source);
GtkWidget *hangar_clone_disk_row_get_path_row (HangarCloneDiskRow *self);
void hangar_clone_disk_row_set_clone_name (HangarCloneDiskRow *self, const char *name);
HangarCloneSource *hangar_clone_disk_row_dup_source (HangarCloneDiskRow *self);

G_END_DECLS
