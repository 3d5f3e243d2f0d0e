/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest's screen over QEMU's own display interface, peer to peer: the same language that the manager speaks
 * with this program. */

#include "display/dbus-source.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "display/dbus-screen.h"

#define CONSOLE_PATH "/org/qemu/Display1/Console_0"
#define CONSOLE "org.qemu.Display1.Console"
#define KEYBOARD "org.qemu.Display1.Keyboard"
#define MOUSE "org.qemu.Display1.Mouse"
#define PROPERTIES "org.freedesktop.DBus.Properties"
/* What QEMU's own VNC server gives a guest for each key: without it the buffer of a slow one's keyboard runs
 * over, and keys are lost. */
#define KEY_MS 10

typedef struct
{
  gboolean is_key; /* or a button of the mouse */
  gboolean down;
  guint number;
} Press;

struct _HangarDbusSource
{
  HangarSource parent_instance;

  HangarServer *server; /* unowned: it owns us */
  HangarDbusScreen *screen;
  GCancellable *cancellable;
  GDBusConnection *connection; /* NULL until QEMU has answered */
  guint subscription;
  GQueue presses;    /* not sent yet */
  gboolean pressing; /* QEMU has not answered the last */
  guint pace_id;
};

G_DEFINE_FINAL_TYPE (HangarDbusSource, hangar_dbus_source, HANGAR_TYPE_SOURCE)

static void
call (HangarDbusSource *self, const char *interface, const char *method, GVariant *parameters,
      GAsyncReadyCallback callback)
{
  if (self->connection == NULL)
    {
      g_variant_unref (g_variant_ref_sink (parameters));
      return;
    }
  g_dbus_connection_call (self->connection, NULL, CONSOLE_PATH, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, callback,
                          callback != NULL ? g_object_ref (self) : NULL);
}

static void
take_properties (HangarDbusSource *self, GVariant *values)
{
  gboolean absolute;
  guint leds;

  if (g_variant_lookup (values, "IsAbsolute", "b", &absolute))
    hangar_server_set_absolute (self->server, absolute);
  if (g_variant_lookup (values, "Modifiers", "u", &leds))
    hangar_server_set_leds (self->server, leds & 7);
}

static void
properties_changed_cb (GDBusConnection *connection, const char *sender, const char *path,
                       const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr (GVariant) values = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  values = g_variant_get_child_value (parameters, 1);
  take_properties (data, values);
}

static void
properties_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDbusSource) self = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) values = NULL;

  if (reply == NULL || self->connection == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE ("(a{sv})")))
    return;
  values = g_variant_get_child_value (reply, 0);
  take_properties (self, values);
}

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDbusSource) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL, result, &error);

  if (reply == NULL && self->connection != NULL)
    hangar_server_fail (self->server, "protocol", error->message);
}

static void
register_listener (HangarDbusSource *self)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  int fd = hangar_dbus_screen_listen (self->screen, &error);
  int handle = fd >= 0 ? g_unix_fd_list_append (fds, fd, &error) : -1;

  if (fd >= 0)
    close (fd);
  if (handle < 0)
    {
      hangar_server_fail (self->server, "protocol", error->message);
      return;
    }
  g_dbus_connection_call_with_unix_fd_list (self->connection, NULL, CONSOLE_PATH, CONSOLE, "RegisterListener",
                                            g_variant_new ("(h)", handle), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                            fds, self->cancellable, registered_cb, g_object_ref (self));
}

static void
closed_cb (GDBusConnection *connection, gboolean remote_peer_vanished, GError *error, HangarDbusSource *self)
{
  hangar_server_fail (self->server, "closed", error != NULL ? error->message : "");
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDbusSource) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_finish (result, &error);

  if (self->cancellable == NULL)
    return;
  if (connection == NULL)
    {
      hangar_server_fail (self->server, "protocol", error->message);
      return;
    }
  self->connection = g_steal_pointer (&connection);
  g_signal_connect (self->connection, "closed", G_CALLBACK (closed_cb), self);
  self->subscription =
    g_dbus_connection_signal_subscribe (self->connection, NULL, PROPERTIES, "PropertiesChanged", CONSOLE_PATH,
                                        NULL, G_DBUS_SIGNAL_FLAGS_NONE, properties_changed_cb, self, NULL);
  g_dbus_connection_start_message_processing (self->connection);
  hangar_server_set_security (self->server, "none");
  hangar_server_set_can_resize (self->server, TRUE);
  call (self, PROPERTIES, "GetAll", g_variant_new ("(s)", MOUSE), properties_cb);
  call (self, PROPERTIES, "GetAll", g_variant_new ("(s)", KEYBOARD), properties_cb);
  register_listener (self);
}

static void
hangar_dbus_source_start (HangarSource *source, int fd)
{
  HangarDbusSource *self = HANGAR_DBUS_SOURCE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);
  g_autoptr (GSocketConnection) stream = NULL;

  if (socket == NULL)
    {
      close (fd);
      hangar_server_fail (self->server, "protocol", error->message);
      return;
    }
  /* What the manager takes it for until it is told. */
  hangar_server_set_absolute (self->server, TRUE);
  stream = g_socket_connection_factory_create_connection (socket);
  g_dbus_connection_new (G_IO_STREAM (stream), NULL,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                           G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, self->cancellable, connected_cb, g_object_ref (self));
}

