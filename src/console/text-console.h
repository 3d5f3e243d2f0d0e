/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_TEXT_CONSOLE (hangar_text_console_get_type ())
G_DECLARE_FINAL_TYPE (HangarTextConsole, hangar_text_console, HANGAR, TEXT_CONSOLE, GtkWidget)

GtkWidget *hangar_text_console_new (HangarDomain *domain, const char *device);
void hangar_text_console_open (HangarTextConsole *self, gboolean force);
void hangar_text_console_close (HangarTextConsole *self);
void hangar_text_console_attach (HangarTextConsole *self, int fd);
gboolean hangar_text_console_is_open (HangarTextConsole *self);
char *hangar_text_console_dup_text (HangarTextConsole *self);

G_END_DECLS
