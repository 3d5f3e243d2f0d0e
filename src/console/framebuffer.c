/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest's screen in memory that the display program writes and we read. */

#include "console/framebuffer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIXMAN_X8R8G8B8 0x20020888u
#define PIXMAN_A8R8G8B8 0x20028888u

struct _HangarFramebuffer
{
  GObject parent_instance;

  GBytes
    *memory; /* unmapped with the last surface that shows it: render nodes of the last frame may outlive us */
  const guint8 *pixels;
  cairo_surface_t *surface;
  int fd; /* of the memory, for others that share it */
  int width, height;
  gsize stride, offset;
};

G_DEFINE_FINAL_TYPE (HangarFramebuffer, hangar_framebuffer, G_TYPE_OBJECT)

typedef struct
{
  void *address;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->address, mapping->size);
  g_free (mapping);
}

static gboolean
layout_is_sane (const HangarFramebufferLayout *layout)
{
  guint64 bytes = (guint64) layout->stride * layout->height;

  return layout->width > 0 && layout->height > 0 && layout->width <= HANGAR_FRAMEBUFFER_MAX_SIDE &&
         layout->height <= HANGAR_FRAMEBUFFER_MAX_SIDE && layout->stride >= layout->width * 4 &&
         layout->stride % 4 == 0 && layout->offset % 4 == 0 && bytes <= HANGAR_FRAMEBUFFER_MAX_BYTES &&
         layout->offset <= HANGAR_FRAMEBUFFER_MAX_BYTES &&
         (layout->format == PIXMAN_X8R8G8B8 || layout->format == PIXMAN_A8R8G8B8);
}

/* Memory that could shrink under us would end the program at the first read beyond its end. */
static gboolean
check_memory (int fd, gsize needed, GError **error)
{
  struct stat status;
  int seals = fcntl (fd, F_GET_SEALS);

  if (seals < 0 || (seals & F_SEAL_SHRINK) == 0 || fstat (fd, &status) < 0 ||
      status.st_size < (goffset) needed)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "the screen's memory is not what was promised");
      return FALSE;
    }
  return TRUE;
}

static void
hangar_framebuffer_finalize (GObject *object)
{
  HangarFramebuffer *self = HANGAR_FRAMEBUFFER (object);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->memory, g_bytes_unref);
  if (self->fd >= 0)
    close (self->fd);
  G_OBJECT_CLASS (hangar_framebuffer_parent_class)->finalize (object);
}

static void
hangar_framebuffer_class_init (HangarFramebufferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_framebuffer_finalize;
}

static void
hangar_framebuffer_init (HangarFramebuffer *self)
{
  self->fd = -1;
}

static void
make_surface (HangarFramebuffer *self)
{
  static const cairo_user_data_key_t memory_key;

  self->surface = cairo_image_surface_create_for_data ((guchar *) self->pixels, CAIRO_FORMAT_RGB24,
                                                       self->width, self->height, (int) self->stride);
  cairo_surface_set_user_data (self->surface, &memory_key, g_bytes_ref (self->memory),
                               (cairo_destroy_func_t) g_bytes_unref);
}

/**
 * hangar_framebuffer_new_for_fd:
 * @fd: memory from the display program; not taken
 * @layout: what the display program says about it; not believed
 *
 * Returns: (transfer full) (nullable): the screen
 */
HangarFramebuffer *
hangar_framebuffer_new_for_fd (int fd, const HangarFramebufferLayout *layout, GError **error)
{
  HangarFramebuffer *self;
  Mapping *mapping;
  void *address;
  gsize size;

  if (!layout_is_sane (layout))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a screen of %u×%u", layout->width,
                   layout->height);
      return NULL;
    }
  size = layout->offset + (gsize) layout->stride * layout->height;
  if (!check_memory (fd, size, error))
    return NULL;
  address = mmap (NULL, size, PROT_READ, MAP_SHARED, fd, 0);
  if (address == MAP_FAILED)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      return NULL;
    }

  mapping = g_new (Mapping, 1);
  mapping->address = address;
  mapping->size = size;
  self = g_object_new (HANGAR_TYPE_FRAMEBUFFER, NULL);
  self->memory = g_bytes_new_with_free_func (address, size, mapping_free, mapping);
  self->pixels = (const guint8 *) address + layout->offset;
  self->width = (int) layout->width;
  self->height = (int) layout->height;
  self->stride = layout->stride;
  self->offset = layout->offset;
  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  make_surface (self);
  return self;
}

/**
 * hangar_framebuffer_get_width:
 *
 * Returns: in pixels
 */
int
hangar_framebuffer_get_width (HangarFramebuffer *self)
{
  return self->width;
}

/**
 * hangar_framebuffer_get_height:
 *
 * Returns: in pixels
 */
int
hangar_framebuffer_get_height (HangarFramebuffer *self)
{
  return self->height;
}

/**
 * hangar_framebuffer_get_surface:
 *
 * The pixels as they are at the time of drawing. Never mark it dirty: cairo would copy it for what was
 * recorded.
 *
 * Returns: (transfer none): an image surface
 */
cairo_surface_t *
hangar_framebuffer_get_surface (HangarFramebuffer *self)
{
  return self->surface;
}

/**
 * hangar_framebuffer_get_fd:
 *
 * Returns: the memory's descriptor, or -1; it stays the framebuffer's
 */
int
hangar_framebuffer_get_fd (HangarFramebuffer *self)
{
  return self->fd;
}

/**
 * hangar_framebuffer_get_layout:
 * @stride: (out): bytes from one line to the next
 * @offset: (out): bytes before the first pixel in the memory
 *
 * Where the pixels are in the memory.
 */
void
hangar_framebuffer_get_layout (HangarFramebuffer *self, gsize *stride, gsize *offset)
{
  *stride = self->stride;
  *offset = self->offset;
}

/**
 * hangar_framebuffer_copy_texture:
 * @area: inside the screen
 *
 * The pixels as they are now. The fourth byte may be anything, so it is made opaque.
 *
 * Returns: (transfer full): a texture
 */
GdkTexture *
hangar_framebuffer_copy_texture (HangarFramebuffer *self, const cairo_rectangle_int_t *area)
{
  gsize n_pixels = (gsize) area->width * area->height;
  guint32 *copy = g_new (guint32, n_pixels);
  g_autoptr (GBytes) bytes = NULL;

  for (int y = 0; y < area->height; y++)
    {
      const guint32 *from = (const guint32 *) (self->pixels + (gsize) (area->y + y) * self->stride) + area->x;
      guint32 *to = copy + (gsize) y * area->width;

      for (int x = 0; x < area->width; x++)
        to[x] = from[x] | 0xff000000u;
    }
  bytes = g_bytes_new_take (copy, n_pixels * 4);
  return gdk_memory_texture_new (area->width, area->height, GDK_MEMORY_DEFAULT, bytes,
                                 (gsize) area->width * 4);
}
