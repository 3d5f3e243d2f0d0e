/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/console.h"
#include "console/guest-clipboard.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CONSOLE_SETTINGS (hangar_console_settings_get_type ())
G_DECLARE_FINAL_TYPE (HangarConsoleSettings, hangar_console_settings, HANGAR, CONSOLE_SETTINGS, GObject)

HangarConsoleSettings *hangar_console_settings_new (HangarConsole *console, HangarGuestClipboard *clipboard,
                                                    HangarSettings *settings);

G_END_DECLS
