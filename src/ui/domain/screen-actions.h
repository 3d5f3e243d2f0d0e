/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/console.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SCREEN_ACTIONS (hangar_screen_actions_get_type ())
G_DECLARE_FINAL_TYPE (HangarScreenActions, hangar_screen_actions, HANGAR, SCREEN_ACTIONS, GObject)

HangarScreenActions *hangar_screen_actions_new (GActionMap *map);
void hangar_screen_actions_set_console (HangarScreenActions *self, HangarConsole *console);

gsize hangar_screen_actions_parse_keys (const char *name, guint *qnums, gsize most);
char *hangar_screen_actions_suggest_name (const char *machine, GDateTime *now);

G_END_DECLS
