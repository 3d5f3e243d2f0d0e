/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CONSOLE_PREFERENCES_GROUP (hangar_console_preferences_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarConsolePreferencesGroup, hangar_console_preferences_group, HANGAR,
                      CONSOLE_PREFERENCES_GROUP, AdwPreferencesGroup)

void hangar_console_preferences_group_set_settings (HangarConsolePreferencesGroup *self,
                                                    HangarSettings *settings);

G_END_DECLS
