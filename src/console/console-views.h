/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/text-lines.h"

G_BEGIN_DECLS

/**
 * HangarConsoleViews:
 *
 * One switch for a machine's screen and its text lines. It belongs to one console and does not outlive it.
 */
typedef struct _HangarConsoleViews HangarConsoleViews;

HangarConsoleViews *hangar_console_views_new (HangarDomain *domain, GtkStack *stack, GAction *switcher);
void hangar_console_views_free (HangarConsoleViews *self);

void hangar_console_views_show (HangarConsoleViews *self, const char *view);
void hangar_console_views_follow (HangarConsoleViews *self);
void hangar_console_views_refresh (HangarConsoleViews *self);
GMenuModel *hangar_console_views_get_menu (HangarConsoleViews *self);

G_END_DECLS
