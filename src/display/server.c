/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QEMU's display interface over a source: what the manager asks goes to the source, what the source shows
 * goes to the manager's listener, never more than one frame ahead of what was painted. */

#include "display/server.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "display-protocol.h"
#include "hangar-protocol.h"

#define CONSOLE_PATH "/org/qemu/Display1/Console_0"
#define CLIPBOARD_PATH "/org/qemu/Display1/Clipboard"
#define LISTENER_PATH "/org/qemu/Display1/Listener"
#define SESSION_PATH "/io/github/hangar/Display1"
#define LISTENER "org.qemu.Display1.Listener"
#define LISTENER_MAP "org.qemu.Display1.Listener.Unix.Map"
#define DAMAGE "io.github.hangar.Display1.Damage"
#define TEXT_MIME "text/plain;charset=utf-8"
#define BELL_INTERVAL (G_USEC_PER_SEC / 2)
#define NAME_MAX_BYTES 256
#define MESSAGE_MAX_BYTES 1024

struct _HangarServer
{
  GObject parent_instance;

  GDBusConnection *connection;
  GDBusConnection *listener;
  HangarSource *source;
  int display_fd; /* until the listener is there: nothing is asked of the guest before somebody can see it */

  HangarQemuConsole *console;
  HangarQemuKeyboard *keyboard;
  HangarQemuMouse *mouse;
  HangarQemuClipboard *clipboard;
  HangarBusSession *session;

  HangarSurface *surface;
  HangarDamage damage;
  gboolean surface_is_new;
  gboolean waiting; /* for the listener's answer to the last scanout or update */
  gboolean flush_wanted;

  gboolean clipboard_registered;
  char *guest_text;
  guint clipboard_serial;
  gint64 last_bell;
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (HangarServer, hangar_server, G_TYPE_OBJECT)

static void send_next (HangarServer *self);

static void
call_listener (HangarServer *self, const char *interface, const char *method, GVariant *parameters)
{
  g_dbus_connection_call (self->listener, NULL, LISTENER_PATH, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, NULL, NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarServer) self = data;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL, result, NULL);

  self->waiting = FALSE;
  send_next (self);
  hangar_source_frame_shown (self->source);
}

static void
send_surface (HangarServer *self)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  HangarSurface *surface = self->surface;
  int handle = g_unix_fd_list_append (fds, surface->fd, NULL);

  if (handle < 0)
    return;
  self->surface_is_new = FALSE;
  self->waiting = TRUE;
  hangar_damage_clear (&self->damage);
  hangar_damage_add (&self->damage, (HangarRect) { 0, 0, surface->width, surface->height });
  g_dbus_connection_call_with_unix_fd_list (
    self->listener, NULL, LISTENER_PATH, LISTENER_MAP, "ScanoutMap",
    g_variant_new ("(huuuuu)", handle, 0, surface->width, surface->height, surface->stride,
                   HANGAR_SURFACE_FORMAT),
    NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, fds, NULL, answered_cb, g_object_ref (self));
}

static void
send_damage (HangarServer *self)
{
  self->waiting = TRUE;
  self->flush_wanted = FALSE;
  g_dbus_connection_call_with_unix_fd_list (
    self->listener, NULL, LISTENER_PATH, DAMAGE, "Update",
    g_variant_new ("(@a(iiii))", hangar_damage_to_variant (&self->damage)), NULL, G_DBUS_CALL_FLAGS_NONE,
    G_MAXINT, NULL, NULL, answered_cb, g_object_ref (self));
  hangar_damage_clear (&self->damage);
}

static void
send_next (HangarServer *self)
{
  if (self->listener == NULL || self->waiting || self->surface == NULL)
    return;
  if (self->surface_is_new)
    send_surface (self);
  else if (self->flush_wanted && !hangar_damage_is_empty (&self->damage))
    send_damage (self);
}

static void
listener_ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarServer) self = data;
  int fd = self->display_fd;

  g_clear_object (&self->listener);
  self->listener = g_dbus_connection_new_finish (result, NULL);
  if (self->listener == NULL)
    return;
  self->display_fd = -1;
  if (fd >= 0)
    hangar_source_start (self->source, fd);
  send_next (self);
}

