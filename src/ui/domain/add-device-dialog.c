/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks which device a machine gets, and what it is like. */

#include "config.h"

#include "ui/domain/add-device-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/new-device.h"
#include "model/hardware-commands.h"
#include "ui/dialogs/commands-window.h"
#include "ui/domain/device-form.h"
#include "ui/domain/device-row.h"
#include "ui/domain/disk-source-group.h"
#include "ui/domain/domain-questions.h"
#include "ui/domain/host-device-group.h"

struct _HangarAddDeviceDialog
{
  AdwWindow parent_instance;

  HangarHardware *hardware;
  GtkWidget *origin;          /* weak (nullable): where the user was */
  HangarHardwareOffer *offer; /* (nullable): what the host has */
  GCancellable *cancellable;
  GPtrArray *host_devices; /* (nullable): of HangarHostDevice */
  HangarXml *doc;          /* (nullable): the definition with the new device */
  char *base;              /* (nullable): the definition that this was made of */
  HangarDevice *device;    /* (nullable): the new device in it */
  HangarDeviceForm *form;
  gboolean is_making; /* the disk is being made */

  HangarDiskSourceGroup *storage_group; /* (nullable): of a disk */
  HangarHostDeviceGroup *host_group;    /* (nullable): of a device of the host */

  GtkWidget *add_button;
  AdwLeaflet *leaflet;
  GtkListBox *kind_list;
  GtkWidget *device_box;
  GtkLabel *refusal_label;
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
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->kind_list);

  return row != NULL ? hangar_device_row_get_kind (HANGAR_DEVICE_ROW (row)) : NULL;
}

static gboolean
makes_disk (HangarAddDeviceDialog *self)
{
  return self->storage_group != NULL && hangar_disk_source_group_is_new (self->storage_group);
}

static const char *
refusal (HangarAddDeviceDialog *self)
{
  const char *why = NULL;

  if (self->is_making)
    return _ ("The disk is being made.");
  if (self->doc == NULL || self->form == NULL)
    return _ ("Choose what to add.");
  if (self->storage_group != NULL)
    why = hangar_disk_source_group_get_refusal (self->storage_group);
  if (self->host_group != NULL)
    why = hangar_host_device_group_get_refusal (self->host_group);
  if (why != NULL)
    return why;
  return hangar_device_form_is_valid (self->form) ? NULL : _ ("Something in the form is not right yet.");
}

static void
update (HangarAddDeviceDialog *self)
{
  const char *why = refusal (self);

  /* The disk is for what is chosen now. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind_list), !self->is_making);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->kind_list), self->is_making ? why : NULL);
  if (self->form != NULL)
    hangar_device_form_set_lock (self->form, self->is_making ? why : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "device.add", why == NULL);
  gtk_widget_set_tooltip_text (self->add_button, why);
}

static void
take_host_device (HangarAddDeviceDialog *self)
{
  const HangarHostDevice *device = hangar_host_device_group_get_device (self->host_group);

  if (device != NULL && self->doc != NULL)
    hangar_xml_replace (self->doc, hangar_device_get_path (self->device), device->xml, NULL);
  if (self->form != NULL)
    hangar_device_form_refresh (self->form);
  update (self);
}

/* What a kind asks besides the fields of its devices. */
static void
add_groups (HangarAddDeviceDialog *self, const HangarDeviceKind *kind)
{
  if (g_str_equal (kind->id, "disk"))
    {
      self->storage_group = hangar_disk_source_group_new (self->hardware);
      g_signal_connect_swapped (self->storage_group, "changed", G_CALLBACK (update), self);
      hangar_device_form_put_first (self->form, ADW_PREFERENCES_GROUP (self->storage_group));
    }
  if (g_str_has_prefix (kind->id, "hostdev-"))
    {
      self->host_group = hangar_host_device_group_new (kind->id + strlen ("hostdev-"));
      g_signal_connect_swapped (self->host_group, "changed", G_CALLBACK (take_host_device), self);
      hangar_device_form_put_first (self->form, ADW_PREFERENCES_GROUP (self->host_group));
      if (self->host_devices != NULL)
        hangar_host_device_group_offer (self->host_group, self->host_devices);
    }
}

static void
show_form (HangarAddDeviceDialog *self, const HangarDeviceKind *kind)
{
  gboolean active = hangar_domain_is_active (hangar_hardware_get_domain (self->hardware));

  self->form = hangar_device_form_new (self->doc, self->device, active);
  add_groups (self, kind);
  if (self->offer != NULL)
    hangar_device_form_set_offer (self->form, self->offer);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (update), self);
  adw_bin_set_child (self->form_bin, GTK_WIDGET (self->form));
}

