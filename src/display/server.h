/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/damage.h"
#include "display/source.h"

G_BEGIN_DECLS

#define HANGAR_CURSOR_MAX_SIDE 512
#define HANGAR_CLIPBOARD_MAX (1u << 20)

typedef struct
{
  int width, height;
  int hot_x, hot_y;
  const guint8 *pixels;
} HangarCursor;

#define HANGAR_TYPE_SERVER (hangar_server_get_type ())
G_DECLARE_FINAL_TYPE (HangarServer, hangar_server, HANGAR, SERVER, GObject)

HangarServer *hangar_server_new (GDBusConnection *connection);
gboolean hangar_server_serve (HangarServer *self, HangarSource *source, int display_fd, GError **error);

void hangar_server_set_surface (HangarServer *self, HangarSurface *surface);
void hangar_server_damage (HangarServer *self, HangarRect rect);
void hangar_server_flush (HangarServer *self);
gboolean hangar_server_is_behind (HangarServer *self);
void hangar_server_define_cursor (HangarServer *self, const HangarCursor *cursor);
void hangar_server_set_absolute (HangarServer *self, gboolean absolute);
void hangar_server_set_leds (HangarServer *self, guint leds);
void hangar_server_set_name (HangarServer *self, const char *name);
void hangar_server_set_can_resize (HangarServer *self, gboolean can_resize);
void hangar_server_set_security (HangarServer *self, const char *security);
void hangar_server_set_guest_clipboard (HangarServer *self, const char *text);
void hangar_server_ask_credentials (HangarServer *self, gboolean user, gboolean password);
void hangar_server_ask_descriptor (HangarServer *self, guint id);
void hangar_server_bell (HangarServer *self);
void hangar_server_fail (HangarServer *self, const char *reason, const char *message);

G_END_DECLS
