/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and closing a screen again and again, and sizes that change again and again: nothing is left
 * behind. HANGAR_CYCLES says how often; a few times unless it is set. */

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "console/display-session.h"

#include "rfb-player.h"

#define WARM_UP 3
#define GROWTH_MIB 8

static guint
rounds (void)
{
  const char *wanted = g_getenv ("HANGAR_CYCLES");

  return wanted != NULL ? (guint) CLAMP (atoi (wanted), 1, 10000) : 12;
}

static guint
entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* In MiB */
static guint64
memory_of (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", (int) pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (fields[1], NULL, 10) * (guint64) sysconf (_SC_PAGESIZE) / (1024 * 1024);
}

/* Children of this process that run or were not waited for */
static guint
children (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  guint n = 0;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "children", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        for (const char *c = text; *c != '\0'; c++)
          n += *c == ' ';
    }
  return n;
}

static HangarDisplaySession *
open_session (const char *socket)
{
  const HangarDisplayTarget target = { .type = "vnc", .hostname = "localhost", .local = TRUE };
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  HangarDisplaySession *session;

  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  session = hangar_display_session_new_for_fd (
    dup (g_socket_get_fd (g_socket_connection_get_socket (connection))), &target);
  wait_for (hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE);
  return session;
}

static void
close_session (HangarDisplaySession *session, guint n_children)
{
  gpointer watched = session;

  g_object_add_weak_pointer (G_OBJECT (session), &watched);
  hangar_display_session_close (session);
  g_object_unref (session);
  wait_for (watched == NULL && children () == n_children);
}

static void
test_open_and_close (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-cycles-XXXXXX", NULL);
  g_autofree char *socket = g_build_filename (folder, "vnc", NULL);
  RfbPlayer *player = rfb_player_new_listening ("good", socket);
  guint n_children = children ();
  guint n_descriptors = 0;
  guint64 memory = 0;

  for (guint i = 0; i < WARM_UP + rounds (); i++)
    {
      if (i == WARM_UP)
        {
          n_descriptors = entries ("/proc/self/fd");
          memory = memory_of (getpid ());
        }
      close_session (open_session (socket), n_children);
    }
  wait_for (entries ("/proc/self/fd") <= n_descriptors);
  g_assert_cmpuint (memory_of (getpid ()), <=, memory + GROWTH_MIB);
  rfb_player_free (player);
  g_remove (socket);
  g_rmdir (folder);
}

static gboolean
has_width (HangarDisplaySession *session, guint width)
{
  HangarFramebuffer *framebuffer = hangar_display_session_get_framebuffer (session);

  hangar_display_session_frame_shown (session);
  return framebuffer != NULL && hangar_framebuffer_get_width (framebuffer) == (int) width;
}

static void
test_sizes (void)
{
  RfbPlayer *player;
  HangarDisplaySession *session = rfb_player_new_session (&player, "resizable");
  g_autofree char *descriptors = NULL;
  guint ours = 0, theirs = 0;
  guint64 memory = 0, their_memory = 0;

  wait_for (hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE);
  descriptors = g_strdup_printf ("/proc/%d/fd", (int) hangar_display_session_get_pid (session));
  for (guint i = 0; i < WARM_UP + rounds (); i++)
    {
      guint width = i % 2 == 0 ? 1000 : 640;

      if (i == WARM_UP)
        {
          ours = entries ("/proc/self/fd");
          theirs = entries (descriptors);
          memory = memory_of (getpid ());
          their_memory = memory_of (hangar_display_session_get_pid (session));
        }
      hangar_display_session_request_size (session, width, 480);
      wait_for (has_width (session, width));
    }
  wait_for (entries ("/proc/self/fd") <= ours && entries (descriptors) <= theirs);
  g_assert_cmpuint (memory_of (getpid ()), <=, memory + GROWTH_MIB);
  g_assert_cmpuint (memory_of (hangar_display_session_get_pid (session)), <=, their_memory + GROWTH_MIB);
  hangar_display_session_close (session);
  g_object_unref (session);
  rfb_player_free (player);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cycles/open-and-close", test_open_and_close);
  g_test_add_func ("/cycles/sizes", test_sizes);
  return g_test_run ();
}
