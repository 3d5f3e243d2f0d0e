/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window with one guest's screen and nothing else, to measure and to look at: viewer unix:PATH | HOST:PORT.
 * Says on its output when the first picture is there. */

#include <gtk/gtk.h>
#include <gio/gunixsocketaddress.h>
#include <unistd.h>

#include "console/display.h"

static gboolean
connect_to (const char *where, int *fd)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_has_prefix (where, "unix:"))
    address = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (where + strlen ("unix:")));
  else
    address = g_network_address_parse (where, 5900, &error);
  connection = address != NULL ? g_socket_client_connect (client, address, NULL, &error) : NULL;
  if (connection == NULL)
    {
      g_printerr ("viewer: %s\n", error->message);
      return FALSE;
    }
  *fd = dup (g_socket_get_fd (g_socket_connection_get_socket (connection)));
  return TRUE;
}

static void
state_cb (HangarDisplaySession *session, GParamSpec *pspec, GMainLoop *loop)
{
  if (hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE)
    g_print ("live %d\n", (int) hangar_display_session_get_pid (session));
  if (hangar_display_session_get_state (session) != HANGAR_DISPLAY_SESSION_ENDED)
    return;
  if (hangar_display_session_get_error (session) != NULL)
    g_printerr ("viewer: %s\n", hangar_display_session_get_error (session)->message);
  g_main_loop_quit (loop);
}

int
main (int argc, char *argv[])
{
  const HangarDisplayTarget target = { .type = "vnc", .hostname = "localhost", .local = TRUE };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HangarDisplaySession) session = NULL;
  GtkWidget *window, *display;
  int fd;

  if (argc < 2 || !connect_to (argv[1], &fd))
    return 1;
  gtk_init ();
  setvbuf (stdout, NULL, _IOLBF, 0);
  session = hangar_display_session_new_for_fd (fd, &target);
  g_signal_connect (session, "notify::state", G_CALLBACK (state_cb), loop);
  display = hangar_display_new ();
  hangar_display_set_session (HANGAR_DISPLAY (display), session);
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), argc > 2 ? atoi (argv[2]) : 1920,
                               argc > 3 ? atoi (argv[3]) : 1080);
  gtk_widget_remove_css_class (window, "background");
  gtk_window_set_child (GTK_WINDOW (window), display);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
  return 0;
}
