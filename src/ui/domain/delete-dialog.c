/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before a machine is deleted, and offers to remove the disks that are its alone. */

#include "config.h"

#include "ui/domain/delete-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/domain-delete.h"
#include "model/domain-files.h"
#include "model/domain-commands.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/domain-jobs.h"
#include "ui/domain/domain-questions.h"
#include "util/format.h"
#include "widgets/error-toast.h"

struct _HangarDeleteDialog
{
  AdwMessageDialog parent_instance;

  HangarDomain *domain;
  HangarJobList *jobs;
  GListModel *hosts; /* (nullable): of HangarConnection */
  GCancellable *cancellable;
  GPtrArray *checks; /* GtkCheckButton of each disk */
  GPtrArray *paths;  /* the disks in the same order */
  HangarCommandsExpander *commands;
  HangarSettings *settings; /* NULL: it always asks */

  GtkBox *disks_box;
  GtkLabel *disks_label;
  GtkCheckButton *silence_check; /* visible when there is nothing to choose */
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

static HangarCommandText *
make_commands (gpointer data)
{
  HangarDeleteDialog *self = data;
  g_auto (GStrv) disks = ticked_disks (self);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (self->domain);

  return target != NULL ? hangar_domain_commands_for_delete (target, (const char *const *) disks) : NULL;
}

static void
undo_cb (AdwToast *toast, HangarJob *job)
{
  hangar_job_cancel (job);
}

/* The machine's own window may be gone by then: it is told wherever somebody looks. */
static void
job_changed_cb (HangarJob *job, GParamSpec *pspec, AdwToast *toast)
{
  GtkApplication *app = GTK_APPLICATION (g_application_get_default ());
  GtkWindow *window = app != NULL ? gtk_application_get_active_window (app) : NULL;
  AdwToastOverlay *overlay = window != NULL ? hangar_domain_find_overlay (GTK_WIDGET (window)) : NULL;

  if (hangar_job_get_sealed (job) || hangar_job_is_finished (job))
    adw_toast_dismiss (toast);
  if (hangar_job_get_state (job) == HANGAR_JOB_DONE && overlay != NULL)
    hangar_message_toast_show (overlay, hangar_job_get_status (job));
}

static void
offer_undo (GtkWidget *widget, HangarDomain *domain, HangarJob *job)
{
  AdwToastOverlay *overlay = hangar_domain_find_overlay (widget);
  /* Translators: %s is the name of a machine */
  g_autofree char *text =
    g_strdup_printf (_ ("“%s” will be deleted in a moment"), hangar_domain_get_display_name (domain));
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, HANGAR_DOMAIN_DELETE_GRACE);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), job, 0);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_changed_cb), toast, 0);
  g_signal_connect_object (job, "notify::sealed", G_CALLBACK (job_changed_cb), toast, 0);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
hangar_delete_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarDeleteDialog *self = HANGAR_DELETE_DIALOG (dialog);
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autoptr (HangarJob) job = NULL;
  g_auto (GStrv) disks = NULL;

  if (!g_str_equal (response, "delete"))
    return;

  if (self->settings != NULL && gtk_check_button_get_active (self->silence_check))
    hangar_settings_set_confirm (self->settings, HANGAR_CONFIRM_DELETE, FALSE);
  disks = ticked_disks (self);
  job = hangar_domain_delete_job_new (self->domain, self->hosts, (const char *const *) disks,
                                      HANGAR_DOMAIN_DELETE_GRACE);
  hangar_job_set_commands (job, make_commands (self));
  if (parent != NULL)
    offer_undo (parent, self->domain, job);
  hangar_domain_run_job (parent, self->jobs, job);
}

static char *
file_text (const HangarDomainFile *file)
{
  g_autofree char *size = file->size > 0 ? hangar_format_size (file->size) : NULL;
  g_autofree char *line =
    size != NULL ? g_strdup_printf ("%s · %s", file->path, size) : g_strdup (file->path);

  if (file->kept != NULL)
    return g_strdup_printf ("%s\n%s", line, file->kept);
  return file->note != NULL ? g_strdup_printf ("%s\n%s", line, file->note) : g_steal_pointer (&line);
}

/* Unticked: what cannot be undone is chosen, not met. */
static void
add_file (HangarDeleteDialog *self, const HangarDomainFile *file)
{
  g_autofree char *text = file_text (file);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, file->path, -1);
  gtk_widget_set_sensitive (check, file->kept == NULL);
  gtk_widget_set_tooltip_text (check, file->kept);
  gtk_box_append (self->disks_box, check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (hangar_commands_expander_refresh), self->commands,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);
  g_ptr_array_add (self->paths, g_strdup (file->path));
}

static const char *
files_text (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (((HangarDomainFile *) files->pdata[i])->kept == NULL)
      return _ ("Also delete for good, with all data:");
  return files->len > 0 ? _ ("Its disks are not touched:") : _ ("Its disks are not touched.");
}

