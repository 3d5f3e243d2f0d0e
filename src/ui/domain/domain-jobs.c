/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long tasks of one machine: listed with all others, and their failure is told where they were asked for. */

#include "config.h"

#include "ui/domain/domain-jobs.h"

#include <glib/gi18n-lib.h>

#include "model/domain-template.h"
#include "model/media-commands.h"
#include "ui/dialogs/commands-window.h"
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

/* What waits for a machine's definition. */
typedef struct
{
  HangarDomain *domain;
  GtkWidget *widget;   /* weak */
  HangarJobList *jobs; /* (nullable) */
  gboolean template;
} Wait;

static Wait *
wait_new (GtkWidget *widget, HangarJobList *jobs, HangarDomain *domain)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->domain = g_object_ref (domain);
  g_set_weak_pointer (&wait->widget, widget);
  g_set_object (&wait->jobs, jobs);
  return wait;
}

static void
wait_free (Wait *wait)
{
  g_object_unref (wait->domain);
  g_clear_weak_pointer (&wait->widget);
  g_clear_object (&wait->jobs);
  g_free (wait);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wait, wait_free)

static void
template_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wait) wait = user_data;
  g_autofree char *xml = hangar_domain_get_xml_finish (wait->domain, result, NULL);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (wait->domain);
  g_autoptr (HangarJob) job = hangar_domain_template_job_new (wait->domain, wait->template);

  /* Without the definition the job says what is wrong. */
  if (xml != NULL && target != NULL)
    hangar_job_set_commands (job, hangar_domain_commands_for_template (target, xml, wait->template));
  hangar_domain_run_job (wait->widget, wait->jobs, job);
}

/**
 * hangar_domain_run_template_job:
 * @widget: (nullable): in the window where it was asked for
 * @jobs: (nullable): where long tasks are listed
 * @domain: a machine or template
 * @template: what it shall be
 */
void
hangar_domain_run_template_job (GtkWidget *widget, HangarJobList *jobs, HangarDomain *domain,
                                gboolean template)
{
  Wait *wait = wait_new (widget, jobs, domain);

  wait->template = template;
  hangar_domain_get_xml_async (domain, TRUE, NULL, template_cb, wait);
}

static void
overview_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const HangarMediaWish eject = { NULL };
  g_autoptr (Wait) wait = user_data;
  g_autofree char *xml = hangar_domain_get_xml_finish (wait->domain, result, NULL);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (wait->domain);
  g_autoptr (HangarCommandText) text = target != NULL ? hangar_domain_commands_overview (target) : NULL;

  if (wait->widget == NULL)
    return;
  if (text != NULL && xml != NULL)
    {
      g_autoptr (HangarCommandText) media = hangar_media_commands_for_change (target, xml, &eject);

      hangar_command_text_append (text, media);
    }
  hangar_commands_window_show (wait->widget, hangar_domain_get_display_name (wait->domain), text);
}

/**
 * hangar_domain_jobs_show_commands:
 * @widget: in the window where it was asked for
 * @domain: a machine
 *
 * Shows what can be asked about it and done to it on a command line.
 */
void
hangar_domain_jobs_show_commands (GtkWidget *widget, HangarDomain *domain)
{
  hangar_domain_get_xml_async (domain, !hangar_domain_is_active (domain), NULL, overview_cb,
                               wait_new (widget, NULL, domain));
}
