/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disk or appliance of another program: what it is, and whether it is copied or used where it is. */

#include "config.h"

#include "ui/create/import-form.h"

#include <glib/gi18n.h>

#include "model/media-file.h"
#include "ui/create/field-text.h"
#include "ui/create/volume-dialog.h"
#include "util/format.h"

struct _HangarImportForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarOsCatalog *catalog;
  HangarHostChoice *hosts;
  HangarHostVolume *volume; /* (nullable): the file was chosen among the host's volumes */
  GCancellable *looking;    /* (nullable): at the file that was taken last */
  GtkFileChooserNative *chooser;

  AdwActionRow *file_row;
  GtkSpinner *spinner;
  AdwActionRow *place_row;
  GtkSwitch *place_switch;
  AdwActionRow *compress_row;
  GtkSwitch *compress_switch;
};

G_DEFINE_FINAL_TYPE (HangarImportForm, hangar_import_form, ADW_TYPE_PREFERENCES_GROUP)

static void G_GNUC_PRINTF (2, 3) add_fact (GString *text, const char *format, ...)
{
  va_list arguments;

  if (text->len > 0)
    g_string_append (text, ", ");
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

/* What it does not tell is not named. */
static char *
describe_appliance (const HangarAppliance *appliance)
{
  GString *text = g_string_new (NULL);
  g_autofree char *memory = hangar_format_size (appliance->memory);

  add_fact (text,
            g_dngettext (GETTEXT_PACKAGE, "An appliance with %u disk", "An appliance with %u disks",
                         appliance->disks->len),
            appliance->disks->len);
  if (appliance->memory > 0)
    /* TRANSLATORS: %s is a size */
    add_fact (text, _ ("%s of memory"), memory);
  if (appliance->vcpus > 0)
    add_fact (text, g_dngettext (GETTEXT_PACKAGE, "%u processor", "%u processors", appliance->vcpus),
              appliance->vcpus);
  add_fact (text, g_dngettext (GETTEXT_PACKAGE, "%u network card", "%u network cards", appliance->nics),
            appliance->nics);
  add_fact (text, "%s", appliance->uefi ? "UEFI" : "BIOS");
  return g_string_free (text, FALSE);
}

static char *
describe (HangarGuestSpec *spec)
{
  const HangarImageHeader *image = hangar_guest_spec_get_import_image (spec);
  const HangarAppliance *appliance = hangar_guest_spec_get_import_appliance (spec);
  g_autofree char *capacity = NULL;
  g_autofree char *size = NULL;

  if (appliance != NULL)
    return describe_appliance (appliance);
  if (image == NULL)
    return NULL;
  capacity = hangar_format_size (image->capacity);
  size = hangar_format_size (image->file_size);
  /* TRANSLATORS: a format, the size that a machine sees, the size of the file */
  return g_strdup_printf (_ ("A %s image of %s, the file has %s"), image->format, capacity, size);
}

static void
update_choices (HangarImportForm *self)
{
  gboolean can_stay = hangar_guest_spec_can_import_in_place (self->spec);
  gboolean stays = hangar_guest_spec_get_import_in_place (self->spec);

  gtk_widget_set_sensitive (GTK_WIDGET (self->place_row), can_stay);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place_row),
                               can_stay ? NULL : _ ("Machines work well on qcow2 and raw images only"));
  if (gtk_switch_get_active (self->place_switch) != stays)
    gtk_switch_set_active (self->place_switch, stays);
  gtk_widget_set_sensitive (GTK_WIDGET (self->compress_row), !stays);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->compress_row), stays ? _ ("Nothing is copied") : NULL);
}

static void
update (HangarImportForm *self)
{
  const char *path = hangar_guest_spec_get_import (self->spec);
  gboolean looking = hangar_guest_spec_is_import_looking (self->spec);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *title = g_markup_escape_text (name != NULL ? name : _ ("Disk or appliance"), -1);
  g_autofree char *facts = describe (self->spec);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), title);
  hangar_field_text_update (self->file_row, self->spec, HANGAR_GUEST_FIELD_MEDIUM, facts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_row), path);
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  update_choices (self);
}

/* A disk has no label, but its name often tells; an appliance says it in its maker's words. */
static void
guess_os (HangarImportForm *self, const char *words)
{
  HangarOs *os = words != NULL ? hangar_os_catalog_guess_from_name (self->catalog, words) : NULL;

  if (os != NULL && !hangar_guest_spec_is_os_chosen (self->spec))
    hangar_guest_spec_set_os (self->spec, os, FALSE);
}

/* As the daemon knows it: it can only be used where it is. */
static void
take_as_volume (HangarImportForm *self)
{
  HangarImageHeader image = {
    .path = (char *) hangar_host_volume_get_path (self->volume),
    .format = (char *) hangar_host_volume_get_format (self->volume),
    .capacity = hangar_host_volume_get_capacity (self->volume),
  };

  if (image.format == NULL)
    image.format = (char *) "raw";
  hangar_guest_spec_set_import_on_host (self->spec, &image);
  guess_os (self, hangar_host_volume_get_title (self->volume));
}

