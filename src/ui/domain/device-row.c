/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device in the list of a machine's hardware, or a kind of device in the list of what can be added. */

#include "config.h"

#include "ui/domain/device-row.h"

#include <glib/gi18n-lib.h>

struct _HangarDeviceRow
{
  GtkListBoxRow parent_instance;

  HangarDevice *device;         /* (nullable): in the list of devices */
  const HangarDeviceKind *kind; /* of it, or the kind itself */
  char *refusal;                /* (nullable): why none can be added */
  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
  GtkImage *mark;
};

G_DEFINE_FINAL_TYPE (HangarDeviceRow, hangar_device_row, GTK_TYPE_LIST_BOX_ROW)

static void
hangar_device_row_dispose (GObject *object)
{
  g_clear_object (&HANGAR_DEVICE_ROW (object)->device);

  G_OBJECT_CLASS (hangar_device_row_parent_class)->dispose (object);
}

static void
hangar_device_row_finalize (GObject *object)
{
  g_free (HANGAR_DEVICE_ROW (object)->refusal);

  G_OBJECT_CLASS (hangar_device_row_parent_class)->finalize (object);
}

static void
hangar_device_row_class_init (HangarDeviceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_device_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_device_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/device-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceRow, mark);
}

static void
hangar_device_row_init (HangarDeviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
rove_cb (GtkListBox *list, GtkListBoxRow *chosen)
{
  gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (list)) != NULL;

  if (chosen == NULL)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    gtk_widget_set_focusable (row, row == GTK_WIDGET (chosen));
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (chosen));
}

/**
 * hangar_device_row_rove:
 * @list: a list of such rows
 *
 * Makes Tab go past the list and the arrow keys move in it: else Tab would stop at each row, and choose it.
 */
void
hangar_device_row_rove (GtkListBox *list)
{
  g_signal_connect (list, "row-selected", G_CALLBACK (rove_cb), NULL);
}

static HangarDeviceRow *
row_new (const HangarDeviceKind *kind, const char *title, const char *subtitle)
{
  HangarDeviceRow *self = g_object_new (HANGAR_TYPE_DEVICE_ROW, NULL);
  g_autofree char *name = g_strdup_printf ("%s %s", title, subtitle);

  self->kind = kind;
  gtk_image_set_from_icon_name (self->icon, kind->icon);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->subtitle_label, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), *subtitle != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, g_strstrip (name),
                                  -1);
  return self;
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
  HangarDeviceRow *self = row_new (hangar_device_get_kind (device), hangar_device_get_title (device),
                                   hangar_device_get_subtitle (device));

  self->device = g_object_ref (device);
  return GTK_WIDGET (self);
}

/**
 * hangar_device_row_new_for_kind:
 * @kind: a kind of device
 * @refusal: (nullable): why none can be added
 *
 * Returns: (transfer none): a row for it
 */
GtkWidget *
hangar_device_row_new_for_kind (const HangarDeviceKind *kind, const char *refusal)
{
  HangarDeviceRow *self = row_new (kind, _ (kind->label), "");

  self->refusal = g_strdup (refusal);
  if (refusal != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->title_label), "dim-label");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), refusal);
  return GTK_WIDGET (self);
}

/**
 * hangar_device_row_set_trouble:
 * @self: a row
 * @trouble: (nullable): a sentence on what is wrong with the device
 */
void
hangar_device_row_set_trouble (HangarDeviceRow *self, const char *trouble)
{
  if (trouble == NULL && !gtk_widget_get_visible (GTK_WIDGET (self->mark)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->mark), trouble != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), trouble);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  trouble != NULL ? trouble : "", -1);
}

/**
 * hangar_device_row_get_device:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): its device
 */
HangarDevice *
hangar_device_row_get_device (HangarDeviceRow *self)
{
  return self->device;
}

/**
 * hangar_device_row_get_kind:
 * @self: a row
 *
 * Returns: its kind
 */
const HangarDeviceKind *
hangar_device_row_get_kind (HangarDeviceRow *self)
{
  return self->kind;
}

/**
 * hangar_device_row_get_refusal:
 * @self: a row
 *
 * Returns: (nullable): why no device of the kind can be added
 */
const char *
hangar_device_row_get_refusal (HangarDeviceRow *self)
{
  return self->refusal;
}