static void
add_sentence (HangarDeleteDialog *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->disks_box, label);
}

static void
add_goes_along (HangarDeleteDialog *self, GStrv goes_along)
{
  if (goes_along[0] != NULL)
    add_sentence (self, _ ("Deleted with the machine:"), NULL);
  for (gsize i = 0; goes_along[i] != NULL; i++)
    add_sentence (self, goes_along[i], "dim-label");
}

/* Whether there is nothing to decide: it has no disk of its own, nothing goes along, no unsaved data is lost.
 */
static gboolean
is_plain (HangarDeleteDialog *self, const HangarDomainBelongings *found)
{
  for (guint i = 0; i < found->files->len; i++)
    if (((HangarDomainFile *) found->files->pdata[i])->kept == NULL)
      return FALSE;
  return found->goes_along[0] == NULL && hangar_domain_get_state (self->domain) == HANGAR_DOMAIN_OFF &&
         hangar_domain_get_operation (self->domain) == HANGAR_DOMAIN_OPERATION_NONE;
}

/* The dialog was not shown yet when the user does not want to be asked. */
static void
decide (HangarDeleteDialog *self, gboolean plain)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_set_visible (GTK_WIDGET (self->silence_check), plain && self->settings != NULL);
  else if (!plain)
    gtk_window_present (GTK_WINDOW (self));
  else
    {
      hangar_delete_dialog_response (ADW_MESSAGE_DIALOG (self), "delete");
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarDeleteDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomainBelongings) found =
    hangar_domain_files_load_finish (HANGAR_DOMAIN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found == NULL)
    {
      gtk_label_set_text (self->disks_label,
                          _ ("Its disks could not be looked at, so they are not touched."));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->disks_label), error->message);
      decide (self, FALSE);
      return;
    }
  gtk_label_set_text (self->disks_label, files_text (found->files));
  for (guint i = 0; i < found->files->len; i++)
    add_file (self, found->files->pdata[i]);
  add_goes_along (self, found->goes_along);
  decide (self, is_plain (self, found));
}

static void
update_body (HangarDeleteDialog *self)
{
  const char *text = _ ("The machine’s settings are removed from its host.");
  g_autofree char *body = NULL;

  if (hangar_domain_is_active (self->domain))
    text = _ ("It is running and will be forced off: unsaved data in it is lost. Then the machine’s settings "
              "are removed from its host.");
  else if (hangar_domain_get_state (self->domain) == HANGAR_DOMAIN_SAVED)
    text = _ ("The machine’s settings and its saved state are removed from its host.");
  body = g_strdup_printf (
    "%s\n\n%s", text, _ ("For ten seconds you can undo it; if you quit Hangar before, the machine stays."));
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
}

static void
hangar_delete_dialog_dispose (GObject *object)
{
  HangarDeleteDialog *self = HANGAR_DELETE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);
  g_clear_object (&self->jobs);
  g_clear_object (&self->settings);
  g_clear_object (&self->hosts);

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
  gtk_widget_class_bind_template_child (widget_class, HangarDeleteDialog, silence_check);
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
 * @hosts: (nullable): all hosts, of #HangarConnection: machines of the others may use its disks too
 * @jobs: (nullable): where the deletion is listed
 *
 * Asks, and on "delete" begins the job. Disks can be ticked once it is known who uses them.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarDeleteDialog *
hangar_delete_dialog_new (HangarDomain *domain, GListModel *hosts, HangarJobList *jobs)
{
  HangarDeleteDialog *self = g_object_new (HANGAR_TYPE_DELETE_DIALOG, NULL);
  /* Translators: %s is the name of a machine */
  g_autofree char *heading = g_strdup_printf (_ ("Delete “%s”?"), hangar_domain_get_display_name (domain));

  self->domain = g_object_ref (domain);
  g_set_object (&self->jobs, jobs);
  g_set_object (&self->hosts, hosts);
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  self->commands = hangar_commands_expander_add_source_to (ADW_MESSAGE_DIALOG (self), make_commands, self);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (update_body), self, G_CONNECT_SWAPPED);
  update_body (self);
  hangar_domain_files_load_async (domain, hosts, self->cancellable, loaded_cb, self);
  return self;
}

/**
 * hangar_delete_dialog_ask:
 * @self: a dialog that is not shown yet
 * @settings: where it is kept whether to ask
 *
 * Shows the dialog. Who does not want to be asked is asked all the same when something is to be decided: the
 * machine has disks of its own, or it runs. Otherwise the deletion begins, with its offer to undo it.
 */
void
hangar_delete_dialog_ask (HangarDeleteDialog *self, HangarSettings *settings)
{
  g_set_object (&self->settings, settings);
  if (hangar_settings_get_confirm (settings, HANGAR_CONFIRM_DELETE))
    gtk_window_present (GTK_WINDOW (self));
}
