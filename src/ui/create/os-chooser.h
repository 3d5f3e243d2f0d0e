/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/os-catalog.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_OS_CHOOSER (hangar_os_chooser_get_type ())
G_DECLARE_FINAL_TYPE (HangarOsChooser, hangar_os_chooser, HANGAR, OS_CHOOSER, GtkBox)

void hangar_os_chooser_set_catalog (HangarOsChooser *self, HangarOsCatalog *catalog);

G_END_DECLS
