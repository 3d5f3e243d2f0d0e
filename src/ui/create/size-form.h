/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SIZE_FORM (hangar_size_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarSizeForm, hangar_size_form, HANGAR, SIZE_FORM, AdwPreferencesGroup)

void hangar_size_form_set_spec (HangarSizeForm *self, HangarGuestSpec *spec);

G_END_DECLS
