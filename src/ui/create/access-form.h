/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/create/host-choice.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_ACCESS_FORM (hangar_access_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarAccessForm, hangar_access_form, HANGAR, ACCESS_FORM, AdwPreferencesGroup)

HangarAccessForm *hangar_access_form_new (HangarGuestSpec *spec, HangarHostChoice *hosts);

G_END_DECLS