static void
drop_form (HangarAddDeviceDialog *self)
{
  self->form = NULL;
  self->storage_group = NULL;
  self->host_group = NULL;
  adw_bin_set_child (self->form_bin, NULL);
  g_clear_object (&self->device);
  g_clear_pointer (&self->doc, hangar_xml_free);
}

static void
begin_device (HangarAddDeviceDialog *self, const HangarDeviceKind *kind)
{
  HangarDomain *domain = hangar_hardware_get_domain (self->hardware);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *xml = hangar_hardware_get_xml (self->hardware);
  gboolean is_session = connection != NULL && hangar_connection_is_session (connection);

  g_free (self->base);
  self->base = g_strdup (xml);
  if (xml != NULL && kind != NULL)
    self->doc = hangar_new_device_doc (xml, kind, is_session, &self->device);
  if (self->doc != NULL)
    show_form (self, kind);
}

static void
kind_selected_cb (GtkListBox *list, GtkListBoxRow *row, HangarAddDeviceDialog *self)
{
  const char *why = row != NULL ? hangar_device_row_get_refusal (HANGAR_DEVICE_ROW (row)) : NULL;

  drop_form (self);
  gtk_label_set_text (self->refusal_label, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal_label), why != NULL);
  if (row != NULL && why == NULL && self->hardware != NULL)
    begin_device (self, chosen_kind (self));
  update (self);
}

static void
kind_activated_cb (GtkListBox *list, GtkListBoxRow *row, HangarAddDeviceDialog *self)
{
  /* Side by side, the keyboard stays in the list. */
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->device_box);
}

static void
go_back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_leaflet_navigate (HANGAR_ADD_DEVICE_DIALOG (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
host_devices_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAddDeviceDialog) self = user_data;
  GPtrArray *devices = hangar_host_devices_finish (domain_of (self), result, NULL);

  if (devices == NULL)
    return;
  self->host_devices = devices;
  if (self->host_group != NULL)
    hangar_host_device_group_offer (self->host_group, devices);
}

static void
finish (HangarAddDeviceDialog *self)
{
  g_autofree char *xml = NULL;

  hangar_new_device_complete (self->doc, self->device);
  xml = hangar_xml_to_string (self->doc);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->base, xml);
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

  if (self->storage_group != NULL)
    {
      HangarDiskSource source = { hangar_disk_source_group_get_path (self->storage_group),
                                  hangar_disk_source_group_get_format (self->storage_group),
                                  hangar_disk_source_group_is_block (self->storage_group) };

      if (source.path == NULL || !hangar_new_device_set_source (doc, self->device, &source))
        return NULL;
    }
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
dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAddDeviceDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hangar_new_disk_give_up_finish (domain_of (self), result, &error))
    hangar_domain_tell_failure (self->origin, _ ("The disk that you gave up is still there"), error);
}

static void
disk_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAddDeviceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = hangar_new_disk_finish (domain_of (self), result, &error);

  self->is_making = FALSE;
  /* Whoever closes the dialog does not want the disk either. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (path != NULL)
        hangar_new_disk_give_up_async (domain_of (self), path, dropped_cb, g_object_ref (self));
      return;
    }
  update (self);
  if (path != NULL)
    finish_disk (self, path);
  else
    hangar_domain_tell_failure (GTK_WIDGET (self->form_bin), _ ("Could not make the disk"), error);
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
  else if (self->storage_group != NULL)
    finish_disk (self, hangar_disk_source_group_get_path (self->storage_group));
  else
    finish (self);
}

/* A question under way keeps it longer than the window that it belongs to, which GTK does not expect. */
static void
hangar_add_device_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_add_device_dialog_parent_class)->unrealize (widget);

  g_cancellable_cancel (HANGAR_ADD_DEVICE_DIALOG (widget)->cancellable);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
