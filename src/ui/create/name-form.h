/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_NAME_FORM (hangar_name_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarNameForm, hangar_name_form, HANGAR, NAME_FORM, AdwPreferencesGroup)

void hangar_name_form_set_spec (HangarNameForm *self, HangarGuestSpec *spec);

G_END_DECLS
