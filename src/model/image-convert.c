/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Converting disk images: qemu-img as a child process that is told everything and guesses nothing. */

#include "config.h"

#include "model/image-convert.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Bytes of address space: qemu-img takes some 200 MB; an image whose tables want more than this is an attack.
 */
#define MEMORY_LIMIT (G_GUINT64_CONSTANT (4) << 30)

/* Bytes of its complaints that are kept. */
#define COMPLAINT_LIMIT 4096

typedef struct
{
  GSubprocess *process;
  char *target;
  char buffer[256];
  GString *line;
  char complaint[COMPLAINT_LIMIT + 1];
  HangarImageConvertProgress progress;
  gpointer user_data;
  gulong cancelled;
  gboolean reading;
} Conversion;

static void
conversion_free (Conversion *conversion)
{
  g_clear_object (&conversion->process);
  g_string_free (conversion->line, TRUE);
  g_free (conversion->target);
  g_free (conversion);
}

/* In the child, between fork and exec: only calls that are safe there. */
static void
limit_child (gpointer data)
{
  const struct rlimit memory = { MEMORY_LIMIT, MEMORY_LIMIT };
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_AS, &memory);
  setrlimit (RLIMIT_CORE, &none);
  setpriority (PRIO_PROCESS, 0, 10);
  /* A killed program's conversion would go on filling a file that nobody wants. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* "    (12.34/100%)\r", and so on. */
static void
take_output (Conversion *conversion, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      const char *number;

      if (text[i] != '\r' && text[i] != '\n')
        {
          if (conversion->line->len < sizeof conversion->buffer)
            g_string_append_c (conversion->line, text[i]);
          continue;
        }
      number = strchr (conversion->line->str, '(');
      if (number != NULL && conversion->progress != NULL)
        conversion->progress (CLAMP (g_ascii_strtod (number + 1, NULL) / 100, 0, 1), conversion->user_data);
      g_string_truncate (conversion->line, 0);
    }
}

static void read_output (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversion *conversion = g_task_get_task_data (task);
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length <= 0 || g_task_get_completed (task))
    return;
  take_output (conversion, conversion->buffer, (gsize) length);
  read_output (task);
}

static void
read_output (GTask *task)
{
  Conversion *conversion = g_task_get_task_data (task);

  g_input_stream_read_async (g_subprocess_get_stdout_pipe (conversion->process), conversion->buffer,
                             sizeof conversion->buffer, G_PRIORITY_DEFAULT, NULL, read_cb,
                             g_object_ref (task));
}

static void
remove_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_unlink (data);
  g_task_return_boolean (task, TRUE);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = g_object_steal_data (G_OBJECT (task), "error");

  g_task_return_error (task, error);
}

/* What was written so far goes away before the failure is told. */
static void
fail (GTask *task, GError *error)
{
  Conversion *conversion = g_task_get_task_data (task);
  g_autoptr (GTask) removal = NULL;

  g_object_set_data (G_OBJECT (task), "error", error);
  removal = g_task_new (NULL, NULL, removed_cb, g_object_ref (task));
  g_task_set_task_data (removal, g_strdup (conversion->target), g_free);
  g_task_run_in_thread (removal, remove_thread);
}

static void
complaint_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversion *conversion = g_task_get_task_data (task);
  gsize length = 0;
  g_autofree char *valid = NULL;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);
  valid = g_utf8_make_valid (conversion->complaint, (gssize) length);
  fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                   *valid != '\0' ? g_strchomp (valid) : _ ("The conversion failed.")));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversion *conversion = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  g_subprocess_wait_check_finish (conversion->process, result, &error);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, conversion->cancelled);
  if (error == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&error);
      g_cancellable_set_error_if_cancelled (cancellable, &error);
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  g_input_stream_read_all_async (g_subprocess_get_stderr_pipe (conversion->process), conversion->complaint,
                                 COMPLAINT_LIMIT, G_PRIORITY_DEFAULT, NULL, complaint_cb,
                                 g_object_ref (task));
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_subprocess_force_exit (G_SUBPROCESS (data));
}

static GPtrArray *
make_argv (const HangarImageConversion *conversion)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup ("qemu-img"));
  g_ptr_array_add (argv, g_strdup ("convert"));
  g_ptr_array_add (argv, g_strdup ("-p"));
  if (conversion->compress && g_str_equal (conversion->format, "qcow2"))
    g_ptr_array_add (argv, g_strdup ("-c"));
  g_ptr_array_add (argv, g_strdup ("-f"));
  g_ptr_array_add (argv, g_strdup (conversion->source->format));
  g_ptr_array_add (argv, g_strdup ("-O"));
  g_ptr_array_add (argv, g_strdup (conversion->format));
  /* A path is told as a file: else "nbd:…" and "json:…" would be understood as what they say. */
  g_ptr_array_add (argv, g_strconcat ("file:", conversion->source->path, NULL));
  g_ptr_array_add (argv, g_strdup (conversion->target));
  g_ptr_array_add (argv, NULL);
  return argv;
}

typedef struct
{
  GTask *task;
  GPtrArray *argv;
  GSubprocess *process;
  GError *error;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_object_unref (start->task);
  g_ptr_array_unref (start->argv);
  g_clear_object (&start->process);
  g_clear_error (&start->error);
  g_free (start);
}

static gboolean
started_cb (gpointer data)
{
  Start *start = data;
  Conversion *conversion = g_task_get_task_data (start->task);
  GCancellable *cancellable = g_task_get_cancellable (start->task);

  if (start->process == NULL)
    {
      g_task_return_error (start->task, g_steal_pointer (&start->error));
      return G_SOURCE_REMOVE;
    }
  conversion->process = g_object_ref (start->process);
  if (cancellable != NULL)
    conversion->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                                   g_object_ref (start->process), g_object_unref);
  read_output (start->task);
  g_subprocess_wait_check_async (start->process, NULL, ended_cb, g_object_ref (start->task));
  return G_SOURCE_REMOVE;
}

/* Starting a process takes a while: the main loop does not wait for that. The thread lives as long as the
 * child does, which is killed at the end of the thread that started it. */
static gpointer
child_thread (gpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  Start *start = data;

  g_subprocess_launcher_set_child_setup (launcher, limit_child, NULL, NULL);
  start->process =
    g_subprocess_launcher_spawnv (launcher, (const char *const *) start->argv->pdata, &start->error);
  g_set_object (&process, start->process);
  g_idle_add_full (G_PRIORITY_DEFAULT, started_cb, start, start_free);
  if (process != NULL)
    g_subprocess_wait (process, NULL, NULL);
  return NULL;
}

/**
 * hangar_image_convert_async:
 * @conversion: what is to be converted; copied
 * @cancellable: (nullable): ends the child and removes what it wrote
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Converts a disk image whose header was looked at before. The target stays sparse; when it fails or is
 * cancelled, there is no target.
 */
void
hangar_image_convert_async (const HangarImageConversion *conversion, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Conversion *state = g_new0 (Conversion, 1);
  Start *start = g_new0 (Start, 1);

  g_task_set_source_tag (task, hangar_image_convert_async);
  g_task_set_check_cancellable (task, FALSE);
  state->target = g_strdup (conversion->target);
  state->line = g_string_new (NULL);
  state->progress = conversion->progress;
  state->user_data = conversion->user_data;
  g_task_set_task_data (task, state, (GDestroyNotify) conversion_free);

  start->task = g_object_ref (task);
  start->argv = make_argv (conversion);
  g_thread_unref (g_thread_new ("qemu-img", child_thread, start));
}

/**
 * hangar_image_convert_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the target is there
 */
gboolean
hangar_image_convert_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
