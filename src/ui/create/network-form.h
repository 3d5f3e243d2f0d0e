/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_NETWORK_FORM (hangar_network_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarNetworkForm, hangar_network_form, HANGAR, NETWORK_FORM, AdwPreferencesGroup)

void hangar_network_form_set_spec (HangarNetworkForm *self, HangarGuestSpec *spec);

G_END_DECLS
