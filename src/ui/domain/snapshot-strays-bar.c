/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names what is inside the disks of a machine as a snapshot and libvirt does not know, and offers to remove
 * it.
 */

#include "config.h"

#include "ui/domain/snapshot-strays-bar.h"

#include <glib/gi18n-lib.h>

#include "model/snapshot-strays.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/domain-jobs.h"

struct _HangarSnapshotStraysBar
{
  AdwBin parent_instance;

  HangarDomain *domain;
  HangarJobList *jobs;
  GListModel *hosts; /* (nullable): of HangarConnection */
  GPtrArray *strays; /* (nullable): what was found last */
  GCancellable *cancellable;
  gboolean looking;
  gboolean again;

  GtkRevealer *revealer;
  GtkLabel *words_label;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (HangarSnapshotStraysBar, hangar_snapshot_strays_bar, ADW_TYPE_BIN)

static void
update (HangarSnapshotStraysBar *self)
{
  const char *refusal = hangar_snapshot_strays_refusal (self->domain);
  gboolean some = self->strays != NULL && self->strays->len > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "strays.remove", refusal == NULL && some);
  gtk_widget_set_tooltip_text (self->remove_button, refusal);
}

static void
show (HangarSnapshotStraysBar *self)
{
  gboolean some = self->strays != NULL && self->strays->len > 0;
  g_autofree char *names = some ? hangar_snapshot_strays_describe (self->strays) : NULL;
  g_autofree char *text =
    some ? g_strdup_printf (
             "%s\n%s",
             g_dngettext (GETTEXT_PACKAGE, "A snapshot inside its disks is unknown to libvirt:",
                          "Some snapshots inside its disks are unknown to libvirt:", self->strays->len),
             names)
         : NULL;

  gtk_label_set_text (self->words_label, some ? text : "");
  gtk_revealer_set_reveal_child (self->revealer, some);
  update (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarSnapshotStraysBar) self = user_data;
  g_autoptr (GPtrArray) found = NULL;

  self->looking = FALSE;
  if (self->domain == NULL)
    return;
  found = hangar_snapshot_strays_load_finish (self->domain, result, NULL);
  if (self->again)
    {
      hangar_snapshot_strays_bar_look (self);
      return;
    }
  /* What cannot be found out is not shown. */
  g_clear_pointer (&self->strays, g_ptr_array_unref);
  self->strays = g_steal_pointer (&found);
  show (self);
}

static void
domain_changed (HangarSnapshotStraysBar *self)
{
  update (self);
  hangar_snapshot_strays_bar_look (self);
}

static void
job_changed_cb (HangarJob *job, GParamSpec *pspec, HangarSnapshotStraysBar *self)
{
  if (hangar_job_is_finished (job))
    hangar_snapshot_strays_bar_look (self);
}

/* Those that the question names are removed: others may have been found since it was asked. */
static void
answered_cb (AdwMessageDialog *dialog, const char *response, HangarSnapshotStraysBar *self)
{
  GPtrArray *named = g_object_get_data (G_OBJECT (dialog), "strays");
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "remove"))
    return;
  job = hangar_snapshot_strays_job_new (self->domain, self->hosts, named);
  hangar_job_set_commands (job, hangar_snapshot_strays_commands (self->domain, named));
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_changed_cb), self, 0);
  hangar_domain_run_job (GTK_WIDGET (self), self->jobs, job);
}

static void
remove_strays (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotStraysBar *self = HANGAR_SNAPSHOT_STRAYS_BAR (widget);
  g_autofree char *names = hangar_snapshot_strays_describe (self->strays);
  g_autofree char *body =
    g_strdup_printf ("%s\n\n%s", names,
                     _ ("A host that stopped while it took or deleted a snapshot leaves this, or another "
                        "program made it. It takes room, and removing it does not change what the disks "
                        "hold now. What it kept cannot be brought back."));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Remove it from the disks?"), body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "remove", _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  hangar_commands_expander_add_to (dialog, hangar_snapshot_strays_commands (self->domain, self->strays));
  g_object_set_data_full (G_OBJECT (dialog), "strays", g_ptr_array_ref (self->strays),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
hangar_snapshot_strays_bar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_snapshot_strays_bar_parent_class)->map (widget);
  hangar_snapshot_strays_bar_look (HANGAR_SNAPSHOT_STRAYS_BAR (widget));
}

static void
hangar_snapshot_strays_bar_dispose (GObject *object)
{
  HangarSnapshotStraysBar *self = HANGAR_SNAPSHOT_STRAYS_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);
  g_clear_object (&self->jobs);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (hangar_snapshot_strays_bar_parent_class)->dispose (object);
}

static void
hangar_snapshot_strays_bar_finalize (GObject *object)
{
  HangarSnapshotStraysBar *self = HANGAR_SNAPSHOT_STRAYS_BAR (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->strays, g_ptr_array_unref);

  G_OBJECT_CLASS (hangar_snapshot_strays_bar_parent_class)->finalize (object);
}

static void
hangar_snapshot_strays_bar_class_init (HangarSnapshotStraysBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_snapshot_strays_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_snapshot_strays_bar_finalize;
  widget_class->map = hangar_snapshot_strays_bar_map;

  gtk_widget_class_install_action (widget_class, "strays.remove", NULL, remove_strays);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/snapshot-strays-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotStraysBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotStraysBar, words_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotStraysBar, remove_button);
}

static void
hangar_snapshot_strays_bar_init (HangarSnapshotStraysBar *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_snapshot_strays_bar_new:
 * @domain: a machine
 *
 * Returns: (transfer floating): what its disks hold beside what libvirt knows; looked for while it is shown
 */
GtkWidget *
hangar_snapshot_strays_bar_new (HangarDomain *domain)
{
  HangarSnapshotStraysBar *self = g_object_new (HANGAR_TYPE_SNAPSHOT_STRAYS_BAR, NULL);

  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::available", G_CALLBACK (domain_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (domain_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::operation", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * hangar_snapshot_strays_bar_set_jobs:
 * @self: the bar
 * @jobs: (nullable): where long tasks are listed
 */
void
hangar_snapshot_strays_bar_set_jobs (HangarSnapshotStraysBar *self, HangarJobList *jobs)
{
  g_set_object (&self->jobs, jobs);
}

/**
 * hangar_snapshot_strays_bar_set_hosts:
 * @self: the bar
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use the disks
 */
void
hangar_snapshot_strays_bar_set_hosts (HangarSnapshotStraysBar *self, GListModel *hosts)
{
  g_set_object (&self->hosts, hosts);
}

/**
 * hangar_snapshot_strays_bar_look:
 * @self: the bar
 *
 * Looks again, if it is shown: something may have changed.
 */
void
hangar_snapshot_strays_bar_look (HangarSnapshotStraysBar *self)
{
  self->again = self->looking;
  if (self->looking || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !hangar_domain_get_available (self->domain))
    return;
  self->looking = TRUE;
  hangar_snapshot_strays_load_async (self->domain, self->cancellable, looked_cb, g_object_ref (self));
}
