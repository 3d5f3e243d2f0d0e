/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/domain/device-extras.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DRIVE_GROUP (hangar_drive_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarDriveGroup, hangar_drive_group, HANGAR, DRIVE_GROUP, AdwPreferencesGroup)

AdwPreferencesGroup *hangar_drive_group_new (const HangarDeviceContext *context);

G_END_DECLS
