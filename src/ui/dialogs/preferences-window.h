/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_PREFERENCES_WINDOW (hangar_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (HangarPreferencesWindow, hangar_preferences_window, HANGAR, PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

HangarPreferencesWindow *hangar_preferences_window_new (HangarSettings *settings);

G_END_DECLS