static gboolean
register_listener_cb (HangarQemuConsole *console, GDBusMethodInvocation *invocation, GUnixFDList *fds,
                      GVariant *handle, HangarServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) stream = NULL;
  g_autofree char *guid = g_dbus_generate_guid ();
  int fd = fds != NULL ? g_unix_fd_list_get (fds, g_variant_get_handle (handle), &error) : -1;

  socket = fd >= 0 ? g_socket_new_from_fd (fd, &error) : NULL;
  if (socket == NULL)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                             "a socket is needed");
      return TRUE;
    }
  stream = g_socket_connection_factory_create_connection (socket);
  g_dbus_connection_new (G_IO_STREAM (stream), guid, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER, NULL,
                         NULL, listener_ready_cb, g_object_ref (self));
  hangar_qemu_console_complete_register_listener (console, invocation, NULL);
  return TRUE;
}

static gboolean
set_ui_info_cb (HangarQemuConsole *console, GDBusMethodInvocation *invocation, guint width_mm,
                guint height_mm, int xoff, int yoff, guint width, guint height, HangarServer *self)
{
  if (hangar_surface_size_is_sane ((int) MIN (width, G_MAXINT), (int) MIN (height, G_MAXINT)))
    hangar_source_resize (self->source, width, height);
  hangar_qemu_console_complete_set_uiinfo (console, invocation);
  return TRUE;
}

static gboolean
key_press_cb (HangarQemuKeyboard *keyboard, GDBusMethodInvocation *invocation, guint qnum, HangarServer *self)
{
  hangar_source_key (self->source, qnum, 0, TRUE);
  hangar_qemu_keyboard_complete_press (keyboard, invocation);
  return TRUE;
}

static gboolean
key_release_cb (HangarQemuKeyboard *keyboard, GDBusMethodInvocation *invocation, guint qnum,
                HangarServer *self)
{
  hangar_source_key (self->source, qnum, 0, FALSE);
  hangar_qemu_keyboard_complete_release (keyboard, invocation);
  return TRUE;
}

static gboolean
button_press_cb (HangarQemuMouse *mouse, GDBusMethodInvocation *invocation, guint button, HangarServer *self)
{
  hangar_source_button (self->source, button, TRUE);
  hangar_qemu_mouse_complete_press (mouse, invocation);
  return TRUE;
}

static gboolean
button_release_cb (HangarQemuMouse *mouse, GDBusMethodInvocation *invocation, guint button,
                   HangarServer *self)
{
  hangar_source_button (self->source, button, FALSE);
  hangar_qemu_mouse_complete_release (mouse, invocation);
  return TRUE;
}

static gboolean
move_to_cb (HangarQemuMouse *mouse, GDBusMethodInvocation *invocation, guint x, guint y, HangarServer *self)
{
  hangar_source_move_to (self->source, x, y);
  hangar_qemu_mouse_complete_set_abs_position (mouse, invocation);
  return TRUE;
}

static gboolean
move_by_cb (HangarQemuMouse *mouse, GDBusMethodInvocation *invocation, int dx, int dy, HangarServer *self)
{
  hangar_source_move_by (self->source, dx, dy);
  hangar_qemu_mouse_complete_rel_motion (mouse, invocation);
  return TRUE;
}

static gboolean
key_cb (HangarBusSession *session, GDBusMethodInvocation *invocation, guint qnum, guint keysym, gboolean down,
        HangarServer *self)
{
  hangar_source_key (self->source, qnum, keysym, down);
  hangar_bus_session_complete_key (session, invocation);
  return TRUE;
}

static gboolean
set_active_cb (HangarBusSession *session, GDBusMethodInvocation *invocation, gboolean active,
               HangarServer *self)
{
  hangar_source_set_active (self->source, active);
  hangar_bus_session_complete_set_active (session, invocation);
  return TRUE;
}

static gboolean
give_credentials_cb (HangarBusSession *session, GDBusMethodInvocation *invocation, GVariant *credentials,
                     HangarServer *self)
{
  HangarCredentials given = { NULL, NULL };
  GVariantIter iter;
  guint kind;
  const char *text;

  g_variant_iter_init (&iter, credentials);
  while (g_variant_iter_next (&iter, "{u&s}", &kind, &text))
    {
      if (kind == 0)
        given.password = text;
      else if (kind == 1)
        given.user = text;
    }
  hangar_source_give_credentials (self->source, &given);
  hangar_bus_session_complete_give_credentials (session, invocation);
  return TRUE;
}

