/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/os-catalog.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_OS_DIALOG (hangar_os_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarOsDialog, hangar_os_dialog, HANGAR, OS_DIALOG, AdwWindow)

HangarOsDialog *hangar_os_dialog_new (HangarOsCatalog *catalog, GtkWidget *widget);

G_END_DECLS
