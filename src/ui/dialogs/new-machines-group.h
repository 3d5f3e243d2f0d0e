/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_NEW_MACHINES_GROUP (hangar_new_machines_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarNewMachinesGroup, hangar_new_machines_group, HANGAR, NEW_MACHINES_GROUP,
                      AdwPreferencesGroup)

void hangar_new_machines_group_set_settings (HangarNewMachinesGroup *self, HangarSettings *settings);

G_END_DECLS
