/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks which device a machine gets, and what it is like. */

#include "config.h"

#include "ui/domain/add-device-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/new-device.h"
#include "model/hardware-commands.h"
#include "ui/dialogs/commands-window.h"
#include "ui/domain/device-form.h"
#include "ui/domain/disk-source-group.h"
#include "ui/domain/domain-questions.h"

struct _HangarAddDeviceDialog
{
  AdwWindow parent_instance;

  HangarHardware *hardware;
  GCancellable *cancellable;
  GPtrArray *kinds;        /* of HangarDeviceKind, as in the list */
  GPtrArray *host_devices; /* (nullable): of HangarVirtNodeDevice */
  GPtrArray *offered;      /* of those, the ones of the chosen kind; not owned */
  HangarXml *doc;          /* (nullable): the definition with the new device */
  HangarDevice *device;    /* (nullable): the new device in it */
  HangarDeviceForm *form;
  gboolean is_making; /* the disk is being made */

  GtkWidget *add_button;
  AdwComboRow *kind_row;
  GtkStringList *kind_names;
  GtkLabel *refusal_label;
  HangarDiskSourceGroup *storage_group;
  GtkWidget *host_group;
  AdwComboRow *host_row;
  GtkStringList *host_names;
  AdwBin *form_bin;
};

G_DEFINE_FINAL_TYPE (HangarAddDeviceDialog, hangar_add_device_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static HangarDomain *
domain_of (HangarAddDeviceDialog *self)
{
  return self->hardware != NULL ? hangar_hardware_get_domain (self->hardware) : NULL;
}

static const HangarDeviceKind *
chosen_kind (HangarAddDeviceDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);

  return selected < self->kinds->len ? self->kinds->pdata[selected] : NULL;
}

static gboolean
is_disk (HangarAddDeviceDialog *self)
{
  const HangarDeviceKind *kind = chosen_kind (self);

  return kind != NULL && g_str_equal (kind->id, "disk");
}

static gboolean
makes_disk (HangarAddDeviceDialog *self)
{
  return is_disk (self) && hangar_disk_source_group_is_new (self->storage_group);
}

static const char *
refusal (HangarAddDeviceDialog *self)
{
  const HangarDeviceKind *kind = chosen_kind (self);
  const char *why = is_disk (self) ? hangar_disk_source_group_get_refusal (self->storage_group) : NULL;

  if (self->doc == NULL || self->form == NULL || kind == NULL)
    return gtk_label_get_text (self->refusal_label);
  if (why != NULL)
    return why;
  if (g_str_has_prefix (kind->id, "hostdev") && self->offered->len == 0)
    return _ ("The host has no such device to give.");
  return hangar_device_form_is_valid (self->form) ? NULL : _ ("Something in the form is not right yet.");
}

static void
update (HangarAddDeviceDialog *self)
{
  const char *why = refusal (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "device.add", why == NULL && !self->is_making);
  gtk_widget_set_tooltip_text (self->add_button, why);
  gtk_widget_set_visible (GTK_WIDGET (self->storage_group), is_disk (self));
}

static void
show_form (HangarAddDeviceDialog *self)
{
  gboolean active = hangar_domain_is_active (hangar_hardware_get_domain (self->hardware));

  self->form = hangar_device_form_new (self->doc, self->device, active);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (update), self);
  adw_bin_set_child (self->form_bin, GTK_WIDGET (self->form));
}

static void
drop_form (HangarAddDeviceDialog *self)
{
  self->form = NULL;
  adw_bin_set_child (self->form_bin, NULL);
  g_clear_object (&self->device);
  g_clear_pointer (&self->doc, hangar_xml_free);
}

static void
begin_device (HangarAddDeviceDialog *self)
{
  const HangarDeviceKind *kind = chosen_kind (self);
  HangarDomain *domain = hangar_hardware_get_domain (self->hardware);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *xml = hangar_hardware_get_xml (self->hardware);
  g_autoptr (HangarXml) base = xml != NULL ? hangar_xml_new (xml, NULL) : NULL;
  const char *why = base != NULL && kind != NULL ? hangar_new_device_refusal (base, kind) : NULL;

  drop_form (self);
  gtk_label_set_text (self->refusal_label, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal_label), why != NULL);
  if (why != NULL || base == NULL || kind == NULL)
    return;
  self->doc = hangar_new_device_doc (
    xml, kind, connection != NULL && hangar_connection_is_session (connection), &self->device);
  if (self->doc != NULL)
    show_form (self);
}

