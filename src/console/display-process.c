/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts hangar-display with the descriptors that it needs and none besides. */

#include "config.h"

#include "console/display-process.h"

#include <sys/socket.h>
#include <unistd.h>

#define BUS_FD 3
#define DISPLAY_FD 4

typedef struct
{
  char *type;
  char *hostname;
  gboolean local;
  int display_fd;
  GSocketConnection *bus;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  if (start->display_fd >= 0)
    close (start->display_fd);
  g_clear_object (&start->bus);
  g_free (start->type);
  g_free (start->hostname);
  g_free (start);
}

/* Beside this program in a build tree, in its folder when installed. */
static char *
find_program (void)
{
  const char *given = g_getenv ("HANGAR_DISPLAY_PROGRAM");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside =
    folder != NULL ? g_build_filename (folder, "display", "hangar-display", NULL) : NULL;

  if (given != NULL)
    return g_strdup (given);
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  return g_build_filename (HANGAR_LIBEXECDIR, "hangar-display", NULL);
}

/* Only what the protocols need: where certificates and the sound server are. No language: its messages are
 * details. */
static char **
make_environment (void)
{
  const char *kept[] = { "HOME",         "PATH",         "XDG_RUNTIME_DIR", "TMPDIR",
                         "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS" };
  char **environment = g_new0 (char *, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_getenv (kept[i]) != NULL)
      environment = g_environ_setenv (environment, kept[i], g_getenv (kept[i]), TRUE);
  return environment;
}

static GSubprocess *
spawn (Start *start, int bus_fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               (g_getenv ("HANGAR_DISPLAY_DEBUG") == NULL ? G_SUBPROCESS_FLAGS_STDERR_SILENCE
                                                                          : G_SUBPROCESS_FLAGS_NONE));
  g_autofree char *program = find_program ();
  g_auto (GStrv) environment = make_environment ();
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_steal_pointer (&program));
  g_ptr_array_add (argv, g_strdup_printf ("--bus-fd=%d", BUS_FD));
  g_ptr_array_add (argv, g_strdup_printf ("--display-fd=%d", DISPLAY_FD));
  g_ptr_array_add (argv, g_strdup_printf ("--type=%s", start->type));
  if (start->hostname != NULL)
    g_ptr_array_add (argv, g_strdup_printf ("--hostname=%s", start->hostname));
  if (start->local)
    g_ptr_array_add (argv, g_strdup ("--local"));
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_take_fd (launcher, bus_fd, BUS_FD);
  g_subprocess_launcher_take_fd (launcher, start->display_fd, DISPLAY_FD);
  start->display_fd = -1;
  return g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, error);
}

static GSocketConnection *
make_bus (int *other_end, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no socket for the display program");
      return NULL;
    }
  socket = g_socket_new_from_fd (fds[0], error);
  if (socket == NULL)
    {
      close (fds[0]);
      close (fds[1]);
      return NULL;
    }
  *other_end = fds[1];
  return g_socket_connection_factory_create_connection (socket);
}

static void
start_in_thread (gpointer data, gpointer unused)
{
  g_autoptr (GTask) task = data;
  Start *start = g_task_get_task_data (task);
  g_autoptr (GSubprocess) process = NULL;
  GError *error = NULL;
  int other_end = -1;

  if (g_task_return_error_if_cancelled (task))
    return;
  start->bus = make_bus (&other_end, &error);
  if (start->bus != NULL)
    process = spawn (start, other_end, &error);
  if (process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* A process that nobody is waiting for any more goes with its socket. */
  g_task_return_pointer (task, g_steal_pointer (&process), g_object_unref);
}

/* A child that asked to die with its parent dies with the parent's *thread*: so this one never ends. */
static GThreadPool *
spawner (void)
{
  static gsize pool = 0;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize) g_thread_pool_new (start_in_thread, NULL, 1, TRUE, NULL));
  return (GThreadPool *) pool;
}

/**
 * hangar_display_process_supports:
 * @type: (nullable): the type of a machine's graphics
 *
 * Returns: whether the display program speaks it
 */
gboolean
hangar_display_process_supports (const char *type)
{
  static const char *const types[] = { "vnc", "dbus", HANGAR_HAVE_SPICE ? "spice" : NULL, NULL };

  return type != NULL && g_strv_contains (types, type);
}

/**
 * hangar_display_process_start_async:
 * @target: what to show
 * @display_fd: (transfer full): connected to the guest's display
 *
 * Starts the program off the main thread: copying the tables of a large process takes its time.
 */
void
hangar_display_process_start_async (const HangarDisplayTarget *target, int display_fd,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Start *start = g_new0 (Start, 1);

  start->type = g_strdup (target->type);
  start->hostname = g_strdup (target->hostname);
  start->local = target->local;
  start->display_fd = display_fd;
  g_task_set_source_tag (task, hangar_display_process_start_async);
  g_task_set_task_data (task, start, start_free);
  g_thread_pool_push (spawner (), task, NULL);
}

/**
 * hangar_display_process_start_finish:
 * @bus: (out) (transfer full): where the program listens to us
 *
 * Returns: (transfer full) (nullable): the running program
 */
GSubprocess *
hangar_display_process_start_finish (GAsyncResult *result, GSocketConnection **bus, GError **error)
{
  GTask *task = G_TASK (result);
  Start *start = g_task_get_task_data (task);
  GSubprocess *process = g_task_propagate_pointer (task, error);

  if (process != NULL)
    *bus = g_steal_pointer (&start->bus);
  return process;
}
