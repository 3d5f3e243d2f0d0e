/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/clone.h"
#include "model/domain-commands.h"

G_BEGIN_DECLS

HangarCommandText *hangar_clone_commands_for_clone (const HangarCommandTarget *target, const char *xml,
                                                    const char *const *names, GPtrArray *sources);
HangarCommandText *hangar_clone_commands_for_independent (const HangarCommandTarget *target, const char *xml,
                                                          GPtrArray *sources);

G_END_DECLS
