/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the creation of a machine is. */

#include "config.h"

#include "ui/create/progress-page.h"

struct _HangarProgressPage
{
  GtkBox parent_instance;

  AdwStatusPage *status_page;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (HangarProgressPage, hangar_progress_page, GTK_TYPE_BOX)

static void
hangar_progress_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HANGAR_TYPE_PROGRESS_PAGE);
  G_OBJECT_CLASS (hangar_progress_page_parent_class)->dispose (object);
}

static void
hangar_progress_page_class_init (HangarProgressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_progress_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/progress-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarProgressPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, HangarProgressPage, bar);
}

static void
hangar_progress_page_init (HangarProgressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_progress_page_new:
 *
 * Returns: (transfer floating): a page that shows nothing yet
 */
HangarProgressPage *
hangar_progress_page_new (void)
{
  return g_object_new (HANGAR_TYPE_PROGRESS_PAGE, NULL);
}

/**
 * hangar_progress_page_show_job:
 * @self: a page
 * @job: the creation; it is read once
 */
void
hangar_progress_page_show_job (HangarProgressPage *self, HangarJob *job)
{
  double progress = hangar_job_get_progress (job);
  g_autofree char *status = g_markup_escape_text (hangar_job_get_status (job), -1);

  adw_status_page_set_description (self->status_page, status);
  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->bar, progress);
  else
    gtk_progress_bar_pulse (self->bar);
}