static void
take_host_device (HangarAddDeviceDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->host_row);
  const HangarVirtNodeDevice *device = selected < self->offered->len ? self->offered->pdata[selected] : NULL;

  if (device == NULL || self->doc == NULL)
    return;
  hangar_xml_replace (self->doc, hangar_device_get_path (self->device), device->xml, NULL);
  if (self->form != NULL)
    hangar_device_form_refresh (self->form);
  update (self);
}

static char *
host_device_title (const HangarVirtNodeDevice *device)
{
  if (device->group >= 0)
    /* Translators: a device's name, libvirt's name of it, the number of its group */
    return g_strdup_printf (_ ("%s (%s, IOMMU group %d)"), device->title, device->name, device->group);
  return g_strdup_printf ("%s (%s)", device->title, device->name);
}

static void
offer_host_devices (HangarAddDeviceDialog *self)
{
  const HangarDeviceKind *kind = chosen_kind (self);
  gboolean wanted = kind != NULL && g_str_has_prefix (kind->id, "hostdev-");

  gtk_widget_set_visible (self->host_group, wanted);
  g_ptr_array_set_size (self->offered, 0);
  gtk_string_list_splice (self->host_names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->host_names)),
                          NULL);
  for (guint i = 0; wanted && self->host_devices != NULL && i < self->host_devices->len; i++)
    {
      HangarVirtNodeDevice *device = self->host_devices->pdata[i];
      g_autofree char *title = host_device_title (device);

      if (!g_str_equal (device->kind, kind->id + strlen ("hostdev-")))
        continue;
      g_ptr_array_add (self->offered, device);
      gtk_string_list_append (self->host_names, title);
    }
  take_host_device (self);
}

static void
kind_chosen_cb (HangarAddDeviceDialog *self)
{
  begin_device (self);
  offer_host_devices (self);
  update (self);
}

static void
host_devices_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAddDeviceDialog) self = user_data;
  GPtrArray *devices = hangar_host_devices_finish (domain_of (self), result, NULL);

  if (devices == NULL)
    return;
  self->host_devices = devices;
  offer_host_devices (self);
  update (self);
}

static void
finish (HangarAddDeviceDialog *self)
{
  g_autofree char *xml = NULL;

  hangar_new_device_complete (self->doc, self->device);
  xml = hangar_xml_to_string (self->doc);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, xml);
  gtk_window_close (GTK_WINDOW (self));
}

static void
finish_disk (HangarAddDeviceDialog *self, const char *path)
{
  HangarDiskSource source = { path, hangar_disk_source_group_get_format (self->storage_group),
                              hangar_disk_source_group_is_block (self->storage_group) };

  if (hangar_new_device_set_source (self->doc, self->device, &source))
    finish (self);
}

/* The definition as it would be with the device; on a copy, since the form goes on with its own. */
static char *
dup_complete (HangarAddDeviceDialog *self)
{
  g_autofree char *text = hangar_xml_to_string (self->doc);
  g_autoptr (HangarXml) doc = hangar_xml_new (text, NULL);
  HangarDiskSource source = { hangar_disk_source_group_get_path (self->storage_group),
                              hangar_disk_source_group_get_format (self->storage_group),
                              hangar_disk_source_group_is_block (self->storage_group) };

  if (is_disk (self) && (source.path == NULL || !hangar_new_device_set_source (doc, self->device, &source)))
    return NULL;
  hangar_new_device_complete (doc, self->device);
  return hangar_xml_to_string (doc);
}

static HangarCommandText *
make_commands (HangarAddDeviceDialog *self, const HangarCommandTarget *target)
{
  g_autofree char *xml = NULL;

  if (makes_disk (self))
    {
      g_autofree char *device = hangar_xml_extract (self->doc, hangar_device_get_path (self->device));

      return hangar_hardware_commands_for_new_disk (target, device,
                                                    hangar_disk_source_group_get_format (self->storage_group),
                                                    hangar_disk_source_group_get_size (self->storage_group));
    }
  xml = dup_complete (self);
  return xml != NULL
           ? hangar_hardware_commands_for_apply (target, hangar_hardware_get_xml (self->hardware), xml, TRUE)
           : NULL;
}

