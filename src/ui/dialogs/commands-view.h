/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/command-text.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_COMMANDS_VIEW (hangar_commands_view_get_type ())
G_DECLARE_FINAL_TYPE (HangarCommandsView, hangar_commands_view, HANGAR, COMMANDS_VIEW, AdwBin)

GtkWidget *hangar_commands_view_new (void);
void hangar_commands_view_set_commands (HangarCommandsView *self, HangarCommandText *commands);
char *hangar_commands_view_dup_text (HangarCommandsView *self);

G_END_DECLS
