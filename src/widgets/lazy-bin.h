/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_LAZY_BIN (hangar_lazy_bin_get_type ())
G_DECLARE_FINAL_TYPE (HangarLazyBin, hangar_lazy_bin, HANGAR, LAZY_BIN, AdwBin)

/**
 * HangarLazyMaker:
 * @user_data: what was given beside it
 *
 * Returns: (transfer floating): the widget to show
 */
typedef GtkWidget *(*HangarLazyMaker) (gpointer user_data);

GtkWidget *hangar_lazy_bin_new (void);
void hangar_lazy_bin_set_maker (HangarLazyBin *self, HangarLazyMaker maker, gpointer user_data);
void hangar_lazy_bin_make (HangarLazyBin *self);

G_END_DECLS
