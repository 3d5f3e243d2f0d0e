/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/patience: who asks is told when a thread hangs, loses interest at once, and gets what came in time.
 */

#include "model/patience.h"

#include "model/media-file.h"
#include "tests/wait.h"

/* A thread that hangs until it is let go, as on a file system that does not answer. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean released;
  gboolean ended;
} Hang;

static void
hang_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Hang *hang = data;

  g_mutex_lock (&hang->lock);
  while (!hang->released)
    g_cond_wait (&hang->changed, &hang->lock);
  g_mutex_unlock (&hang->lock);
  g_task_return_pointer (task, g_strdup ("too late"), g_free);
  g_mutex_lock (&hang->lock);
  hang->ended = TRUE;
  g_cond_signal (&hang->changed);
  g_mutex_unlock (&hang->lock);
}

static void
release (Hang *hang)
{
  g_mutex_lock (&hang->lock);
  hang->released = TRUE;
  g_cond_broadcast (&hang->changed);
  while (!hang->ended)
    g_cond_wait (&hang->changed, &hang->lock);
  g_mutex_unlock (&hang->lock);
}

static void
prompt_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, g_strdup ("in time"), g_free);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_late (void)
{
  Hang hang = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = hangar_patience_task_new (NULL, NULL, done_cb, &result);
  g_autoptr (GError) error = NULL;

  g_task_set_task_data (task, &hang, NULL);
  hangar_patience_begin (task, 1, hang_thread);
  WAIT_FOR (result != NULL);
  g_assert_null (hangar_patience_finish (task, &error));
  g_assert_error (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_SILENT);
  release (&hang);
}

static void
test_cancelled (void)
{
  Hang hang = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = hangar_patience_task_new (NULL, cancellable, done_cb, &result);
  g_autoptr (GError) error = NULL;

  g_task_set_task_data (task, &hang, NULL);
  hangar_patience_begin (task, 3600, hang_thread);
  g_cancellable_cancel (cancellable);
  WAIT_FOR (result != NULL);
  g_assert_null (hangar_patience_finish (task, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  release (&hang);
}

/* Between the end of the patience and the answer. */
static void
test_late_and_cancelled (void)
{
  Hang hang = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = hangar_patience_task_new (NULL, cancellable, done_cb, &result);
  g_autoptr (GError) error = NULL;

  g_task_set_task_data (task, &hang, NULL);
  hangar_patience_begin (task, 0, hang_thread);
  while (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  WAIT_FOR (result != NULL);
  g_assert_null (hangar_patience_finish (task, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  release (&hang);
}

static void
test_in_time (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = hangar_patience_task_new (NULL, cancellable, done_cb, &result);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  hangar_patience_begin (task, 3600, prompt_thread);
  WAIT_FOR (result != NULL);
  text = hangar_patience_finish (task, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "in time");
  /* The interest is lost when there is nothing left to wait for. */
  g_cancellable_cancel (cancellable);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patience/late", test_late);
  g_test_add_func ("/patience/cancelled", test_cancelled);
  g_test_add_func ("/patience/late-and-cancelled", test_late_and_cancelled);
  g_test_add_func ("/patience/in-time", test_in_time);
  return g_test_run ();
}
