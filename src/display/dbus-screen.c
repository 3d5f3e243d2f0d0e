/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pixels and the pointer's shape of a guest whose QEMU speaks its own display interface. */

#include "display/dbus-screen.h"

#include <sys/socket.h>
#include <unistd.h>

#include "display-protocol.h"
#include "display/pixels.h"

#define LISTENER_PATH "/org/qemu/Display1/Listener"

struct _HangarDbusScreen
{
  HangarServer *server; /* unowned */
  HangarQemuListener *listener;
  GCancellable *cancellable;
  GDBusConnection *connection;

  HangarSurface *surface;
  HangarCursor cursor; /* the last shape that was told; no pixels: none yet */
  guint8 *cursor_pixels;
  gboolean cursor_hidden;
  gboolean active;
  guint flush_id;
};

static gboolean
flush_cb (gpointer data)
{
  HangarDbusScreen *self = data;

  self->flush_id = 0;
  if (self->active)
    hangar_server_flush (self->server);
  return G_SOURCE_REMOVE;
}

/* At the priority of messages: behind those that are there already, before those that come later. */
static void
schedule_flush (HangarDbusScreen *self)
{
  if (self->flush_id == 0)
    self->flush_id = g_idle_add_full (G_PRIORITY_DEFAULT, flush_cb, self, NULL);
}

static void
refuse (HangarDbusScreen *self, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "refused");
  hangar_server_fail (self->server, "protocol", "The screen’s size, format and data do not fit together.");
}

static void
draw (HangarDbusScreen *self, const HangarPixels *pixels, int x, int y)
{
  hangar_pixels_copy (pixels, self->surface, x, y);
  hangar_server_damage (self->server, (HangarRect) { x, y, (int) pixels->width, (int) pixels->height });
  schedule_flush (self);
}

static gboolean
scanout_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, guint width, guint height,
            guint stride, guint format, GVariant *data, HangarDbusScreen *self)
{
  HangarPixels pixels = { width, height, stride, format, NULL, 0 };
  HangarSurface *surface = NULL;

  pixels.data = g_variant_get_fixed_array (data, &pixels.size, 1);
  if (hangar_pixels_check (&pixels))
    surface =
      self->surface != NULL && self->surface->width == (int) width && self->surface->height == (int) height
        ? hangar_surface_ref (self->surface)
        : hangar_surface_new ((int) width, (int) height, NULL);
  if (surface == NULL)
    {
      refuse (self, invocation);
      return TRUE;
    }
  if (surface != self->surface)
    hangar_server_set_surface (self->server, surface);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  self->surface = surface;
  draw (self, &pixels, 0, 0);
  hangar_qemu_listener_complete_scanout (listener, invocation);
  return TRUE;
}

static gboolean
update_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, int x, int y, int width,
           int height, guint stride, guint format, GVariant *data, HangarDbusScreen *self)
{
  HangarPixels pixels = { (guint) width, (guint) height, stride, format, NULL, 0 };

  pixels.data = g_variant_get_fixed_array (data, &pixels.size, 1);
  if (width <= 0 || height <= 0 || x < 0 || y < 0 || !hangar_pixels_check (&pixels))
    {
      refuse (self, invocation);
      return TRUE;
    }
  if (self->surface != NULL)
    draw (self, &pixels, x, y);
  hangar_qemu_listener_complete_update (listener, invocation);
  return TRUE;
}

/* The last picture stays until the guest has another. */
static gboolean
disable_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, HangarDbusScreen *self)
{
  hangar_qemu_listener_complete_disable (listener, invocation);
  return TRUE;
}

static gboolean
dmabuf_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, GVariant *handle, guint width,
           guint height, guint stride, guint fourcc, guint64 modifier, gboolean y0_top,
           HangarDbusScreen *self)
{
  g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, "no dmabuf");
  hangar_server_fail (self->server, "protocol",
                      "The screen comes as memory of the graphics card (OpenGL), which is not supported.");
  return TRUE;
}

static gboolean
mouse_set_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, int x, int y, int on,
              HangarDbusScreen *self)
{
  /* It is told at each movement too. */
  if ((on == 0) != self->cursor_hidden)
    {
      self->cursor_hidden = on == 0;
      if (on == 0)
        hangar_server_define_cursor (self->server, NULL);
      else if (self->cursor_pixels != NULL)
        hangar_server_define_cursor (self->server, &self->cursor);
    }
  hangar_qemu_listener_complete_mouse_set (listener, invocation);
  return TRUE;
}

