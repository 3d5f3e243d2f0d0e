/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names what an interrupted creation left on a host, and offers to remove it. */

#include "config.h"

#include "ui/create/leftovers-dialog.h"

#include <glib/gi18n.h>

#include "model/domain-lifecycle.h"
#include "model/snapshot-jobs.h"
#include "ui/domain/domain-questions.h"

struct _HangarLeftoversDialog
{
  AdwMessageDialog parent_instance;

  HangarGuestLeftover *leftover;
  HangarConnection *connection;
  HangarJobList *jobs;

  GtkLabel *volumes_label;
};

G_DEFINE_FINAL_TYPE (HangarLeftoversDialog, hangar_leftovers_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarConnection) connection = user_data;
  g_autoptr (GError) error = NULL;

  /* The journal is still there then, and it is named again at the next start. */
  if (!hangar_guest_leftover_remove_finish (connection, result, &error))
    g_message ("%s", error->message);
}

/* Listed with all long tasks, where its failure is told too. */
static void
go_back (HangarLeftoversDialog *self, HangarDomain *domain)
{
  g_autoptr (HangarSnapshotTree) tree = hangar_snapshot_tree_new (domain);
  g_autoptr (HangarJob) job = hangar_snapshot_revert_job_new (tree, self->leftover->revert, NULL);

  hangar_job_list_start (self->jobs, job);
}

typedef struct
{
  GtkWidget *window; /* weak (nullable) */
  HangarGuestLeftover *leftover;
} Start;

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarDomain *domain = HANGAR_DOMAIN (source);
  Start *start = user_data;
  g_autofree char *text = hangar_domain_operation_failure_text (domain, HANGAR_DOMAIN_OPERATION_START);
  g_autoptr (GError) error = NULL;

  /* One that does not start is asked about again at the next start. */
  if (hangar_domain_operate_finish (domain, result, &error))
    hangar_guest_leftover_forget_async (start->leftover, NULL, NULL);
  else
    hangar_domain_tell_failure (start->window, text, error);
  g_clear_weak_pointer (&start->window);
  hangar_guest_leftover_free (start->leftover);
  g_free (start);
}

static void
start_as_it_is (HangarLeftoversDialog *self, HangarDomain *domain)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  Start *start = g_new0 (Start, 1);

  g_set_weak_pointer (&start->window, window != NULL ? GTK_WIDGET (window) : NULL);
  start->leftover = hangar_guest_leftover_copy (self->leftover);
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_START, NULL, started_cb, start);
}

static void
answer_revert (HangarLeftoversDialog *self, const char *response)
{
  HangarDomain *domain = hangar_connection_find_domain (self->connection, self->leftover->uuid);

  if (g_str_equal (response, "keep"))
    hangar_guest_leftover_forget_async (self->leftover, NULL, NULL);
  else if (domain != NULL && g_str_equal (response, "again"))
    /* It notes itself anew. */
    go_back (self, domain);
  else if (domain != NULL && g_str_equal (response, "remove"))
    start_as_it_is (self, domain);
}

static void
hangar_leftovers_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarLeftoversDialog *self = HANGAR_LEFTOVERS_DIALOG (dialog);

  if (self->leftover->revert != NULL)
    answer_revert (self, response);
  else if (g_str_equal (response, "remove"))
    hangar_guest_leftover_remove_async (self->leftover, self->connection, removed_cb,
                                        g_object_ref (self->connection));
  else if (g_str_equal (response, "keep"))
    hangar_guest_leftover_forget_async (self->leftover, NULL, NULL);
}

static void
hangar_leftovers_dialog_dispose (GObject *object)
{
  HangarLeftoversDialog *self = HANGAR_LEFTOVERS_DIALOG (object);

  g_clear_pointer (&self->leftover, hangar_guest_leftover_free);
  g_clear_object (&self->connection);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (hangar_leftovers_dialog_parent_class)->dispose (object);
}

