/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading in a thread that may hang for ever, on a network folder whose server is gone: who asked is told
 * after a while, and goes on; the thread is left to itself. */

#include "config.h"

#include "model/patience.h"

#include <glib/gi18n-lib.h>

#include "model/media-file.h"

/* On the main thread only, but for the cancellable. */
typedef struct
{
  GCancellable *own; /* of the task */
  GCancellable *outer;
  gulong link;
  guint timer;
  gboolean is_late;
} Patience;

static void
patience_end (Patience *patience)
{
  g_clear_handle_id (&patience->timer, g_source_remove);
  if (patience->link != 0)
    g_cancellable_disconnect (patience->outer, patience->link);
  patience->link = 0;
}

static void
patience_free (gpointer data)
{
  Patience *patience = data;

  g_clear_object (&patience->outer);
  g_clear_object (&patience->own);
  g_free (patience);
}

static void
outer_cancelled_cb (GCancellable *outer, GCancellable *own)
{
  g_cancellable_cancel (own);
}

/* Also when nobody asks for the answer. */
static void
completed_cb (GTask *task, GParamSpec *pspec, Patience *patience)
{
  patience_end (patience);
}

static gboolean
late_cb (gpointer data)
{
  Patience *patience = data;

  patience->timer = 0;
  patience->is_late = TRUE;
  g_cancellable_cancel (patience->own);
  return G_SOURCE_REMOVE;
}

/**
 * hangar_patience_task_new:
 * @source: (nullable): the task's source object
 * @cancellable: (nullable): to lose interest
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Returns: (transfer full): a task for hangar_patience_begin()
 */
GTask *
hangar_patience_task_new (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Patience *patience = g_new0 (Patience, 1);
  GTask *task;

  patience->own = g_cancellable_new ();
  g_set_object (&patience->outer, cancellable);
  task = g_task_new (source, patience->own, callback, user_data);
  g_object_set_data_full (G_OBJECT (task), "patience", patience, patience_free);
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), patience);
  g_task_set_return_on_cancel (task, TRUE);
  return task;
}

/**
 * hangar_patience_begin:
 * @task: a task of hangar_patience_task_new(), with its data
 * @seconds: how long it may take
 * @func: runs in a thread, which may outlive the task's answer
 */
void
hangar_patience_begin (GTask *task, guint seconds, GTaskThreadFunc func)
{
  Patience *patience = g_object_get_data (G_OBJECT (task), "patience");

  patience->timer = g_timeout_add_seconds (seconds, late_cb, patience);
  if (patience->outer != NULL)
    patience->link =
      g_cancellable_connect (patience->outer, G_CALLBACK (outer_cancelled_cb), patience->own, NULL);
  g_task_run_in_thread (task, func);
}

/**
 * hangar_patience_finish:
 * @task: such a task, which has an answer
 * @error: return location; of #HANGAR_MEDIA_ERROR with a sentence for the user when it took too long
 *
 * Returns: (transfer full) (nullable): what the thread returned
 */
gpointer
hangar_patience_finish (GTask *task, GError **error)
{
  Patience *patience = g_object_get_data (G_OBJECT (task), "patience");
  /* Who lost interest meanwhile is not there any more to be told anything else. */
  gboolean is_late = patience->is_late && !g_cancellable_is_cancelled (patience->outer);
  gpointer result = g_task_propagate_pointer (task, is_late ? NULL : error);

  if (result == NULL && is_late)
    g_set_error_literal (
      error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_SILENT,
      _ ("This file cannot be read now: what it is on does not answer. If that is a folder of "
         "another computer, see whether that is reached."));
  return result;
}
