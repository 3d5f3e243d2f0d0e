/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long task in steps, each with a way back, and the list of all of them. */

#include "config.h"

#include "model/job.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *text;
  HangarJobFunc run;
  HangarJobFunc undo;
  gpointer data;
  GDestroyNotify data_free;
} Step;

struct _HangarJob
{
  GObject parent_instance;

  char *title;
  GPtrArray *steps; /* of Step */
  guint current;
  HangarJobState state;
  double progress; /* of the current step, -1: not known */
  GCancellable *cancellable;
  gboolean sealed; /* what is done now cannot be undone, so it goes on to its end */
  char *result;    /* (nullable): what came of it */
  GError *error;
  GStrvBuilder *leftovers; /* steps whose undoing failed */
  GStrv leftover_texts;
  HangarCommandText *commands; /* (nullable): what would have done the same */
  HangarJobRetry retry;        /* (nullable): makes another one that tries again */
};

enum
{
  PROP_TITLE = 1,
  PROP_STATUS,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_SEALED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarJob, hangar_job, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HangarJobState, hangar_job_state, G_DEFINE_ENUM_VALUE (HANGAR_JOB_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (HANGAR_JOB_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (HANGAR_JOB_UNDOING, "undoing"),
                    G_DEFINE_ENUM_VALUE (HANGAR_JOB_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (HANGAR_JOB_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (HANGAR_JOB_CANCELLED, "cancelled"))

static void
step_free (gpointer data)
{
  Step *step = data;

  if (step->data != NULL && step->data_free != NULL)
    step->data_free (step->data);
  g_free (step->text);
  g_free (step);
}

static Step *
step_at (HangarJob *self, guint index)
{
  return g_ptr_array_index (self->steps, index);
}

static void
set_state (HangarJob *self, HangarJobState state)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
finish (HangarJob *self)
{
  self->leftover_texts = g_strv_builder_end (self->leftovers);
  if (self->error == NULL)
    set_state (self, HANGAR_JOB_DONE);
  else if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, HANGAR_JOB_CANCELLED);
  else
    set_state (self, HANGAR_JOB_FAILED);
}

static void undo_next (HangarJob *self);

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarJob *self = HANGAR_JOB (source);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    g_strv_builder_add (self->leftovers, step_at (self, self->current)->text);
  undo_next (self);
}

/* Steps before the current one are done; they are undone from the last to the first. */
static void
undo_next (HangarJob *self)
{
  while (self->current > 0)
    {
      const Step *step = step_at (self, --self->current);

      if (step->undo != NULL)
        {
          set_state (self, HANGAR_JOB_UNDOING);
          step->undo (self, g_task_new (self, NULL, undone_cb, NULL), step->data);
          return;
        }
    }
  finish (self);
}

static void run_next (HangarJob *self);

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarJob *self = HANGAR_JOB (source);

  if (g_task_propagate_boolean (G_TASK (result), &self->error))
    {
      self->current++;
      run_next (self);
    }
  else
    undo_next (self);
}

static void
run_next (HangarJob *self)
{
  const Step *step;

  hangar_job_set_progress (self, -1);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    {
      undo_next (self);
      return;
    }
  if (self->current == self->steps->len)
    {
      finish (self);
      return;
    }

  step = step_at (self, self->current);
  set_state (self, HANGAR_JOB_RUNNING);
  step->run (self, g_task_new (self, self->cancellable, stepped_cb, NULL), step->data);
}

static void
hangar_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarJob *self = HANGAR_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATUS:
      g_value_set_string (value, hangar_job_get_status (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_SEALED:
      g_value_set_boolean (value, self->sealed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_job_finalize (GObject *object)
{
  HangarJob *self = HANGAR_JOB (object);

  g_free (self->title);
  g_free (self->result);
  g_ptr_array_unref (self->steps);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->leftovers, g_strv_builder_unref);
  g_strfreev (self->leftover_texts);
  g_clear_object (&self->commands);

  G_OBJECT_CLASS (hangar_job_parent_class)->finalize (object);
}

static void
hangar_job_class_init (HangarJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hangar_job_get_property;
  object_class->finalize = hangar_job_finalize;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, HANGAR_TYPE_JOB_STATE, HANGAR_JOB_WAITING, flags);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  props[PROP_SEALED] = g_param_spec_boolean ("sealed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_job_init (HangarJob *self)
{
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->cancellable = g_cancellable_new ();
  self->leftovers = g_strv_builder_new ();
  self->progress = -1;
}

/**
 * hangar_job_new:
 * @title: what the user wanted, like "Create “web”": plain text
 *
 * Returns: (transfer full): a job without steps
 */
HangarJob *
hangar_job_new (const char *title)
{
  HangarJob *self = g_object_new (HANGAR_TYPE_JOB, NULL);

  self->title = g_strdup (title);
  return self;
}

/**
 * hangar_job_set_retry:
 * @self: a job
 * @retry: (nullable): makes another one that does the same
 *
 * For jobs that may succeed another time, when their host is back. May be set while it runs, and be withdrawn
 * when the job has failed and trying again would do harm.
 */
void
hangar_job_set_retry (HangarJob *self, HangarJobRetry retry)
{
  if (self->retry == retry)
    return;
  self->retry = retry;
  if (self->state == HANGAR_JOB_FAILED)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

/**
 * hangar_job_can_retry:
 * @self: a job
 *
 * Returns: whether it failed and can be tried again
 */
gboolean
hangar_job_can_retry (HangarJob *self)
{
  return self->state == HANGAR_JOB_FAILED && self->retry != NULL;
}

/**
 * hangar_job_add_step:
 * @self: a job that does not run yet
 * @step: the next step (copied)
 */
void
hangar_job_add_step (HangarJob *self, const HangarJobStep *step)
{
  Step *copy;

  g_return_if_fail (self->state == HANGAR_JOB_WAITING);

  copy = g_new0 (Step, 1);
  copy->text = g_strdup (step->text);
  copy->run = step->run;
  copy->undo = step->undo;
  copy->data = step->data;
  copy->data_free = step->data_free;
  g_ptr_array_add (self->steps, copy);
}

/**
 * hangar_job_run:
 * @self: a job that does not run yet
 *
 * Runs the steps in their order. When one fails or the job is cancelled, those before it are undone from the
 * last to the first.
 */
void
hangar_job_run (HangarJob *self)
{
  g_return_if_fail (self->state == HANGAR_JOB_WAITING);

  run_next (self);
}

/**
 * hangar_job_cancel:
 * @self: a job
 *
 * Stops it as soon as its step can be stopped, and undoes what was done. A sealed job goes on.
 */
void
hangar_job_cancel (HangarJob *self)
{
  if (!self->sealed)
    g_cancellable_cancel (self->cancellable);
}

/**
 * hangar_job_seal:
 * @self: a job
 *
 * From now on it cannot be cancelled: half of what it does would be worse than all or nothing.
 */
void
hangar_job_seal (HangarJob *self)
{
  if (self->sealed)
    return;
  self->sealed = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEALED]);
}

/**
 * hangar_job_get_sealed:
 * @self: a job
 *
 * Returns: whether it cannot be cancelled any more
 */
gboolean
hangar_job_get_sealed (HangarJob *self)
{
  return self->sealed;
}

/**
 * hangar_job_set_result:
 * @self: a job
 * @result: (nullable): what came of it, told when it is done: plain text
 */
void
hangar_job_set_result (HangarJob *self, const char *result)
{
  g_free (self->result);
  self->result = g_strdup (result);
}

/**
 * hangar_job_get_title:
 * @self: a job
 *
 * Returns: what the user wanted: plain text
 */
const char *
hangar_job_get_title (HangarJob *self)
{
  return self->title;
}

/**
 * hangar_job_get_status:
 * @self: a job
 *
 * Returns: what happens now, or how it ended: plain text
 */
const char *
hangar_job_get_status (HangarJob *self)
{
  switch (self->state)
    {
    case HANGAR_JOB_RUNNING:
      /* After the last step there is a moment without one. */
      return step_at (self, MIN (self->current, self->steps->len - 1))->text;
    case HANGAR_JOB_UNDOING:
      return _ ("Undoing what was done…");
    case HANGAR_JOB_DONE:
      return self->result != NULL ? self->result : _ ("Done");
    case HANGAR_JOB_FAILED:
      return self->error->message;
    case HANGAR_JOB_CANCELLED:
      return _ ("Cancelled");
    case HANGAR_JOB_WAITING:
    default:
      return _ ("Waiting");
    }
}

/**
 * hangar_job_get_state:
 * @self: a job
 *
 * Returns: its state
 */
HangarJobState
hangar_job_get_state (HangarJob *self)
{
  return self->state;
}

/**
 * hangar_job_is_finished:
 * @self: a job
 *
 * Returns: whether it ended, one way or the other
 */
gboolean
hangar_job_is_finished (HangarJob *self)
{
  return self->state >= HANGAR_JOB_DONE;
}

/**
 * hangar_job_get_progress:
 * @self: a job
 *
 * Returns: how much of the current step is done, 0 to 1; -1 when that is not known
 */
double
hangar_job_get_progress (HangarJob *self)
{
  return self->progress;
}

/**
 * hangar_job_set_progress:
 * @self: a job
 * @fraction: how much of the current step is done, 0 to 1; -1 when that is not known
 */
void
hangar_job_set_progress (HangarJob *self, double fraction)
{
  double wanted = fraction < 0 ? -1 : MIN (fraction, 1.0);

  if (self->progress >= wanted && self->progress <= wanted)
    return;
  self->progress = wanted;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
}

/**
 * hangar_job_get_cancellable:
 * @self: a job
 *
 * Returns: (transfer none): cancelled when the user cancels the job
 */
GCancellable *
hangar_job_get_cancellable (HangarJob *self)
{
  return self->cancellable;
}

/**
 * hangar_job_get_error:
 * @self: a job
 *
 * Returns: (nullable): why it did not get to its end
 */
const GError *
hangar_job_get_error (HangarJob *self)
{
  return self->error;
}

/**
 * hangar_job_get_leftovers:
 * @self: a finished job
 *
 * Returns: (transfer none) (nullable): the texts of the steps that could not be undone
 */
GStrv
hangar_job_get_leftovers (HangarJob *self)
{
  return self->leftover_texts;
}

/**
 * hangar_job_set_commands:
 * @self: a job
 * @commands: (transfer full) (nullable): what would do the same on a command line
 */
void
hangar_job_set_commands (HangarJob *self, HangarCommandText *commands)
{
  g_clear_object (&self->commands);
  self->commands = commands;
}

/**
 * hangar_job_get_commands:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): what would do the same on a command line
 */
HangarCommandText *
hangar_job_get_commands (HangarJob *self)
{
  return self->commands;
}

struct _HangarJobList
{
  GObject parent_instance;

  GPtrArray *jobs; /* of HangarJob */
  guint n_running;
};

enum
{
  LIST_PROP_N_RUNNING = 1,
  LIST_N_PROPS,
};

static GParamSpec *list_props[LIST_N_PROPS];

static void hangar_job_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HangarJobList, hangar_job_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, hangar_job_list_model_init))

static GType
hangar_job_list_get_item_type (GListModel *model)
{
  return HANGAR_TYPE_JOB;
}

static guint
hangar_job_list_get_n_items (GListModel *model)
{
  return HANGAR_JOB_LIST (model)->jobs->len;
}

static gpointer
hangar_job_list_get_item (GListModel *model, guint position)
{
  HangarJobList *self = HANGAR_JOB_LIST (model);

  return position < self->jobs->len ? g_object_ref (g_ptr_array_index (self->jobs, position)) : NULL;
}

static void
hangar_job_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hangar_job_list_get_item_type;
  iface->get_n_items = hangar_job_list_get_n_items;
  iface->get_item = hangar_job_list_get_item;
}

