/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pixels and the pointer's shape of a guest that speaks SPICE. */

#include "display/spice-screen.h"

/* SPICE tells each rectangle from its own coroutine: below its priority, all that came at once has been told.
 */
#define FLUSH_PRIORITY (G_PRIORITY_DEFAULT_IDLE + 50)

struct _HangarSpiceScreen
{
  HangarServer *server; /* unowned */
  SpiceChannel *display;
  SpiceChannel *cursor;

  const guint8 *primary; /* the library's pixels; NULL while there is no screen */
  int format;
  int stride;
  HangarSurface *surface;
  gboolean active;
  guint flush_id;
};

static gboolean
flush_cb (gpointer data)
{
  HangarSpiceScreen *self = data;

  self->flush_id = 0;
  if (self->active)
    hangar_server_flush (self->server);
  return G_SOURCE_REMOVE;
}

static void
schedule_flush (HangarSpiceScreen *self)
{
  if (self->flush_id == 0)
    self->flush_id = g_idle_add_full (FLUSH_PRIORITY, flush_cb, self, NULL);
}

static guint32
from_555 (guint16 pixel)
{
  guint32 red = pixel >> 10 & 31, green = pixel >> 5 & 31, blue = pixel & 31;

  return (red << 3 | red >> 2) << 16 | (green << 3 | green >> 2) << 8 | (blue << 3 | blue >> 2);
}

static guint32
from_565 (guint16 pixel)
{
  guint32 red = pixel >> 11 & 31, green = pixel >> 5 & 63, blue = pixel & 31;

  return (red << 3 | red >> 2) << 16 | (green << 2 | green >> 4) << 8 | (blue << 3 | blue >> 2);
}

static void
copy_row (HangarSpiceScreen *self, int x, int y, int width)
{
  const guint8 *row = self->primary + (gssize) y * self->stride;
  guint32 *to = (guint32 *) (self->surface->pixels + (gsize) y * (gsize) self->surface->stride) + x;
  const guint16 *from = (const guint16 *) row + x;

  if (self->format == SPICE_SURFACE_FMT_32_xRGB || self->format == SPICE_SURFACE_FMT_32_ARGB)
    memcpy (to, row + (gsize) x * 4, (gsize) width * 4);
  else
    for (int i = 0; i < width; i++)
      to[i] = self->format == SPICE_SURFACE_FMT_16_565 ? from_565 (from[i]) : from_555 (from[i]);
}

static void
invalidate_cb (SpiceChannel *channel, int x, int y, int width, int height, HangarSpiceScreen *self)
{
  int right, bottom;

  if (self->primary == NULL || self->surface == NULL || width <= 0 || height <= 0)
    return;
  right = (int) MIN ((gint64) x + width, self->surface->width);
  bottom = (int) MIN ((gint64) y + height, self->surface->height);
  x = MAX (x, 0);
  y = MAX (y, 0);
  if (x >= right || y >= bottom)
    return;
  for (int row = y; row < bottom; row++)
    copy_row (self, x, row, right - x);
  hangar_server_damage (self->server, (HangarRect) { x, y, right - x, bottom - y });
  schedule_flush (self);
}

static gboolean
is_known (int format)
{
  return format == SPICE_SURFACE_FMT_32_xRGB || format == SPICE_SURFACE_FMT_32_ARGB ||
         format == SPICE_SURFACE_FMT_16_555 || format == SPICE_SURFACE_FMT_16_565;
}

static void
primary_create_cb (SpiceChannel *channel, int format, int width, int height, int stride, int shmid,
                   gpointer data, HangarSpiceScreen *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarSurface) surface = hangar_surface_new (width, height, &error);

  if (surface == NULL || !is_known (format) || data == NULL)
    {
      hangar_server_fail (self->server, "too-large", error != NULL ? error->message : "unknown pixels");
      return;
    }
  g_clear_pointer (&self->surface, hangar_surface_unref);
  self->surface = g_steal_pointer (&surface);
  self->primary = data;
  self->format = format;
  self->stride = stride;
  hangar_server_set_surface (self->server, self->surface);
  invalidate_cb (channel, 0, 0, width, height, self);
}

