/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks which disc goes into which drive of a machine. */

#include "config.h"

#include "ui/domain/media-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/media-commands.h"
#include "ui/dialogs/commands-expander.h"
#include "model/domain-media.h"
#include "model/media-list.h"

struct _HangarMediaDialog
{
  AdwWindow parent_instance;

  HangarDomain *domain;
  HangarSettings *settings;
  GCancellable *cancellable;
  GPtrArray *drives; /* (nullable): of HangarDrive, CD drives first; those are offered */
  char *target;      /* (nullable): the one drive that it is about */
  GtkFileChooserNative *chooser;

  AdwEntryRow *path_row;
  GtkWidget *browse_button;
  AdwComboRow *drive_row;
  GtkStringList *drive_names;
  GtkWidget *once_row;
  GtkSwitch *once_switch;
  GtkLabel *note_label;
  AdwPreferencesGroup *recent_group;
  AdwPreferencesGroup *host_group;
  HangarCommandsExpander *commands_expander;
  char *xml; /* (nullable): the machine's definition as it is now */
};

G_DEFINE_FINAL_TYPE (HangarMediaDialog, hangar_media_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update (HangarMediaDialog *self)
{
  const char *path = hangar_media_dialog_get_path (self);
  gboolean absolute = path != NULL && g_path_is_absolute (path);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "media.insert", absolute);
  if (path == NULL || absolute)
    gtk_widget_remove_css_class (GTK_WIDGET (self->path_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->path_row), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->path_row),
                               absolute ? NULL : _ ("A path on the host that begins with “/”"));
  hangar_commands_expander_refresh (self->commands_expander);
}

static HangarCommandText *
make_commands (gpointer data)
{
  HangarMediaDialog *self = data;
  const HangarMediaWish wish = { hangar_media_dialog_get_target (self), hangar_media_dialog_get_path (self),
                                 FALSE };
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (self->domain);

  if (target == NULL || self->xml == NULL || wish.path == NULL)
    return NULL;
  return hangar_media_dialog_get_boot_once (self)
           ? hangar_media_commands_for_boot_once (target, self->xml, &wish)
           : hangar_media_commands_for_change (target, self->xml, &wish);
}

/* Cancelled when the dialog is gone: then there is nothing to touch. */
static void
xml_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarMediaDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  char *xml = hangar_domain_get_xml_finish (NULL, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_free (self->xml);
  self->xml = xml;
  hangar_commands_expander_refresh (self->commands_expander);
}

static void
row_activated_cb (AdwActionRow *row, HangarMediaDialog *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->path_row), g_object_get_data (G_OBJECT (row), "path"));
}

static void
add_row (HangarMediaDialog *self, AdwPreferencesGroup *group, const char *path)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown_folder = g_filename_display_name (folder);
  gboolean is_drive = g_str_has_prefix (path, "/dev/");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), is_drive ? _ ("The host’s own drive") : shown_folder);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "hangar-cdrom-symbolic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), self);
  adw_preferences_group_add (group, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);
}

static void
host_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarMediaDialog) self = user_data;
  g_auto (GStrv) paths = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled when the dialog is gone; what cannot be listed can still be typed. */
  if (paths == NULL)
    return;
  for (guint i = 0; paths[i] != NULL; i++)
    add_row (self, self->host_group, paths[i]);
}

static void
describe_drives (HangarMediaDialog *self)
{
  guint n_cds = 0;

  for (guint i = 0; i < self->drives->len; i++)
    {
      const HangarDrive *drive = self->drives->pdata[i];
      g_autofree char *file = drive->path != NULL ? g_filename_display_basename (drive->path) : NULL;
      g_autofree char *name = NULL;

      if (drive->is_floppy)
        continue;
      n_cds++;
      name = file != NULL ? g_strdup_printf ("%s (%s)", drive->target, file) : g_strdup (drive->target);
      gtk_string_list_append (self->drive_names, name);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->drive_row), n_cds > 1);
  if (n_cds == 0)
    {
      gtk_label_set_text (self->note_label,
                          hangar_domain_is_active (self->domain)
                            ? _ ("This machine has no CD drive. It gets one: now where that is possible, "
                                 "else at its next start.")
                            : _ ("This machine has no CD drive. It gets one."));
      gtk_widget_set_visible (GTK_WIDGET (self->note_label), TRUE);
    }
}

static void
drives_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarMediaDialog) self = user_data;
  GPtrArray *drives = hangar_domain_list_drives_finish (self->domain, result, NULL);

  if (drives == NULL)
    return;
  self->drives = drives;
  if (self->target == NULL)
    describe_drives (self);
}

static void
chooser_answered_cb (GtkFileChooserNative *chooser, int response, HangarMediaDialog *self)
{
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->path_row), path);
  g_clear_object (&self->chooser);
}

