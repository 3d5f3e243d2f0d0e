/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which device of the host a machine gets, with what comes along and who has it already. */

#include "config.h"

#include "ui/domain/host-device-group.h"

#include <glib/gi18n-lib.h>

struct _HangarHostDeviceGroup
{
  AdwPreferencesGroup parent_instance;

  char *kind;
  gboolean is_known;  /* the host has answered */
  GPtrArray *offered; /* of HangarHostDevice, of this kind; not owned */

  AdwComboRow *device_row;
  GtkStringList *device_names;
  GtkLabel *companions_label;
  GtkLabel *user_label;
};

G_DEFINE_FINAL_TYPE (HangarHostDeviceGroup, hangar_host_device_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
update (HangarHostDeviceGroup *self)
{
  const HangarHostDevice *device = hangar_host_device_group_get_device (self);
  g_autofree char *companions = NULL, *user = NULL;

  if (device != NULL && device->companions != NULL)
    /* Translators: %s are names of devices */
    companions = g_strdup_printf (_ ("It shares its IOMMU group with: %s. The host gives all of them away "
                                     "together, or none."),
                                  device->companions);
  if (device != NULL && device->user != NULL)
    /* Translators: %s is the name of a machine */
    user =
      g_strdup_printf (_ ("The machine “%s” has it too: only one of them can run with it."), device->user);
  gtk_widget_set_visible (GTK_WIDGET (self->device_row), self->offered->len > 0);
  show_text (self->companions_label,
             companions != NULL ? companions : hangar_host_device_group_get_refusal (self));
  show_text (self->user_label, user);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
hangar_host_device_group_finalize (GObject *object)
{
  HangarHostDeviceGroup *self = HANGAR_HOST_DEVICE_GROUP (object);

  g_free (self->kind);
  g_ptr_array_unref (self->offered);

  G_OBJECT_CLASS (hangar_host_device_group_parent_class)->finalize (object);
}

static void
hangar_host_device_group_class_init (HangarHostDeviceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hangar_host_device_group_finalize;

  /**
   * HangarHostDeviceGroup::changed:
   * @self: the group
   *
   * Another device is chosen, or it is known what there is.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HANGAR_TYPE_HOST_DEVICE_GROUP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/host-device-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarHostDeviceGroup, device_row);
  gtk_widget_class_bind_template_child (widget_class, HangarHostDeviceGroup, device_names);
  gtk_widget_class_bind_template_child (widget_class, HangarHostDeviceGroup, companions_label);
  gtk_widget_class_bind_template_child (widget_class, HangarHostDeviceGroup, user_label);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
hangar_host_device_group_init (HangarHostDeviceGroup *self)
{
  self->offered = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_host_device_group_new:
 * @kind: "usb", "pci" or "mdev"
 *
 * Returns: (transfer none): the question
 */
HangarHostDeviceGroup *
hangar_host_device_group_new (const char *kind)
{
  HangarHostDeviceGroup *self = g_object_new (HANGAR_TYPE_HOST_DEVICE_GROUP, NULL);

  self->kind = g_strdup (kind);
  update (self);
  return self;
}

/**
 * hangar_host_device_group_offer:
 * @self: the group
 * @devices: (element-type HangarHostDevice): what the host has; it must outlive the group
 */
void
hangar_host_device_group_offer (HangarHostDeviceGroup *self, GPtrArray *devices)
{
  self->is_known = TRUE;
  for (guint i = 0; i < devices->len; i++)
    {
      HangarHostDevice *device = devices->pdata[i];

      if (!g_str_equal (device->kind, self->kind))
        continue;
      g_ptr_array_add (self->offered, device);
      gtk_string_list_append (self->device_names, device->title);
    }
  update (self);
}

/**
 * hangar_host_device_group_get_device:
 * @self: the group
 *
 * Returns: (nullable): the chosen device
 */
const HangarHostDevice *
hangar_host_device_group_get_device (HangarHostDeviceGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->device_row);

  return selected < self->offered->len ? self->offered->pdata[selected] : NULL;
}

/**
 * hangar_host_device_group_get_refusal:
 * @self: the group
 *
 * Returns: (nullable): why there is nothing to add yet
 */
const char *
hangar_host_device_group_get_refusal (HangarHostDeviceGroup *self)
{
  if (!self->is_known)
    return _ ("Asking the host what it has…");
  return self->offered->len == 0 ? _ ("The host has no such device to give.") : NULL;
}
