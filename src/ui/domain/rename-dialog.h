/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_RENAME_DIALOG (hangar_rename_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarRenameDialog, hangar_rename_dialog, HANGAR, RENAME_DIALOG, AdwMessageDialog)

HangarRenameDialog *hangar_rename_dialog_new (HangarDomain *domain, GtkWidget *widget);

G_END_DECLS
