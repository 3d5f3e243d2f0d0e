/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/manager/job-row: a long task from waiting to its end, whatever that is. */

#include "find.h"

#include "tests/wait.h"
#include "ui/manager/job-row.h"

static void
hold_cb (HangarJob *job, GTask *task, gpointer data)
{
  GTask **held = data;

  *held = task;
}

static void
undo_cb (HangarJob *job, GTask *task, gpointer data)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The file <b>stays</b>.");
  g_object_unref (task);
}

typedef struct
{
  HangarJob *job;
  GTask *held;
  GtkWidget *row;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const HangarJobStep step = {
    .text = "Reading <i>", .run = hold_cb, .undo = undo_cb, .data = &fixture->held
  };

  fixture->job = hangar_job_new ("Copying <b>");
  hangar_job_add_step (fixture->job, &step);
  fixture->row = g_object_ref_sink (GTK_WIDGET (hangar_job_row_new (fixture->job)));
  hangar_job_run (fixture->job);
  WAIT_FOR (fixture->held != NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer row = fixture->row;

  g_object_add_weak_pointer (G_OBJECT (fixture->row), &row);
  g_object_unref (fixture->row);
  g_assert_null (row);
  g_object_unref (fixture->job);
}

static GtkWidget *
cancel_button (Fixture *fixture)
{
  return find_widget (fixture->row, GTK_TYPE_BUTTON, "job.cancel");
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = find_widget (fixture->row, GTK_TYPE_PROGRESS_BAR, NULL);

  g_assert_nonnull (find_widget (fixture->row, GTK_TYPE_LABEL, "Copying <b>"));
  g_assert_nonnull (find_widget (fixture->row, GTK_TYPE_LABEL, "Reading <i>"));
  g_assert_true (gtk_widget_get_visible (cancel_button (fixture)));
  hangar_job_set_progress (fixture->job, 0.25);
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), 0.25, 0.001);

  g_task_return_boolean (fixture->held, TRUE);
  g_object_unref (fixture->held);
  WAIT_FOR (hangar_job_is_finished (fixture->job));
  g_assert_nonnull (find_widget (fixture->row, GTK_TYPE_LABEL, "Done"));
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_false (gtk_widget_get_visible (cancel_button (fixture)));
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_task_return_new_error (fixture->held, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Full \xff.");
  g_object_unref (fixture->held);
  WAIT_FOR (hangar_job_is_finished (fixture->job));
  g_assert_nonnull (find_widget (fixture->row, GTK_TYPE_LABEL, "Full \357\277\275."));
}

static HangarJob *
again_cb (HangarJob *job)
{
  return hangar_job_new (hangar_job_get_title (job));
}

static void
wanted_cb (HangarJobRow *row, HangarJob *job, gpointer data)
{
  *(HangarJob **) data = job;
}

/* Offered only where another try makes sense, and only when the first one failed. */
static void
test_retry (Fixture *fixture, gconstpointer data)
{
  GtkWidget *retry = find_widget (fixture->row, GTK_TYPE_BUTTON, "job.retry");
  HangarJob *wanted = NULL;

  hangar_job_set_retry (fixture->job, again_cb);
  g_assert_false (gtk_widget_get_visible (retry));
  g_signal_connect (fixture->row, "retry", G_CALLBACK (wanted_cb), &wanted);
  g_task_return_new_error (fixture->held, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "The host is gone.");
  g_object_unref (fixture->held);
  WAIT_FOR (hangar_job_is_finished (fixture->job));
  g_assert_true (gtk_widget_get_visible (retry));
  gtk_widget_activate_action (fixture->row, "job.retry", NULL);
  g_assert_true (wanted == fixture->job);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->row, "job.cancel", NULL);
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (fixture->held)));
  g_task_return_error_if_cancelled (fixture->held);
  g_object_unref (fixture->held);
  WAIT_FOR (hangar_job_is_finished (fixture->job));
  g_assert_nonnull (find_widget (fixture->row, GTK_TYPE_LABEL, "Cancelled"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/job-row/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/job-row/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/job-row/retry", Fixture, NULL, set_up, test_retry, tear_down);
  g_test_add ("/job-row/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  return g_test_run ();
}
