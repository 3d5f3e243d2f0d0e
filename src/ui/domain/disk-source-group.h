/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hardware.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DISK_SOURCE_GROUP (hangar_disk_source_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarDiskSourceGroup, hangar_disk_source_group, HANGAR, DISK_SOURCE_GROUP,
                      AdwPreferencesGroup)

HangarDiskSourceGroup *hangar_disk_source_group_new (HangarHardware *hardware);

const char *hangar_disk_source_group_get_refusal (HangarDiskSourceGroup *self);
gboolean hangar_disk_source_group_is_new (HangarDiskSourceGroup *self);
guint64 hangar_disk_source_group_get_size (HangarDiskSourceGroup *self);
const char *hangar_disk_source_group_get_format (HangarDiskSourceGroup *self);
const char *hangar_disk_source_group_get_path (HangarDiskSourceGroup *self);
gboolean hangar_disk_source_group_is_block (HangarDiskSourceGroup *self);

G_END_DECLS
