/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_BUSY_MACHINES_GROUP (hangar_busy_machines_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarBusyMachinesGroup, hangar_busy_machines_group, HANGAR, BUSY_MACHINES_GROUP,
                      AdwPreferencesGroup)

void hangar_busy_machines_group_set_settings (HangarBusyMachinesGroup *self, HangarSettings *settings);

G_END_DECLS
