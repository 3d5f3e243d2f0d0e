/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HANGAR_SURFACE_MAX_SIDE 16384
#define HANGAR_SURFACE_MAX_BYTES (256u << 20)
/* PIXMAN_x8r8g8b8: blue, green, red, unused in memory on a little-endian host */
#define HANGAR_SURFACE_FORMAT 0x20020888u

/**
 * HangarSurface:
 *
 * A guest's screen in shared memory whose size can't change any more, so that its reader never reads past its
 * end.
 */
typedef struct
{
  gatomicrefcount ref_count;
  int fd;
  int width, height, stride;
  guint8 *pixels;
  gsize size;
} HangarSurface;

gboolean hangar_surface_size_is_sane (int width, int height);
HangarSurface *hangar_surface_new (int width, int height, GError **error);
HangarSurface *hangar_surface_ref (HangarSurface *self);
void hangar_surface_unref (HangarSurface *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarSurface, hangar_surface_unref)

G_END_DECLS