static void
hangar_dbus_source_set_active (HangarSource *source, gboolean active)
{
  hangar_dbus_screen_set_active (HANGAR_DBUS_SOURCE (source)->screen, active);
}

static void
hangar_dbus_source_frame_shown (HangarSource *source)
{
}

static void send_next (HangarDbusSource *self);

static gboolean
pace_cb (gpointer data)
{
  HangarDbusSource *self = data;

  self->pace_id = 0;
  send_next (self);
  return G_SOURCE_REMOVE;
}

static void
pressed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDbusSource) self = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  self->pressing = FALSE;
  if (self->connection != NULL)
    self->pace_id = g_timeout_add (KEY_MS, pace_cb, self);
}

static void
send_next (HangarDbusSource *self)
{
  g_autofree Press *press = NULL;

  if (self->connection == NULL || self->pressing || self->pace_id != 0)
    return;
  press = g_queue_pop_head (&self->presses);
  if (press == NULL)
    return;
  self->pressing = TRUE;
  call (self, press->is_key ? KEYBOARD : MOUSE, press->down ? "Press" : "Release",
        g_variant_new ("(u)", press->number), pressed_cb);
}

static void
add_press (HangarSource *source, const Press *press)
{
  HangarDbusSource *self = HANGAR_DBUS_SOURCE (source);

  if (self->connection == NULL)
    return;
  /* Only keys run over; a button belongs to where the pointer is now. */
  if (!press->is_key && g_queue_is_empty (&self->presses))
    {
      call (self, MOUSE, press->down ? "Press" : "Release", g_variant_new ("(u)", press->number), NULL);
      return;
    }
  g_queue_push_tail (&self->presses, g_memdup2 (press, sizeof *press));
  send_next (self);
}

static void
hangar_dbus_source_key (HangarSource *source, guint qnum, guint keysym, gboolean down)
{
  const Press press = { TRUE, down, qnum };

  if (qnum > 0 && qnum < 0x100)
    add_press (source, &press);
}

static void
hangar_dbus_source_button (HangarSource *source, guint button, gboolean down)
{
  const Press press = { FALSE, down, button };

  if (button <= 6)
    add_press (source, &press);
}

static void
hangar_dbus_source_move_to (HangarSource *source, guint x, guint y)
{
  call (HANGAR_DBUS_SOURCE (source), MOUSE, "SetAbsPosition", g_variant_new ("(uu)", x, y), NULL);
}

static void
hangar_dbus_source_move_by (HangarSource *source, int dx, int dy)
{
  call (HANGAR_DBUS_SOURCE (source), MOUSE, "RelMotion",
        g_variant_new ("(ii)", CLAMP (dx, -1024, 1024), CLAMP (dy, -1024, 1024)), NULL);
}

static void
resized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDbusSource) self = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (self->connection != NULL)
    hangar_server_set_can_resize (self->server, reply != NULL);
}

static void
hangar_dbus_source_resize (HangarSource *source, guint width, guint height)
{
  call (HANGAR_DBUS_SOURCE (source), CONSOLE, "SetUIInfo",
        g_variant_new ("(qqiiuu)", 0, 0, 0, 0, width, height), resized_cb);
}

static void
hangar_dbus_source_give_credentials (HangarSource *source, const HangarCredentials *credentials)
{
}

static void
hangar_dbus_source_set_clipboard (HangarSource *source, const char *text)
{
}

static void
hangar_dbus_source_dispose (GObject *object)
{
  HangarDbusSource *self = HANGAR_DBUS_SOURCE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->pace_id, g_source_remove);
  g_queue_clear_full (&self->presses, g_free);
  if (self->connection != NULL)
    {
      g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
      g_signal_handlers_disconnect_by_data (self->connection, self);
    }
  g_clear_object (&self->connection);
  g_clear_pointer (&self->screen, hangar_dbus_screen_free);
  G_OBJECT_CLASS (hangar_dbus_source_parent_class)->dispose (object);
}

static void
hangar_dbus_source_class_init (HangarDbusSourceClass *klass)
{
  HangarSourceClass *source_class = HANGAR_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_dbus_source_dispose;
  source_class->start = hangar_dbus_source_start;
  source_class->set_active = hangar_dbus_source_set_active;
  source_class->frame_shown = hangar_dbus_source_frame_shown;
  source_class->key = hangar_dbus_source_key;
  source_class->button = hangar_dbus_source_button;
  source_class->move_to = hangar_dbus_source_move_to;
  source_class->move_by = hangar_dbus_source_move_by;
  source_class->resize = hangar_dbus_source_resize;
  source_class->give_credentials = hangar_dbus_source_give_credentials;
  source_class->set_clipboard = hangar_dbus_source_set_clipboard;
}

static void
hangar_dbus_source_init (HangarDbusSource *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->presses);
}

/**
 * hangar_dbus_source_new:
 * @server: who is told; it must live longer
 */
HangarSource *
hangar_dbus_source_new (HangarServer *server)
{
  HangarDbusSource *self = g_object_new (HANGAR_TYPE_DBUS_SOURCE, NULL);

  self->server = server;
  self->screen = hangar_dbus_screen_new (server);
  return HANGAR_SOURCE (self);
}
