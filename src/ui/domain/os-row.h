/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/os-catalog.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_OS_ROW (hangar_os_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarOsRow, hangar_os_row, HANGAR, OS_ROW, AdwActionRow)

GtkWidget *hangar_os_row_new (void);
void hangar_os_row_set_catalog (HangarOsRow *self, HangarOsCatalog *catalog);
void hangar_os_row_set_memory (HangarOsRow *self, guint64 bytes);
void hangar_os_row_set_id (HangarOsRow *self, const char *id);
const char *hangar_os_row_get_id (HangarOsRow *self);

G_END_DECLS
