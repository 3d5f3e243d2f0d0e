/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/command-text.h"
#include "model/guest-spec.h"

G_BEGIN_DECLS

HangarCommandText *hangar_guest_commands_for_install (const char *uri, HangarGuestSpec *spec);

G_END_DECLS
