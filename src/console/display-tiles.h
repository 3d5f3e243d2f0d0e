/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/framebuffer.h"

G_BEGIN_DECLS

typedef struct _HangarDisplayTiles HangarDisplayTiles;

HangarDisplayTiles *hangar_display_tiles_new (void);
void hangar_display_tiles_free (HangarDisplayTiles *self);
void hangar_display_tiles_set_framebuffer (HangarDisplayTiles *self, HangarFramebuffer *framebuffer);
void hangar_display_tiles_set_area (HangarDisplayTiles *self, const cairo_rectangle_int_t *area);
void hangar_display_tiles_damage (HangarDisplayTiles *self, const cairo_region_t *region);
gboolean hangar_display_tiles_is_live (HangarDisplayTiles *self);
void hangar_display_tiles_snapshot (HangarDisplayTiles *self, GtkSnapshot *snapshot, gboolean with_cairo);

G_END_DECLS
