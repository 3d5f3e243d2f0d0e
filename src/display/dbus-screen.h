/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/server.h"

G_BEGIN_DECLS

typedef struct _HangarDbusScreen HangarDbusScreen;

HangarDbusScreen *hangar_dbus_screen_new (HangarServer *server);
void hangar_dbus_screen_free (HangarDbusScreen *self);

int hangar_dbus_screen_listen (HangarDbusScreen *self, GError **error);
void hangar_dbus_screen_set_active (HangarDbusScreen *self, gboolean active);

G_END_DECLS
