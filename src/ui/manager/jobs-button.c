/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows that long tasks are under way, and which. Those that ended stay until somebody has seen them. */

#include "config.h"

#include "ui/manager/jobs-button.h"

#include <glib/gi18n-lib.h>

#include "ui/manager/job-row.h"

struct _HangarJobsButton
{
  AdwBin parent_instance;

  HangarJobList *jobs;

  GtkMenuButton *menu_button;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkListBox *list_box;
};

G_DEFINE_FINAL_TYPE (HangarJobsButton, hangar_jobs_button, ADW_TYPE_BIN)

static gboolean
any_failed (HangarJobsButton *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    {
      g_autoptr (HangarJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (hangar_job_get_state (job) == HANGAR_JOB_FAILED)
        return TRUE;
    }
  return FALSE;
}

static void
update (HangarJobsButton *self)
{
  guint n_running = hangar_job_list_get_n_running (self->jobs);
  guint n_jobs = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));
  g_autofree char *text = NULL;

  if (n_running > 0)
    text = g_strdup_printf (ngettext ("%u job is running", "%u jobs are running", n_running), n_running);
  else
    text = g_strdup (any_failed (self) ? _ ("A job failed") : _ ("Jobs are done"));
  gtk_stack_set_visible_child_name (self->stack,
                                    n_running > 0 ? "running" : (any_failed (self) ? "failed" : "done"));
  gtk_spinner_set_spinning (self->spinner, n_running > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self), n_jobs > 0);
}

static void
popover_closed_cb (HangarJobsButton *self)
{
  hangar_job_list_dismiss_finished (self->jobs);
  update (self);
}

static GtkWidget *
make_row_cb (gpointer item, gpointer user_data)
{
  HangarJobsButton *self = user_data;
  HangarJobRow *row = hangar_job_row_new (HANGAR_JOB (item));

  g_signal_connect_object (row, "retry", G_CALLBACK (hangar_job_list_retry), self->jobs, G_CONNECT_SWAPPED);
  return GTK_WIDGET (row);
}

static void
hangar_jobs_button_dispose (GObject *object)
{
  g_clear_object (&HANGAR_JOBS_BUTTON (object)->jobs);

  G_OBJECT_CLASS (hangar_jobs_button_parent_class)->dispose (object);
}

static void
hangar_jobs_button_class_init (HangarJobsButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_jobs_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/manager/jobs-button.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarJobsButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HangarJobsButton, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarJobsButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarJobsButton, list_box);
  gtk_widget_class_bind_template_callback (widget_class, popover_closed_cb);
}

static void
hangar_jobs_button_init (HangarJobsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_jobs_button_set_jobs:
 * @self: a button
 * @jobs: the long tasks of the program; given once
 */
void
hangar_jobs_button_set_jobs (HangarJobsButton *self, HangarJobList *jobs)
{
  g_return_if_fail (self->jobs == NULL);

  self->jobs = g_object_ref (jobs);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (jobs), make_row_cb, self, NULL);
  g_signal_connect_object (jobs, "notify::n-running", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
