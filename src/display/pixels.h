/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/damage.h"
#include "display/surface.h"

G_BEGIN_DECLS

/**
 * HangarPixels:
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one row to the next
 * @format: as pixman numbers them
 * @data: the rows
 * @size: bytes in @data
 *
 * A piece of a screen as somebody sent it: nothing of it may be believed before hangar_pixels_check().
 */
typedef struct
{
  guint width, height, stride, format;
  const guint8 *data;
  gsize size;
} HangarPixels;

gboolean hangar_pixels_check (const HangarPixels *pixels);
void hangar_pixels_copy (const HangarPixels *pixels, HangarSurface *surface, int x, int y);

G_END_DECLS