hangar_add_device_dialog_dispose (GObject *object)
{
  HangarAddDeviceDialog *self = HANGAR_ADD_DEVICE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  /* The list loses its rows, and the chosen one, after what is shown for it. */
  if (self->kind_list != NULL)
    g_signal_handlers_disconnect_by_func (self->kind_list, kind_selected_cb, self);
  self->kind_list = NULL;
  if (self->doc != NULL)
    drop_form (self);
  g_clear_object (&self->hardware);
  g_clear_weak_pointer (&self->origin);
  g_clear_pointer (&self->offer, hangar_hardware_offer_unref);

  G_OBJECT_CLASS (hangar_add_device_dialog_parent_class)->dispose (object);
}

static void
hangar_add_device_dialog_finalize (GObject *object)
{
  HangarAddDeviceDialog *self = HANGAR_ADD_DEVICE_DIALOG (object);

  g_clear_pointer (&self->host_devices, g_ptr_array_unref);
  g_free (self->base);

  G_OBJECT_CLASS (hangar_add_device_dialog_parent_class)->finalize (object);
}

static void
hangar_add_device_dialog_class_init (HangarAddDeviceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_add_device_dialog_dispose;
  widget_class->unrealize = hangar_add_device_dialog_unrealize;
  G_OBJECT_CLASS (klass)->finalize = hangar_add_device_dialog_finalize;

  /**
   * HangarAddDeviceDialog::chosen:
   * @self: the dialog
   * @base: the definition as it was when the device was begun
   * @xml: the same with the new device
   *
   * The user wants it.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HANGAR_TYPE_ADD_DEVICE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "device.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "device.show-commands", NULL, commands_activated);
  gtk_widget_class_install_action (widget_class, "device.back", NULL, go_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/add-device-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, kind_list);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, device_box);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, refusal_label);
  gtk_widget_class_bind_template_child (widget_class, HangarAddDeviceDialog, form_bin);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_activated_cb);
}

static void
hangar_add_device_dialog_init (HangarAddDeviceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_device_row_rove (self->kind_list);
}

/* What cannot be added stays in the list and says why. */
static void
fill_kinds (HangarAddDeviceDialog *self)
{
  const char *xml = hangar_hardware_get_xml (self->hardware);
  g_autoptr (HangarXml) doc = xml != NULL ? hangar_xml_new (xml, NULL) : NULL;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); doc != NULL && *kind != NULL; kind++)
    if (((*kind)->flags & HANGAR_DEVICE_ADDABLE) != 0)
      gtk_list_box_append (self->kind_list,
                           hangar_device_row_new_for_kind (*kind, hangar_new_device_refusal (doc, *kind)));
}

/* The list first, then the form: both at once would hold the program up. */
static gboolean
choose_first_cb (gpointer data)
{
  HangarAddDeviceDialog *self = data;

  if (self->kind_list != NULL && gtk_list_box_get_selected_row (self->kind_list) == NULL)
    gtk_list_box_select_row (self->kind_list, gtk_list_box_get_row_at_index (self->kind_list, 0));
  return G_SOURCE_REMOVE;
}

/**
 * hangar_add_device_dialog_new:
 * @hardware: the hardware of a machine
 * @offer: (nullable): what its host has
 * @widget: where the user is
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarAddDeviceDialog *
hangar_add_device_dialog_new (HangarHardware *hardware, HangarHardwareOffer *offer, GtkWidget *widget)
{
  HangarAddDeviceDialog *self = g_object_new (HANGAR_TYPE_ADD_DEVICE_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (widget);

  self->hardware = g_object_ref (hardware);
  g_set_weak_pointer (&self->origin, widget);
  self->offer = offer != NULL ? hangar_hardware_offer_ref (offer) : NULL;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  hangar_host_devices_async (hangar_hardware_get_domain (hardware), self->cancellable, host_devices_cb,
                             g_object_ref (self));
  fill_kinds (self);
  update (self);
  g_idle_add_full (G_PRIORITY_LOW, choose_first_cb, g_object_ref (self), g_object_unref);
  return self;
}
