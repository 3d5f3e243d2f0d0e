/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_ERROR_DIALOG (hangar_error_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarErrorDialog, hangar_error_dialog, HANGAR, ERROR_DIALOG, AdwWindow)

HangarErrorDialog *hangar_error_dialog_new (const char *title, const char *details, const char *hint,
                                            const char *command);

G_END_DECLS
