/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/job: steps, their way back, and the list. */

#include "model/job.h"

typedef struct
{
  GString *log;
  const char *name;
  gboolean fails;
  gboolean undo_fails;
  GTask *held; /* a step that waits for being cancelled */
} Step;

static void
run_cb (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  g_string_append_printf (step->log, "+%s ", step->name);
  if (step->fails)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
hold_cb (HangarJob *job, GTask *task, gpointer data)
{
  g_string_append_printf (((Step *) data)->log, "+%s ", ((Step *) data)->name);
  hangar_job_set_progress (job, 0.5);
  g_signal_connect (g_task_get_cancellable (task), "cancelled", G_CALLBACK (cancelled_cb), task);
}

static void
undo_cb (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  g_string_append_printf (step->log, "-%s ", step->name);
  if (step->undo_fails)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "stuck");
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
run_to_end (HangarJob *job)
{
  while (!hangar_job_is_finished (job))
    g_main_context_iteration (NULL, TRUE);
}

static void
add (HangarJob *job, Step *step, HangarJobFunc run)
{
  HangarJobStep description = { step->name, run, undo_cb, step, NULL };

  hangar_job_add_step (job, &description);
}

static void
test_done (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (HangarJob) job = hangar_job_new ("Job");
  g_autoptr (HangarJobList) list = hangar_job_list_new ();
  Step a = { log, "a" }, b = { log, "b" };

  add (job, &a, run_cb);
  add (job, &b, run_cb);
  hangar_job_list_start (list, job);
  g_assert_cmpuint (hangar_job_list_get_n_running (list), ==, 1);
  run_to_end (job);
  g_assert_cmpstr (log->str, ==, "+a +b ");
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_DONE);
  g_assert_cmpuint (hangar_job_list_get_n_running (list), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  hangar_job_list_dismiss_finished (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

static void
test_failed (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (HangarJob) job = hangar_job_new ("Job");
  Step a = { log, "a" }, b = { log, "b", .undo_fails = TRUE }, c = { log, "c", .fails = TRUE },
       d = { log, "d" };

  add (job, &a, run_cb);
  add (job, &b, run_cb);
  add (job, &c, run_cb);
  add (job, &d, run_cb);
  hangar_job_run (job);
  run_to_end (job);
  g_assert_cmpstr (log->str, ==, "+a +b +c -b -a ");
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_assert_error (hangar_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (g_strv_length (hangar_job_get_leftovers (job)), ==, 1);
  g_assert_cmpstr (hangar_job_get_leftovers (job)[0], ==, "b");
}

static void
test_cancelled (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (HangarJob) job = hangar_job_new ("Job");
  Step a = { log, "a" }, b = { log, "b" };

  add (job, &a, run_cb);
  add (job, &b, hold_cb);
  hangar_job_run (job);
  while (g_strrstr (log->str, "+b") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (hangar_job_get_status (job), ==, "b");
  g_assert_cmpfloat (hangar_job_get_progress (job), >, 0.4);
  hangar_job_cancel (job);
  run_to_end (job);
  g_assert_cmpstr (log->str, ==, "+a +b -a ");
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_CANCELLED);
}

static void
test_empty (void)
{
  g_autoptr (HangarJob) job = hangar_job_new ("<b>Job</b>");

  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_WAITING);
  hangar_job_run (job);
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_DONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/empty", test_empty);
  g_test_add_func ("/job/done", test_done);
  g_test_add_func ("/job/failed", test_failed);
  g_test_add_func ("/job/cancelled", test_cancelled);
  return g_test_run ();
}
