/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MEASURING_GROUP (hangar_measuring_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarMeasuringGroup, hangar_measuring_group, HANGAR, MEASURING_GROUP,
                      AdwPreferencesGroup)

void hangar_measuring_group_set_settings (HangarMeasuringGroup *self, HangarSettings *settings);

G_END_DECLS