/* The last picture stays until the guest has another mode. */
static void
primary_destroy_cb (SpiceChannel *channel, HangarSpiceScreen *self)
{
  self->primary = NULL;
}

/* Red, green, blue, alpha to what the bus wants: blue, green, red multiplied with alpha. */
static guint8 *
convert_cursor (const SpiceCursorShape *shape)
{
  gsize n_pixels = (gsize) shape->width * shape->height;
  const guint8 *from = shape->data;
  guint8 *pixels = g_malloc (n_pixels * 4);

  for (gsize i = 0; i < n_pixels; i++)
    {
      guint alpha = from[i * 4 + 3];

      pixels[i * 4] = (guint8) (from[i * 4 + 2] * alpha / 255);
      pixels[i * 4 + 1] = (guint8) (from[i * 4 + 1] * alpha / 255);
      pixels[i * 4 + 2] = (guint8) (from[i * 4] * alpha / 255);
      pixels[i * 4 + 3] = (guint8) alpha;
    }
  return pixels;
}

static void
cursor_cb (SpiceChannel *channel, GParamSpec *pspec, HangarSpiceScreen *self)
{
  SpiceCursorShape *shape = NULL;

  g_object_get (channel, "cursor", &shape, NULL);
  if (shape != NULL && shape->data != NULL && shape->width > 0 && shape->height > 0 &&
      shape->width <= HANGAR_CURSOR_MAX_SIDE && shape->height <= HANGAR_CURSOR_MAX_SIDE)
    {
      g_autofree guint8 *pixels = convert_cursor (shape);
      const HangarCursor cursor = { shape->width, shape->height, shape->hot_spot_x, shape->hot_spot_y,
                                    pixels };

      hangar_server_define_cursor (self->server, &cursor);
    }
  if (shape != NULL)
    g_boxed_free (SPICE_TYPE_CURSOR_SHAPE, shape);
}

static void
cursor_hide_cb (SpiceChannel *channel, HangarSpiceScreen *self)
{
  hangar_server_define_cursor (self->server, NULL);
}

static void
forget (HangarSpiceScreen *self, SpiceChannel **channel)
{
  if (*channel != NULL)
    g_signal_handlers_disconnect_by_data (*channel, self);
  g_clear_object (channel);
}

HangarSpiceScreen *
hangar_spice_screen_new (HangarServer *server)
{
  HangarSpiceScreen *self = g_new0 (HangarSpiceScreen, 1);

  self->server = server;
  self->active = TRUE;
  return self;
}

void
hangar_spice_screen_free (HangarSpiceScreen *self)
{
  g_clear_handle_id (&self->flush_id, g_source_remove);
  forget (self, &self->display);
  forget (self, &self->cursor);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  g_free (self);
}

/**
 * hangar_spice_screen_watch_display:
 * @channel: the first display; others are not shown
 */
void
hangar_spice_screen_watch_display (HangarSpiceScreen *self, SpiceChannel *channel)
{
  forget (self, &self->display);
  self->primary = NULL;
  self->display = g_object_ref (channel);
  g_signal_connect (channel, "display-primary-create", G_CALLBACK (primary_create_cb), self);
  g_signal_connect (channel, "display-primary-destroy", G_CALLBACK (primary_destroy_cb), self);
  g_signal_connect (channel, "display-invalidate", G_CALLBACK (invalidate_cb), self);
}

void
hangar_spice_screen_watch_cursor (HangarSpiceScreen *self, SpiceChannel *channel)
{
  forget (self, &self->cursor);
  self->cursor = g_object_ref (channel);
  g_signal_connect (channel, "notify::cursor", G_CALLBACK (cursor_cb), self);
  g_signal_connect (channel, "cursor-hide", G_CALLBACK (cursor_hide_cb), self);
}

/**
 * hangar_spice_screen_set_active:
 * @active: whether somebody looks
 *
 * A SPICE server can't be told to be quiet; while nobody looks nothing of it is passed on.
 */
void
hangar_spice_screen_set_active (HangarSpiceScreen *self, gboolean active)
{
  self->active = active;
  if (active)
    schedule_flush (self);
}
