/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPICE against a real QEMU: the firmware's text, keys, the pointer's mode, a password, and a server that
 * ends. */

#include <glib/gstdio.h>
#include <gio/gunixsocketaddress.h>
#include <unistd.h>

#include "console/display-session.h"

#include "rfb-player.h"

typedef struct
{
  char *folder;
  char *socket;
  GSubprocess *qemu;
  HangarDisplaySession *session;
  gboolean asked;
} Fixture;

static int
connect_to (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fixture->socket);
  g_autoptr (GSocketConnection) connection = NULL;

  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  return connection != NULL ? dup (g_socket_get_fd (g_socket_connection_get_socket (connection))) : -1;
}

static void
descriptor_needed_cb (HangarDisplaySession *session, guint id, Fixture *fixture)
{
  int fd = connect_to (fixture);

  g_assert_cmpint (fd, >=, 0);
  hangar_display_session_give_descriptor (session, id, fd);
}

static void
credentials_cb (HangarDisplaySession *session, gboolean user, gboolean password, Fixture *fixture)
{
  g_assert_false (user);
  g_assert_true (password);
  fixture->asked = TRUE;
}

static void
start_session (Fixture *fixture, int fd)
{
  const HangarDisplayTarget target = { .type = "spice", .hostname = "localhost", .local = TRUE };

  fixture->session = hangar_display_session_new_for_fd (fd, &target);
  g_signal_connect (fixture->session, "descriptor-needed", G_CALLBACK (descriptor_needed_cb), fixture);
  g_signal_connect (fixture->session, "credentials-needed", G_CALLBACK (credentials_cb), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer ticketing)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *spice = NULL;
  g_autoptr (GError) error = NULL;
  int fd = -1;

  fixture->folder = g_dir_make_tmp ("hangar-spice-XXXXXX", NULL);
  fixture->socket = g_build_filename (fixture->folder, "spice", NULL);
  spice = g_strdup_printf ("unix=on,addr=%s,%s", fixture->socket, (const char *) ticketing);
  /* The server warns of a wrong password: that is not the end of it. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  fixture->qemu = g_subprocess_launcher_spawn (launcher, &error, "qemu-system-x86_64", "-accel", "tcg", "-m",
                                               "16", "-nodefaults", "-vga", "qxl", "-device", "qemu-xhci",
                                               "-device", "usb-tablet", "-object", "secret,id=word,data=open",
                                               "-spice", spice, "-boot", "menu=on", NULL);
  g_assert_no_error (error);
  wait_for ((fd = connect_to (fixture)) >= 0);
  start_session (fixture, fd);
}

static void
tear_down (Fixture *fixture, gconstpointer ticketing)
{
  hangar_display_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_subprocess_force_exit (fixture->qemu);
  g_subprocess_wait (fixture->qemu, NULL, NULL);
  g_object_unref (fixture->qemu);
  g_remove (fixture->socket);
  g_rmdir (fixture->folder);
  g_free (fixture->socket);
  g_free (fixture->folder);
}

/* On a machine with too much to do an emulator that has just begun may be later than the deadline: again
 * then. */
static const GError *
error_of (Fixture *fixture)
{
  const GError *error = hangar_display_session_get_error (fixture->session);

  if (!g_error_matches (error, HANGAR_DISPLAY_ERROR, HANGAR_DISPLAY_ERROR_TIMEOUT))
    return error;
  g_object_unref (fixture->session);
  start_session (fixture, connect_to (fixture));
  return NULL;
}

static gboolean
is_asked (Fixture *fixture)
{
  g_assert_no_error (error_of (fixture));
  return fixture->asked;
}

static gboolean
is_live (Fixture *fixture)
{
  const GError *error = error_of (fixture);

  if (error != NULL)
    g_error ("%s (%s)", error->message, hangar_display_session_get_details (fixture->session));
  return hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_LIVE;
}

/* A sum over the screen, different for different pictures; 0 for a black one */
static guint64
picture (Fixture *fixture)
{
  HangarFramebuffer *framebuffer = hangar_display_session_get_framebuffer (fixture->session);
  cairo_surface_t *surface = framebuffer != NULL ? hangar_framebuffer_get_surface (framebuffer) : NULL;
  guint64 sum = 0;

  hangar_display_session_frame_shown (fixture->session);
  if (surface == NULL)
    return 0;
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (surface) +
                                              (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        sum += (row[x] & 0xffffffu) * (guint64) (y * 4096 + x + 1);
    }
  return sum;
}

static void
press (Fixture *fixture, guint qnum)
{
  hangar_display_session_key (fixture->session, qnum, 0, TRUE);
  hangar_display_session_key (fixture->session, qnum, 0, FALSE);
}

/* The firmware listens for a moment only: Esc again and again until there is another picture. */
static gboolean
changes_by_esc (Fixture *fixture, guint64 before)
{
  static gint64 last = 0;
  gint64 now = g_get_monotonic_time ();

  if (now - last > G_USEC_PER_SEC / 5)
    {
      press (fixture, 0x01);
      last = now;
    }
  return picture (fixture) != before;
}

/* The firmware's text appears, and its menu when Esc is pressed. */
static void
test_screen_and_keys (Fixture *fixture, gconstpointer ticketing)
{
  guint64 before;

  wait_for (is_live (fixture));
  wait_for (is_live (fixture) && picture (fixture) != 0);
  before = picture (fixture);
  wait_for (changes_by_esc (fixture, before));
  g_assert_cmpint (hangar_framebuffer_get_width (hangar_display_session_get_framebuffer (fixture->session)),
                   >=, 640);
  g_assert_false (hangar_display_session_get_can_resize (fixture->session));
  g_assert_false (fixture->asked);
}

static void
test_password (Fixture *fixture, gconstpointer ticketing)
{
  wait_for (is_asked (fixture));
  g_assert_cmpint (hangar_display_session_get_state (fixture->session), ==,
                   HANGAR_DISPLAY_SESSION_AUTHENTICATING);
  hangar_display_session_give_credentials (fixture->session, NULL, "open");
  wait_for (is_live (fixture));
}

static void
test_wrong_password (Fixture *fixture, gconstpointer ticketing)
{
  wait_for (is_asked (fixture));
  hangar_display_session_give_credentials (fixture->session, NULL, "shut");
  wait_for (hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_ENDED);
  g_assert_error (hangar_display_session_get_error (fixture->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_AUTH);
}

static void
test_server_ends (Fixture *fixture, gconstpointer ticketing)
{
  wait_for (is_live (fixture));
  g_subprocess_force_exit (fixture->qemu);
  wait_for (hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_ENDED);
  g_assert_error (hangar_display_session_get_error (fixture->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_CLOSED);
}

#define ADD(path, ticketing, function) g_test_add (path, Fixture, ticketing, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/spice/screen-and-keys", "disable-ticketing=on", test_screen_and_keys);
  ADD ("/spice/password", "password-secret=word", test_password);
  ADD ("/spice/wrong-password", "password-secret=word", test_wrong_password);
  ADD ("/spice/server-ends", "disable-ticketing=on", test_server_ends);
  return g_test_run ();
}
