/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often hosts are asked, and which curves the list shows. */

#include "config.h"

#include "ui/dialogs/measuring-group.h"

struct _HangarMeasuringGroup
{
  AdwPreferencesGroup parent_instance;

  HangarSettings *settings; /* NULL until the rows show it */

  GtkSpinButton *interval_spin;
  GtkSwitch *cpu_switch;
  GtkSwitch *memory_switch;
  GtkSwitch *disk_switch;
  GtkSwitch *network_switch;
};

G_DEFINE_FINAL_TYPE (HangarMeasuringGroup, hangar_measuring_group, ADW_TYPE_PREFERENCES_GROUP)

static void
changed_cb (HangarMeasuringGroup *self)
{
  if (self->settings == NULL)
    return;
  hangar_settings_set_statistics_interval (self->settings,
                                           (guint) gtk_spin_button_get_value_as_int (self->interval_spin));
  hangar_settings_set_statistics_column (self->settings, "cpu", gtk_switch_get_active (self->cpu_switch));
  hangar_settings_set_statistics_column (self->settings, "memory",
                                         gtk_switch_get_active (self->memory_switch));
  hangar_settings_set_statistics_column (self->settings, "disk", gtk_switch_get_active (self->disk_switch));
  hangar_settings_set_statistics_column (self->settings, "network",
                                         gtk_switch_get_active (self->network_switch));
}

static void
hangar_measuring_group_dispose (GObject *object)
{
  g_clear_object (&HANGAR_MEASURING_GROUP (object)->settings);

  G_OBJECT_CLASS (hangar_measuring_group_parent_class)->dispose (object);
}

static void
hangar_measuring_group_class_init (HangarMeasuringGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_measuring_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/measuring-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarMeasuringGroup, interval_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarMeasuringGroup, cpu_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarMeasuringGroup, memory_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarMeasuringGroup, disk_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarMeasuringGroup, network_switch);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
hangar_measuring_group_init (HangarMeasuringGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_measuring_group_set_settings:
 * @self: a group
 * @settings: what to show and change; given once
 */
void
hangar_measuring_group_set_settings (HangarMeasuringGroup *self, HangarSettings *settings)
{
  gtk_spin_button_set_value (self->interval_spin, hangar_settings_get_statistics_interval (settings));
  gtk_switch_set_active (self->cpu_switch, hangar_settings_has_statistics_column (settings, "cpu"));
  gtk_switch_set_active (self->memory_switch, hangar_settings_has_statistics_column (settings, "memory"));
  gtk_switch_set_active (self->disk_switch, hangar_settings_has_statistics_column (settings, "disk"));
  gtk_switch_set_active (self->network_switch, hangar_settings_has_statistics_column (settings, "network"));
  self->settings = g_object_ref (settings);
}
