/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's disk: a new one, its size, place and format, or none. */

#include "config.h"

#include "ui/create/disk-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "ui/create/volume-dialog.h"
#include "util/format.h"

#define GIB 1073741824.0

struct _HangarDiskForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  GCancellable *looking;    /* (nullable): at the file that was chosen last */
  HangarHostVolume *volume; /* (nullable): the disk was chosen among the host's volumes */
  GtkFileChooserNative *chooser;
  HangarGuestHost *host; /* (nullable): the one that the list of pools was made of */
  gboolean updating;     /* what changes in the rows is not the user's doing */

  AdwComboRow *kind_row;
  AdwActionRow *size_row;
  GtkSpinButton *size_spin;
  AdwComboRow *pool_row;
  AdwComboRow *format_row;
  AdwActionRow *existing_row;
  GtkWidget *browse_row;
};

G_DEFINE_FINAL_TYPE (HangarDiskForm, hangar_disk_form, ADW_TYPE_PREFERENCES_GROUP)

/* As the rows of kind_row. */
static const HangarGuestStorage kinds[] = { HANGAR_GUEST_STORAGE_NEW, HANGAR_GUEST_STORAGE_EXISTING,
                                            HANGAR_GUEST_STORAGE_NONE };

static char *
describe_disk (HangarGuestSpec *spec)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (spec);
  g_autofree char *left = NULL;

  if (pool == NULL || !pool->active)
    return g_strdup (_ ("Takes space only as it fills"));
  left = hangar_format_size (pool->available);
  /* TRANSLATORS: the first is a size, the second the name of a storage pool */
  return g_strdup_printf (_ ("Takes space only as it fills; %s are free in “%s”"), left, pool->name);
}

static void
fill_pools (HangarDiskForm *self)
{
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  GPtrArray *pools = hangar_guest_host_get_pools (self->host);

  const HangarVirtPool *chosen = hangar_guest_spec_get_chosen_pool (self->spec);
  guint selected = 0;

  gtk_string_list_append (texts, _ ("The usual one"));
  for (guint i = 0; i < pools->len; i++)
    {
      const HangarVirtPool *pool = g_ptr_array_index (pools, i);
      g_autofree char *left = hangar_format_size (pool->available);
      /* TRANSLATORS: the name of a storage pool and a size */
      g_autofree char *text = pool->active ? g_strdup_printf (_ ("“%s”: %s free"), pool->name, left)
                                           : g_strdup_printf (_ ("“%s”: stopped"), pool->name);

      gtk_string_list_append (texts, text);
      if (pool == chosen)
        selected = i + 1;
    }
  adw_combo_row_set_model (self->pool_row, G_LIST_MODEL (texts));
  adw_combo_row_set_selected (self->pool_row, selected);
}

static void
show_rows (HangarDiskForm *self)
{
  gboolean import = hangar_guest_spec_get_way (self->spec) == HANGAR_GUEST_WAY_IMPORT;
  gboolean made = !import && hangar_guest_spec_get_storage (self->spec) == HANGAR_GUEST_STORAGE_NEW;
  gboolean there = !import && hangar_guest_spec_get_storage (self->spec) == HANGAR_GUEST_STORAGE_EXISTING;

  gtk_widget_set_visible (GTK_WIDGET (self->existing_row), there);
  gtk_widget_set_visible (self->browse_row, there);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), !import);
  gtk_widget_set_visible (GTK_WIDGET (self->size_row), made);
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), made);
  gtk_widget_set_visible (GTK_WIDGET (self->pool_row), made || import);
}

static void
show_existing (HangarDiskForm *self)
{
  const char *path = hangar_guest_spec_get_existing_disk (self->spec);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *title = g_markup_escape_text (name != NULL ? name : _ ("Disk"), -1);
  gboolean local = self->host == NULL || hangar_guest_host_is_local (self->host);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->existing_row), title);
  hangar_field_text_update (self->existing_row, self->spec, HANGAR_GUEST_FIELD_DISK, path);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "disk.choose", local);
}

static void
update (HangarDiskForm *self)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);
  double size = (double) hangar_guest_spec_get_disk_size (self->spec) / GIB;
  g_autofree char *facts = describe_disk (self->spec);
  gboolean raw = g_strcmp0 (hangar_guest_spec_get_disk_format (self->spec), "raw") == 0;

  self->updating = TRUE;
  if (host != NULL && g_set_object (&self->host, host))
    fill_pools (self);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] == hangar_guest_spec_get_storage (self->spec))
      adw_combo_row_set_selected (self->kind_row, i);
  if (gtk_spin_button_get_value (self->size_spin) != size)
    gtk_spin_button_set_value (self->size_spin, size);
  adw_combo_row_set_selected (self->format_row, raw ? 1 : 0);
  hangar_field_text_update (self->size_row, self->spec, HANGAR_GUEST_FIELD_DISK, facts);
  show_existing (self);
  show_rows (self);
  self->updating = FALSE;
}

