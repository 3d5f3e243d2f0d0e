/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "display/server.h"

G_BEGIN_DECLS

typedef struct _HangarSpiceScreen HangarSpiceScreen;

HangarSpiceScreen *hangar_spice_screen_new (HangarServer *server);
void hangar_spice_screen_free (HangarSpiceScreen *self);
void hangar_spice_screen_watch_display (HangarSpiceScreen *self, SpiceChannel *channel);
void hangar_spice_screen_watch_cursor (HangarSpiceScreen *self, SpiceChannel *channel);
void hangar_spice_screen_set_active (HangarSpiceScreen *self, gboolean active);

G_END_DECLS
