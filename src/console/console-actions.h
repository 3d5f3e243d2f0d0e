/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/console.h"
#include "console/guest-clipboard.h"

G_BEGIN_DECLS

GSimpleActionGroup *hangar_console_actions_new (HangarConsole *console, HangarGuestClipboard *clipboard);

G_END_DECLS
