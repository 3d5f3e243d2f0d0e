/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long task: what it is, how far it has come, and the button that cancels it. */

#include "config.h"

#include "ui/manager/job-row.h"

#include <glib/gi18n-lib.h>

#include "ui/dialogs/commands-window.h"

struct _HangarJobRow
{
  GtkListBoxRow parent_instance;

  HangarJob *job;

  GtkLabel *title_label;
  GtkLabel *status_label;
  GtkProgressBar *progress_bar;
  GtkButton *commands_button;
  GtkButton *retry_button;
  GtkButton *cancel_button;
};

G_DEFINE_FINAL_TYPE (HangarJobRow, hangar_job_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SIGNAL_RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_status (HangarJob *job)
{
  const GError *error = hangar_job_get_error (job);
  GStrv leftovers = hangar_job_get_leftovers (job);
  g_autofree char *left = leftovers != NULL && *leftovers != NULL ? g_strjoinv ("\n", leftovers) : NULL;

  switch (hangar_job_get_state (job))
    {
    case HANGAR_JOB_DONE:
      return g_strdup (hangar_job_get_status (job));
    case HANGAR_JOB_CANCELLED:
      return left != NULL ? g_strdup_printf ("%s\n%s", C_ ("job", "Cancelled"), left)
                          : g_strdup (C_ ("job", "Cancelled"));
    case HANGAR_JOB_FAILED:
      if (error != NULL && left != NULL)
        return g_strdup_printf ("%s\n%s", error->message, left);
      return g_strdup (error != NULL ? error->message : C_ ("job", "Failed"));
    case HANGAR_JOB_UNDOING:
      return g_strdup (C_ ("job", "Undoing…"));
    case HANGAR_JOB_WAITING:
    case HANGAR_JOB_RUNNING:
    default:
      return g_strdup (hangar_job_get_status (job) != NULL ? hangar_job_get_status (job) : "");
    }
}

static void
update (HangarJobRow *self)
{
  HangarJobState state = hangar_job_get_state (self->job);
  double progress = hangar_job_get_progress (self->job);
  gboolean finished = hangar_job_is_finished (self->job);
  g_autofree char *status = dup_status (self->job);
  g_autofree char *valid = g_utf8_make_valid (status, -1);

  gtk_label_set_text (self->title_label, hangar_job_get_title (self->job));
  gtk_label_set_text (self->status_label, valid);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status_label), valid);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), !finished && progress >= 0);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (progress, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !finished && !hangar_job_get_sealed (self->job));
  gtk_widget_set_visible (GTK_WIDGET (self->commands_button), hangar_job_get_commands (self->job) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), hangar_job_can_retry (self->job));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.cancel",
                                 state == HANGAR_JOB_WAITING || state == HANGAR_JOB_RUNNING);
  if (state == HANGAR_JOB_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->status_label), "error");
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hangar_job_cancel (HANGAR_JOB_ROW (widget)->job);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_RETRY], 0, HANGAR_JOB_ROW (widget)->job);
}

static void
commands_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarJob *job = HANGAR_JOB_ROW (widget)->job;

  hangar_commands_window_show (widget, hangar_job_get_title (job), hangar_job_get_commands (job));
}

static void
hangar_job_row_dispose (GObject *object)
{
  g_clear_object (&HANGAR_JOB_ROW (object)->job);

  G_OBJECT_CLASS (hangar_job_row_parent_class)->dispose (object);
}

static void
hangar_job_row_class_init (HangarJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_job_row_dispose;

  /**
   * HangarJobRow::retry:
   * @job: its job
   *
   * The user wants a failed job to be tried again.
   */
  signals[SIGNAL_RETRY] = g_signal_new ("retry", HANGAR_TYPE_JOB_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, HANGAR_TYPE_JOB);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/manager/job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarJobRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarJobRow, status_label);
  gtk_widget_class_bind_template_child (widget_class, HangarJobRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarJobRow, commands_button);
  gtk_widget_class_bind_template_child (widget_class, HangarJobRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, HangarJobRow, cancel_button);
  gtk_widget_class_install_action (widget_class, "job.show-commands", NULL, commands_action);
  gtk_widget_class_install_action (widget_class, "job.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "job.cancel", NULL, cancel_action);
}

static void
hangar_job_row_init (HangarJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_job_row_new:
 * @job: a job
 *
 * Returns: (transfer floating): its row
 */
HangarJobRow *
hangar_job_row_new (HangarJob *job)
{
  HangarJobRow *self = g_object_new (HANGAR_TYPE_JOB_ROW, NULL);
  g_autofree char *name = NULL;

  self->job = g_object_ref (job);
  g_signal_connect_object (job, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* Translators: read aloud; %s is what a job does */
  name = g_strdup_printf (_ ("Cancel: %s"), hangar_job_get_title (job));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  update (self);
  return self;
}