static void
hangar_leftovers_dialog_class_init (HangarLeftoversDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_leftovers_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_leftovers_dialog_response;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/create/leftovers-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarLeftoversDialog, volumes_label);
}

static void
hangar_leftovers_dialog_init (HangarLeftoversDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
describe_volumes (HangarLeftoversDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  g_autofree char *volumes = g_strjoinv ("\n", self->leftover->volumes);
  g_autofree char *valid = g_utf8_make_valid (volumes, -1);

  const char *host = hangar_connection_get_label (self->connection);

  if (self->leftover->deletion)
    {
      adw_message_dialog_set_heading (dialog, _ ("A Machine Was Not Deleted Completely"));
      /* TRANSLATORS: both are names, of a machine and of a host */
      adw_message_dialog_format_body (
        dialog, _ ("Hangar ended while “%s” was being deleted on “%s”. This may be left of it:"),
        self->leftover->name, host);
    }
  else
    /* TRANSLATORS: both are names, of a machine and of a host */
    adw_message_dialog_format_body (
      dialog, _ ("Hangar ended while “%s” was being created on “%s”. This may be left of it:"),
      self->leftover->name, host);
  gtk_label_set_text (self->volumes_label, valid);
}

static void
describe_template (HangarLeftoversDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  adw_message_dialog_set_heading (dialog, _ ("A Template Has No Clones"));
  /* TRANSLATORS: both are names, of a machine and of a host */
  adw_message_dialog_format_body (dialog,
                                  _ ("Hangar ended when “%s” on “%s” had been made a template and before "
                                     "there was a clone of it. A template cannot be started."),
                                  self->leftover->name, hangar_connection_get_label (self->connection));
  adw_message_dialog_set_response_label (dialog, "keep", _ ("_Keep the Template"));
  adw_message_dialog_set_response_label (dialog, "remove", _ ("_Back to a Machine"));
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_SUGGESTED);
  gtk_widget_set_visible (GTK_WIDGET (self->volumes_label), FALSE);
}

static void
describe_revert (HangarLeftoversDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  adw_message_dialog_set_heading (dialog, _ ("A Machine May Not Have Gone Back"));
  /* TRANSLATORS: all three are names: of a machine, of its host, of a snapshot */
  adw_message_dialog_format_body (dialog,
                                  _ ("Hangar or the host ended while “%s” on “%s” went back to the snapshot "
                                     "“%s”. The machine is off now, and "
                                     "its disks may be between two moments. Going back once more makes it "
                                     "whole; what it did since is lost."),
                                  self->leftover->name, hangar_connection_get_label (self->connection),
                                  self->leftover->revert);
  adw_message_dialog_set_response_label (dialog, "keep", _ ("_Leave It Off"));
  adw_message_dialog_set_response_label (dialog, "remove", _ ("_Start It as It Is"));
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DEFAULT);
  adw_message_dialog_add_response (dialog, "again", _ ("_Go Back Once More"));
  adw_message_dialog_set_response_appearance (dialog, "again", ADW_RESPONSE_SUGGESTED);
  gtk_widget_set_visible (GTK_WIDGET (self->volumes_label), FALSE);
}

/**
 * hangar_leftovers_dialog_new:
 * @leftover: what was left; copied
 * @connection: its host, open
 * @jobs: where long tasks are listed
 *
 * Returns: (transfer floating): the dialog
 */
HangarLeftoversDialog *
hangar_leftovers_dialog_new (const HangarGuestLeftover *leftover, HangarConnection *connection,
                             HangarJobList *jobs)
{
  HangarLeftoversDialog *self = g_object_new (HANGAR_TYPE_LEFTOVERS_DIALOG, NULL);

  self->leftover = hangar_guest_leftover_copy (leftover);
  self->connection = g_object_ref (connection);
  self->jobs = g_object_ref (jobs);
  if (leftover->revert != NULL)
    describe_revert (self);
  else if (leftover->volumes[0] == NULL)
    describe_template (self);
  else
    describe_volumes (self);
  return self;
}
