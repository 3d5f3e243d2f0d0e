/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: which questions are asked, what is measured and how often. */

#include "config.h"

#include "ui/dialogs/preferences-window.h"

#include "ui/dialogs/console-preferences-group.h"
#include "ui/dialogs/new-machines-group.h"

struct _HangarPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  HangarSettings *settings; /* NULL until the switches show it */

  GtkSwitch *force_off_switch;
  GtkSwitch *reset_switch;
  GtkSwitch *delete_switch;
  HangarConsolePreferencesGroup *console_group;
  GtkSpinButton *interval_spin;
  GtkSwitch *cpu_switch;
  GtkSwitch *memory_switch;
  GtkSwitch *disk_switch;
  GtkSwitch *network_switch;
  GtkSwitch *mark_switch;
  GtkSpinButton *threshold_spin;
  GtkSwitch *notify_switch;
  HangarNewMachinesGroup *new_machines_group;
};

G_DEFINE_FINAL_TYPE (HangarPreferencesWindow, hangar_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
switched_cb (HangarPreferencesWindow *self)
{
  if (self->settings == NULL)
    return;
  hangar_settings_set_confirm (self->settings, HANGAR_CONFIRM_FORCE_OFF,
                               gtk_switch_get_active (self->force_off_switch));
  hangar_settings_set_confirm (self->settings, HANGAR_CONFIRM_RESET,
                               gtk_switch_get_active (self->reset_switch));
  hangar_settings_set_confirm (self->settings, HANGAR_CONFIRM_DELETE,
                               gtk_switch_get_active (self->delete_switch));
}

static void
statistics_cb (HangarPreferencesWindow *self)
{
  HangarSettingsAlerts alerts;

  if (self->settings == NULL)
    return;
  alerts.mark = gtk_switch_get_active (self->mark_switch);
  alerts.threshold = (float) gtk_spin_button_get_value (self->threshold_spin) / 100;
  alerts.notify = gtk_switch_get_active (self->notify_switch);
  hangar_settings_set_alerts (self->settings, &alerts);
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
show_statistics (HangarPreferencesWindow *self, HangarSettings *settings)
{
  HangarSettingsAlerts alerts;

  hangar_settings_get_alerts (settings, &alerts);
  gtk_switch_set_active (self->mark_switch, alerts.mark);
  gtk_spin_button_set_value (self->threshold_spin, (double) alerts.threshold * 100);
  gtk_switch_set_active (self->notify_switch, alerts.notify);
  gtk_spin_button_set_value (self->interval_spin, hangar_settings_get_statistics_interval (settings));
  gtk_switch_set_active (self->cpu_switch, hangar_settings_has_statistics_column (settings, "cpu"));
  gtk_switch_set_active (self->memory_switch, hangar_settings_has_statistics_column (settings, "memory"));
  gtk_switch_set_active (self->disk_switch, hangar_settings_has_statistics_column (settings, "disk"));
  gtk_switch_set_active (self->network_switch, hangar_settings_has_statistics_column (settings, "network"));
}

static void
hangar_preferences_window_dispose (GObject *object)
{
  g_clear_object (&HANGAR_PREFERENCES_WINDOW (object)->settings);

  G_OBJECT_CLASS (hangar_preferences_window_parent_class)->dispose (object);
}

static void
hangar_preferences_window_class_init (HangarPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_preferences_window_dispose;

  g_type_ensure (HANGAR_TYPE_CONSOLE_PREFERENCES_GROUP);
  g_type_ensure (HANGAR_TYPE_NEW_MACHINES_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, force_off_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, reset_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, delete_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, console_group);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, interval_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, cpu_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, memory_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, disk_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, network_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, mark_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, threshold_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, notify_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, new_machines_group);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, statistics_cb);
}

static void
hangar_preferences_window_init (HangarPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_preferences_window_new:
 * @settings: the settings to show and change
 *
 * Returns: (transfer floating): the window
 */
HangarPreferencesWindow *
hangar_preferences_window_new (HangarSettings *settings)
{
  HangarPreferencesWindow *self = g_object_new (HANGAR_TYPE_PREFERENCES_WINDOW, NULL);

  gtk_switch_set_active (self->force_off_switch,
                         hangar_settings_get_confirm (settings, HANGAR_CONFIRM_FORCE_OFF));
  gtk_switch_set_active (self->reset_switch, hangar_settings_get_confirm (settings, HANGAR_CONFIRM_RESET));
  gtk_switch_set_active (self->delete_switch, hangar_settings_get_confirm (settings, HANGAR_CONFIRM_DELETE));
  hangar_console_preferences_group_set_settings (self->console_group, settings);
  show_statistics (self, settings);
  hangar_new_machines_group_set_settings (self->new_machines_group, settings);
  self->settings = g_object_ref (settings);
  return self;
}
