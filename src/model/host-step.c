/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of jobs that are done with a host, in its worker threads. */

#include "config.h"

#include "model/host-step.h"

#include <glib/gi18n-lib.h>

/* In ms: how often it is asked how far a step is. */
#define MEASURE_INTERVAL 500

typedef struct
{
  HangarConnection *connection; /* (nullable) */
  HangarConnectionFunc run;
  HangarConnectionFunc undo;
  gpointer data;
  GDestroyNotify clear;
  gboolean seal;
  char *(*dup_result) (gpointer data);
  HangarConnectionFunc measure;
  guint timer; /* while it runs */
  gboolean measuring;
} Step;

/* What a worker is given: nothing of the main thread. */
typedef struct
{
  HangarConnectionFunc func;
  gpointer data;
  GDestroyNotify clear;
  GCancellable *cancellable; /* (nullable) */
} Call;

static void
release (gpointer data, GDestroyNotify clear)
{
  if (clear != NULL)
    g_atomic_rc_box_release_full (data, clear);
  else
    g_atomic_rc_box_release (data);
}

static void
call_free (gpointer user_data)
{
  Call *call = user_data;

  release (call->data, call->clear);
  g_clear_object (&call->cancellable);
  g_free (call);
}

static void
step_free (gpointer user_data)
{
  Step *step = user_data;

  g_clear_object (&step->connection);
  release (step->data, step->clear);
  g_free (step);
}

static gpointer
call_run (GVirConnection *connection, gpointer user_data, GCancellable *cancellable, GError **error)
{
  Call *call = user_data;

  return call->func (connection, call->data, call->cancellable, error);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Step *step = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_handle_id (&step->timer, g_source_remove);
  g_task_propagate_pointer (G_TASK (result), &error);
  if (error == NULL && step->dup_result != NULL)
    {
      g_autofree char *text = step->dup_result (step->data);

      hangar_job_set_result (g_task_get_source_object (task), text);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Nobody stops listening on the way: what was asked of a daemon happens, and must be known to be undone. */
static void
call (GTask *task, Step *step, HangarConnectionFunc func)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, call_run, NULL, call_free, NULL };
  Call *call;

  if (step->connection == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                               _ ("Its host is not connected."));
      g_object_unref (task);
      return;
    }
  call = g_new0 (Call, 1);
  call->func = func;
  call->data = g_atomic_rc_box_acquire (step->data);
  call->clear = step->clear;
  g_set_object (&call->cancellable, g_task_get_cancellable (task));
  work.data = call;
  /* Steps live as long as their job, and a task keeps the job. */
  g_task_set_task_data (task, step, NULL);
  g_task_set_check_cancellable (task, FALSE);
  hangar_connection_run_async (step->connection, &work, NULL, called_cb, task);
}

/* Steps live as long as their job. */
typedef struct
{
  HangarJob *job;
  Step *step;
} Measure;

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Measure *measure = user_data;
  g_autoptr (HangarJob) job = measure->job;
  g_autofree double *fraction = g_task_propagate_pointer (G_TASK (result), NULL);

  measure->step->measuring = FALSE;
  if (fraction != NULL && measure->step->timer != 0)
    hangar_job_set_progress (job, *fraction);
}

static gboolean
measure_cb (gpointer user_data)
{
  Measure *now = user_data;
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, call_run, NULL, call_free, g_free };
  Measure *measure;
  Call *asked;

  if (now->step->measuring)
    return G_SOURCE_CONTINUE;
  asked = g_new0 (Call, 1);
  asked->func = now->step->measure;
  asked->data = g_atomic_rc_box_acquire (now->step->data);
  asked->clear = now->step->clear;
  work.data = asked;
  measure = g_new0 (Measure, 1);
  measure->job = g_object_ref (now->job);
  measure->step = now->step;
  now->step->measuring = TRUE;
  hangar_connection_run_async (now->step->connection, &work, NULL, measured_cb, measure);
  return G_SOURCE_CONTINUE;
}

static void
begin_measuring (HangarJob *job, Step *step)
{
  Measure *measure;

  if (step->measure == NULL || step->connection == NULL)
    return;
  measure = g_new0 (Measure, 1);
  measure->job = job;
  measure->step = step;
  step->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, MEASURE_INTERVAL, measure_cb, measure, g_free);
}

static void
run (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  if (step->seal)
    hangar_job_seal (job);
  begin_measuring (job, step);
  call (task, step, step->run);
}

static void
undo (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  call (task, step, step->undo);
}

/**
 * hangar_host_step_add:
 * @job: a job that does not run yet
 * @connection: (nullable): the host; without one the step fails
 * @step: the step (copied); its data is referenced
 */
void
hangar_host_step_add (HangarJob *job, HangarConnection *connection, const HangarHostStep *step)
{
  Step *copy = g_new0 (Step, 1);
  const HangarJobStep job_step = { step->text, run, step->undo != NULL ? undo : NULL, copy, step_free };

  g_set_object (&copy->connection, connection);
  copy->run = step->run;
  copy->undo = step->undo;
  copy->data = g_atomic_rc_box_acquire (step->data);
  copy->clear = step->clear;
  copy->seal = step->seal;
  copy->measure = step->measure;
  copy->dup_result = step->dup_result;
  hangar_job_add_step (job, &job_step);
}
