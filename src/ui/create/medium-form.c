/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disc image to install from: chosen, dropped or one of the last; what is on it is found out in the
 * background. */

#include "config.h"

#include "ui/create/medium-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "ui/create/volume-dialog.h"

struct _HangarMediumForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarOsCatalog *catalog;
  HangarSettings *settings;
  HangarHostChoice *hosts;
  GCancellable *detection; /* (nullable): of the file that is being looked at */
  GtkFileChooserNative *chooser;

  AdwActionRow *file_row;
  GtkSpinner *spinner;
  GtkMenuButton *recent_button;
  GtkPopover *recent_popover;
  GtkListBox *recent_list;
};

G_DEFINE_FINAL_TYPE (HangarMediumForm, hangar_medium_form, ADW_TYPE_PREFERENCES_GROUP)

static void
update (HangarMediumForm *self)
{
  const char *path = hangar_guest_spec_get_medium (self->spec);
  gboolean looking = hangar_guest_spec_is_looking (self->spec);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *title = g_markup_escape_text (name != NULL ? name : _ ("Disc image"), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), title);
  hangar_field_text_update (self->file_row, self->spec, HANGAR_GUEST_FIELD_MEDIUM, path);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_row), path);
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
}

static void
detected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarMediumForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarOsMedia) media =
    hangar_os_catalog_detect_finish (HANGAR_OS_CATALOG (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->detection);
  if (media != NULL && self->settings != NULL)
    hangar_settings_add_recent_media (self->settings, hangar_guest_spec_get_medium (self->spec));
  hangar_guest_spec_set_medium_found (self->spec, media, error);
}

static void
take_path (HangarMediumForm *self, const char *path)
{
  g_cancellable_cancel (self->detection);
  g_clear_object (&self->detection);
  self->detection = g_cancellable_new ();
  hangar_guest_spec_set_medium (self->spec, path, FALSE);
  hangar_os_catalog_detect_async (self->catalog, path, self->detection, detected_cb, g_object_ref (self));
}

static void
chooser_response_cb (HangarMediumForm *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    hangar_medium_form_take_file (self, file);
  g_clear_object (&self->chooser);
}

/* What the host's daemon has, nobody here needs to be able to read. */
static void
volume_detected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarMediumForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarOsMedia) media =
    hangar_os_catalog_detect_finish (HANGAR_OS_CATALOG (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->detection);
  hangar_guest_spec_set_medium_found (self->spec, media, NULL);
}

static void
volume_chosen_cb (HangarMediumForm *self, HangarHostVolume *volume)
{
  const char *path = hangar_host_volume_get_path (volume);
  g_autofree char *name = g_path_get_basename (path);
  HangarOs *os = hangar_os_catalog_guess_from_name (self->catalog, name);

  g_cancellable_cancel (self->detection);
  g_clear_object (&self->detection);
  hangar_guest_spec_set_medium (self->spec, path, hangar_host_volume_is_drive (volume));
  if (os != NULL && !hangar_guest_spec_is_os_chosen (self->spec))
    hangar_guest_spec_set_os (self->spec, os, FALSE);
  if (!hangar_connection_is_local (hangar_host_choice_get_selected (self->hosts)))
    {
      hangar_guest_spec_set_medium_found (self->spec, NULL, NULL);
      return;
    }
  self->detection = g_cancellable_new ();
  hangar_os_catalog_detect_async (self->catalog, path, self->detection, volume_detected_cb,
                                  g_object_ref (self));
}

static void
browse_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarMediumForm *self = HANGAR_MEDIUM_FORM (widget);
  HangarConnection *connection = hangar_host_choice_get_selected (self->hosts);
  HangarVolumeDialog *dialog;

  if (connection == NULL)
    return;
  dialog = hangar_volume_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), connection, TRUE);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (volume_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_filter (HangarMediumForm *self, const char *name, const char *const *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; suffixes != NULL && suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  if (suffixes == NULL)
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const suffixes[] = { "iso", "img", NULL };
  HangarMediumForm *self = HANGAR_MEDIUM_FORM (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Disc Image"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filter (self, _ ("Disc images"), suffixes);
  add_filter (self, _ ("All files"), NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (HangarMediumForm *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL)
    return FALSE;
  hangar_medium_form_take_file (self, file);
  return TRUE;
}

static void
recent_activated_cb (HangarMediumForm *self, GtkListBoxRow *row)
{
  const char *path = g_object_get_data (G_OBJECT (row), "path");
  g_autofree char *copy = g_strdup (path);

  gtk_popover_popdown (self->recent_popover);
  take_path (self, copy);
}

static void
fill_recent (HangarMediumForm *self)
{
  g_auto (GStrv) paths = hangar_settings_get_recent_media (self->settings);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))) != NULL)
    gtk_list_box_remove (self->recent_list, child);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *name = g_filename_display_basename (paths[i]);
      GtkWidget *label = gtk_label_new (name);
      GtkWidget *row = gtk_list_box_row_new ();

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gtk_widget_set_tooltip_text (row, paths[i]);
      g_object_set_data_full (G_OBJECT (row), "path", g_strdup (paths[i]), g_free);
      gtk_list_box_append (self->recent_list, row);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->recent_button), paths[0] != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->recent_button),
                               paths[0] != NULL ? _ ("Images used lately") : _ ("No image was used yet"));
}

static void
hangar_medium_form_dispose (GObject *object)
{
  HangarMediumForm *self = HANGAR_MEDIUM_FORM (object);

  g_cancellable_cancel (self->detection);
  g_clear_object (&self->detection);
  g_clear_object (&self->chooser);
  g_clear_object (&self->spec);
  g_clear_object (&self->catalog);
  g_clear_object (&self->settings);
  g_clear_object (&self->hosts);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_MEDIUM_FORM);
  G_OBJECT_CLASS (hangar_medium_form_parent_class)->dispose (object);
}

static void
hangar_medium_form_class_init (HangarMediumFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_medium_form_dispose;
  gtk_widget_class_install_action (widget_class, "medium.choose", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "medium.browse", NULL, browse_activated);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/medium-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarMediumForm, file_row);
  gtk_widget_class_bind_template_child (widget_class, HangarMediumForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarMediumForm, recent_button);
  gtk_widget_class_bind_template_child (widget_class, HangarMediumForm, recent_popover);
  gtk_widget_class_bind_template_child (widget_class, HangarMediumForm, recent_list);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
}

static void
hangar_medium_form_init (HangarMediumForm *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * hangar_medium_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_medium_form_set_spec (HangarMediumForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hangar_medium_form_set_catalog:
 * @self: a form
 * @catalog: what recognises the systems on discs
 */
void
hangar_medium_form_set_catalog (HangarMediumForm *self, HangarOsCatalog *catalog)
{
  g_set_object (&self->catalog, catalog);
}

/**
 * hangar_medium_form_set_settings:
 * @self: a form
 * @settings: knows the images that were used lately
 */
void
hangar_medium_form_set_settings (HangarMediumForm *self, HangarSettings *settings)
{
  g_set_object (&self->settings, settings);
  fill_recent (self);
}

/**
 * hangar_medium_form_set_hosts:
 * @self: a form
 * @hosts: whose storage pools and drives are offered
 */
void
hangar_medium_form_set_hosts (HangarMediumForm *self, HangarHostChoice *hosts)
{
  g_set_object (&self->hosts, hosts);
}

/**
 * hangar_medium_form_take_file:
 * @self: a form
 * @file: a file that was chosen or dropped
 */
void
hangar_medium_form_take_file (HangarMediumForm *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *uri = g_file_get_uri (file);

  take_path (self, path != NULL ? path : uri);
}
