/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels that somebody sent, checked before they are used and brought to the format of our surfaces. */

#include "display/pixels.h"

#include <string.h>

/* Numbers of pixman: bits per pixel, order (2: alpha, red, green, blue), bits of each */
#define X8R8G8B8 0x20020888u
#define A8R8G8B8 0x20028888u
#define R8G8B8 0x18020888u
#define R5G6B5 0x10020565u
#define X1R5G5B5 0x10020555u
#define A1R5G5B5 0x10021555u

/* Returns 0 for a format that is not known. */
static guint
bytes_of (guint format)
{
  switch (format)
    {
    case X8R8G8B8:
    case A8R8G8B8:
      return 4;
    case R8G8B8:
      return 3;
    case R5G6B5:
    case X1R5G5B5:
    case A1R5G5B5:
      return 2;
    default:
      return 0;
    }
}

/**
 * hangar_pixels_check:
 *
 * Returns: whether the format is known, the size that of a screen, and all of the rows there
 */
gboolean
hangar_pixels_check (const HangarPixels *pixels)
{
  guint bytes = bytes_of (pixels->format);
  guint64 row = (guint64) pixels->width * bytes;

  if (bytes == 0 || pixels->width > G_MAXINT || pixels->height > G_MAXINT ||
      !hangar_surface_size_is_sane ((int) pixels->width, (int) pixels->height))
    return FALSE;
  return pixels->stride >= row && (guint64) pixels->stride * (pixels->height - 1) + row <= pixels->size;
}

static guint32
from_16 (guint16 pixel, gboolean is_565)
{
  guint32 red = is_565 ? pixel >> 11 : pixel >> 10 & 31;
  guint32 green = is_565 ? pixel >> 5 & 63 : (pixel >> 5 & 31) << 1 | (pixel >> 9 & 1);
  guint32 blue = pixel & 31;

  return (red << 3 | red >> 2) << 16 | (green << 2 | green >> 4) << 8 | (blue << 3 | blue >> 2);
}

static void
copy_row (const HangarPixels *pixels, const guint8 *from, guint32 *to, int width)
{
  if (bytes_of (pixels->format) == 4)
    {
      memcpy (to, from, (gsize) width * 4);
      return;
    }
  for (int i = 0; i < width; i++)
    if (pixels->format == R8G8B8)
      to[i] = (guint32) from[i * 3 + 2] << 16 | (guint32) from[i * 3 + 1] << 8 | from[i * 3];
    else
      to[i] = from_16 ((guint16) (from[i * 2] | from[i * 2 + 1] << 8), pixels->format == R5G6B5);
}

/**
 * hangar_pixels_copy:
 * @pixels: pixels that were checked
 * @surface: where they go; what is outside of it is left
 * @x: place in @surface
 * @y: place in @surface
 */
void
hangar_pixels_copy (const HangarPixels *pixels, HangarSurface *surface, int x, int y)
{
  gint64 left = MAX (x, 0), top = MAX (y, 0);
  gint64 right = MIN ((gint64) x + pixels->width, surface->width);
  gint64 bottom = MIN ((gint64) y + pixels->height, surface->height);
  gsize bytes = bytes_of (pixels->format);

  if (left >= right)
    return;
  for (gint64 row = top; row < bottom; row++)
    copy_row (pixels, pixels->data + (gsize) (row - y) * pixels->stride + (gsize) (left - x) * bytes,
              (guint32 *) (surface->pixels + (gsize) row * (gsize) surface->stride) + left,
              (int) (right - left));
}
