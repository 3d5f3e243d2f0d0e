/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The display program of one session: starts it, connects to it, hears what it tells, and lets go of it. */

#include "config.h"

#include "console/display-link.h"

#include <gio/gunixfdlist.h>
#include <sys/socket.h>
#include <unistd.h>

#include "console/display-error.h"

#define CONSOLE_PATH "/org/qemu/Display1/Console_0"
#define CONSOLE "org.qemu.Display1.Console"
#define SESSION_PATH "/io/github/hangar/Display1"
#define SESSION "io.github.hangar.Display1.Session"

struct _HangarDisplayLink
{
  GObject parent_instance;

  GCancellable *cancellable;
  GSubprocess *process;
  GDBusConnection *connection;
  guint subscriptions[2]; /* a signal that is under way would still be delivered when we are gone */
  HangarDisplayListener *listener;
};

enum
{
  CONNECTED,
  TOLD,
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDisplayLink, hangar_display_link, G_TYPE_OBJECT)

static void
fail (HangarDisplayLink *self, HangarDisplayError code, const char *details)
{
  g_signal_emit (self, signals[FAILED], 0, (guint) code, details);
}

static void
told_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr (HangarDisplayLink) self = g_object_ref (data);

  g_signal_emit (self, signals[TOLD], 0, signal, parameters);
}

static void
changed_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
            const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr (HangarDisplayLink) self = g_object_ref (data);
  g_autoptr (GVariant) changed = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  g_signal_emit (self, signals[CHANGED], 0, changed);
}

static void
closed_cb (GDBusConnection *connection, gboolean remote_peer_vanished, GError *error, HangarDisplayLink *self)
{
  fail (self, HANGAR_DISPLAY_ERROR_DIED, error != NULL ? error->message : NULL);
}

static gboolean
register_listener (HangarDisplayLink *self, GError **error)
{
  g_autoptr (GUnixFDList) fd_list = g_unix_fd_list_new ();
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) stream = NULL;
  int fds[2];
  int handle;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no socket");
      return FALSE;
    }
  handle = g_unix_fd_list_append (fd_list, fds[1], error);
  close (fds[1]);
  socket = handle >= 0 ? g_socket_new_from_fd (fds[0], error) : NULL;
  if (socket == NULL)
    {
      close (fds[0]);
      return FALSE;
    }
  stream = g_socket_connection_factory_create_connection (socket);
  hangar_display_listener_listen (self->listener, stream);
  g_dbus_connection_call_with_unix_fd_list (self->connection, NULL, CONSOLE_PATH, CONSOLE, "RegisterListener",
                                            g_variant_new ("(h)", handle), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                            fd_list, NULL, NULL, NULL);
  return TRUE;
}

static void
listen_to_signals (HangarDisplayLink *self)
{
  g_signal_connect_object (self->connection, "closed", G_CALLBACK (closed_cb), self, 0);
  self->subscriptions[0] = g_dbus_connection_signal_subscribe (
    self->connection, NULL, SESSION, NULL, SESSION_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, told_cb, self, NULL);
  self->subscriptions[1] = g_dbus_connection_signal_subscribe (
    self->connection, NULL, "org.freedesktop.DBus.Properties", "PropertiesChanged", NULL, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, changed_cb, self, NULL);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDisplayLink) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (connection == NULL)
    {
      fail (self, HANGAR_DISPLAY_ERROR_DIED, error->message);
      return;
    }
  self->connection = g_steal_pointer (&connection);
  listen_to_signals (self);
  g_signal_emit (self, signals[CONNECTED], 0);
  g_dbus_connection_start_message_processing (self->connection);
  if (!register_listener (self, &error))
    fail (self, HANGAR_DISPLAY_ERROR_HELPER, error->message);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDisplayLink) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) bus = NULL;
  g_autoptr (GSubprocess) process = hangar_display_process_start_finish (result, &bus, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (process == NULL)
    {
      fail (self, HANGAR_DISPLAY_ERROR_HELPER, error->message);
      return;
    }
  self->process = g_steal_pointer (&process);
  g_dbus_connection_new (G_IO_STREAM (bus), NULL,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                           G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, self->cancellable, connected_cb, g_object_ref (self));
}

