/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/job.h"

G_BEGIN_DECLS

/**
 * HangarHostStep:
 * @text: what the user reads while it runs
 * @run: does it, in a worker thread
 * @undo: (nullable): undoes it, in a worker thread; is given no cancellable
 * @data: for both: of g_atomic_rc_box_new(), since steps share it and workers outlive jobs
 * @clear: (nullable): frees what is in @data; may be called in a worker thread
 * @seal: whether the job cannot be cancelled from this step on
 * @measure: (nullable): asked now and then while @run is at work, in another worker thread: returns a new
 * double, how much of it is done, or %NULL when that is not known
 * @dup_result: (nullable): tells what came of it, for the user, when it succeeded
 *
 * A step of a job that is blocking work with a host.
 */
typedef struct
{
  const char *text;
  HangarConnectionFunc run;
  HangarConnectionFunc undo;
  gpointer data;
  GDestroyNotify clear;
  gboolean seal;
  HangarConnectionFunc measure;
  char *(*dup_result) (gpointer data);
} HangarHostStep;

void hangar_host_step_add (HangarJob *job, HangarConnection *connection, const HangarHostStep *step);

G_END_DECLS
