/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display-listener.h"
#include "console/display-process.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DISPLAY_LINK (hangar_display_link_get_type ())
G_DECLARE_FINAL_TYPE (HangarDisplayLink, hangar_display_link, HANGAR, DISPLAY_LINK, GObject)

HangarDisplayLink *hangar_display_link_new (HangarDisplayListener *listener);
void hangar_display_link_start (HangarDisplayLink *self, const HangarDisplayTarget *target, int fd);
void hangar_display_link_close (HangarDisplayLink *self);
GDBusConnection *hangar_display_link_get_connection (HangarDisplayLink *self);
GCancellable *hangar_display_link_get_cancellable (HangarDisplayLink *self);
GPid hangar_display_link_get_pid (HangarDisplayLink *self);
void hangar_display_link_call (HangarDisplayLink *self, const char *path, const char *interface,
                               const char *method, GVariant *parameters);
void hangar_display_link_give_descriptor (HangarDisplayLink *self, guint id, int fd);

G_END_DECLS
