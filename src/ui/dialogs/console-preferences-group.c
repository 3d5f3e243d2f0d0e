/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for the consoles of all machines that have nothing of their own. */

#include "config.h"

#include "ui/dialogs/console-preferences-group.h"

#include "console/release-keys.h"

#include "widgets/lazy-choices.h"

struct _HangarConsolePreferencesGroup
{
  AdwPreferencesGroup parent_instance;

  HangarSettings *settings; /* NULL until the rows show it */

  GtkSwitch *tabs_switch;
  GtkSwitch *autoconnect_switch;
  AdwComboRow *scale_row;
  GtkSwitch *resize_switch;
  AdwComboRow *clipboard_row;
  AdwComboRow *release_row;
};

G_DEFINE_FINAL_TYPE (HangarConsolePreferencesGroup, hangar_console_preferences_group,
                     ADW_TYPE_PREFERENCES_GROUP)

/* In the order of the rows' texts in the template */
static const char *const scales[] = { "fit", "original", "integer", NULL };
static const char *const clipboards[] = { "off", "to-guest", "both", NULL };

static void
set_string (HangarConsolePreferencesGroup *self, HangarSettingsConsole what, const char *const *values,
            AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected < g_strv_length ((char **) values))
    hangar_settings_set_console (self->settings, NULL, what, g_variant_new_string (values[selected]));
}

static void
changed_cb (HangarConsolePreferencesGroup *self)
{
  const HangarReleaseKeys *keys;

  if (self->settings == NULL)
    return;
  keys = hangar_release_keys_get (adw_combo_row_get_selected (self->release_row));
  hangar_settings_set_machine_tabs (self->settings, gtk_switch_get_active (self->tabs_switch));
  hangar_settings_set_console (self->settings, NULL, HANGAR_CONSOLE_AUTOCONNECT,
                               g_variant_new_boolean (gtk_switch_get_active (self->autoconnect_switch)));
  hangar_settings_set_console (self->settings, NULL, HANGAR_CONSOLE_RESIZE_GUEST,
                               g_variant_new_boolean (gtk_switch_get_active (self->resize_switch)));
  set_string (self, HANGAR_CONSOLE_SCALE, scales, self->scale_row);
  set_string (self, HANGAR_CONSOLE_CLIPBOARD, clipboards, self->clipboard_row);
  if (keys != NULL)
    hangar_settings_set_release_keys (self->settings, keys->id);
}

static void
show_string (HangarSettings *settings, HangarSettingsConsole what, const char *const *values,
             AdwComboRow *row)
{
  g_autoptr (GVariant) value = hangar_settings_get_console (settings, NULL, what);

  for (guint i = 0; values[i] != NULL; i++)
    if (g_str_equal (values[i], g_variant_get_string (value, NULL)))
      adw_combo_row_set_selected (row, i);
}

static void
show_release_keys (HangarConsolePreferencesGroup *self, HangarSettings *settings)
{
  g_autofree char *chosen = hangar_settings_get_release_keys (settings);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const HangarReleaseKeys *keys;

  for (guint i = 0; (keys = hangar_release_keys_get (i)) != NULL; i++)
    gtk_string_list_append (names, hangar_release_keys_words (keys));
  adw_combo_row_set_model (self->release_row, G_LIST_MODEL (names));
  hangar_lazy_choices (self->release_row);
  for (guint i = 0; (keys = hangar_release_keys_get (i)) != NULL; i++)
    if (keys == hangar_release_keys_find (chosen))
      adw_combo_row_set_selected (self->release_row, i);
}

static gboolean
get_boolean (HangarSettings *settings, HangarSettingsConsole what)
{
  g_autoptr (GVariant) value = hangar_settings_get_console (settings, NULL, what);

  return g_variant_get_boolean (value);
}

static void
hangar_console_preferences_group_dispose (GObject *object)
{
  g_clear_object (&HANGAR_CONSOLE_PREFERENCES_GROUP (object)->settings);

  G_OBJECT_CLASS (hangar_console_preferences_group_parent_class)->dispose (object);
}

static void
hangar_console_preferences_group_class_init (HangarConsolePreferencesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_console_preferences_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/console-preferences-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarConsolePreferencesGroup, tabs_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarConsolePreferencesGroup, autoconnect_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarConsolePreferencesGroup, scale_row);
  gtk_widget_class_bind_template_child (widget_class, HangarConsolePreferencesGroup, resize_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarConsolePreferencesGroup, clipboard_row);
  gtk_widget_class_bind_template_child (widget_class, HangarConsolePreferencesGroup, release_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
hangar_console_preferences_group_init (HangarConsolePreferencesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_lazy_choices (self->scale_row);
  hangar_lazy_choices (self->clipboard_row);
}

/**
 * hangar_console_preferences_group_set_settings:
 * @settings: the settings to show and change
 */
void
hangar_console_preferences_group_set_settings (HangarConsolePreferencesGroup *self, HangarSettings *settings)
{
  g_clear_object (&self->settings);
  gtk_switch_set_active (self->tabs_switch, hangar_settings_get_machine_tabs (settings));
  gtk_switch_set_active (self->autoconnect_switch, get_boolean (settings, HANGAR_CONSOLE_AUTOCONNECT));
  gtk_switch_set_active (self->resize_switch, get_boolean (settings, HANGAR_CONSOLE_RESIZE_GUEST));
  show_string (settings, HANGAR_CONSOLE_SCALE, scales, self->scale_row);
  show_string (settings, HANGAR_CONSOLE_CLIPBOARD, clipboards, self->clipboard_row);
  show_release_keys (self, settings);
  self->settings = g_object_ref (settings);
}