static void
commands_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarAddDeviceDialog *self = HANGAR_ADD_DEVICE_DIALOG (widget);
  HangarDomain *domain = hangar_hardware_get_domain (self->hardware);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (domain);
  g_autoptr (HangarCommandText) commands =
    target != NULL && self->doc != NULL && self->device != NULL ? make_commands (self, target) : NULL;

  hangar_commands_window_show (widget, hangar_domain_get_display_name (domain), commands);
}

static void
disk_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAddDeviceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = hangar_new_disk_finish (domain_of (self), result, &error);

  self->is_making = FALSE;
  if (self->doc == NULL)
    return;
  if (path != NULL)
    finish_disk (self, path);
  else
    hangar_domain_tell_failure (GTK_WIDGET (self->form_bin), _ ("Could not make the disk"), error);
  update (self);
}

static void
add_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarAddDeviceDialog *self = HANGAR_ADD_DEVICE_DIALOG (widget);

  if (makes_disk (self))
    {
      self->is_making = TRUE;
      update (self);
      hangar_new_disk_async (
        hangar_hardware_get_domain (self->hardware), hangar_disk_source_group_get_size (self->storage_group),
        hangar_disk_source_group_get_format (self->storage_group), disk_made_cb, g_object_ref (self));
    }
  else if (is_disk (self))
    finish_disk (self, hangar_disk_source_group_get_path (self->storage_group));
  else
    finish (self);
}

static void
hangar_add_device_dialog_dispose (GObject *object)
{
  HangarAddDeviceDialog *self = HANGAR_ADD_DEVICE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->doc != NULL)
    drop_form (self);
  g_clear_object (&self->hardware);

  G_OBJECT_CLASS (hangar_add_device_dialog_parent_class)->dispose (object);
}

static void
hangar_add_device_dialog_finalize (GObject *object)
{
  HangarAddDeviceDialog *self = HANGAR_ADD_DEVICE_DIALOG (object);

  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
  g_clear_pointer (&self->host_devices, g_ptr_array_unref);

  G_OBJECT_CLASS (hangar_add_device_dialog_parent_class)->finalize (object);
}

static void
hangar_add_device_dialog_class_init (HangarAddDeviceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_add_device_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_add_device_dialog_finalize;

  /**
   * HangarAddDeviceDialog::chosen:
   * @self: the dialog
   * @xml: the definition with the new device
   *
   * The user wants it.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HANGAR_TYPE_ADD_DEVICE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "device.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "device.show-commands", NULL, commands_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/add-device-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, kind_names);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, refusal_label);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, storage_group);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, host_group);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, host_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, host_names);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, form_bin);
}

static void
hangar_add_device_dialog_init (HangarAddDeviceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->kinds = g_ptr_array_new ();
  self->offered = g_ptr_array_new ();
  g_type_ensure (HANGAR_TYPE_DISK_SOURCE_GROUP);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    if (((*kind)->flags & HANGAR_DEVICE_ADDABLE) != 0)
      {
        g_ptr_array_add (self->kinds, (gpointer) *kind);
        gtk_string_list_append (self->kind_names, _ ((*kind)->label));
      }
  g_signal_connect_swapped (self->kind_row, "notify::selected", G_CALLBACK (kind_chosen_cb), self);
  g_signal_connect_swapped (self->host_row, "notify::selected", G_CALLBACK (take_host_device), self);
  g_signal_connect_swapped (self->storage_group, "changed", G_CALLBACK (update), self);
}

/**
 * hangar_add_device_dialog_new:
 * @hardware: the hardware of a machine
 * @widget: where the user is
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarAddDeviceDialog *
hangar_add_device_dialog_new (HangarHardware *hardware, GtkWidget *widget)
{
  HangarAddDeviceDialog *self = g_object_new (HANGAR_TYPE_ADD_DEVICE_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (widget);

  self->hardware = g_object_ref (hardware);
  hangar_disk_source_group_set_hardware (self->storage_group, hardware);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  hangar_host_devices_async (hangar_hardware_get_domain (hardware), self->cancellable, host_devices_cb,
                             g_object_ref (self));
  kind_chosen_cb (self);
  return self;
}
