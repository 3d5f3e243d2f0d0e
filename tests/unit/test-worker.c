/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/worker: blocking work off the main thread, answers on it, and nothing lost when nobody waits any more.
 */

#include "virt/worker.h"

#include "tests/wait.h"

/* Work that stands still until it is let go, as a call to a daemon that does not answer. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean open;
  guint inside;
  guint results_freed;
  GThread *freed_in;
} Gate;

typedef struct
{
  gboolean done;
  gpointer value;
  GError *error;
} Answer;

static Gate gate;

static void
gate_reset (void)
{
  g_mutex_lock (&gate.lock);
  gate.open = FALSE;
  gate.inside = gate.results_freed = 0;
  gate.freed_in = NULL;
  g_mutex_unlock (&gate.lock);
}

static void
gate_open (void)
{
  g_mutex_lock (&gate.lock);
  gate.open = TRUE;
  g_cond_broadcast (&gate.changed);
  g_mutex_unlock (&gate.lock);
}

static guint
gate_read (const guint *number)
{
  guint value;

  g_mutex_lock (&gate.lock);
  value = *number;
  g_mutex_unlock (&gate.lock);
  return value;
}

static gpointer
stand_still (gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&gate.lock);
  gate.inside++;
  while (!gate.open)
    g_cond_wait (&gate.changed, &gate.lock);
  g_mutex_unlock (&gate.lock);
  return GINT_TO_POINTER (7);
}

static gpointer
which_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return g_thread_self ();
}

static gpointer
fail (gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return NULL;
}

static void
free_result (gpointer result)
{
  g_mutex_lock (&gate.lock);
  gate.results_freed++;
  gate.freed_in = g_thread_self ();
  g_mutex_unlock (&gate.lock);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->value = hangar_worker_run_finish (HANGAR_WORKER (source), result, &answer->error);
  answer->done = TRUE;
}

static void
run (HangarWorker *worker, HangarWorkFunc func, HangarWorkerLane lane, GCancellable *cancellable,
     Answer *answer)
{
  const HangarWork work = { .lane = lane, .func = func, .result_free = free_result };

  hangar_worker_run_async (worker, &work, cancellable, answered_cb, answer);
}

static void
test_create (void)
{
  HangarWorker *worker = hangar_worker_new ();
  gpointer watched = worker;

  g_object_add_weak_pointer (G_OBJECT (worker), &watched);
  g_assert_cmpint (hangar_worker_get_oldest_start (worker, HANGAR_WORKER_QUICK), ==, 0);
  g_object_unref (worker);
  g_assert_null (watched);
}

static void
test_other_thread (void)
{
  g_autoptr (HangarWorker) worker = hangar_worker_new ();
  const HangarWork work = { .lane = HANGAR_WORKER_QUICK, .func = which_thread };
  Answer answer = { 0 };

  hangar_worker_run_async (worker, &work, NULL, answered_cb, &answer);
  g_assert_false (answer.done);
  WAIT_FOR (answer.done);
  g_assert_no_error (answer.error);
  g_assert_nonnull (answer.value);
  g_assert_true (answer.value != g_thread_self ());
}

static void
test_error (void)
{
  g_autoptr (HangarWorker) worker = hangar_worker_new ();
  Answer answer = { 0 };

  run (worker, fail, HANGAR_WORKER_SLOW, NULL, &answer);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&answer.error);
}

/* What stands still in one lane holds up neither the other lane nor another worker. */
static void
test_lanes (void)
{
  g_autoptr (HangarWorker) worker = hangar_worker_new ();
  g_autoptr (HangarWorker) other = hangar_worker_new ();
  Answer stuck[4] = { 0 }, quick = { 0 }, beside = { 0 };

  gate_reset ();
  for (guint i = 0; i < G_N_ELEMENTS (stuck); i++)
    run (worker, stand_still, HANGAR_WORKER_SLOW, NULL, &stuck[i]);
  WAIT_FOR (gate_read (&gate.inside) > 0);
  g_assert_cmpint (hangar_worker_get_oldest_start (worker, HANGAR_WORKER_SLOW), >, 0);

  run (worker, which_thread, HANGAR_WORKER_QUICK, NULL, &quick);
  run (other, which_thread, HANGAR_WORKER_SLOW, NULL, &beside);
  WAIT_FOR (quick.done && beside.done);
  for (guint i = 0; i < G_N_ELEMENTS (stuck); i++)
    g_assert_false (stuck[i].done);

  gate_open ();
  WAIT_FOR (stuck[0].done && stuck[1].done && stuck[2].done && stuck[3].done);
  g_assert_cmpint (GPOINTER_TO_INT (stuck[3].value), ==, 7);
  g_assert_cmpint (hangar_worker_get_oldest_start (worker, HANGAR_WORKER_SLOW), ==, 0);
}

/* Cancelling answers at once, though the work cannot be stopped; its late result is freed off the main
 * thread. */
static void
test_cancel (void)
{
  HangarWorker *worker = hangar_worker_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gpointer watched = worker;
  Answer answer = { 0 };

  gate_reset ();
  g_object_add_weak_pointer (G_OBJECT (worker), &watched);
  run (worker, stand_still, HANGAR_WORKER_QUICK, cancellable, &answer);
  WAIT_FOR (gate_read (&gate.inside) == 1);
  g_cancellable_cancel (cancellable);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (gate_read (&gate.results_freed), ==, 0);
  g_clear_error (&answer.error);
  g_object_unref (worker);

  gate_open ();
  WAIT_FOR (gate_read (&gate.results_freed) == 1);
  g_assert_true (gate.freed_in != g_thread_self ());
  WAIT_FOR (watched == NULL);
}

static void
test_cancelled_before (void)
{
  g_autoptr (HangarWorker) worker = hangar_worker_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  g_cancellable_cancel (cancellable);
  run (worker, which_thread, HANGAR_WORKER_QUICK, cancellable, &answer);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

/* The result already waits for the main loop when the caller cancels, and perhaps goes: it gets none. */
static void
test_cancelled_after (void)
{
  g_autoptr (HangarWorker) worker = hangar_worker_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  gate_reset ();
  gate_open ();
  run (worker, stand_still, HANGAR_WORKER_QUICK, cancellable, &answer);
  while (gate_read (&gate.inside) == 0 || hangar_worker_get_oldest_start (worker, HANGAR_WORKER_QUICK) != 0 ||
         !g_main_context_pending (NULL))
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.value);
  WAIT_FOR (gate_read (&gate.results_freed) == 1);
  g_assert_true (gate.freed_in != g_thread_self ());
  g_clear_error (&answer.error);
}

static void
test_release (void)
{
  g_autoptr (HangarWorker) worker = hangar_worker_new ();

  gate_reset ();
  hangar_worker_release (worker, NULL, free_result);
  hangar_worker_release (worker, GINT_TO_POINTER (3), free_result);
  WAIT_FOR (gate_read (&gate.results_freed) == 1);
  g_assert_true (gate.freed_in != g_thread_self ());
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/create", test_create);
  g_test_add_func ("/worker/other-thread", test_other_thread);
  g_test_add_func ("/worker/error", test_error);
  g_test_add_func ("/worker/lanes", test_lanes);
  g_test_add_func ("/worker/cancel", test_cancel);
  g_test_add_func ("/worker/cancelled-before", test_cancelled_before);
  g_test_add_func ("/worker/cancelled-after", test_cancelled_after);
  g_test_add_func ("/worker/release", test_release);

  return g_test_run ();
}
