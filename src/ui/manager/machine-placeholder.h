/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MACHINE_PLACEHOLDER (hangar_machine_placeholder_get_type ())
G_DECLARE_FINAL_TYPE (HangarMachinePlaceholder, hangar_machine_placeholder, HANGAR, MACHINE_PLACEHOLDER,
                      AdwBin)

HangarMachinePlaceholder *hangar_machine_placeholder_new (void);
void hangar_machine_placeholder_show (HangarMachinePlaceholder *self, const char *page,
                                      HangarConnection *only);

G_END_DECLS
