/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine's new disk is: an empty one that is made, or something that is there; and in which format,
 * which is looked at and never guessed from a name. */

#include "config.h"

#include "ui/domain/disk-source-group.h"

#include <glib/gi18n-lib.h>

#include "model/disk-look.h"
#include "util/format.h"

#define GIB G_GUINT64_CONSTANT (1073741824)

struct _HangarDiskSourceGroup
{
  AdwPreferencesGroup parent_instance;

  HangarHardware *hardware;
  GCancellable *cancellable;
  char *looked_at;      /* (nullable): the path that is being looked at, or was last */
  HangarDiskLook *look; /* (nullable): what is there; NULL while that is looked at */
  gboolean is_looking;
  gboolean is_filling; /* while a format is chosen by the program */
  gboolean is_chosen;  /* the user chose the format */
  GtkFileChooserNative *chooser;

  AdwComboRow *storage_row;
  GtkWidget *size_row;
  GtkSpinButton *size_spin;
  AdwComboRow *new_format_row;
  GtkEditable *path_row;
  GtkWidget *browse_button;
  AdwComboRow *format_row;
  GtkStringList *format_names;
  GtkLabel *status_label;
};

G_DEFINE_FINAL_TYPE (HangarDiskSourceGroup, hangar_disk_source_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* As in the row of formats of new disks. */
static const char *const new_formats[] = { "qcow2", "raw" };

static char *
describe_look (HangarDiskSourceGroup *self)
{
  const char *format = hangar_disk_source_group_get_format (self);
  g_autofree char *size = NULL;

  if (self->look->other_user != NULL)
    /* Translators: %s is the name of a machine */
    return g_strdup_printf (_ ("The machine “%s” uses this already. Two machines that write to one disk "
                               "destroy what is on it."),
                            self->look->other_user);
  if (self->look->format != NULL && format != NULL && !g_str_equal (self->look->format, format))
    /* Translators: two formats of disks */
    return g_strdup_printf (
      _ ("Its content is %s. A machine that gets it as %s destroys it, or cannot start."), self->look->format,
      format);
  if (self->look->warning != NULL)
    return g_strdup (self->look->warning);
  size = hangar_format_size (self->look->capacity);
  /* Translators: a format, a size */
  return g_strdup_printf (_ ("A %s image of %s"), self->look->format, size);
}

static gboolean
is_grave (HangarDiskSourceGroup *self)
{
  const char *format = hangar_disk_source_group_get_format (self);

  return self->look->other_user != NULL || self->look->warning != NULL ||
         (self->look->format != NULL && g_strcmp0 (self->look->format, format) != 0);
}

static void
update_status (HangarDiskSourceGroup *self)
{
  gboolean is_there = self->look != NULL && !hangar_disk_source_group_is_new (self);
  g_autofree char *text = is_there ? describe_look (self) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->status_label), text != NULL);
  gtk_label_set_text (self->status_label, text != NULL ? text : "");
  if (is_there && is_grave (self))
    gtk_widget_add_css_class (GTK_WIDGET (self->status_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_label), "error");
}

static void
update (HangarDiskSourceGroup *self)
{
  gboolean is_new = hangar_disk_source_group_is_new (self);

  gtk_widget_set_visible (self->size_row, is_new);
  gtk_widget_set_visible (GTK_WIDGET (self->new_format_row), is_new);
  gtk_widget_set_visible (GTK_WIDGET (self->path_row), !is_new);
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), !is_new);
  update_status (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The first of the list is "not known". */
static void
show_format (HangarDiskSourceGroup *self, const char *format)
{
  const char *const *formats = hangar_disk_formats ();
  guint selected = 0;

  for (guint i = 0; format != NULL && formats[i] != NULL; i++)
    if (g_str_equal (formats[i], format))
      selected = i + 1;
  self->is_filling = TRUE;
  adw_combo_row_set_selected (self->format_row, selected);
  self->is_filling = FALSE;
}

static void begin_look (HangarDiskSourceGroup *self);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDiskSourceGroup) self = user_data;
  g_autoptr (HangarDiskLook) look = NULL;

  self->is_looking = FALSE;
  if (self->hardware == NULL)
    return;
  look = hangar_disk_look_finish (hangar_hardware_get_domain (self->hardware), result, NULL);
  /* Typed on meanwhile. */
  if (g_strcmp0 (self->looked_at, gtk_editable_get_text (self->path_row)) != 0)
    {
      begin_look (self);
      return;
    }
  self->look = g_steal_pointer (&look);
  if (self->look != NULL && !self->is_chosen)
    show_format (self, self->look->format);
  update (self);
}

static void
begin_look (HangarDiskSourceGroup *self)
{
  const char *path = gtk_editable_get_text (self->path_row);

  if (self->is_looking || self->hardware == NULL || !g_path_is_absolute (path))
    return;
  self->is_looking = TRUE;
  g_free (self->looked_at);
  self->looked_at = g_strdup (path);
  hangar_disk_look_async (hangar_hardware_get_domain (self->hardware), path, self->cancellable, looked_cb,
                          g_object_ref (self));
}

static void
path_changed_cb (HangarDiskSourceGroup *self)
{
  g_clear_pointer (&self->look, hangar_disk_look_free);
  self->is_chosen = FALSE;
  show_format (self, NULL);
  begin_look (self);
  update (self);
}

static void
format_chosen_cb (HangarDiskSourceGroup *self)
{
  if (self->is_filling)
    return;
  self->is_chosen = adw_combo_row_get_selected (self->format_row) > 0;
  update (self);
}

