/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *hangar_error_toast_new (GtkWidget *owner, const char *title, const char *details, const char *hint,
                                  const char *command);
void hangar_error_toast_show (AdwToastOverlay *overlay, const char *title, const GError *error);
void hangar_error_toast_show_with_help (AdwToastOverlay *overlay, const char *title, const GError *error,
                                        const char *hint, const char *command);
void hangar_message_toast_show (AdwToastOverlay *overlay, const char *title);

G_END_DECLS
