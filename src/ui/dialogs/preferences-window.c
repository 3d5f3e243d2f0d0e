/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: which questions are asked, what is measured and how often. */

#include "config.h"

#include "ui/dialogs/preferences-window.h"

#include "ui/dialogs/busy-machines-group.h"
#include "ui/dialogs/console-preferences-group.h"
#include "ui/dialogs/measuring-group.h"
#include "ui/dialogs/new-machines-group.h"
#include "widgets/pieces.h"

struct _HangarPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  HangarSettings *settings; /* NULL until the switches show it */

  GtkSwitch *force_off_switch;
  GtkSwitch *reset_switch;
  GtkSwitch *delete_switch;
  AdwPreferencesPage *page;

  HangarPieces *pieces;
  guint n_groups; /* after the first */
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

/* The groups after the first, one after each frame: all at once take longer than a frame may. */
static gboolean
add_group_cb (gpointer user_data)
{
  HangarPreferencesWindow *self = user_data;
  AdwPreferencesGroup *group;

  switch (self->n_groups++)
    {
    case 0:
      group = g_object_new (HANGAR_TYPE_CONSOLE_PREFERENCES_GROUP, NULL);
      hangar_console_preferences_group_set_settings (HANGAR_CONSOLE_PREFERENCES_GROUP (group),
                                                     self->settings);
      break;
    case 1:
      group = g_object_new (HANGAR_TYPE_MEASURING_GROUP, NULL);
      hangar_measuring_group_set_settings (HANGAR_MEASURING_GROUP (group), self->settings);
      break;
    case 2:
      group = g_object_new (HANGAR_TYPE_BUSY_MACHINES_GROUP, NULL);
      hangar_busy_machines_group_set_settings (HANGAR_BUSY_MACHINES_GROUP (group), self->settings);
      break;
    default:
      group = g_object_new (HANGAR_TYPE_NEW_MACHINES_GROUP, NULL);
      hangar_new_machines_group_set_settings (HANGAR_NEW_MACHINES_GROUP (group), self->settings);
    }
  adw_preferences_page_add (self->page, group);
  return self->n_groups < 4;
}

static void
hangar_preferences_window_dispose (GObject *object)
{
  HangarPreferencesWindow *self = HANGAR_PREFERENCES_WINDOW (object);

  g_clear_pointer (&self->pieces, hangar_pieces_free);
  g_clear_object (&self->settings);

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
  gtk_widget_class_bind_template_child (widget_class, HangarPreferencesWindow, page);
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
  self->pieces = hangar_pieces_new (GTK_WIDGET (self), add_group_cb, self);
  hangar_pieces_start (self->pieces);
  return self;
}