static void
image_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarImportForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarImageHeader) image = hangar_image_header_read_finish (result, &error);
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->spec == NULL)
    return;
  if (self->volume != NULL && g_error_matches (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_UNREADABLE))
    {
      take_as_volume (self);
      return;
    }
  hangar_guest_spec_set_import_found (self->spec, image, NULL, error);
  if (self->volume != NULL)
    hangar_guest_spec_set_import_in_place (self->spec, TRUE);
  name = image != NULL ? g_path_get_basename (image->path) : NULL;
  guess_os (self, name);
}

static void
appliance_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarImportForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = hangar_appliance_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->spec == NULL)
    return;
  hangar_guest_spec_set_import_found (self->spec, NULL, appliance, error);
  guess_os (self, appliance != NULL ? appliance->system : NULL);
}

static void
take_path (HangarImportForm *self, const char *path)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  hangar_guest_spec_set_import (self->spec, path);
  if (hangar_appliance_is_name (path))
    hangar_appliance_read_async (path, self->looking, appliance_cb, g_object_ref (self));
  else
    hangar_image_header_read_async (path, self->looking, image_cb, g_object_ref (self));
}

static void
volume_chosen_cb (HangarImportForm *self, HangarHostVolume *volume)
{
  g_set_object (&self->volume, volume);
  g_cancellable_cancel (self->looking);
  if (hangar_connection_is_local (hangar_host_choice_get_selected (self->hosts)))
    take_path (self, hangar_host_volume_get_path (volume));
  else
    take_as_volume (self);
}

static void
browse_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarImportForm *self = HANGAR_IMPORT_FORM (widget);
  HangarConnection *connection = hangar_host_choice_get_selected (self->hosts);
  HangarVolumeDialog *dialog;

  if (connection == NULL)
    return;
  dialog = hangar_volume_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), connection, FALSE);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (volume_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chooser_response_cb (HangarImportForm *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    hangar_import_form_take_file (self, file);
  g_clear_object (&self->chooser);
}

static void
add_filter (HangarImportForm *self)
{
  static const char *const suffixes[] = { "qcow2", "img",  "raw", "vmdk", "vdi",
                                          "vhd",   "vhdx", "ova", "ovf",  "vbox" };
  g_autoptr (GtkFileFilter) images = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (images, _ ("Disks and appliances"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (images, suffixes[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), images);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarImportForm *self = HANGAR_IMPORT_FORM (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Disk or an Appliance"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filter (self);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
place_cb (HangarImportForm *self)
{
  if (self->spec != NULL)
    hangar_guest_spec_set_import_in_place (self->spec, gtk_switch_get_active (self->place_switch));
}

static void
compress_cb (HangarImportForm *self)
{
  if (self->spec != NULL)
    hangar_guest_spec_set_compress (self->spec, gtk_switch_get_active (self->compress_switch));
}

static void
hangar_import_form_dispose (GObject *object)
{
  HangarImportForm *self = HANGAR_IMPORT_FORM (object);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->chooser);
  g_clear_object (&self->spec);
  g_clear_object (&self->catalog);
  g_clear_object (&self->hosts);
  g_clear_object (&self->volume);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_IMPORT_FORM);
  G_OBJECT_CLASS (hangar_import_form_parent_class)->dispose (object);
}

static void
hangar_import_form_class_init (HangarImportFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_import_form_dispose;
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "import.browse", NULL, browse_activated);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/import-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarImportForm, file_row);
  gtk_widget_class_bind_template_child (widget_class, HangarImportForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarImportForm, place_row);
  gtk_widget_class_bind_template_child (widget_class, HangarImportForm, place_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarImportForm, compress_row);
  gtk_widget_class_bind_template_child (widget_class, HangarImportForm, compress_switch);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, compress_cb);
}

static void
hangar_import_form_init (HangarImportForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_import_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_import_form_set_spec (HangarImportForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hangar_import_form_set_catalog:
 * @self: a form
 * @catalog: what guesses the system by a disk's name
 */
void
hangar_import_form_set_catalog (HangarImportForm *self, HangarOsCatalog *catalog)
{
  g_set_object (&self->catalog, catalog);
}

/**
 * hangar_import_form_set_hosts:
 * @self: a form
 * @hosts: whose storage pools are offered
 */
void
hangar_import_form_set_hosts (HangarImportForm *self, HangarHostChoice *hosts)
{
  g_set_object (&self->hosts, hosts);
}

/**
 * hangar_import_form_take_file:
 * @self: a form
 * @file: a file that was chosen or dropped
 */
void
hangar_import_form_take_file (HangarImportForm *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *uri = g_file_get_uri (file);

  g_clear_object (&self->volume);
  take_path (self, path != NULL ? path : uri);
}
