/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device in the list of a machine's hardware. */

#include "config.h"

#include "ui/domain/device-row.h"

struct _HangarDeviceRow
{
  GtkListBoxRow parent_instance;

  HangarDevice *device;
  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
};

G_DEFINE_FINAL_TYPE (HangarDeviceRow, hangar_device_row, GTK_TYPE_LIST_BOX_ROW)

static void
hangar_device_row_dispose (GObject *object)
{
  g_clear_object (&HANGAR_DEVICE_ROW (object)->device);

  G_OBJECT_CLASS (hangar_device_row_parent_class)->dispose (object);
}

static void
hangar_device_row_class_init (HangarDeviceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_device_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/device-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, subtitle_label);
}

static void
hangar_device_row_init (HangarDeviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_device_row_new:
 * @device: a device
 *
 * Returns: (transfer none): its row
 */
GtkWidget *
hangar_device_row_new (HangarDevice *device)
{
  HangarDeviceRow *self = g_object_new (HANGAR_TYPE_DEVICE_ROW, NULL);
  const char *subtitle = hangar_device_get_subtitle (device);
  g_autofree char *name = g_strdup_printf ("%s %s", hangar_device_get_title (device), subtitle);

  self->device = g_object_ref (device);
  gtk_image_set_from_icon_name (self->icon, hangar_device_get_kind (device)->icon);
  gtk_label_set_text (self->title_label, hangar_device_get_title (device));
  gtk_label_set_text (self->subtitle_label, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), *subtitle != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

/**
 * hangar_device_row_get_device:
 * @self: a row
 *
 * Returns: (transfer none): its device
 */
HangarDevice *
hangar_device_row_get_device (HangarDeviceRow *self)
{
  return self->device;
}
