/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/text-console.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_TEXT_LINES (hangar_text_lines_get_type ())
G_DECLARE_FINAL_TYPE (HangarTextLines, hangar_text_lines, HANGAR, TEXT_LINES, GObject)

HangarTextLines *hangar_text_lines_new (HangarDomain *domain);
void hangar_text_lines_refresh (HangarTextLines *self);
void hangar_text_lines_close (HangarTextLines *self);
GMenuModel *hangar_text_lines_get_menu (HangarTextLines *self);
GtkWidget *hangar_text_lines_get (HangarTextLines *self, const char *device);

G_END_DECLS
