/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/framebuffer.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DISPLAY_LISTENER (hangar_display_listener_get_type ())
G_DECLARE_FINAL_TYPE (HangarDisplayListener, hangar_display_listener, HANGAR, DISPLAY_LISTENER, GObject)

HangarDisplayListener *hangar_display_listener_new (void);
void hangar_display_listener_listen (HangarDisplayListener *self, GSocketConnection *stream);
void hangar_display_listener_set_active (HangarDisplayListener *self, gboolean active);
void hangar_display_listener_frame_shown (HangarDisplayListener *self);
void hangar_display_listener_close (HangarDisplayListener *self);

G_END_DECLS
