/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/dialogs/commands-view.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_COMMANDS_WINDOW (hangar_commands_window_get_type ())
G_DECLARE_FINAL_TYPE (HangarCommandsWindow, hangar_commands_window, HANGAR, COMMANDS_WINDOW, AdwWindow)

HangarCommandsWindow *hangar_commands_window_new (const char *subject, HangarCommandText *commands);
void hangar_commands_window_show (GtkWidget *widget, const char *subject, HangarCommandText *commands);

G_END_DECLS
