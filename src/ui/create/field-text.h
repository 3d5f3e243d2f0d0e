/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

void hangar_field_text_mark (GtkWidget *row, HangarGuestSpec *spec, HangarGuestField field);
void hangar_field_text_update (AdwActionRow *row, HangarGuestSpec *spec, HangarGuestField field,
                               const char *facts);

G_END_DECLS
