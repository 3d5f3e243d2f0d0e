/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New machine: from a disc image to a running machine with a few questions on one page. */

#include "config.h"

#include "ui/create/new-machine-dialog.h"

#include <glib/gi18n.h>

#include "model/guest-install.h"
#include "ui/create/advanced-form.h"
#include "ui/create/disk-form.h"
#include "ui/create/import-form.h"
#include "ui/create/medium-form.h"
#include "ui/create/name-form.h"
#include "ui/create/os-form.h"
#include "ui/create/size-form.h"
#include "widgets/error-toast.h"

struct _HangarNewMachineDialog
{
  AdwWindow parent_instance;

  HangarGuestSpec *spec;
  HangarJobList *jobs;
  HangarJob *job; /* (nullable): the creation under way */
  GtkFilterListModel *open_hosts;
  HangarConnection *connection; /* (nullable): the host that was asked what it offers */
  GCancellable *asking;
  GError *host_error;
  char *created; /* (nullable): UUID of the machine that was made */

  AdwToastOverlay *overlay;
  GtkStack *stack;
  GtkButton *create_button;
  AdwPreferencesGroup *host_group;
  AdwComboRow *host_row;
  GtkLabel *speed_label;
  AdwComboRow *way_row;
  HangarMediumForm *medium_form;
  HangarImportForm *import_form;
  HangarOsForm *os_form;
  HangarSizeForm *size_form;
  HangarDiskForm *disk_form;
  HangarAdvancedForm *advanced_form;
  HangarNameForm *name_form;
  GtkLabel *problem_label;
  AdwStatusPage *progress_page;
  GtkProgressBar *progress_bar;
};

G_DEFINE_FINAL_TYPE (HangarNewMachineDialog, hangar_new_machine_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
find_problem (HangarNewMachineDialog *self)
{
  if (self->connection == NULL)
    return g_strdup (_ ("No host is connected. Connect to one first."));
  if (self->host_error != NULL)
    return g_strdup (self->host_error->message);
  if (hangar_connection_get_state (self->connection) != HANGAR_CONNECTION_OPEN)
    return g_strdup (_ ("The host is not connected."));
  return hangar_guest_spec_dup_first_problem (self->spec);
}

static void
update (HangarNewMachineDialog *self)
{
  g_autofree char *problem = find_problem (self);
  g_autofree char *speed = hangar_guest_spec_dup_advice (self->spec, HANGAR_GUEST_FIELD_HOST);

  gtk_label_set_text (self->speed_label, speed != NULL ? speed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->speed_label), speed != NULL);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.run", problem == NULL && self->job == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->create_button), problem);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarNewMachineDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarGuestHost) host =
    hangar_guest_host_load_finish (HANGAR_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->connection != HANGAR_CONNECTION (source))
    return;
  self->host_error = g_steal_pointer (&error);
  hangar_guest_spec_set_host (self->spec, host, hangar_connection_get_domains (self->connection));
}

static void
ask_host (HangarNewMachineDialog *self, HangarConnection *connection)
{
  if (self->connection == connection)
    return;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_error (&self->host_error);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_func (self->connection, update, self);
  g_set_object (&self->connection, connection);
  hangar_guest_spec_set_host (self->spec, NULL, NULL);
  if (connection == NULL)
    return;
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->asking = g_cancellable_new ();
  hangar_guest_host_load_async (connection, self->asking, loaded_cb, g_object_ref (self));
}

static void
host_selected_cb (HangarNewMachineDialog *self)
{
  HangarConnection *connection = adw_combo_row_get_selected_item (self->host_row);

  if (connection != NULL)
    ask_host (self, connection);
}

static void
hosts_changed_cb (HangarNewMachineDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->open_hosts));

  gtk_widget_set_visible (GTK_WIDGET (self->host_group), n > 1);
}

static gboolean
is_open_cb (gpointer item, gpointer user_data)
{
  return hangar_connection_get_state (item) == HANGAR_CONNECTION_OPEN;
}

static void
host_state_cb (HangarNewMachineDialog *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->open_hosts), GTK_FILTER_CHANGE_DIFFERENT);
}

