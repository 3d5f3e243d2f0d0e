/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pixels of a guest's screen, in memory that the manager can read. */

#include "display/surface.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/mman.h>
#include <unistd.h>

/**
 * hangar_surface_size_is_sane:
 *
 * The size comes from a guest: nothing may be allocated for it before this was asked.
 */
gboolean
hangar_surface_size_is_sane (int width, int height)
{
  if (width <= 0 || height <= 0 || width > HANGAR_SURFACE_MAX_SIDE || height > HANGAR_SURFACE_MAX_SIDE)
    return FALSE;
  return (guint64) width * height * 4 <= HANGAR_SURFACE_MAX_BYTES;
}

static HangarSurface *
fail (HangarSurface *self, GError **error)
{
  int saved_errno = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "no memory for the screen: %s",
               g_strerror (saved_errno));
  hangar_surface_unref (self);
  return NULL;
}

/**
 * hangar_surface_new:
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer full) (nullable): a black surface
 */
HangarSurface *
hangar_surface_new (int width, int height, GError **error)
{
  HangarSurface *self;
  void *pixels;

  if (!hangar_surface_size_is_sane (width, height))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "a screen of %d×%d", width, height);
      return NULL;
    }

  self = g_new0 (HangarSurface, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->width = width;
  self->height = height;
  self->stride = width * 4;
  self->size = (gsize) self->stride * height;
  self->fd = memfd_create ("hangar-screen", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (self->fd < 0 || ftruncate (self->fd, (off_t) self->size) < 0)
    return fail (self, error);
  if (fcntl (self->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
    return fail (self, error);
  pixels = mmap (NULL, self->size, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  if (pixels == MAP_FAILED)
    return fail (self, error);
  self->pixels = pixels;
  return self;
}

HangarSurface *
hangar_surface_ref (HangarSurface *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
hangar_surface_unref (HangarSurface *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->pixels != NULL)
    munmap (self->pixels, self->size);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
