/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"
#include "ui/create/host-choice.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DISK_FORM (hangar_disk_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarDiskForm, hangar_disk_form, HANGAR, DISK_FORM, AdwPreferencesGroup)

void hangar_disk_form_set_spec (HangarDiskForm *self, HangarGuestSpec *spec);
void hangar_disk_form_set_hosts (HangarDiskForm *self, HangarHostChoice *hosts);

G_END_DECLS
