/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/domain/domain-actions.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_FULLSCREEN_BAR (hangar_fullscreen_bar_get_type ())
G_DECLARE_FINAL_TYPE (HangarFullscreenBar, hangar_fullscreen_bar, HANGAR, FULLSCREEN_BAR, AdwBin)

void hangar_fullscreen_bar_set_name (HangarFullscreenBar *self, const char *name);
void hangar_fullscreen_bar_set_menus (HangarFullscreenBar *self, GMenuModel *keys, GMenuModel *power);
void hangar_fullscreen_bar_set_actions (HangarFullscreenBar *self, HangarDomainActions *actions);
void hangar_fullscreen_bar_set_screenshot_tooltip (HangarFullscreenBar *self, const char *tooltip);
void hangar_fullscreen_bar_set_active (HangarFullscreenBar *self, gboolean active);
void hangar_fullscreen_bar_pointer_moved (HangarFullscreenBar *self, double y);
gboolean hangar_fullscreen_bar_is_revealed (HangarFullscreenBar *self);

G_END_DECLS
