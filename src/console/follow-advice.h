/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display.h"

G_BEGIN_DECLS

const char *hangar_follow_advice_text (HangarDisplay *display);
GMenuModel *hangar_follow_advice_menu_new (HangarDisplay *display);

G_END_DECLS
