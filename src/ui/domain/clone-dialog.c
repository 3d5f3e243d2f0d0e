/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks how a machine is cloned: whole or linked, how many, under which names, and what becomes of each drive.
 */

#include "config.h"

#include "ui/domain/clone-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/clone-commands.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/clone-disk-row.h"
#include "ui/domain/domain-jobs.h"

#define DIALOG_WIDTH 520

struct _HangarCloneDialog
{
  AdwWindow parent_instance;

  HangarDomain *domain;
  HangarJobList *jobs;
  HangarDomainConfig *config;
  GCancellable *cancellable;
  GPtrArray *rows; /* of the drives */
  char *suggested; /* the name that the dialog itself wrote */

  GtkWidget *accept_button;
  AdwComboRow *kind_row;
  GtkSpinButton *count_spin;
  GtkEditable *name_row;
  AdwPreferencesGroup *disks_group;
  GtkLabel *problem_label;
  GtkLabel *hint_label;
  HangarCommandsExpander *commands_expander;
  char *xml; /* (nullable): the stored definition */
};

G_DEFINE_FINAL_TYPE (HangarCloneDialog, hangar_clone_dialog, ADW_TYPE_WINDOW)

static gboolean
is_linked (HangarCloneDialog *self)
{
  return adw_combo_row_get_selected (self->kind_row) == 1;
}

static guint
get_count (HangarCloneDialog *self)
{
  return (guint) gtk_spin_button_get_value_as_int (self->count_spin);
}

static char *
path_problem (HangarCloneDialog *self)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autoptr (HangarCloneSource) source = hangar_clone_disk_row_dup_source (self->rows->pdata[i]);

      if (source->target_path == NULL)
        continue;
      if (!g_path_is_absolute (source->target_path) || g_str_has_suffix (source->target_path, "/"))
        return g_strdup (_ ("A new file needs a whole path, in the folder of a storage pool."));
      if (g_str_equal (source->target_path, source->path) ||
          !g_hash_table_add (paths, g_strdup (source->target_path)))
        return g_strdup (_ ("Each new file needs a path of its own."));
    }
  return NULL;
}

static char *
problem (HangarCloneDialog *self)
{
  const char *refusal = hangar_clone_refusal (self->domain, is_linked (self));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  if (refusal != NULL)
    return g_strdup (refusal);
  if (self->config == NULL)
    return g_strdup ("");
  names = hangar_clone_names (self->domain, gtk_editable_get_text (self->name_row), get_count (self), &error);
  return names == NULL ? g_strdup (error->message) : path_problem (self);
}

static GPtrArray *
chosen_sources (HangarCloneDialog *self)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);

  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (sources, hangar_clone_disk_row_dup_source (self->rows->pdata[i]));
  return sources;
}

static HangarCommandText *
make_commands (gpointer data)
{
  HangarCloneDialog *self = data;
  g_autoptr (GPtrArray) sources = chosen_sources (self);
  g_auto (GStrv) names =
    hangar_clone_names (self->domain, gtk_editable_get_text (self->name_row), get_count (self), NULL);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (self->domain);

  return target != NULL && names != NULL && self->xml != NULL
           ? hangar_clone_commands_for_clone (target, self->xml, (const char *const *) names, sources)
           : NULL;
}

static void
tell_name (HangarCloneDialog *self)
{
  const char *name = get_count (self) == 1 ? gtk_editable_get_text (self->name_row) : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    hangar_clone_disk_row_set_clone_name (self->rows->pdata[i], name);
}

static void
validate (HangarCloneDialog *self)
{
  g_autofree char *text = NULL;

  /* While the template is built. */
  if (self->domain == NULL)
    return;
  tell_name (self);
  text = problem (self);
  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), text != NULL && *text != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clone-dialog.accept", text == NULL);
  hangar_commands_expander_refresh (self->commands_expander);
}

static void
show_disks (HangarCloneDialog *self)
{
  g_autoptr (GPtrArray) sources = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      adw_preferences_group_remove (self->disks_group,
                                    hangar_clone_disk_row_get_path_row (self->rows->pdata[i]));
      adw_preferences_group_remove (self->disks_group, self->rows->pdata[i]);
    }
  g_ptr_array_set_size (self->rows, 0);
  if (self->config == NULL)
    return;

  sources = hangar_clone_suggest_sources (self->config, is_linked (self));
  for (guint i = 0; i < sources->len; i++)
    {
      GtkWidget *row = hangar_clone_disk_row_new (sources->pdata[i]);
      GtkWidget *path_row = hangar_clone_disk_row_get_path_row (HANGAR_CLONE_DISK_ROW (row));

      adw_preferences_group_add (self->disks_group, row);
      adw_preferences_group_add (self->disks_group, path_row);
      g_ptr_array_add (self->rows, row);
      g_signal_connect_object (row, "notify::selected", G_CALLBACK (validate), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      g_signal_connect_object (path_row, "changed", G_CALLBACK (validate), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->disks_group), sources->len > 0);
  /* As high as it needs to be now. */
  gtk_window_set_default_size (GTK_WINDOW (self), DIALOG_WIDTH, -1);
}

