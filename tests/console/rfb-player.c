/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the scripted VNC server and collects its lines. */

#include "rfb-player.h"

#include <sys/socket.h>
#include <unistd.h>

struct _RfbPlayer
{
  GSubprocess *process;
  GDataInputStream *output;
  GCancellable *cancellable;
  GPtrArray *lines;
};

static void read_line (RfbPlayer *self);

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  RfbPlayer *self = data;

  if (line == NULL)
    return;
  g_ptr_array_add (self->lines, line);
  read_line (self);
}

static void
read_line (RfbPlayer *self)
{
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable, line_cb, self);
}

static RfbPlayer *
listen_to (GSubprocess *process)
{
  RfbPlayer *self = g_new0 (RfbPlayer, 1);

  self->process = process;
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  read_line (self);
  return self;
}

static char *
server_path (void)
{
  return g_build_filename (g_getenv ("HANGAR_SOURCE_DIR"), "tests", "console", "rfb-server", NULL);
}

RfbPlayer *
rfb_player_new (const char *mode, int *fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *path = server_path ();
  GSubprocess *process;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  g_subprocess_launcher_take_fd (launcher, fds[1], 3);
  process = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3", path, "--fd", "3", mode, NULL);
  g_assert_no_error (error);
  *fd = fds[0];
  return listen_to (process);
}

RfbPlayer *
rfb_player_new_listening (const char *mode, const char *socket)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = server_path ();
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                           &error, "/usr/bin/python3", path, "--unix", socket, mode, NULL);
  RfbPlayer *self;

  g_assert_no_error (error);
  self = listen_to (process);
  wait_for (rfb_player_heard (self, "listening"));
  return self;
}

void
rfb_player_free (RfbPlayer *self)
{
  g_cancellable_cancel (self->cancellable);
  while (g_input_stream_has_pending (G_INPUT_STREAM (self->output)))
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->output);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

HangarDisplaySession *
rfb_player_new_session (RfbPlayer **player, const char *mode)
{
  const HangarDisplayTarget target = { .type = "vnc", .hostname = "localhost", .local = TRUE };
  int fd;

  *player = rfb_player_new (mode, &fd);
  return hangar_display_session_new_for_fd (fd, &target);
}

guint
rfb_player_index (RfbPlayer *self, const char *line)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (g_str_equal (g_ptr_array_index (self->lines, i), line))
      return i;
  return G_MAXUINT;
}

gboolean
rfb_player_heard (RfbPlayer *self, const char *line)
{
  return rfb_player_index (self, line) != G_MAXUINT;
}

guint
rfb_player_count (RfbPlayer *self, const char *prefix)
{
  guint count = 0;

  for (guint i = 0; i < self->lines->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->lines, i), prefix))
      count++;
  return count;
}