static gboolean
give_descriptor_cb (HangarBusSession *session, GDBusMethodInvocation *invocation, GUnixFDList *fds, guint id,
                    GVariant *handle, HangarServer *self)
{
  int fd = fds != NULL ? g_unix_fd_list_get (fds, g_variant_get_handle (handle), NULL) : -1;

  hangar_source_give_descriptor (self->source, id, fd);
  hangar_bus_session_complete_give_descriptor (session, invocation, NULL);
  return TRUE;
}

static gboolean
clipboard_register_cb (HangarQemuClipboard *clipboard, GDBusMethodInvocation *invocation, HangarServer *self)
{
  self->clipboard_registered = TRUE;
  hangar_qemu_clipboard_complete_register (clipboard, invocation);
  return TRUE;
}

static gboolean
clipboard_unregister_cb (HangarQemuClipboard *clipboard, GDBusMethodInvocation *invocation,
                         HangarServer *self)
{
  self->clipboard_registered = FALSE;
  g_clear_pointer (&self->guest_text, g_free);
  hangar_qemu_clipboard_complete_unregister (clipboard, invocation);
  return TRUE;
}

static void
manager_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarServer) self = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) bytes = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;
  const char *content;

  if (reply == NULL)
    return;
  g_variant_get (reply, "(s@ay)", NULL, &bytes);
  content = g_variant_get_fixed_array (bytes, &size, 1);
  if (size > HANGAR_CLIPBOARD_MAX || !g_utf8_validate (content, (gssize) size, NULL))
    return;
  text = g_strndup (content, size);
  hangar_source_set_clipboard (self->source, text);
}

/* The manager has a text for the guest: fetch it now, because guests do not ask later. */
static gboolean
clipboard_grab_cb (HangarQemuClipboard *clipboard, GDBusMethodInvocation *invocation, guint selection,
                   guint serial, const char *const *mimes, HangarServer *self)
{
  const char *wanted[] = { TEXT_MIME, NULL };

  if (selection == 0)
    g_dbus_connection_call (self->connection, NULL, CLIPBOARD_PATH, "org.qemu.Display1.Clipboard", "Request",
                            g_variant_new ("(u^as)", 0, wanted), G_VARIANT_TYPE ("(say)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, manager_text_cb, g_object_ref (self));
  hangar_qemu_clipboard_complete_grab (clipboard, invocation);
  return TRUE;
}

static gboolean
clipboard_release_cb (HangarQemuClipboard *clipboard, GDBusMethodInvocation *invocation, guint selection,
                      HangarServer *self)
{
  hangar_qemu_clipboard_complete_release (clipboard, invocation);
  return TRUE;
}

static gboolean
clipboard_request_cb (HangarQemuClipboard *clipboard, GDBusMethodInvocation *invocation, guint selection,
                      const char *const *mimes, HangarServer *self)
{
  const char *text = self->guest_text != NULL ? self->guest_text : "";

  hangar_qemu_clipboard_complete_request (
    clipboard, invocation, TEXT_MIME,
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, strlen (text), sizeof (char)));
  return TRUE;
}

static void
hangar_server_dispose (GObject *object)
{
  HangarServer *self = HANGAR_SERVER (object);

  g_clear_object (&self->source);
  g_clear_object (&self->listener);
  g_clear_object (&self->connection);
  g_clear_object (&self->console);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->mouse);
  g_clear_object (&self->clipboard);
  g_clear_object (&self->session);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  g_clear_pointer (&self->guest_text, g_free);
  if (self->display_fd >= 0)
    close (self->display_fd);
  self->display_fd = -1;
  G_OBJECT_CLASS (hangar_server_parent_class)->dispose (object);
}

static void
hangar_server_class_init (HangarServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_server_dispose;
}

static void
connect_input (HangarServer *self)
{
  g_signal_connect (self->keyboard, "handle-press", G_CALLBACK (key_press_cb), self);
  g_signal_connect (self->keyboard, "handle-release", G_CALLBACK (key_release_cb), self);
  g_signal_connect (self->mouse, "handle-press", G_CALLBACK (button_press_cb), self);
  g_signal_connect (self->mouse, "handle-release", G_CALLBACK (button_release_cb), self);
  g_signal_connect (self->mouse, "handle-set-abs-position", G_CALLBACK (move_to_cb), self);
  g_signal_connect (self->mouse, "handle-rel-motion", G_CALLBACK (move_by_cb), self);
  g_signal_connect (self->session, "handle-key", G_CALLBACK (key_cb), self);
}

