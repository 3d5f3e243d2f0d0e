/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks what a new snapshot shall be called and keep; also edits the description of one that is there. */

#include "config.h"

#include "ui/domain/snapshot-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/disk-convert.h"
#include "model/domain-config.h"
#include "model/snapshot-checks.h"
#include "model/snapshot-jobs.h"
#include "model/snapshot-commands.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/domain-jobs.h"
#include "ui/domain/domain-questions.h"

struct _HangarSnapshotDialog
{
  AdwWindow parent_instance;

  HangarSnapshotTree *tree;
  HangarJobList *jobs;
  HangarSnapshot *edited; /* (nullable): the one whose description is changed */
  HangarDomainConfig *config;
  GCancellable *cancellable;
  gboolean name_touched;

  AdwPreferencesGroup *form;
  GtkWidget *accept_button;
  GtkEditable *name_row;
  GtkEditable *description_row;
  GtkWidget *memory_row;
  GtkSwitch *memory_switch;
  AdwComboRow *kind_row;
  GtkLabel *problem_label;
  GtkLabel *hint_label;
  HangarCommandsExpander *commands_expander;
  GtkWidget *convert_button;
};

G_DEFINE_FINAL_TYPE (HangarSnapshotDialog, hangar_snapshot_dialog, ADW_TYPE_WINDOW)

static HangarSnapshotKind
chosen_kind (HangarSnapshotDialog *self)
{
  return adw_combo_row_get_selected (self->kind_row) == 0 ? HANGAR_SNAPSHOT_INTERNAL
                                                          : HANGAR_SNAPSHOT_EXTERNAL;
}

static char *
kind_problem (HangarSnapshotDialog *self)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (self->tree);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const HangarVirtHostFacts *host = connection != NULL ? hangar_connection_get_facts (connection) : NULL;
  const char *mixed = hangar_snapshot_tree_refuse_kind (self->tree, chosen_kind (self));
  char *refusal;

  if (mixed != NULL)
    return g_strdup (mixed);
  if (chosen_kind (self) == HANGAR_SNAPSHOT_EXTERNAL &&
      strchr (gtk_editable_get_text (self->name_row), ',') != NULL)
    return g_strdup (_ ("There must be no comma in the name of files."));
  if (self->config == NULL || host == NULL)
    return NULL;
  refusal = hangar_snapshot_refusal (self->config, host, chosen_kind (self));
  if (refusal == NULL && hangar_domain_is_active (domain) &&
      (chosen_kind (self) == HANGAR_SNAPSHOT_INTERNAL || gtk_switch_get_active (self->memory_switch)))
    refusal = hangar_snapshot_memory_refusal (self->config, host);
  return refusal;
}

static char *
problem (HangarSnapshotDialog *self)
{
  const char *text = gtk_editable_get_text (self->name_row);
  const char *name = hangar_snapshot_tree_refuse_name (self->tree, text);

  if (self->edited != NULL)
    return g_str_equal (text, hangar_snapshot_get_name (self->edited)) ? NULL : g_strdup (name);
  if (!hangar_snapshot_tree_get_loaded (self->tree) || self->config == NULL)
    return g_strdup ("");
  return name != NULL ? g_strdup (name) : kind_problem (self);
}

/* Inside the disks of a running machine there is no keeping them without its memory. */
static void
update_memory (HangarSnapshotDialog *self)
{
  gboolean fixed = chosen_kind (self) == HANGAR_SNAPSHOT_INTERNAL;

  if (fixed)
    gtk_switch_set_active (self->memory_switch, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->memory_switch), !fixed);
  gtk_widget_set_tooltip_text (
    self->memory_row,
    fixed ? _ ("What is kept inside the disks of a running machine always holds its memory.") : NULL);
}

/* The cure for a disk that cannot keep snapshots, offered where that is said. */
static void
update_cure (HangarSnapshotDialog *self)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (self->tree);
  g_autoptr (GPtrArray) disks = self->config != NULL ? hangar_disk_convert_candidates (self->config) : NULL;
  const char *refusal = hangar_disk_convert_refusal (domain);
  gboolean wanted =
    self->edited == NULL && disks != NULL && disks->len > 0 && chosen_kind (self) == HANGAR_SNAPSHOT_INTERNAL;

  gtk_widget_set_visible (self->convert_button, wanted);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot-dialog.convert", refusal == NULL);
  gtk_widget_set_tooltip_text (self->convert_button, refusal);
}

static void
validate (HangarSnapshotDialog *self)
{
  g_autofree char *text = self->tree != NULL ? problem (self) : NULL;
  gboolean active =
    self->tree != NULL && hangar_domain_is_active (hangar_snapshot_tree_get_domain (self->tree));

  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), text != NULL && *text != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot-dialog.accept", text == NULL);
  gtk_widget_set_visible (self->memory_row, self->edited == NULL && active);
  update_memory (self);
  if (self->tree != NULL)
    update_cure (self);
  hangar_commands_expander_refresh (self->commands_expander);
}

