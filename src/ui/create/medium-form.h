/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"
#include "model/settings.h"

#include "ui/create/host-choice.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MEDIUM_FORM (hangar_medium_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarMediumForm, hangar_medium_form, HANGAR, MEDIUM_FORM, AdwPreferencesGroup)

void hangar_medium_form_set_spec (HangarMediumForm *self, HangarGuestSpec *spec);
void hangar_medium_form_set_catalog (HangarMediumForm *self, HangarOsCatalog *catalog);
void hangar_medium_form_set_settings (HangarMediumForm *self, HangarSettings *settings);
void hangar_medium_form_set_hosts (HangarMediumForm *self, HangarHostChoice *hosts);
void hangar_medium_form_take_file (HangarMediumForm *self, GFile *file);

G_END_DECLS
