/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QEMU's own display interface: a scripted peer with good and bad numbers, and a real QEMU. */

#include <gio/gunixconnection.h>
#include <gio/gunixfdlist.h>
#include <gio/gunixfdmessage.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "console/display-session.h"
#include "display-protocol.h"

#include "rfb-player.h"

#define CONSOLE_PATH "/org/qemu/Display1/Console_0"
#define LISTENER_PATH "/org/qemu/Display1/Listener"
#define LISTENER "org.qemu.Display1.Listener"
#define X8R8G8B8 0x20020888u
#define R5G6B5 0x10020565u

/* The scripted peer */
typedef struct
{
  GDBusConnection *connection;
  GDBusConnection *listener;
  HangarQemuConsole *console;
  HangarQemuKeyboard *keyboard;
  HangarQemuMouse *mouse;
  GString *heard; /* what was done to the guest, word by word */
  HangarDisplaySession *session;
} Fixture;

static gboolean
key_cb (HangarQemuKeyboard *keyboard, GDBusMethodInvocation *invocation, guint key, Fixture *fixture)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);

  g_string_append_printf (fixture->heard, "key %s %u;", method, key);
  g_dbus_method_invocation_return_value (invocation, NULL);
  return TRUE;
}

static gboolean
button_cb (HangarQemuMouse *mouse, GDBusMethodInvocation *invocation, guint button, Fixture *fixture)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);

  g_string_append_printf (fixture->heard, "button %s %u;", method, button);
  g_dbus_method_invocation_return_value (invocation, NULL);
  return TRUE;
}

static gboolean
motion_cb (HangarQemuMouse *mouse, GDBusMethodInvocation *invocation, int x, int y, Fixture *fixture)
{
  g_string_append_printf (fixture->heard, "move %d %d;", x, y);
  g_dbus_method_invocation_return_value (invocation, NULL);
  return TRUE;
}

/* As a machine whose video card has a size that can't be asked for. */
static gboolean
size_cb (HangarQemuConsole *console, GDBusMethodInvocation *invocation, guint width_mm, guint height_mm,
         int xoff, int yoff, guint width, guint height, Fixture *fixture)
{
  g_string_append_printf (fixture->heard, "size %u %u;", width, height);
  g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, "no");
  return TRUE;
}

static void
listening_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->listener = g_dbus_connection_new_finish (result, NULL);
  g_assert_nonnull (fixture->listener);
}

static gboolean
register_cb (HangarQemuConsole *console, GDBusMethodInvocation *invocation, GUnixFDList *fds,
             GVariant *handle, Fixture *fixture)
{
  g_autoptr (GSocket) socket =
    g_socket_new_from_fd (g_unix_fd_list_get (fds, g_variant_get_handle (handle), NULL), NULL);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autofree char *guid = g_dbus_generate_guid ();

  hangar_qemu_console_complete_register_listener (console, invocation, NULL);
  g_dbus_connection_new (G_IO_STREAM (stream), guid, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER, NULL,
                         NULL, listening_cb, fixture);
  return TRUE;
}

static void export(Fixture *fixture, gpointer skeleton)
{
  g_assert_true (g_dbus_interface_skeleton_export (skeleton, fixture->connection, CONSOLE_PATH, NULL));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->connection = g_dbus_connection_new_finish (result, NULL);
  g_assert_nonnull (fixture->connection);
  export(fixture, fixture->console);
  export(fixture, fixture->keyboard);
  export(fixture, fixture->mouse);
  g_dbus_connection_start_message_processing (fixture->connection);
}

