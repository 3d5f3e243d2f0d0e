/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CONFIRM_DIALOG (hangar_confirm_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarConfirmDialog, hangar_confirm_dialog, HANGAR, CONFIRM_DIALOG, AdwMessageDialog)

HangarConfirmDialog *hangar_confirm_dialog_new (HangarSettings *settings, HangarSettingsConfirm question,
                                                const char *name);

G_END_DECLS
