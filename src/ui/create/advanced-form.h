/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_ADVANCED_FORM (hangar_advanced_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarAdvancedForm, hangar_advanced_form, HANGAR, ADVANCED_FORM, AdwPreferencesGroup)

void hangar_advanced_form_set_spec (HangarAdvancedForm *self, HangarGuestSpec *spec);

G_END_DECLS