static void
kind_cb (HangarDiskForm *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);

  if (!self->updating && self->spec != NULL && selected < G_N_ELEMENTS (kinds))
    hangar_guest_spec_set_storage (self->spec, kinds[selected]);
}

static void
size_changed_cb (HangarDiskForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_disk_size (self->spec,
                                     (guint64) (gtk_spin_button_get_value (self->size_spin) * GIB));
}

static void
pool_cb (HangarDiskForm *self)
{
  guint selected = adw_combo_row_get_selected (self->pool_row);
  GPtrArray *pools = self->host != NULL ? hangar_guest_host_get_pools (self->host) : NULL;
  const HangarVirtPool *pool;

  if (self->updating || self->spec == NULL || pools == NULL || selected > pools->len)
    return;
  pool = selected > 0 ? g_ptr_array_index (pools, selected - 1) : NULL;
  hangar_guest_spec_set_pool (self->spec, pool != NULL ? pool->uuid : NULL);
}

static void
format_cb (HangarDiskForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_disk_format (self->spec,
                                       adw_combo_row_get_selected (self->format_row) == 1 ? "raw" : "qcow2");
}

/* As the daemon knows it. */
static void
take_as_volume (HangarDiskForm *self)
{
  HangarGuestDisk disk = {
    .path = (char *) hangar_host_volume_get_path (self->volume),
    .format = (char *) hangar_host_volume_get_format (self->volume),
    .is_block = hangar_host_volume_is_block (self->volume),
  };

  if (disk.is_block && disk.format == NULL)
    disk.format = (char *) "raw";
  hangar_guest_spec_set_existing_disk (self->spec, &disk, hangar_host_volume_get_users (self->volume));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDiskForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarImageHeader) image = hangar_image_header_read_finish (result, &error);
  HangarGuestDisk disk = { NULL };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->spec == NULL)
    return;
  if (image == NULL)
    {
      hangar_guest_spec_refuse_existing_disk (self->spec, error);
      return;
    }
  disk.path = image->path;
  disk.format = image->format;
  hangar_guest_spec_set_existing_disk (self->spec, &disk, NULL);
}

static void
look_at (HangarDiskForm *self, const char *path)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  hangar_guest_spec_look_at_existing_disk (self->spec, path);
  hangar_image_header_read_async (path, self->looking, looked_cb, g_object_ref (self));
}

static void
volume_chosen_cb (HangarDiskForm *self, HangarHostVolume *volume)
{
  g_cancellable_cancel (self->looking);
  g_set_object (&self->volume, volume);
  take_as_volume (self);
}

static void
browse_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarDiskForm *self = HANGAR_DISK_FORM (widget);
  HangarConnection *connection = hangar_host_choice_get_selected (self->hosts);
  HangarVolumeDialog *dialog;

  if (connection == NULL)
    return;
  dialog = hangar_volume_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), connection, FALSE);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (volume_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chooser_response_cb (HangarDiskForm *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    look_at (self, path);
  g_clear_object (&self->chooser);
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarDiskForm *self = HANGAR_DISK_FORM (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Disk"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
hangar_disk_form_dispose (GObject *object)
{
  HangarDiskForm *self = HANGAR_DISK_FORM (object);

  g_clear_object (&self->spec);
  g_clear_object (&self->host);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->hosts);
  g_clear_object (&self->volume);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_DISK_FORM);
  G_OBJECT_CLASS (hangar_disk_form_parent_class)->dispose (object);
}

static void
hangar_disk_form_class_init (HangarDiskFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_disk_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/disk-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, kind_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, size_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, size_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, pool_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, format_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, existing_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskForm, browse_row);
  gtk_widget_class_install_action (widget_class, "disk.choose", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "disk.browse", NULL, browse_activated);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pool_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_cb);
}

static void
hangar_disk_form_init (HangarDiskForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_disk_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_disk_form_set_spec (HangarDiskForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hangar_disk_form_set_hosts:
 * @self: a form
 * @hosts: whose storage pools are offered
 */
void
hangar_disk_form_set_hosts (HangarDiskForm *self, HangarHostChoice *hosts)
{
  g_set_object (&self->hosts, hosts);
}