static gboolean
cursor_define_cb (HangarQemuListener *listener, GDBusMethodInvocation *invocation, int width, int height,
                  int hot_x, int hot_y, GVariant *data, HangarDbusScreen *self)
{
  gsize size = 0;
  const guint8 *pixels = g_variant_get_fixed_array (data, &size, 1);

  if (width <= 0 || height <= 0 || width > HANGAR_CURSOR_MAX_SIDE || height > HANGAR_CURSOR_MAX_SIDE ||
      size < (gsize) width * (gsize) height * 4)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "refused");
      return TRUE;
    }
  g_free (self->cursor_pixels);
  self->cursor_pixels = g_memdup2 (pixels, (gsize) width * (gsize) height * 4);
  self->cursor_hidden = FALSE;
  self->cursor = (HangarCursor) { width, height, hot_x, hot_y, self->cursor_pixels };
  hangar_server_define_cursor (self->server, &self->cursor);
  hangar_qemu_listener_complete_cursor_define (listener, invocation);
  return TRUE;
}

static void
closed_cb (GDBusConnection *connection, gboolean remote_peer_vanished, GError *error, HangarDbusScreen *self)
{
  hangar_server_fail (self->server, "closed", error != NULL ? error->message : "");
}

typedef struct
{
  HangarDbusScreen *screen;
  GCancellable *cancellable; /* cancelled: the screen is gone */
} Wait;

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Wait *wait = data;
  g_autoptr (GCancellable) cancellable = wait->cancellable;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_finish (result, &error);
  HangarDbusScreen *self = wait->screen;

  if (g_cancellable_is_cancelled (cancellable))
    return;
  if (connection == NULL)
    {
      hangar_server_fail (self->server, "protocol", error->message);
      return;
    }
  self->connection = g_steal_pointer (&connection);
  g_signal_connect (self->connection, "closed", G_CALLBACK (closed_cb), self);
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->listener), self->connection,
                                    LISTENER_PATH, NULL);
  g_dbus_connection_start_message_processing (self->connection);
}

HangarDbusScreen *
hangar_dbus_screen_new (HangarServer *server)
{
  HangarDbusScreen *self = g_new0 (HangarDbusScreen, 1);

  self->server = server;
  self->active = TRUE;
  self->cancellable = g_cancellable_new ();
  self->listener = hangar_qemu_listener_skeleton_new ();
  g_signal_connect (self->listener, "handle-scanout", G_CALLBACK (scanout_cb), self);
  g_signal_connect (self->listener, "handle-update", G_CALLBACK (update_cb), self);
  g_signal_connect (self->listener, "handle-disable", G_CALLBACK (disable_cb), self);
  g_signal_connect (self->listener, "handle-scanout-dmabuf", G_CALLBACK (dmabuf_cb), self);
  g_signal_connect (self->listener, "handle-mouse-set", G_CALLBACK (mouse_set_cb), self);
  g_signal_connect (self->listener, "handle-cursor-define", G_CALLBACK (cursor_define_cb), self);
  return self;
}

void
hangar_dbus_screen_free (HangarDbusScreen *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->listener, self);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  g_object_unref (self->listener);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  g_free (self->cursor_pixels);
  g_free (self);
}

/**
 * hangar_dbus_screen_listen:
 *
 * Waits on a socket for QEMU to speak.
 *
 * Returns: the other end, for QEMU; -1 when there is no socket
 */
int
hangar_dbus_screen_listen (HangarDbusScreen *self, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) stream = NULL;
  Wait *wait;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no socket");
      return -1;
    }
  socket = g_socket_new_from_fd (fds[0], error);
  if (socket == NULL)
    {
      close (fds[0]);
      close (fds[1]);
      return -1;
    }
  wait = g_new (Wait, 1);
  wait->screen = self;
  wait->cancellable = g_object_ref (self->cancellable);
  stream = g_socket_connection_factory_create_connection (socket);
  g_dbus_connection_new (G_IO_STREAM (stream), NULL,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                           G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, self->cancellable, connected_cb, wait);
  return fds[1];
}

/**
 * hangar_dbus_screen_set_active:
 * @active: whether somebody looks
 *
 * QEMU can't be told to be quiet; while nobody looks nothing of it is passed on.
 */
void
hangar_dbus_screen_set_active (HangarDbusScreen *self, gboolean active)
{
  self->active = active;
  if (active)
    schedule_flush (self);
}
