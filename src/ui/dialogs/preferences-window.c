/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: which questions are asked. */

#include "config.h"

#include "ui/dialogs/preferences-window.h"

struct _HangarPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  HangarSettings *settings; /* NULL until the switches show it */

  GtkSwitch *force_off_switch;
  GtkSwitch *reset_switch;
  GtkSwitch *delete_switch;
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

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, force_off_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, reset_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, delete_switch);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
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
  self->settings = g_object_ref (settings);
  return self;
}
