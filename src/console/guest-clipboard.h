/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/display-session.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_GUEST_CLIPBOARD (hangar_guest_clipboard_get_type ())
G_DECLARE_FINAL_TYPE (HangarGuestClipboard, hangar_guest_clipboard, HANGAR, GUEST_CLIPBOARD, GObject)

HangarGuestClipboard *hangar_guest_clipboard_new (GtkWidget *widget);
void hangar_guest_clipboard_set_session (HangarGuestClipboard *self, HangarDisplaySession *session);

G_END_DECLS