static void
hangar_job_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == LIST_PROP_N_RUNNING)
    g_value_set_uint (value, HANGAR_JOB_LIST (object)->n_running);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_job_list_finalize (GObject *object)
{
  g_ptr_array_unref (HANGAR_JOB_LIST (object)->jobs);

  G_OBJECT_CLASS (hangar_job_list_parent_class)->finalize (object);
}

static void
hangar_job_list_class_init (HangarJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_job_list_get_property;
  object_class->finalize = hangar_job_list_finalize;

  list_props[LIST_PROP_N_RUNNING] =
    g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, LIST_N_PROPS, list_props);

  /**
   * HangarJobList::finished:
   * @self: the list
   * @job: the job that ended, one way or the other
   */
  g_signal_new ("finished", HANGAR_TYPE_JOB_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                HANGAR_TYPE_JOB);
}

static void
hangar_job_list_init (HangarJobList *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hangar_job_list_new:
 *
 * Returns: (transfer full): an empty list
 */
HangarJobList *
hangar_job_list_new (void)
{
  return g_object_new (HANGAR_TYPE_JOB_LIST, NULL);
}

static void
job_state_cb (HangarJob *job, GParamSpec *pspec, HangarJobList *self)
{
  if (!hangar_job_is_finished (job))
    return;
  g_signal_handlers_disconnect_by_func (job, job_state_cb, self);
  self->n_running--;
  g_object_notify_by_pspec (G_OBJECT (self), list_props[LIST_PROP_N_RUNNING]);
  g_signal_emit_by_name (self, "finished", job);
}

/**
 * hangar_job_list_start:
 * @self: a list
 * @job: (transfer none): a job that does not run yet
 *
 * Shows the job in the list and runs it.
 */
void
hangar_job_list_start (HangarJobList *self, HangarJob *job)
{
  g_ptr_array_add (self->jobs, g_object_ref (job));
  self->n_running++;
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_state_cb), self, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), list_props[LIST_PROP_N_RUNNING]);
  hangar_job_run (job);
}

/**
 * hangar_job_list_retry:
 * @self: a list
 * @job: one of its jobs that can be tried again
 *
 * Puts a new try in the place of the job, and runs it.
 */
void
hangar_job_list_retry (HangarJobList *self, HangarJob *job)
{
  g_autoptr (HangarJob) again = hangar_job_can_retry (job) ? job->retry (job) : NULL;
  guint place;

  if (again == NULL || !g_ptr_array_find (self->jobs, job, &place))
    return;
  g_ptr_array_remove_index (self->jobs, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
  hangar_job_list_start (self, again);
}

/**
 * hangar_job_list_dismiss_finished:
 * @self: a list
 *
 * Takes the jobs off that ended and were seen.
 */
void
hangar_job_list_dismiss_finished (HangarJobList *self)
{
  for (guint i = self->jobs->len; i > 0; i--)
    if (hangar_job_is_finished (g_ptr_array_index (self->jobs, i - 1)))
      {
        g_ptr_array_remove_index (self->jobs, i - 1);
        g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
      }
}

/**
 * hangar_job_list_get_n_running:
 * @self: a list
 *
 * Returns: how many jobs have not ended
 */
guint
hangar_job_list_get_n_running (HangarJobList *self)
{
  return self->n_running;
}