static void
close_cb (gpointer user_data)
{
  g_autoptr (GtkWindow) dialog = user_data;

  gtk_window_close (dialog);
}

static void
convert_answered_cb (AdwMessageDialog *question, const char *response, HangarSnapshotDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GPtrArray) disks = NULL;
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "convert"))
    return;
  disks = hangar_disk_convert_candidates (self->config);
  job = hangar_disk_convert_job_new (hangar_snapshot_tree_get_domain (self->tree), disks);
  hangar_domain_run_job (GTK_WIDGET (parent), self->jobs, job);
  /* Not before the question is gone: it still listens to the window that it stands over. */
  g_idle_add_once (close_cb, g_object_ref (self));
}

static void
convert (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  GtkWidget *question = adw_message_dialog_new (
    GTK_WINDOW (widget), _ ("Convert to qcow2?"),
    _ ("The disks are copied into the format qcow2, beside themselves, and the machine goes on with the "
       "copies. The old "
       "disks are kept until you say that they can go. There must be room for both."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (question), "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (question), "convert", _ ("C_onvert"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "convert",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (convert_answered_cb), widget, 0);
  gtk_window_present (GTK_WINDOW (question));
}

/* Beside the first disk that is written to; the name holds no slash. */
static char *
dup_memory_file (HangarSnapshotDialog *self, const char *name)
{
  const char *machine = hangar_domain_get_name (hangar_snapshot_tree_get_domain (self->tree));
  g_autofree char *file = g_strdup_printf ("%s.%s.memory", machine, name);

  for (guint i = 0; i < self->config->disks->len; i++)
    {
      const HangarConfigDisk *disk = g_ptr_array_index (self->config->disks, i);

      if (g_str_equal (disk->device, "disk") && g_str_equal (disk->kind, "file") && disk->source != NULL)
        {
          g_autofree char *folder = g_path_get_dirname (disk->source);

          return g_build_filename (folder, file, NULL);
        }
    }
  return NULL;
}

static HangarVirtSnapshotPlan
make_plan (HangarSnapshotDialog *self)
{
  return (HangarVirtSnapshotPlan) {
    .name = gtk_editable_get_text (self->name_row),
    .description = gtk_editable_get_text (self->description_row),
    .kind = chosen_kind (self),
    .with_memory = gtk_widget_get_visible (self->memory_row) && gtk_switch_get_active (self->memory_switch),
  };
}

static HangarCommandText *
make_commands (gpointer data)
{
  HangarSnapshotDialog *self = data;
  const HangarVirtSnapshotPlan plan = make_plan (self);
  g_autoptr (HangarCommandTarget) target =
    hangar_command_target_new_for_domain (hangar_snapshot_tree_get_domain (self->tree));

  return target != NULL && *plan.name != '\0' ? hangar_snapshot_commands_for_take (target, &plan) : NULL;
}

static void
take (HangarSnapshotDialog *self)
{
  HangarVirtSnapshotPlan plan = make_plan (self);
  g_autofree char *memory_file = plan.with_memory ? dup_memory_file (self, plan.name) : NULL;
  g_autoptr (HangarJob) job = NULL;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  plan.memory_file = memory_file;
  job = hangar_snapshot_take_job_new (self->tree, &plan);
  hangar_job_set_commands (job, make_commands (self));
  hangar_domain_run_job (GTK_WIDGET (parent), self->jobs, job);
}

static void
described_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;

  if (!hangar_snapshot_tree_finish (HANGAR_SNAPSHOT_TREE (source), result, &error))
    hangar_domain_tell_failure (GTK_WIDGET (parent), _ ("Could not change the description"), error);
}

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;

  if (!hangar_snapshot_tree_finish (HANGAR_SNAPSHOT_TREE (source), result, &error))
    hangar_domain_tell_failure (GTK_WIDGET (parent), _ ("Could not rename the snapshot"), error);
}

static void
apply (HangarSnapshotDialog *self, GtkWindow *parent)
{
  const char *name = hangar_snapshot_get_name (self->edited);
  const char *old = hangar_snapshot_get_description (self->edited);
  const char *new_name = gtk_editable_get_text (self->name_row);
  const char *description = gtk_editable_get_text (self->description_row);

  if (!g_str_equal (name, new_name))
    hangar_snapshot_tree_rename_async (self->tree, name, new_name, description, renamed_cb,
                                       g_object_ref (parent));
  else if (!g_str_equal (description, old != NULL ? old : ""))
    hangar_snapshot_tree_describe_async (self->tree, name, description, NULL, described_cb,
                                         g_object_ref (parent));
}