static void
hangar_server_init (HangarServer *self)
{
  self->display_fd = -1;
  self->console = hangar_qemu_console_skeleton_new ();
  self->keyboard = hangar_qemu_keyboard_skeleton_new ();
  self->mouse = hangar_qemu_mouse_skeleton_new ();
  self->clipboard = hangar_qemu_clipboard_skeleton_new ();
  self->session = hangar_bus_session_skeleton_new ();
  connect_input (self);
  g_signal_connect (self->console, "handle-register-listener", G_CALLBACK (register_listener_cb), self);
  g_signal_connect (self->console, "handle-set-uiinfo", G_CALLBACK (set_ui_info_cb), self);
  g_signal_connect (self->clipboard, "handle-register", G_CALLBACK (clipboard_register_cb), self);
  g_signal_connect (self->clipboard, "handle-unregister", G_CALLBACK (clipboard_unregister_cb), self);
  g_signal_connect (self->clipboard, "handle-grab", G_CALLBACK (clipboard_grab_cb), self);
  g_signal_connect (self->clipboard, "handle-release", G_CALLBACK (clipboard_release_cb), self);
  g_signal_connect (self->clipboard, "handle-request", G_CALLBACK (clipboard_request_cb), self);
  g_signal_connect (self->session, "handle-set-active", G_CALLBACK (set_active_cb), self);
  g_signal_connect (self->session, "handle-give-descriptor", G_CALLBACK (give_descriptor_cb), self);
  g_signal_connect (self->session, "handle-give-credentials", G_CALLBACK (give_credentials_cb), self);
}

/**
 * hangar_server_new:
 * @connection: to the manager; its messages are not yet processed
 */
HangarServer *
hangar_server_new (GDBusConnection *connection)
{
  HangarServer *self = g_object_new (HANGAR_TYPE_SERVER, NULL);

  self->connection = g_object_ref (connection);
  return self;
}

/**
 * hangar_server_serve:
 * @source: what to show
 * @display_fd: (transfer full): the guest's end, handed to @source when somebody listens
 */
gboolean
hangar_server_serve (HangarServer *self, HangarSource *source, int display_fd, GError **error)
{
  struct
  {
    gpointer skeleton;
    const char *path;
  } exported[] = {
    { self->console, CONSOLE_PATH },     { self->keyboard, CONSOLE_PATH }, { self->mouse, CONSOLE_PATH },
    { self->clipboard, CLIPBOARD_PATH }, { self->session, SESSION_PATH },
  };

  self->source = g_object_ref (source);
  self->display_fd = display_fd;
  hangar_qemu_console_set_type_ (self->console, "Graphic");
  for (gsize i = 0; i < G_N_ELEMENTS (exported); i++)
    if (!g_dbus_interface_skeleton_export (exported[i].skeleton, self->connection, exported[i].path, error))
      return FALSE;
  return TRUE;
}

/**
 * hangar_server_set_surface:
 * @surface: what is shown from now on
 *
 * During a storm of sizes only the last one is told.
 */
void
hangar_server_set_surface (HangarServer *self, HangarSurface *surface)
{
  hangar_surface_ref (surface);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  self->surface = surface;
  self->surface_is_new = TRUE;
  hangar_qemu_console_set_width (self->console, (guint) surface->width);
  hangar_qemu_console_set_height (self->console, (guint) surface->height);
  send_next (self);
}

/**
 * hangar_server_damage:
 * @rect: pixels of the surface that changed; clipped to it
 */
void
hangar_server_damage (HangarServer *self, HangarRect rect)
{
  if (self->surface == NULL)
    return;
  rect.x = CLAMP (rect.x, 0, self->surface->width);
  rect.y = CLAMP (rect.y, 0, self->surface->height);
  rect.width = MIN (rect.width, self->surface->width - rect.x);
  rect.height = MIN (rect.height, self->surface->height - rect.y);
  hangar_damage_add (&self->damage, rect);
}

/**
 * hangar_server_flush:
 *
 * Tells the viewer about the damage, as soon as it has painted what it was told before.
 */
void
hangar_server_flush (HangarServer *self)
{
  self->flush_wanted = TRUE;
  send_next (self);
}

/**
 * hangar_server_is_behind:
 *
 * Returns: whether there is damage that the viewer can't be told yet
 */
