/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long tasks of one machine: listed with all others, and their failure is told where they were asked for. */

#include "config.h"

#include "ui/domain/domain-jobs.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/domain-questions.h"

static void
job_changed_cb (HangarJob *job, GParamSpec *pspec, GtkWidget *widget)
{
  g_autofree char *text = NULL;

  if (hangar_job_get_state (job) != HANGAR_JOB_FAILED)
    return;
  /* Translators: %s is what was tried: "Delete “web”" */
  text = g_strdup_printf (_ ("Failed: %s"), hangar_job_get_title (job));
  hangar_domain_tell_failure (widget, text, hangar_job_get_error (job));
}

/**
 * hangar_domain_run_job:
 * @widget: (nullable): in the window where it was asked for
 * @jobs: (nullable): where long tasks are listed
 * @job: the job, not yet begun
 *
 * Runs it. When it fails, that is told in the window, if it is still there.
 */
void
hangar_domain_run_job (GtkWidget *widget, HangarJobList *jobs, HangarJob *job)
{
  if (widget != NULL)
    g_signal_connect_object (job, "notify::state", G_CALLBACK (job_changed_cb), widget, 0);
  if (jobs != NULL)
    hangar_job_list_start (jobs, job);
  else
    hangar_job_run (job);
}
