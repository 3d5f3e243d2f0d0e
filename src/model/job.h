/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/command-text.h"

G_BEGIN_DECLS

/**
 * HangarJobState:
 *
 * Waiting (not run yet), running, undoing what was done, and the three ends.
 */
typedef enum
{
  HANGAR_JOB_WAITING,
  HANGAR_JOB_RUNNING,
  HANGAR_JOB_UNDOING,
  HANGAR_JOB_DONE,
  HANGAR_JOB_FAILED,
  HANGAR_JOB_CANCELLED,
} HangarJobState;

#define HANGAR_TYPE_JOB_STATE (hangar_job_state_get_type ())
GType hangar_job_state_get_type (void);

#define HANGAR_TYPE_JOB (hangar_job_get_type ())
G_DECLARE_FINAL_TYPE (HangarJob, hangar_job, HANGAR, JOB, GObject)

/**
 * HangarJobFunc:
 * @job: the job
 * @task: to be returned with a boolean or an error, once; its cancellable is the job's (none while undoing)
 * @data: the step's data
 *
 * Begins one step, or its undoing, on the main thread; it must not block.
 */
typedef void (*HangarJobFunc) (HangarJob *job, GTask *task, gpointer data);

/**
 * HangarJobStep:
 * @text: what the user reads while it runs
 * @run: does it; cleans up after itself when it fails or is cancelled
 * @undo: (nullable): undoes it after it succeeded, when a later step fails
 * @data: for both
 * @data_free: (nullable): frees @data with the job
 */
typedef struct
{
  const char *text;
  HangarJobFunc run;
  HangarJobFunc undo;
  gpointer data;
  GDestroyNotify data_free;
} HangarJobStep;

/**
 * HangarJobRetry:
 * @job: a job that failed
 *
 * Returns: (transfer full): a new job that tries the same again
 */
typedef HangarJob *(*HangarJobRetry) (HangarJob *job);

HangarJob *hangar_job_new (const char *title);
void hangar_job_set_retry (HangarJob *self, HangarJobRetry retry);
gboolean hangar_job_can_retry (HangarJob *self);
void hangar_job_add_step (HangarJob *self, const HangarJobStep *step);

void hangar_job_run (HangarJob *self);
void hangar_job_cancel (HangarJob *self);
void hangar_job_seal (HangarJob *self);
gboolean hangar_job_get_sealed (HangarJob *self);
void hangar_job_set_result (HangarJob *self, const char *result);

const char *hangar_job_get_title (HangarJob *self);
const char *hangar_job_get_status (HangarJob *self);
HangarJobState hangar_job_get_state (HangarJob *self);
gboolean hangar_job_is_finished (HangarJob *self);
double hangar_job_get_progress (HangarJob *self);
void hangar_job_set_progress (HangarJob *self, double fraction);
GCancellable *hangar_job_get_cancellable (HangarJob *self);
const GError *hangar_job_get_error (HangarJob *self);
GStrv hangar_job_get_leftovers (HangarJob *self);
void hangar_job_set_commands (HangarJob *self, HangarCommandText *commands);
HangarCommandText *hangar_job_get_commands (HangarJob *self);

#define HANGAR_TYPE_JOB_LIST (hangar_job_list_get_type ())
G_DECLARE_FINAL_TYPE (HangarJobList, hangar_job_list, HANGAR, JOB_LIST, GObject)

HangarJobList *hangar_job_list_new (void);
void hangar_job_list_start (HangarJobList *self, HangarJob *job);
void hangar_job_list_retry (HangarJobList *self, HangarJob *job);
void hangar_job_list_dismiss_finished (HangarJobList *self);
guint hangar_job_list_get_n_running (HangarJobList *self);

G_END_DECLS