static void
chooser_response_cb (HangarDiskSourceGroup *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    gtk_editable_set_text (self->path_row, path);
  g_clear_object (&self->chooser);
}

static void
browse (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDiskSourceGroup *self = HANGAR_DISK_SOURCE_GROUP (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Disk"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
hangar_disk_source_group_dispose (GObject *object)
{
  HangarDiskSourceGroup *self = HANGAR_DISK_SOURCE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->hardware);

  G_OBJECT_CLASS (hangar_disk_source_group_parent_class)->dispose (object);
}

static void
hangar_disk_source_group_finalize (GObject *object)
{
  HangarDiskSourceGroup *self = HANGAR_DISK_SOURCE_GROUP (object);

  g_object_unref (self->cancellable);
  g_free (self->looked_at);
  hangar_disk_look_free (self->look);

  G_OBJECT_CLASS (hangar_disk_source_group_parent_class)->finalize (object);
}

static void
hangar_disk_source_group_class_init (HangarDiskSourceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_disk_source_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_disk_source_group_finalize;

  /**
   * HangarDiskSourceGroup::changed:
   * @self: the group
   *
   * The user wants another disk, or more is known of it.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HANGAR_TYPE_DISK_SOURCE_GROUP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "disk-source.browse", NULL, browse);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/disk-source-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, storage_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, size_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, size_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, new_format_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, path_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, browse_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, format_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, format_names);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSourceGroup, status_label);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, path_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_chosen_cb);
}

static void
hangar_disk_source_group_init (HangarDiskSourceGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (self->format_names, _ ("Not known: choose"));
  for (const char *const *format = hangar_disk_formats (); *format != NULL; format++)
    gtk_string_list_append (self->format_names, *format);
}

/**
 * hangar_disk_source_group_new:
 * @hardware: of the machine that gets the disk
 *
 * Returns: (transfer none): the questions
 */
HangarDiskSourceGroup *
hangar_disk_source_group_new (HangarHardware *hardware)
{
  HangarDiskSourceGroup *self = g_object_new (HANGAR_TYPE_DISK_SOURCE_GROUP, NULL);
  HangarConnection *connection = hangar_domain_get_connection (hangar_hardware_get_domain (hardware));
  gboolean is_local = connection != NULL && hangar_connection_is_local (connection);

  self->hardware = g_object_ref (hardware);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "disk-source.browse", is_local);
  gtk_widget_set_tooltip_text (self->browse_button,
                               is_local ? _ ("Choose a file of this computer")
                                        : _ ("Its files are on another computer; type the path there."));
  return self;
}

static gboolean
has_disk (HangarDiskSourceGroup *self, const char *path)
{
  const char *xml = hangar_hardware_get_xml (self->hardware);
  g_autoptr (HangarXml) doc = xml != NULL ? hangar_xml_new (xml, NULL) : NULL;
  g_auto (GStrv) sources =
    doc != NULL ? hangar_xml_find (doc, "//disk/source/@file | //disk/source/@dev") : NULL;

  for (guint i = 0; sources != NULL && sources[i] != NULL; i++)
    {
      g_autofree char *source = hangar_xml_get (doc, sources[i]);

      if (g_strcmp0 (source, path) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_disk_source_group_get_refusal:
 * @self: a group
 *
 * Returns: (nullable): why there is no disk to add yet
 */
const char *
hangar_disk_source_group_get_refusal (HangarDiskSourceGroup *self)
{
  const char *path = gtk_editable_get_text (self->path_row);

  if (hangar_disk_source_group_is_new (self))
    return NULL;
  if (!g_path_is_absolute (path))
    return _ ("The path must begin with “/”.");
  if (has_disk (self, path))
    return _ ("This machine has this disk already.");
  if (self->look == NULL)
    return self->is_looking ? _ ("Looking what this is…") : _ ("What this is could not be found out.");
  if (self->look->is_missing)
    return self->look->warning;
  if (hangar_disk_source_group_get_format (self) == NULL)
    return _ ("Choose the format: with a wrong one the disk is destroyed.");
  return NULL;
}

/**
 * hangar_disk_source_group_is_new:
 * @self: a group
 *
 * Returns: whether an empty disk is to be made
 */
gboolean
hangar_disk_source_group_is_new (HangarDiskSourceGroup *self)
{
  return adw_combo_row_get_selected (self->storage_row) == 0;
}

/**
 * hangar_disk_source_group_get_size:
 * @self: a group
 *
 * Returns: bytes of an empty disk
 */
guint64
hangar_disk_source_group_get_size (HangarDiskSourceGroup *self)
{
  return (guint64) gtk_spin_button_get_value_as_int (self->size_spin) * GIB;
}

/**
 * hangar_disk_source_group_get_format:
 * @self: a group
 *
 * Returns: (nullable): the format, %NULL while it is not known
 */
const char *
hangar_disk_source_group_get_format (HangarDiskSourceGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->format_row);

  if (hangar_disk_source_group_is_new (self))
    return new_formats[adw_combo_row_get_selected (self->new_format_row) == 1 ? 1 : 0];
  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? hangar_disk_formats ()[selected - 1] : NULL;
}

/**
 * hangar_disk_source_group_get_path:
 * @self: a group
 *
 * Returns: what is there, on the machine's host
 */
const char *
hangar_disk_source_group_get_path (HangarDiskSourceGroup *self)
{
  return gtk_editable_get_text (self->path_row);
}

/**
 * hangar_disk_source_group_is_block:
 * @self: a group
 *
 * Returns: whether what is there is a block device
 */
gboolean
hangar_disk_source_group_is_block (HangarDiskSourceGroup *self)
{
  return self->look != NULL && self->look->is_block;
}
