/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From when on a machine is busy, and who is told. */

#include "config.h"

#include "ui/dialogs/busy-machines-group.h"

struct _HangarBusyMachinesGroup
{
  AdwPreferencesGroup parent_instance;

  HangarSettings *settings; /* NULL until the rows show it */

  GtkSwitch *mark_switch;
  GtkSpinButton *threshold_spin;
  GtkSwitch *notify_switch;
};

G_DEFINE_FINAL_TYPE (HangarBusyMachinesGroup, hangar_busy_machines_group, ADW_TYPE_PREFERENCES_GROUP)

static void
changed_cb (HangarBusyMachinesGroup *self)
{
  HangarSettingsAlerts alerts;

  if (self->settings == NULL)
    return;
  alerts.mark = gtk_switch_get_active (self->mark_switch);
  alerts.threshold = (float) gtk_spin_button_get_value (self->threshold_spin) / 100;
  alerts.notify = gtk_switch_get_active (self->notify_switch);
  hangar_settings_set_alerts (self->settings, &alerts);
}

static void
hangar_busy_machines_group_dispose (GObject *object)
{
  g_clear_object (&HANGAR_BUSY_MACHINES_GROUP (object)->settings);

  G_OBJECT_CLASS (hangar_busy_machines_group_parent_class)->dispose (object);
}

static void
hangar_busy_machines_group_class_init (HangarBusyMachinesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_busy_machines_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/busy-machines-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarBusyMachinesGroup, mark_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarBusyMachinesGroup, threshold_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarBusyMachinesGroup, notify_switch);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
hangar_busy_machines_group_init (HangarBusyMachinesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_busy_machines_group_set_settings:
 * @self: a group
 * @settings: what to show and change; given once
 */
void
hangar_busy_machines_group_set_settings (HangarBusyMachinesGroup *self, HangarSettings *settings)
{
  HangarSettingsAlerts alerts;

  hangar_settings_get_alerts (settings, &alerts);
  gtk_switch_set_active (self->mark_switch, alerts.mark);
  gtk_spin_button_set_value (self->threshold_spin, (double) alerts.threshold * 100);
  gtk_switch_set_active (self->notify_switch, alerts.notify);
  self->settings = g_object_ref (settings);
}