static void
make_peer (Fixture *fixture, int fd)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autofree char *guid = g_dbus_generate_guid ();

  fixture->heard = g_string_new (NULL);
  fixture->console = hangar_qemu_console_skeleton_new ();
  fixture->keyboard = hangar_qemu_keyboard_skeleton_new ();
  fixture->mouse = hangar_qemu_mouse_skeleton_new ();
  hangar_qemu_keyboard_set_modifiers (fixture->keyboard, 2);
  g_signal_connect (fixture->console, "handle-register-listener", G_CALLBACK (register_cb), fixture);
  g_signal_connect (fixture->console, "handle-set-uiinfo", G_CALLBACK (size_cb), fixture);
  g_signal_connect (fixture->keyboard, "handle-press", G_CALLBACK (key_cb), fixture);
  g_signal_connect (fixture->keyboard, "handle-release", G_CALLBACK (key_cb), fixture);
  g_signal_connect (fixture->mouse, "handle-press", G_CALLBACK (button_cb), fixture);
  g_signal_connect (fixture->mouse, "handle-release", G_CALLBACK (button_cb), fixture);
  g_signal_connect (fixture->mouse, "handle-set-abs-position", G_CALLBACK (motion_cb), fixture);
  g_signal_connect (fixture->mouse, "handle-rel-motion", G_CALLBACK (motion_cb), fixture);
  g_dbus_connection_new (G_IO_STREAM (stream), guid,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                           G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, NULL, connected_cb, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const HangarDisplayTarget target = { .type = "dbus", .local = TRUE };
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  make_peer (fixture, fds[0]);
  fixture->session = hangar_display_session_new_for_fd (fds[1], &target);
  wait_for (fixture->listener != NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hangar_display_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_object_unref (fixture->listener);
  g_object_unref (fixture->connection);
  g_object_unref (fixture->console);
  g_object_unref (fixture->keyboard);
  g_object_unref (fixture->mouse);
  g_string_free (fixture->heard, TRUE);
}

static GVariant *
pixels (guint32 colour, gsize bytes)
{
  guint32 *data = g_malloc (bytes);

  for (gsize i = 0; i < bytes / 4; i++)
    data[i] = colour;
  return g_variant_new_from_data (G_VARIANT_TYPE_BYTESTRING, data, bytes, TRUE, g_free, data);
}

static void
tell (Fixture *fixture, const char *method, GVariant *parameters)
{
  g_dbus_connection_call (fixture->listener, NULL, LISTENER_PATH, LISTENER, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
tell_screen (Fixture *fixture)
{
  tell (fixture, "Scanout",
        g_variant_new ("(uuuu@ay)", 64, 48, 64 * 4, X8R8G8B8, pixels (0xff112233, 64 * 48 * 4)));
}

static gboolean
is_live (HangarDisplaySession *session)
{
  const GError *error = hangar_display_session_get_error (session);

  if (error != NULL)
    g_error ("%s (%s)", error->message, hangar_display_session_get_details (session));
  return hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE;
}

static guint32
pixel_at (HangarDisplaySession *session, int x, int y)
{
  HangarFramebuffer *framebuffer = hangar_display_session_get_framebuffer (session);
  cairo_surface_t *surface = hangar_framebuffer_get_surface (framebuffer);
  const guchar *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  hangar_display_session_frame_shown (session);
  return ((const guint32 *) row)[x] & 0xffffffu;
}

/* The whole, a piece that goes beyond the edge, another size, another format. */
static void
test_pixels (Fixture *fixture, gconstpointer data)
{
  tell_screen (fixture);
  wait_for (is_live (fixture->session));
  wait_for (pixel_at (fixture->session, 63, 47) == 0x112233);
  tell (fixture, "Update",
        g_variant_new ("(iiiiuu@ay)", 60, 40, 8, 4, 8 * 4, X8R8G8B8, pixels (0x445566, 8 * 4 * 4)));
  wait_for (pixel_at (fixture->session, 63, 43) == 0x445566);
  g_assert_cmphex (pixel_at (fixture->session, 59, 43), ==, 0x112233);
  g_assert_cmphex (pixel_at (fixture->session, 63, 44), ==, 0x112233);

  tell (fixture, "Scanout",
        g_variant_new ("(uuuu@ay)", 100, 10, 100 * 2, R5G6B5, pixels (0xf800f800, 100 * 10 * 2)));
  wait_for (hangar_framebuffer_get_width (hangar_display_session_get_framebuffer (fixture->session)) == 100);
  wait_for (pixel_at (fixture->session, 99, 9) == 0xff0000);
}

/* Nobody sees the page before there is a picture. */
static void
test_first_picture (Fixture *fixture, gconstpointer data)
{
  hangar_display_session_set_active (fixture->session, FALSE);
  tell_screen (fixture);
  wait_for (is_live (fixture->session));
  wait_for (pixel_at (fixture->session, 63, 47) == 0x112233);
}

static gboolean
has_heard (Fixture *fixture, const char *words)
{
  return strstr (fixture->heard->str, words) != NULL;
}

static void
test_input (Fixture *fixture, gconstpointer data)
{
  HangarDisplaySession *session = fixture->session;

  tell_screen (fixture);
  wait_for (is_live (session));
  wait_for (hangar_display_session_get_leds (session) == 2);
  wait_for (!hangar_display_session_get_absolute (session));
  hangar_display_session_key (session, 0xd3, 0, TRUE);
  hangar_display_session_key (session, 0xd3, 0, FALSE);
  hangar_display_session_move_by (session, -3, 4);
  wait_for (has_heard (fixture, "key Press 211;"));
  wait_for (has_heard (fixture, "key Release 211;"));
  wait_for (has_heard (fixture, "move -3 4;"));

  hangar_qemu_mouse_set_is_absolute (fixture->mouse, TRUE);
  wait_for (hangar_display_session_get_absolute (session));
  hangar_display_session_move_to (session, 10, 20);
  hangar_display_session_button (session, 2, TRUE);
  hangar_display_session_button (session, 2, FALSE);
  wait_for (has_heard (fixture, "move 10 20;button Press 2;button Release 2;"));
  for (guint key = 2; key < 6; key++)
    hangar_display_session_key (session, key, 0, TRUE);
  wait_for (has_heard (fixture, "key Press 2;key Press 3;key Press 4;key Press 5;"));

  g_assert_true (hangar_display_session_get_can_resize (session));
  hangar_display_session_request_size (session, 800, 600);
  wait_for (!hangar_display_session_get_can_resize (session));
  g_assert_true (has_heard (fixture, "size 800 600;"));
}

static void
cursor_cb (HangarDisplaySession *session, GdkTexture *texture, int hot_x, int hot_y, GString *told)
{
  if (texture == NULL)
    g_string_append (told, "hidden;");
  else
    g_string_append_printf (told, "%d×%d at %d,%d;", gdk_texture_get_width (texture),
                            gdk_texture_get_height (texture), hot_x, hot_y);
}

/* Defined, hidden, shown again as it was. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) told = g_string_new (NULL);

  g_signal_connect (fixture->session, "cursor", G_CALLBACK (cursor_cb), told);
  tell (fixture, "CursorDefine", g_variant_new ("(iiii@ay)", 8, 4, 3, 2, pixels (0xffff00ff, 8 * 4 * 4)));
  tell (fixture, "MouseSet", g_variant_new ("(iii)", 1, 1, 0));
  tell (fixture, "MouseSet", g_variant_new ("(iii)", 1, 1, 1));
  wait_for (g_str_equal (told->str, "8×4 at 3,2;hidden;8×4 at 3,2;"));
  /* One whose bytes are not there is none. */
  tell (fixture, "CursorDefine", g_variant_new ("(iiii@ay)", 64, 64, 0, 0, pixels (0, 64)));
  tell (fixture, "MouseSet", g_variant_new ("(iii)", 1, 1, 0));
  wait_for (g_str_equal (told->str, "8×4 at 3,2;hidden;8×4 at 3,2;hidden;"));
  g_signal_handlers_disconnect_by_data (fixture->session, told);
}

/* Numbers that do not fit together end the session before anything is read or allocated for them. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  const guint *numbers = data; /* width, height, stride, format, bytes */

  tell_screen (fixture);
  wait_for (is_live (fixture->session));
  tell (fixture, "Scanout",
        g_variant_new ("(uuuu@ay)", numbers[0], numbers[1], numbers[2], numbers[3], pixels (0, numbers[4])));
  wait_for (hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_ENDED);
  g_assert_error (hangar_display_session_get_error (fixture->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_PROTOCOL);
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  tell_screen (fixture);
  wait_for (is_live (fixture->session));
  g_dbus_connection_close (fixture->connection, NULL, NULL, NULL);
  wait_for (hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_ENDED);
  g_assert_error (hangar_display_session_get_error (fixture->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_CLOSED);
}

/* --- A real QEMU, as libvirt starts it */

typedef struct
{
  char *folder;
  char *socket;
  GSubprocess *process;
  GSocketConnection *monitor;
  GDataInputStream *answers;
  HangarDisplaySession *session;
} Qemu;

static GSocketConnection *
connect_to (const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  return g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
}

/* @fd goes with the command when it is not -1. */
static void
command (Qemu *qemu, const char *text, int fd)
{
  GSocket *socket = g_socket_connection_get_socket (qemu->monitor);
  GOutputVector vector = { text, strlen (text) };
  g_autoptr (GSocketControlMessage) message = fd >= 0 ? g_unix_fd_message_new () : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;

  if (fd >= 0)
    g_assert_true (g_unix_fd_message_append_fd (G_UNIX_FD_MESSAGE (message), fd, NULL));
  g_assert_cmpint (
    g_socket_send_message (socket, NULL, &vector, 1, &message, fd >= 0 ? 1 : 0, 0, NULL, &error), ==,
    (gssize) strlen (text));
  do
    {
      g_free (answer);
      answer = g_data_input_stream_read_line (qemu->answers, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (answer);
      if (strstr (answer, "\"error\"") != NULL)
        g_error ("%s: %s", text, answer);
    }
  while (strstr (answer, "\"return\"") == NULL);
}

static void
start_qemu_session (Qemu *qemu)
{
  const HangarDisplayTarget target = { .type = "dbus", .local = TRUE };
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  command (qemu, "{'execute': 'getfd', 'arguments': {'fdname': 'screen'}}\n", fds[0]);
  close (fds[0]);
  command (qemu,
           "{'execute': 'add_client', 'arguments': {'protocol': '@dbus-display', 'fdname': 'screen'}}\n", -1);
  qemu->session = hangar_display_session_new_for_fd (fds[1], &target);
}

static void
qemu_set_up (Qemu *qemu, gconstpointer data)
{
  g_autofree char *monitor = NULL;
  g_autoptr (GError) error = NULL;

  qemu->folder = g_dir_make_tmp ("hangar-dbus-XXXXXX", NULL);
  qemu->socket = g_build_filename (qemu->folder, "monitor", NULL);
  monitor = g_strdup_printf ("unix:%s,server=on,wait=off", qemu->socket);
  qemu->process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                      "qemu-system-x86_64", "-accel", "tcg", "-m", "16", "-nodefaults", "-vga", "std",
                      "-display", "dbus,p2p=yes", "-qmp", monitor, "-boot", "menu=on", NULL);
  g_assert_no_error (error);
  wait_for ((qemu->monitor = connect_to (qemu->socket)) != NULL);
  qemu->answers = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (qemu->monitor)));
  command (qemu, "{'execute': 'qmp_capabilities'}\n", -1);
  start_qemu_session (qemu);
}

static void
qemu_tear_down (Qemu *qemu, gconstpointer data)
{
  hangar_display_session_close (qemu->session);
  g_object_unref (qemu->session);
  g_object_unref (qemu->answers);
  g_object_unref (qemu->monitor);
  g_subprocess_force_exit (qemu->process);
  g_subprocess_wait (qemu->process, NULL, NULL);
  g_object_unref (qemu->process);
  g_remove (qemu->socket);
  g_rmdir (qemu->folder);
  g_free (qemu->socket);
  g_free (qemu->folder);
}

/* On a machine with too much to do an emulator may be later than the deadline: again then. */
static gboolean
qemu_is_live (Qemu *qemu)
{
  if (g_error_matches (hangar_display_session_get_error (qemu->session), HANGAR_DISPLAY_ERROR,
                       HANGAR_DISPLAY_ERROR_TIMEOUT))
    {
      g_object_unref (qemu->session);
      start_qemu_session (qemu);
    }
  return is_live (qemu->session);
}

/* A sum over the screen, different for different pictures; 0 for a black one */
static guint64
picture (Qemu *qemu)
{
  HangarFramebuffer *framebuffer = hangar_display_session_get_framebuffer (qemu->session);
  guint64 sum = 0;

  for (int y = 0; framebuffer != NULL && y < hangar_framebuffer_get_height (framebuffer); y++)
    for (int x = 0; x < hangar_framebuffer_get_width (framebuffer); x += 3)
      sum += pixel_at (qemu->session, x, y) * (guint64) (y * 4096 + x + 1);
  return sum;
}

/* The firmware listens for a moment only: Esc again and again until there is another picture. */
static gboolean
changes_by_esc (Qemu *qemu, guint64 before)
{
  static gint64 last = 0;
  gint64 now = g_get_monotonic_time ();

  if (now - last > G_USEC_PER_SEC / 5)
    {
      hangar_display_session_key (qemu->session, 0x01, 0, TRUE);
      hangar_display_session_key (qemu->session, 0x01, 0, FALSE);
      last = now;
    }
  return picture (qemu) != before;
}

/* The firmware's text appears, and its menu when Esc is pressed; then QEMU ends. */
static void
test_qemu (Qemu *qemu, gconstpointer data)
{
  guint64 before;

  wait_for (qemu_is_live (qemu) && picture (qemu) != 0);
  before = picture (qemu);
  wait_for (changes_by_esc (qemu, before));
  g_assert_cmpint (hangar_framebuffer_get_width (hangar_display_session_get_framebuffer (qemu->session)), >=,
                   640);
  g_assert_false (hangar_display_session_get_absolute (qemu->session));
  g_subprocess_force_exit (qemu->process);
  wait_for (hangar_display_session_get_state (qemu->session) == HANGAR_DISPLAY_SESSION_ENDED);
  g_assert_error (hangar_display_session_get_error (qemu->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_CLOSED);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
#define ADD_HOSTILE(path, ...)                                                             \
  G_STMT_START                                                                             \
  {                                                                                        \
    static const guint numbers[] = { __VA_ARGS__ };                                        \
    g_test_add ("/dbus/hostile/" path, Fixture, numbers, set_up, test_hostile, tear_down); \
  }                                                                                        \
  G_STMT_END

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/dbus/pixels", test_pixels);
  ADD ("/dbus/first-picture", test_first_picture);
  ADD ("/dbus/input", test_input);
  ADD ("/dbus/cursor", test_cursor);
  ADD ("/dbus/closed", test_closed);
  ADD_HOSTILE ("huge", 65535, 65535, 65535 * 4, X8R8G8B8, 64);
  ADD_HOSTILE ("overflow", 0x40000001, 4, 4, X8R8G8B8, 64);
  ADD_HOSTILE ("empty", 0, 0, 0, X8R8G8B8, 0);
  ADD_HOSTILE ("short", 64, 48, 64 * 4, X8R8G8B8, 64 * 48 * 4 - 4);
  ADD_HOSTILE ("stride", 64, 48, 64 * 4 - 4, X8R8G8B8, 64 * 48 * 4);
  ADD_HOSTILE ("endless-stride", 64, 48, 0xfffffffc, X8R8G8B8, 64 * 48 * 4);
  ADD_HOSTILE ("format", 64, 48, 64 * 4, 0xffffffff, 64 * 48 * 4);
  if (argc > 1 && g_str_equal (argv[1], "qemu"))
    g_test_add ("/dbus/qemu", Qemu, NULL, qemu_set_up, test_qemu, qemu_tear_down);
  return g_test_run ();
}
