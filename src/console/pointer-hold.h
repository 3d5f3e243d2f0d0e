/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean hangar_pointer_hold_is_possible (GtkWidget *widget);
gboolean hangar_pointer_hold_move_to (GtkWidget *widget, double x, double y);

G_END_DECLS