gboolean
hangar_server_is_behind (HangarServer *self)
{
  return self->waiting && !hangar_damage_is_empty (&self->damage);
}

/**
 * hangar_server_define_cursor:
 * @cursor: (nullable): %NULL: the guest hides it
 */
void
hangar_server_define_cursor (HangarServer *self, const HangarCursor *cursor)
{
  GVariant *pixels;

  if (self->listener == NULL)
    return;
  if (cursor == NULL || cursor->width <= 0 || cursor->height <= 0 || cursor->width > HANGAR_CURSOR_MAX_SIDE ||
      cursor->height > HANGAR_CURSOR_MAX_SIDE)
    {
      call_listener (self, LISTENER, "MouseSet", g_variant_new ("(iii)", 0, 0, 0));
      return;
    }
  pixels = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, cursor->pixels,
                                      (gsize) cursor->width * cursor->height * 4, sizeof (guint8));
  call_listener (self, LISTENER, "CursorDefine",
                 g_variant_new ("(iiii@ay)", cursor->width, cursor->height,
                                CLAMP (cursor->hot_x, 0, cursor->width - 1),
                                CLAMP (cursor->hot_y, 0, cursor->height - 1), pixels));
}

void
hangar_server_set_absolute (HangarServer *self, gboolean absolute)
{
  hangar_qemu_mouse_set_is_absolute (self->mouse, absolute);
}

void
hangar_server_set_leds (HangarServer *self, guint leds)
{
  hangar_qemu_keyboard_set_modifiers (self->keyboard, leds);
}

static char *
presentable (const char *text, gsize most)
{
  g_autofree char *valid =
    g_utf8_make_valid (text != NULL ? text : "", (gssize) strnlen (text != NULL ? text : "", most));

  return g_steal_pointer (&valid);
}

void
hangar_server_set_name (HangarServer *self, const char *name)
{
  g_autofree char *valid = presentable (name, NAME_MAX_BYTES);

  hangar_bus_session_set_name (self->session, valid);
}

void
hangar_server_set_can_resize (HangarServer *self, gboolean can_resize)
{
  hangar_bus_session_set_can_resize (self->session, can_resize);
}

void
hangar_server_set_security (HangarServer *self, const char *security)
{
  hangar_bus_session_set_security (self->session, security);
}

/**
 * hangar_server_set_guest_clipboard:
 * @text: valid UTF-8 that somebody copied inside the guest
 */
void
hangar_server_set_guest_clipboard (HangarServer *self, const char *text)
{
  const char *mimes[] = { TEXT_MIME, NULL };

  if (!self->clipboard_registered || strlen (text) > HANGAR_CLIPBOARD_MAX ||
      g_strcmp0 (text, self->guest_text) == 0)
    return;
  g_free (self->guest_text);
  self->guest_text = g_strdup (text);
  g_dbus_connection_call (self->connection, NULL, CLIPBOARD_PATH, "org.qemu.Display1.Clipboard", "Grab",
                          g_variant_new ("(uu^as)", 0, ++self->clipboard_serial, mimes), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

void
hangar_server_ask_credentials (HangarServer *self, gboolean user, gboolean password)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("au"));
  if (password)
    g_variant_builder_add (&builder, "u", 0);
  if (user)
    g_variant_builder_add (&builder, "u", 1);
  hangar_bus_session_emit_credentials_needed (self->session, g_variant_builder_end (&builder));
}

/**
 * hangar_server_ask_descriptor:
 * @id: comes back with the descriptor
 *
 * Asks the manager for a further connection to the guest's display.
 */
void
hangar_server_ask_descriptor (HangarServer *self, guint id)
{
  hangar_bus_session_emit_descriptor_needed (self->session, id);
}

void
hangar_server_bell (HangarServer *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->last_bell < BELL_INTERVAL)
    return;
  self->last_bell = now;
  hangar_bus_session_emit_bell (self->session);
}

/**
 * hangar_server_fail:
 * @reason: one of the words of the Failed signal
 * @message: the server's or the library's own text
 *
 * Only the first failure is told: what follows it are its consequences.
 */
void
hangar_server_fail (HangarServer *self, const char *reason, const char *message)
{
  g_autofree char *valid = presentable (message, MESSAGE_MAX_BYTES);

  if (self->failed)
    return;
  self->failed = TRUE;
  hangar_bus_session_emit_failed (self->session, reason, valid);
}
