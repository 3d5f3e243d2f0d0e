/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_COMMAND_ROW (hangar_command_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarCommandRow, hangar_command_row, HANGAR, COMMAND_ROW, GtkListBoxRow)

HangarCommandRow *hangar_command_row_new (const char *command);

G_END_DECLS