static void
browse (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarMediaDialog *self = HANGAR_MEDIA_DIALOG (widget);
  g_autoptr (GtkFileFilter) discs = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Disc Image"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (discs, _ ("Disc images"));
  gtk_file_filter_add_suffix (discs, "iso");
  gtk_file_filter_add_suffix (discs, "img");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), discs);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chooser_answered_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
insert (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CHOSEN], 0);
  gtk_window_close (GTK_WINDOW (widget));
}

/* A question under way keeps it longer than the window that it belongs to, which GTK does not expect. */
static void
hangar_media_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_media_dialog_parent_class)->unrealize (widget);

  g_cancellable_cancel (HANGAR_MEDIA_DIALOG (widget)->cancellable);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
hangar_media_dialog_dispose (GObject *object)
{
  HangarMediaDialog *self = HANGAR_MEDIA_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->domain);
  g_clear_object (&self->settings);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_clear_pointer (&self->xml, g_free);
  g_clear_pointer (&self->target, g_free);

  G_OBJECT_CLASS (hangar_media_dialog_parent_class)->dispose (object);
}

static void
hangar_media_dialog_class_init (HangarMediaDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_media_dialog_dispose;
  widget_class->unrealize = hangar_media_dialog_unrealize;

  /**
   * HangarMediaDialog::chosen:
   * @self: the dialog
   *
   * The user wants that disc in that drive.
   */
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", HANGAR_TYPE_MEDIA_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "media.insert", NULL, insert);
  gtk_widget_class_install_action (widget_class, "media.browse", NULL, browse);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (HANGAR_TYPE_COMMANDS_EXPANDER);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/media-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, path_row);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, browse_button);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, drive_row);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, drive_names);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, once_row);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, once_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, recent_group);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, host_group);
  gtk_widget_class_bind_template_child (widget_class, HangarMediaDialog, commands_expander);
}

static void
hangar_media_dialog_init (HangarMediaDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->path_row, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->drive_row, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->once_switch, "notify::active", G_CALLBACK (update), self);
}

static void
fill_recent (HangarMediaDialog *self)
{
  g_auto (GStrv) recent = self->settings != NULL ? hangar_settings_get_recent_media (self->settings) : NULL;

  for (guint i = 0; recent != NULL && recent[i] != NULL; i++)
    add_row (self, self->recent_group, recent[i]);
}

/**
 * hangar_media_dialog_new:
 * @domain: a machine
 * @settings: (nullable): knows the discs that were used last
 * @target: (nullable): the drive; %NULL to let the user choose among CD drives
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarMediaDialog *
hangar_media_dialog_new (HangarDomain *domain, HangarSettings *settings, const char *target)
{
  HangarMediaDialog *self = g_object_new (HANGAR_TYPE_MEDIA_DIALOG, NULL);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *refusal = hangar_domain_boot_once_refusal (domain);

  self->domain = g_object_ref (domain);
  g_set_object (&self->settings, settings);
  self->target = g_strdup (target);
  gtk_widget_set_sensitive (self->once_row, refusal == NULL);
  gtk_widget_set_tooltip_text (self->once_row, refusal);
  /* Files of this computer mean nothing to another. */
  if (connection != NULL && hangar_connection_is_local (connection))
    fill_recent (self);
  else
    gtk_widget_set_visible (self->browse_button, FALSE);
  if (connection != NULL)
    hangar_media_list_async (connection, self->cancellable, host_listed_cb, g_object_ref (self));
  hangar_commands_expander_set_source (self->commands_expander, make_commands, self);
  hangar_domain_get_xml_async (domain, !hangar_domain_is_active (domain), self->cancellable, xml_loaded_cb,
                               self);
  hangar_domain_list_drives_async (domain, self->cancellable, drives_listed_cb, g_object_ref (self));
  update (self);
  return self;
}

/**
 * hangar_media_dialog_get_target:
 * @self: the dialog
 *
 * Returns: (nullable): the chosen drive; %NULL for the first, or a new one
 */
const char *
hangar_media_dialog_get_target (HangarMediaDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->drive_row);

  if (self->target != NULL)
    return self->target;
  if (self->drives == NULL || selected >= self->drives->len ||
      ((HangarDrive *) self->drives->pdata[selected])->is_floppy)
    return NULL;
  return ((HangarDrive *) self->drives->pdata[selected])->target;
}

/**
 * hangar_media_dialog_get_path:
 * @self: the dialog
 *
 * Returns: (nullable): the disc
 */
const char *
hangar_media_dialog_get_path (HangarMediaDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->path_row));

  return *text != '\0' ? text : NULL;
}

/**
 * hangar_media_dialog_get_boot_once:
 * @self: the dialog
 *
 * Returns: whether the machine is to start from it now
 */
gboolean
hangar_media_dialog_get_boot_once (HangarMediaDialog *self)
{
  return gtk_widget_get_sensitive (self->once_row) && gtk_switch_get_active (self->once_switch);
}
