/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-commands.h"
#include "model/domain-media.h"

G_BEGIN_DECLS

HangarCommandText *hangar_media_commands_for_change (const HangarCommandTarget *target, const char *xml,
                                                     const HangarMediaWish *wish);
HangarCommandText *hangar_media_commands_for_boot_once (const HangarCommandTarget *target, const char *xml,
                                                        const HangarMediaWish *wish);

G_END_DECLS
