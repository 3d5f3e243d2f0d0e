/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

#include "ui/create/host-choice.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_IMPORT_FORM (hangar_import_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarImportForm, hangar_import_form, HANGAR, IMPORT_FORM, AdwPreferencesGroup)

void hangar_import_form_set_spec (HangarImportForm *self, HangarGuestSpec *spec);
void hangar_import_form_set_catalog (HangarImportForm *self, HangarOsCatalog *catalog);
void hangar_import_form_set_hosts (HangarImportForm *self, HangarHostChoice *hosts);
void hangar_import_form_take_file (HangarImportForm *self, GFile *file);

G_END_DECLS
