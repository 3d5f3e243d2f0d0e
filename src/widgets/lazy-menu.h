/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HangarMenuMaker:
 * @user_data: what was given beside it
 *
 * Returns: (transfer none): the menu to show
 */
typedef GMenuModel *(*HangarMenuMaker) (gpointer user_data);

void hangar_lazy_menu_set (GtkMenuButton *button, GMenuModel *menu);
void hangar_lazy_menu_set_maker (GtkMenuButton *button, HangarMenuMaker maker, gpointer user_data);

G_END_DECLS
