/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hears from the display program what is on the guest's screen. Nothing that it says is believed unchecked.
 */

#include "console/display-listener.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "display-protocol.h"
#include "hangar-protocol.h"

#define LISTENER_PATH "/org/qemu/Display1/Listener"
#define MAX_CURSOR_SIDE 512
#define MAX_RECTANGLES 256

struct _HangarDisplayListener
{
  GObject parent_instance;

  GCancellable *cancellable;
  GDBusConnection *connection;
  HangarQemuListener *listener;
  HangarQemuListenerUnixMap *map;
  HangarBusDamage *damage;
  HangarFramebuffer *framebuffer;
  GDBusMethodInvocation *unshown; /* answered when the frame was painted: the program then sends the next */
  gboolean active;
};

enum
{
  SCANOUT,
  DAMAGED,
  CURSOR,
  BROKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDisplayListener, hangar_display_listener, G_TYPE_OBJECT)

static gboolean
scanout_map_cb (HangarQemuListenerUnixMap *map, GDBusMethodInvocation *invocation, GUnixFDList *fds,
                GVariant *handle, guint offset, guint width, guint height, guint stride, guint format,
                HangarDisplayListener *self)
{
  const HangarFramebufferLayout layout = {
    .offset = offset, .width = width, .height = height, .stride = stride, .format = format
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarFramebuffer) framebuffer = NULL;
  int fd = fds != NULL ? g_unix_fd_list_get (fds, g_variant_get_handle (handle), &error) : -1;

  if (fd >= 0)
    {
      framebuffer = hangar_framebuffer_new_for_fd (fd, &layout, &error);
      close (fd);
    }
  if (framebuffer == NULL)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "refused");
      g_signal_emit (self, signals[BROKEN], 0, error != NULL ? error->message : "no descriptor");
      return TRUE;
    }
  g_set_object (&self->framebuffer, framebuffer);
  g_signal_emit (self, signals[SCANOUT], 0, framebuffer);
  hangar_qemu_listener_unix_map_complete_scanout_map (map, invocation, NULL);
  return TRUE;
}

/* Clips to the screen, in 64 bits because the numbers may be anything. */
static gboolean
clip (HangarDisplayListener *self, const int *rect, cairo_rectangle_int_t *clipped)
{
  gint64 left = MAX (rect[0], 0);
  gint64 top = MAX (rect[1], 0);
  gint64 right = (gint64) rect[0] + MAX (rect[2], 0);
  gint64 bottom = (gint64) rect[1] + MAX (rect[3], 0);

  right = MIN (right, hangar_framebuffer_get_width (self->framebuffer));
  bottom = MIN (bottom, hangar_framebuffer_get_height (self->framebuffer));
  if (right <= left || bottom <= top)
    return FALSE;
  clipped->x = (int) left;
  clipped->y = (int) top;
  clipped->width = (int) (right - left);
  clipped->height = (int) (bottom - top);
  return TRUE;
}

static void
add_damage (HangarDisplayListener *self, cairo_region_t *region, const int *rect)
{
  cairo_rectangle_int_t clipped;

  if (self->framebuffer != NULL && clip (self, rect, &clipped))
    cairo_region_union_rectangle (region, &clipped);
}

static void
answer (HangarDisplayListener *self)
{
  GDBusMethodInvocation *invocation = g_steal_pointer (&self->unshown);

  if (invocation != NULL)
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
tell_damage (HangarDisplayListener *self, GDBusMethodInvocation *invocation, cairo_region_t *region)
{
  answer (self);
  self->unshown = invocation;
  g_signal_emit (self, signals[DAMAGED], 0, region);
  if (!self->active || cairo_region_is_empty (region))
    answer (self);
}

static gboolean
update_map_cb (HangarQemuListenerUnixMap *map, GDBusMethodInvocation *invocation, int x, int y, int width,
               int height, HangarDisplayListener *self)
{
  cairo_region_t *region = cairo_region_create ();
  const int rect[] = { x, y, width, height };

  add_damage (self, region, rect);
  tell_damage (self, invocation, region);
  cairo_region_destroy (region);
  return TRUE;
}

static gboolean
update_cb (HangarBusDamage *damage, GDBusMethodInvocation *invocation, GVariant *rectangles,
           HangarDisplayListener *self)
{
  cairo_region_t *region = cairo_region_create ();
  gsize n = MIN (g_variant_n_children (rectangles), MAX_RECTANGLES);

  for (gsize i = 0; i < n; i++)
    {
      int rect[4];

      g_variant_get_child (rectangles, i, "(iiii)", &rect[0], &rect[1], &rect[2], &rect[3]);
      add_damage (self, region, rect);
    }
  tell_damage (self, invocation, region);
  cairo_region_destroy (region);
  return TRUE;
}

static gboolean
cursor_define_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, int width, int height,
                  int hot_x, int hot_y, GVariant *data, HangarDisplayListener *self)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (data);
  g_autoptr (GdkTexture) texture = NULL;

  hangar_qemu_listener_complete_cursor_define (listener, invocation);
  if (width <= 0 || height <= 0 || width > MAX_CURSOR_SIDE || height > MAX_CURSOR_SIDE ||
      g_bytes_get_size (bytes) != (gsize) width * (gsize) height * 4)
    return TRUE;
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) width * 4);
  g_signal_emit (self, signals[CURSOR], 0, texture, CLAMP (hot_x, 0, width - 1),
                 CLAMP (hot_y, 0, height - 1));
  return TRUE;
}

