/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What some kinds of devices have besides their fields: a disk its size, a drive its disc, a folder its
 * command. */

#include "config.h"

#include "ui/domain/device-extras.h"

#include <glib/gi18n-lib.h>

#include "model/hardware-apply.h"
#include "model/pinning.h"
#include "ui/domain/address-group.h"
#include "ui/domain/boot-order-group.h"
#include "ui/domain/disk-size-group.h"
#include "ui/domain/drive-group.h"
#include "ui/domain/host-device-info.h"

static void
add_drive (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  hangar_device_form_add_group (form, hangar_drive_group_new (context));
}

static void
copy_cb (GtkButton *button, gpointer user_data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          g_object_get_data (G_OBJECT (button), "text"));
}

static GtkWidget *
command_row_new (const char *title, const char *command)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), command);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (copy, _ ("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy"), -1);
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  g_object_set_data_full (G_OBJECT (copy), "text", g_strdup (command), g_free);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  return row;
}

static void
add_folder (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  const char *path = hangar_device_get_path (context->device);
  g_autofree char *driver_path = g_strconcat (path, "/driver/@type", NULL);
  g_autofree char *target_path = g_strconcat (path, "/target/@dir", NULL);
  g_autofree char *driver = hangar_xml_get (context->doc, driver_path);
  g_autofree char *target = hangar_xml_get (context->doc, target_path);
  g_autofree char *quoted = g_shell_quote (target != NULL ? target : "");
  g_autofree char *command =
    g_strcmp0 (driver, "virtiofs") == 0
      ? g_strdup_printf ("mount -t virtiofs %s /mnt", quoted)
      : g_strdup_printf ("mount -t 9p -o trans=virtio,version=9p2000.L %s /mnt", quoted);

  adw_preferences_group_set_title (group, _ ("In the Machine"));
  adw_preferences_group_add (group,
                             command_row_new (_ ("Type this in the machine to see the folder"), command));
  hangar_device_form_add_group (form, group);
}

static void
add_xml (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *view = gtk_text_view_new ();
  g_autofree char *xml = hangar_xml_extract (context->doc, hangar_device_get_path (context->device));

  adw_preferences_group_set_description (group,
                                         _ ("There is no form for this device; it is kept as it is. The XML "
                                            "page can change it."));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), xml, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("XML of the device"), -1);
  gtk_widget_add_css_class (view, "card");
  adw_preferences_group_add (group, view);
  hangar_device_form_add_group (form, group);
}

static void
add_disk (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  hangar_device_form_add_group (form, hangar_disk_size_group_new (context));
}

static void
add_interface (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  hangar_device_form_add_group (form, hangar_address_group_new (context));
}

static void
add_pinning (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  g_autofree char *text = hangar_pinning_in_words (context->doc);
  AdwPreferencesGroup *group;
  GtkWidget *row, *label;

  if (*text == '\0')
    return;
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  row = adw_preferences_row_new ();
  label = gtk_label_new (text);
  adw_preferences_group_set_title (group, _ ("Pinned"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 12);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  adw_preferences_group_add (group, row);
  hangar_device_form_add_group (form, group);
}

static void
add_host_device (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  hangar_device_form_add_group (form, hangar_host_device_info_new (context));
}

static void
add_boot (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  hangar_device_form_add_group (form, hangar_boot_order_group_new (context, form));
}

static const struct
{
  const char *kind;
  void (*add) (HangarDeviceForm *form, const HangarDeviceContext *context);
} extras[] = {
  { "cdrom", add_drive },
  { "floppy", add_drive },
  { "disk", add_disk },
  { "filesystem", add_folder },
  { "boot", add_boot },
  { "other", add_xml },
  { "interface", add_interface },
  { "cpu", add_pinning },
  { "hostdev-usb", add_host_device },
  { "hostdev-pci", add_host_device },
  { "hostdev-mdev", add_host_device },
};

/**
 * hangar_device_extras_add:
 * @form: a new form
 * @context: what is around it
 *
 * Adds what this kind of device has besides its fields.
 */
void
hangar_device_extras_add (HangarDeviceForm *form, const HangarDeviceContext *context)
{
  const char *kind = hangar_device_get_kind (context->device)->id;

  for (gsize i = 0; i < G_N_ELEMENTS (extras); i++)
    if (g_str_equal (extras[i].kind, kind))
      extras[i].add (form, context);
}