/* A filter does not look at its items again by itself. */
static void
watch_hosts (HangarNewMachineDialog *self, GListModel *connections)
{
  guint n = g_list_model_get_n_items (connections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (connections, i);

      g_signal_connect_object (connection, "notify::state", G_CALLBACK (host_state_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
take_hosts (HangarNewMachineDialog *self, HangarConnectionList *connections, HangarConnection *preferred)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_open_cb, NULL, NULL));
  guint n;

  self->open_hosts = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (connections)), filter);
  adw_combo_row_set_expression (self->host_row,
                                gtk_property_expression_new (HANGAR_TYPE_CONNECTION, NULL, "label"));
  adw_combo_row_set_model (self->host_row, G_LIST_MODEL (self->open_hosts));
  n = g_list_model_get_n_items (G_LIST_MODEL (self->open_hosts));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->open_hosts), i);

      if (connection == preferred)
        adw_combo_row_set_selected (self->host_row, i);
    }
  g_signal_connect_object (self->open_hosts, "items-changed", G_CALLBACK (hosts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  watch_hosts (self, G_LIST_MODEL (connections));
  hosts_changed_cb (self);
  host_selected_cb (self);
}

/* The end of the creation may be told before the host's event of the new machine. */
static void
announce (HangarNewMachineDialog *self)
{
  if (hangar_connection_find_domain (self->connection, self->created) == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_CREATED], 0, self->connection, self->created);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
finish (HangarNewMachineDialog *self)
{
  g_autoptr (HangarJob) job = g_steal_pointer (&self->job);
  g_autofree char *title = NULL;

  g_signal_handlers_disconnect_by_data (job, self);
  if (hangar_job_get_state (job) == HANGAR_JOB_DONE)
    {
      self->created = g_strdup (hangar_guest_install_get_uuid (job));
      g_signal_connect_object (hangar_connection_get_domains (self->connection), "items-changed",
                               G_CALLBACK (announce), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      announce (self);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "form");
  update (self);
  if (hangar_job_get_state (job) != HANGAR_JOB_FAILED)
    return;
  /* TRANSLATORS: %s is the name of a machine */
  title = g_strdup_printf (_ ("Could not create “%s”"), hangar_guest_spec_get_name (self->spec));
  hangar_error_toast_show (self->overlay, title, hangar_job_get_error (job));
}

static void
job_changed_cb (HangarNewMachineDialog *self)
{
  double progress = hangar_job_get_progress (self->job);
  g_autofree char *status = g_markup_escape_text (hangar_job_get_status (self->job), -1);

  adw_status_page_set_description (self->progress_page, status);
  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->progress_bar, progress);
  else
    gtk_progress_bar_pulse (self->progress_bar);
  if (hangar_job_is_finished (self->job))
    finish (self);
}

static void
run_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);
  g_autofree char *problem = find_problem (self);

  if (problem != NULL || self->job != NULL)
    return;
  self->job = hangar_guest_install_new (self->connection, self->spec);
  gtk_stack_set_visible_child_name (self->stack, "progress");
  update (self);
  g_signal_connect_object (self->job, "notify::state", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::status", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::progress", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  hangar_job_list_start (self->jobs, self->job);
}

static void
cancel_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);

  if (self->job != NULL)
    hangar_job_cancel (self->job);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* In the order of the list in the template. */
static void
way_selected_cb (HangarNewMachineDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->way_row);
  HangarGuestWay way =
    selected <= HANGAR_GUEST_WAY_EMPTY ? (HangarGuestWay) selected : HANGAR_GUEST_WAY_MEDIUM;

  if (self->spec == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->medium_form), way == HANGAR_GUEST_WAY_MEDIUM);
  gtk_widget_set_visible (GTK_WIDGET (self->import_form), way == HANGAR_GUEST_WAY_IMPORT);
  gtk_widget_set_visible (GTK_WIDGET (self->disk_form), way != HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_way (self->spec, way);
}

/* What a file is called tells which way it is meant. */
static void
take_file (HangarNewMachineDialog *self, GFile *file)
{
  static const char *const suffixes[] = { ".qcow2", ".raw", ".vmdk", ".vdi", ".vhd", ".vhdx" };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  gboolean import = hangar_appliance_is_name (lower);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    import |= g_str_has_suffix (lower, suffixes[i]);
  adw_combo_row_set_selected (self->way_row, import ? HANGAR_GUEST_WAY_IMPORT : HANGAR_GUEST_WAY_MEDIUM);
  if (import)
    hangar_import_form_take_file (self->import_form, file);
  else
    hangar_medium_form_take_file (self->medium_form, file);
}