static gboolean
mouse_set_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, int x, int y, int on,
              HangarDisplayListener *self)
{
  hangar_qemu_listener_complete_mouse_set (listener, invocation);
  if (on == 0)
    g_signal_emit (self, signals[CURSOR], 0, NULL, 0, 0);
  return TRUE;
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDisplayListener) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_finish (result, &error);
  gpointer exported[] = { self->listener, self->map, self->damage };

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (connection != NULL)
        g_dbus_connection_close (connection, NULL, NULL, NULL);
      return;
    }
  if (connection == NULL)
    {
      g_signal_emit (self, signals[BROKEN], 0, error->message);
      return;
    }
  self->connection = g_steal_pointer (&connection);
  for (gsize i = 0; i < G_N_ELEMENTS (exported); i++)
    g_dbus_interface_skeleton_export (exported[i], self->connection, LISTENER_PATH, NULL);
  g_dbus_connection_start_message_processing (self->connection);
}

static void
hangar_display_listener_dispose (GObject *object)
{
  HangarDisplayListener *self = HANGAR_DISPLAY_LISTENER (object);

  hangar_display_listener_close (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->listener);
  g_clear_object (&self->map);
  g_clear_object (&self->damage);
  g_clear_object (&self->framebuffer);
  G_OBJECT_CLASS (hangar_display_listener_parent_class)->dispose (object);
}

static void
hangar_display_listener_class_init (HangarDisplayListenerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_display_listener_dispose;

  /* A screen of another size, or the first one */
  signals[SCANOUT] = g_signal_new ("scanout", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   HANGAR_TYPE_FRAMEBUFFER);
  /* A cairo_region_t inside the screen */
  signals[DAMAGED] =
    g_signal_new ("damaged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /* Texture (or NULL: hidden), hot spot */
  signals[CURSOR] = g_signal_new ("cursor", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  GDK_TYPE_TEXTURE, G_TYPE_INT, G_TYPE_INT);
  /* The program said what can't be */
  signals[BROKEN] =
    g_signal_new ("broken", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hangar_display_listener_init (HangarDisplayListener *self)
{
  self->cancellable = g_cancellable_new ();
  self->listener = hangar_qemu_listener_skeleton_new ();
  self->map = hangar_qemu_listener_unix_map_skeleton_new ();
  self->damage = hangar_bus_damage_skeleton_new ();
  g_signal_connect_object (self->map, "handle-scanout-map", G_CALLBACK (scanout_map_cb), self, 0);
  g_signal_connect_object (self->map, "handle-update-map", G_CALLBACK (update_map_cb), self, 0);
  g_signal_connect_object (self->damage, "handle-update", G_CALLBACK (update_cb), self, 0);
  g_signal_connect_object (self->listener, "handle-cursor-define", G_CALLBACK (cursor_define_cb), self, 0);
  g_signal_connect_object (self->listener, "handle-mouse-set", G_CALLBACK (mouse_set_cb), self, 0);
}

/**
 * hangar_display_listener_new:
 *
 * Returns: (transfer full): a listener that hears nothing yet
 */
HangarDisplayListener *
hangar_display_listener_new (void)
{
  return g_object_new (HANGAR_TYPE_DISPLAY_LISTENER, NULL);
}

/**
 * hangar_display_listener_listen:
 * @stream: our end of the socket that was given to RegisterListener
 */
void
hangar_display_listener_listen (HangarDisplayListener *self, GSocketConnection *stream)
{
  g_dbus_connection_new (G_IO_STREAM (stream), NULL,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                           G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, self->cancellable, connected_cb, g_object_ref (self));
}

/**
 * hangar_display_listener_set_active:
 * @active: whether frames are painted, that is, whether hangar_display_listener_frame_shown() will be called
 */
void
hangar_display_listener_set_active (HangarDisplayListener *self, gboolean active)
{
  self->active = active;
  if (!active)
    answer (self);
}

/**
 * hangar_display_listener_frame_shown:
 *
 * What was damaged has been painted.
 */
void
hangar_display_listener_frame_shown (HangarDisplayListener *self)
{
  answer (self);
}

/**
 * hangar_display_listener_close:
 *
 * Hears nothing from now on.
 */
void
hangar_display_listener_close (HangarDisplayListener *self)
{
  g_cancellable_cancel (self->cancellable);
  answer (self);
  if (self->connection != NULL)
    g_dbus_connection_close (self->connection, NULL, NULL, NULL);
  g_clear_object (&self->connection);
}
