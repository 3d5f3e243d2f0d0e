/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hangar_about_window_show (GtkWindow *parent);
void hangar_shortcuts_window_show (GtkWindow *parent);

G_END_DECLS
