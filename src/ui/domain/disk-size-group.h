/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/domain/device-extras.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DISK_SIZE_GROUP (hangar_disk_size_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarDiskSizeGroup, hangar_disk_size_group, HANGAR, DISK_SIZE_GROUP,
                      AdwPreferencesGroup)

AdwPreferencesGroup *hangar_disk_size_group_new (const HangarDeviceContext *context);

G_END_DECLS
