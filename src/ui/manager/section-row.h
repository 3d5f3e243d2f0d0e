/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SECTION_ROW (hangar_section_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarSectionRow, hangar_section_row, HANGAR, SECTION_ROW, AdwBin)

HangarSectionRow *hangar_section_row_new (void);
HangarConnection *hangar_section_row_get_connection (HangarSectionRow *self);
void hangar_section_row_set_connection (HangarSectionRow *self, HangarConnection *connection);

G_END_DECLS
