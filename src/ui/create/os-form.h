/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_OS_FORM (hangar_os_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarOsForm, hangar_os_form, HANGAR, OS_FORM, GtkBox)

void hangar_os_form_set_spec (HangarOsForm *self, HangarGuestSpec *spec);
void hangar_os_form_set_catalog (HangarOsForm *self, HangarOsCatalog *catalog);

G_END_DECLS