static void
show_hint (HangarCloneDialog *self)
{
  if (is_linked (self))
    gtk_label_set_text (
      self->hint_label,
      _ ("Linked clones hold only what differs from this machine, so they are made at once "
         "and stay small. This machine becomes a template: it cannot be started, changed or "
         "deleted while clones depend on it."));
  else
    gtk_label_set_text (self->hint_label,
                        _ ("Each clone gets its own disks, a new identity and new network "
                           "addresses. The guest’s own keys and its machine-id are the same "
                           "as here: renew them inside."));
}

static void
kind_changed (HangarCloneDialog *self)
{
  if (self->domain == NULL)
    return;
  show_disks (self);
  show_hint (self);
  validate (self);
}

/* A name that the user has not touched follows the number of clones. */
static void
count_changed (HangarCloneDialog *self)
{
  const char *machine;
  g_autofree char *name = NULL;

  if (self->domain == NULL)
    return;
  machine = hangar_domain_get_name (self->domain);
  name = get_count (self) > 1 ? g_strdup_printf ("%s-%%02d", machine) : g_strdup_printf ("%s-2", machine);
  if (self->suggested == NULL || g_str_equal (gtk_editable_get_text (self->name_row), self->suggested))
    {
      g_free (self->suggested);
      self->suggested = g_steal_pointer (&name);
      gtk_editable_set_text (self->name_row, self->suggested);
    }
  validate (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarCloneDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  HangarDomainConfig *config = hangar_domain_config_load_finish (HANGAR_DOMAIN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->config = config;
  show_disks (self);
  validate (self);
  if (config == NULL)
    {
      gtk_label_set_text (self->problem_label, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem_label), TRUE);
    }
}

/* The answer may be on its way already when the dialog goes, and then it is not cancelled any more. */
static void
xml_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *dialog = user_data;
  g_autoptr (HangarCloneDialog) self = g_weak_ref_get (dialog);
  g_autofree char *xml = hangar_domain_get_xml_finish (NULL, result, NULL);

  g_weak_ref_clear (dialog);
  g_free (dialog);
  if (self == NULL || self->domain == NULL)
    return;
  g_free (self->xml);
  self->xml = g_steal_pointer (&xml);
  hangar_commands_expander_refresh (self->commands_expander);
}

static void
accept (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarCloneDialog *self = HANGAR_CLONE_DIALOG (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GPtrArray) sources = chosen_sources (self);
  g_auto (GStrv) names =
    hangar_clone_names (self->domain, gtk_editable_get_text (self->name_row), get_count (self), NULL);
  g_autoptr (HangarJob) job = NULL;

  /* Somebody took the name meanwhile. */
  if (names == NULL)
    {
      validate (self);
      return;
    }
  job = hangar_clone_job_new (self->domain, (const char *const *) names, sources);
  hangar_job_set_commands (job, make_commands (self));
  hangar_domain_run_job (GTK_WIDGET (parent), self->jobs, job);
  gtk_window_close (GTK_WINDOW (self));
}

static void
hangar_clone_dialog_dispose (GObject *object)
{
  HangarCloneDialog *self = HANGAR_CLONE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (hangar_clone_dialog_parent_class)->dispose (object);
}

static void
hangar_clone_dialog_finalize (GObject *object)
{
  HangarCloneDialog *self = HANGAR_CLONE_DIALOG (object);

  g_clear_pointer (&self->config, hangar_domain_config_free);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_free (self->suggested);
  g_free (self->xml);

  G_OBJECT_CLASS (hangar_clone_dialog_parent_class)->finalize (object);
}

static void
hangar_clone_dialog_class_init (HangarCloneDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_clone_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_clone_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "clone-dialog.accept", NULL, accept);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (HANGAR_TYPE_COMMANDS_EXPANDER);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/clone-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, count_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, disks_group);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HangarCloneDialog, commands_expander);
  gtk_widget_class_bind_template_callback (widget_class, validate);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, count_changed);
}

static void
hangar_clone_dialog_init (HangarCloneDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_clone_dialog_new:
 * @domain: the machine to clone
 * @jobs: (nullable): where the cloning is listed
 *
 * Of a template, linked clones are suggested.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarCloneDialog *
hangar_clone_dialog_new (HangarDomain *domain, HangarJobList *jobs)
{
  HangarCloneDialog *self = g_object_new (HANGAR_TYPE_CLONE_DIALOG, NULL);
  GWeakRef *dialog = g_new0 (GWeakRef, 1);
  /* Translators: %s is the name of a machine */
  g_autofree char *title = g_strdup_printf (_ ("Clone “%s”"), hangar_domain_get_display_name (domain));

  gtk_window_set_title (GTK_WINDOW (self), title);
  self->domain = g_object_ref (domain);
  g_set_object (&self->jobs, jobs);
  adw_combo_row_set_selected (self->kind_row, hangar_domain_get_template (domain) ? 1 : 0);
  count_changed (self);
  show_hint (self);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (validate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::available", G_CALLBACK (validate), self, G_CONNECT_SWAPPED);
  hangar_domain_config_load_async (domain, TRUE, self->cancellable, loaded_cb, self);
  g_weak_ref_init (dialog, self);
  hangar_domain_get_xml_async (domain, TRUE, self->cancellable, xml_loaded_cb, dialog);
  hangar_commands_expander_set_source (self->commands_expander, make_commands, self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name_row));
  return self;
}
