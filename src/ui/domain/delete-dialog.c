/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before a machine is deleted, and offers to remove the disks that were made for it. */

#include "config.h"

#include "ui/domain/delete-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/domain-delete.h"
#include "ui/domain/domain-jobs.h"

struct _HangarDeleteDialog
{
  AdwMessageDialog parent_instance;

  HangarDomain *domain;
  HangarJobList *jobs;
  GCancellable *cancellable;
  GPtrArray *checks; /* GtkCheckButton of each disk */
  GPtrArray *paths;  /* the disks in the same order */

  GtkBox *disks_box;
  GtkLabel *disks_label;
};

G_DEFINE_FINAL_TYPE (HangarDeleteDialog, hangar_delete_dialog, ADW_TYPE_MESSAGE_DIALOG)

static GStrv
ticked_disks (HangarDeleteDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_strv_builder_add (builder, self->paths->pdata[i]);
  return g_strv_builder_end (builder);
}

static void
hangar_delete_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarDeleteDialog *self = HANGAR_DELETE_DIALOG (dialog);
  g_autoptr (HangarJob) job = NULL;
  g_auto (GStrv) disks = NULL;

  if (!g_str_equal (response, "delete"))
    return;

  disks = ticked_disks (self);
  job = hangar_domain_delete_job_new (self->domain, (const char *const *) disks);
  hangar_domain_run_job (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), self->jobs, job);
}

/* Unticked: what cannot be undone is chosen, not met. */
static void
add_disk (HangarDeleteDialog *self, const char *path)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (path);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, path, -1);
  gtk_box_append (self->disks_box, check);
  g_ptr_array_add (self->checks, check);
  g_ptr_array_add (self->paths, g_strdup (path));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarDeleteDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomainConfig) config =
    hangar_domain_config_load_finish (HANGAR_DOMAIN (source), result, &error);
  g_auto (GStrv) disks = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  disks = config != NULL ? hangar_domain_delete_own_disks (config) : g_new0 (char *, 1);
  for (gsize i = 0; disks[i] != NULL; i++)
    add_disk (self, disks[i]);
  if (disks[0] != NULL)
    gtk_label_set_text (self->disks_label, _ ("Also delete for good, with all data:"));
  else
    gtk_label_set_text (self->disks_label, _ ("Its disks are not touched."));
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "delete", TRUE);
}

static void
update_body (HangarDeleteDialog *self)
{
  const char *text = _ ("The machine’s settings are removed from its host.");

  if (hangar_domain_is_active (self->domain))
    text = _ ("It is running and will be forced off: unsaved data in it is lost. Then the machine’s settings "
              "are removed from its host.");
  else if (hangar_domain_get_state (self->domain) == HANGAR_DOMAIN_SAVED)
    text = _ ("The machine’s settings and its saved state are removed from its host.");
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), text);
}

static void
hangar_delete_dialog_dispose (GObject *object)
{
  HangarDeleteDialog *self = HANGAR_DELETE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (hangar_delete_dialog_parent_class)->dispose (object);
}

static void
hangar_delete_dialog_finalize (GObject *object)
{
  HangarDeleteDialog *self = HANGAR_DELETE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->paths);

  G_OBJECT_CLASS (hangar_delete_dialog_parent_class)->finalize (object);
}

static void
hangar_delete_dialog_class_init (HangarDeleteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_delete_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_delete_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_delete_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/delete-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDeleteDialog, disks_box);
  gtk_widget_class_bind_template_child (widget_class, HangarDeleteDialog, disks_label);
}

static void
hangar_delete_dialog_init (HangarDeleteDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->checks = g_ptr_array_new ();
  self->paths = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_delete_dialog_new:
 * @domain: a machine
 * @jobs: (nullable): where the deletion is listed
 *
 * Asks, and on "delete" begins the job. It can be answered once the machine's disks are known.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarDeleteDialog *
hangar_delete_dialog_new (HangarDomain *domain, HangarJobList *jobs)
{
  HangarDeleteDialog *self = g_object_new (HANGAR_TYPE_DELETE_DIALOG, NULL);
  /* Translators: %s is the name of a machine */
  g_autofree char *heading = g_strdup_printf (_ ("Delete “%s”?"), hangar_domain_get_display_name (domain));

  self->domain = g_object_ref (domain);
  g_set_object (&self->jobs, jobs);
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (update_body), self, G_CONNECT_SWAPPED);
  update_body (self);
  hangar_domain_config_load_async (domain, TRUE, self->cancellable, loaded_cb, self);
  return self;
}