static gboolean
drop_cb (HangarNewMachineDialog *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL || self->job != NULL)
    return FALSE;
  take_file (self, file);
  return TRUE;
}

static void
hangar_new_machine_dialog_dispose (GObject *object)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->open_hosts);
  g_clear_object (&self->connection);
  g_clear_object (&self->job);
  g_clear_object (&self->jobs);
  g_clear_object (&self->spec);
  g_clear_error (&self->host_error);
  g_clear_pointer (&self->created, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_NEW_MACHINE_DIALOG);
  G_OBJECT_CLASS (hangar_new_machine_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/create/new-machine-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, host_group);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, host_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, speed_label);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, medium_form);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, import_form);
  gtk_widget_class_bind_template_callback (widget_class, way_selected_cb);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, os_form);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, size_form);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, disk_form);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, advanced_form);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, name_form);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, progress_page);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, progress_bar);
  gtk_widget_class_bind_template_callback (widget_class, host_selected_cb);
}

static void
hangar_new_machine_dialog_class_init (HangarNewMachineDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_new_machine_dialog_dispose;
  g_type_ensure (HANGAR_TYPE_ADVANCED_FORM);
  g_type_ensure (HANGAR_TYPE_MEDIUM_FORM);
  g_type_ensure (HANGAR_TYPE_IMPORT_FORM);
  g_type_ensure (HANGAR_TYPE_OS_FORM);
  g_type_ensure (HANGAR_TYPE_SIZE_FORM);
  g_type_ensure (HANGAR_TYPE_DISK_FORM);
  g_type_ensure (HANGAR_TYPE_NAME_FORM);

  /**
   * HangarNewMachineDialog::created:
   * @connection: its host
   * @uuid: the machine's UUID
   *
   * A machine was made and started.
   */
  signals[SIGNAL_CREATED] =
    g_signal_new ("created", HANGAR_TYPE_NEW_MACHINE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, HANGAR_TYPE_CONNECTION, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "create.run", NULL, run_activated);
  gtk_widget_class_install_action (widget_class, "create.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "create.cancel", NULL);
  bind_template (widget_class);
}

static void
hangar_new_machine_dialog_init (HangarNewMachineDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  self->spec = hangar_guest_spec_new ();
  g_signal_connect_object (self->spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  hangar_medium_form_set_spec (self->medium_form, self->spec);
  hangar_import_form_set_spec (self->import_form, self->spec);
  hangar_os_form_set_spec (self->os_form, self->spec);
  hangar_size_form_set_spec (self->size_form, self->spec);
  hangar_disk_form_set_spec (self->disk_form, self->spec);
  hangar_advanced_form_set_spec (self->advanced_form, self->spec);
  hangar_name_form_set_spec (self->name_form, self->spec);
}

/**
 * hangar_new_machine_dialog_new:
 * @needs: what it works with
 *
 * Makes the window; the rest of the program stays usable beside it.
 *
 * Returns: (transfer floating): the dialog
 */
HangarNewMachineDialog *
hangar_new_machine_dialog_new (const HangarNewMachineNeeds *needs)
{
  HangarNewMachineDialog *self = g_object_new (HANGAR_TYPE_NEW_MACHINE_DIALOG, NULL);

  self->jobs = g_object_ref (needs->jobs);
  hangar_medium_form_set_catalog (self->medium_form, needs->catalog);
  hangar_medium_form_set_settings (self->medium_form, needs->settings);
  hangar_import_form_set_catalog (self->import_form, needs->catalog);
  hangar_os_form_set_catalog (self->os_form, needs->catalog);
  take_hosts (self, needs->connections, needs->preferred);
  update (self);
  return self;
}

/**
 * hangar_new_machine_dialog_take_file:
 * @self: the dialog
 * @file: a disc image, a disk or an appliance
 *
 * Begins with a file that was dropped elsewhere.
 */
void
hangar_new_machine_dialog_take_file (HangarNewMachineDialog *self, GFile *file)
{
  take_file (self, file);
}