static void
hangar_display_link_dispose (GObject *object)
{
  HangarDisplayLink *self = HANGAR_DISPLAY_LINK (object);

  hangar_display_link_close (self);
  g_clear_object (&self->listener);
  G_OBJECT_CLASS (hangar_display_link_parent_class)->dispose (object);
}

static void
hangar_display_link_finalize (GObject *object)
{
  g_object_unref (HANGAR_DISPLAY_LINK (object)->cancellable);
  G_OBJECT_CLASS (hangar_display_link_parent_class)->finalize (object);
}

static void
hangar_display_link_class_init (HangarDisplayLinkClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_display_link_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_display_link_finalize;

  /* The program can be called, and has not begun with the guest's display: it does when there is a listener
   */
  signals[CONNECTED] =
    g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* A signal of its session: name, parameters */
  signals[TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_VARIANT);
  /* Properties that changed: a{sv} */
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  /* A HangarDisplayError, details or NULL */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_UINT, G_TYPE_STRING);
}

static void
hangar_display_link_init (HangarDisplayLink *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hangar_display_link_new:
 * @listener: what the program draws on
 *
 * Returns: (transfer full): a link to no program yet
 */
HangarDisplayLink *
hangar_display_link_new (HangarDisplayListener *listener)
{
  HangarDisplayLink *self = g_object_new (HANGAR_TYPE_DISPLAY_LINK, NULL);

  self->listener = g_object_ref (listener);
  return self;
}

/**
 * hangar_display_link_start:
 * @target: what is spoken on @fd
 * @fd: (transfer full): connected to the guest's display
 *
 * Starts the program and connects to it. To be called once.
 */
void
hangar_display_link_start (HangarDisplayLink *self, const HangarDisplayTarget *target, int fd)
{
  hangar_display_process_start_async (target, fd, self->cancellable, started_cb, g_object_ref (self));
}

/**
 * hangar_display_link_close:
 *
 * Ends the program. Nothing is heard of it from now on.
 */
void
hangar_display_link_close (HangarDisplayLink *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++)
        g_dbus_connection_signal_unsubscribe (self->connection, self->subscriptions[i]);
      g_dbus_connection_close (self->connection, NULL, NULL, NULL);
    }
  g_clear_object (&self->connection);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

/**
 * hangar_display_link_get_connection:
 *
 * Returns: (transfer none) (nullable): to the program, while there is one that can be called
 */
GDBusConnection *
hangar_display_link_get_connection (HangarDisplayLink *self)
{
  return self->connection;
}

/**
 * hangar_display_link_get_cancellable:
 *
 * Returns: (transfer none): cancelled when the link is closed
 */
GCancellable *
hangar_display_link_get_cancellable (HangarDisplayLink *self)
{
  return self->cancellable;
}

/**
 * hangar_display_link_get_pid:
 *
 * Returns: the process of the program, or 0
 */
GPid
hangar_display_link_get_pid (HangarDisplayLink *self)
{
  const char *identifier = self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;

  return identifier != NULL ? (GPid) g_ascii_strtoll (identifier, NULL, 10) : 0;
}

/**
 * hangar_display_link_call:
 * @path: an object of the program
 * @parameters: (nullable): what the method takes
 *
 * Calls without waiting for an answer; nobody before the program is connected.
 */
void
hangar_display_link_call (HangarDisplayLink *self, const char *path, const char *interface,
                          const char *method, GVariant *parameters)
{
  g_autoptr (GVariant) owned = parameters != NULL ? g_variant_ref_sink (parameters) : NULL;

  if (self->connection != NULL)
    g_dbus_connection_call (self->connection, NULL, path, interface, method, owned, NULL,
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

/**
 * hangar_display_link_give_descriptor:
 * @id: what the program asked for it by
 * @fd: (transfer full): a further connection to the guest's display
 */
void
hangar_display_link_give_descriptor (HangarDisplayLink *self, guint id, int fd)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new_from_array (&fd, 1);

  if (self->connection != NULL)
    g_dbus_connection_call_with_unix_fd_list (self->connection, NULL, SESSION_PATH, SESSION, "GiveDescriptor",
                                              g_variant_new ("(uh)", id, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                              fds, NULL, NULL, NULL);
}