static void
accept (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotDialog *self = HANGAR_SNAPSHOT_DIALOG (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (self->edited == NULL)
    take (self);
  else if (parent != NULL)
    apply (self, parent);
  gtk_window_close (GTK_WINDOW (self));
}

static void
tree_changed (HangarSnapshotDialog *self)
{
  g_autofree char *name = hangar_snapshot_tree_suggest_name (self->tree);

  if (self->edited == NULL && !self->name_touched && hangar_snapshot_tree_get_loaded (self->tree))
    {
      gtk_editable_set_text (self->name_row, name);
      gtk_editable_select_region (self->name_row, 0, -1);
      self->name_touched = TRUE;
    }
  validate (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarSnapshotDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  HangarDomainConfig *config = hangar_domain_config_load_finish (HANGAR_DOMAIN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->config = config;
  if (config == NULL)
    {
      gtk_label_set_text (self->problem_label, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem_label), TRUE);
      return;
    }
  validate (self);
}

static void
hangar_snapshot_dialog_dispose (GObject *object)
{
  HangarSnapshotDialog *self = HANGAR_SNAPSHOT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->tree);
  g_clear_object (&self->jobs);
  g_clear_object (&self->edited);

  G_OBJECT_CLASS (hangar_snapshot_dialog_parent_class)->dispose (object);
}

static void
hangar_snapshot_dialog_finalize (GObject *object)
{
  HangarSnapshotDialog *self = HANGAR_SNAPSHOT_DIALOG (object);

  g_clear_pointer (&self->config, hangar_domain_config_free);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (hangar_snapshot_dialog_parent_class)->finalize (object);
}

static void
hangar_snapshot_dialog_class_init (HangarSnapshotDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_snapshot_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_snapshot_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "snapshot-dialog.accept", NULL, accept);
  gtk_widget_class_install_action (widget_class, "snapshot-dialog.convert", NULL, convert);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (HANGAR_TYPE_COMMANDS_EXPANDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/snapshot-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, form);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, memory_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, memory_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, commands_expander);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotDialog, convert_button);
  gtk_widget_class_bind_template_callback (widget_class, validate);
}

static void
hangar_snapshot_dialog_init (HangarSnapshotDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static HangarSnapshotDialog *
dialog_new (HangarSnapshotTree *tree)
{
  HangarSnapshotDialog *self = g_object_new (HANGAR_TYPE_SNAPSHOT_DIALOG, NULL);

  self->tree = g_object_ref (tree);
  hangar_commands_expander_set_source (self->commands_expander, make_commands, self);
  g_signal_connect_object (self->memory_switch, "notify::active",
                           G_CALLBACK (hangar_commands_expander_refresh), self->commands_expander,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->description_row, "changed", G_CALLBACK (hangar_commands_expander_refresh),
                           self->commands_expander, G_CONNECT_SWAPPED);
  g_signal_connect_object (tree, "changed", G_CALLBACK (tree_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tree, "notify::loaded", G_CALLBACK (tree_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * hangar_snapshot_dialog_new:
 * @tree: the snapshots of a machine
 * @jobs: (nullable): where the taking is listed
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarSnapshotDialog *
hangar_snapshot_dialog_new (HangarSnapshotTree *tree, HangarJobList *jobs)
{
  HangarSnapshotDialog *self = dialog_new (tree);

  g_set_object (&self->jobs, jobs);
  /* Once it has one kind, that is the one that can be taken. */
  if (hangar_snapshot_tree_refuse_kind (tree, HANGAR_SNAPSHOT_INTERNAL) != NULL)
    adw_combo_row_set_selected (self->kind_row, 1);
  tree_changed (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name_row));
  hangar_domain_config_load_async (hangar_snapshot_tree_get_domain (tree), FALSE, self->cancellable,
                                   loaded_cb, self);
  return self;
}

/**
 * hangar_snapshot_dialog_new_edit:
 * @tree: the snapshots of a machine
 * @snapshot: one of them
 *
 * Returns: (transfer none): a dialog that changes its name, where that can be, and its description, not yet
 * shown
 */
HangarSnapshotDialog *
hangar_snapshot_dialog_new_edit (HangarSnapshotTree *tree, HangarSnapshot *snapshot)
{
  HangarSnapshotDialog *self = dialog_new (tree);
  HangarConnection *connection = hangar_domain_get_connection (hangar_snapshot_tree_get_domain (tree));
  const HangarVirtHostFacts *host = connection != NULL ? hangar_connection_get_facts (connection) : NULL;
  const char *description = hangar_snapshot_get_description (snapshot);
  const char *refusal =
    host != NULL ? hangar_snapshot_rename_refusal (host, hangar_snapshot_get_kind (snapshot)) : "";

  self->edited = g_object_ref (snapshot);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Snapshot"));
  gtk_button_set_label (GTK_BUTTON (self->accept_button), _ ("_Apply"));
  gtk_editable_set_text (self->name_row, hangar_snapshot_get_name (snapshot));
  gtk_editable_set_editable (self->name_row, refusal == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_row), refusal);
  gtk_label_set_text (self->hint_label, refusal != NULL ? refusal : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), refusal != NULL && *refusal != '\0');
  gtk_editable_set_text (self->description_row, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->commands_expander), FALSE);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->description_row));
  validate (self);
  return self;
}
