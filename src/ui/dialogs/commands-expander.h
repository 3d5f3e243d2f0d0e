/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/dialogs/commands-view.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_COMMANDS_EXPANDER (hangar_commands_expander_get_type ())
G_DECLARE_FINAL_TYPE (HangarCommandsExpander, hangar_commands_expander, HANGAR, COMMANDS_EXPANDER, AdwBin)

/**
 * HangarCommandsFunc:
 * @user_data: what was given beside it
 *
 * Returns: (transfer full) (nullable): the commands of a form as it is filled now
 */
typedef HangarCommandText *(*HangarCommandsFunc) (gpointer user_data);

GtkWidget *hangar_commands_expander_new (void);
void hangar_commands_expander_set_source (HangarCommandsExpander *self, HangarCommandsFunc func,
                                          gpointer user_data);
void hangar_commands_expander_set_commands (HangarCommandsExpander *self, HangarCommandText *commands);
void hangar_commands_expander_refresh (HangarCommandsExpander *self);

void hangar_commands_expander_add_to (AdwMessageDialog *dialog, HangarCommandText *commands);
HangarCommandsExpander *hangar_commands_expander_add_source_to (AdwMessageDialog *dialog,
                                                                HangarCommandsFunc func, gpointer user_data);

G_END_DECLS
