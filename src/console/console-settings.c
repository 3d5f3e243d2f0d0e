/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a console as the user left it: what is chosen there is remembered for its machine, and what is chosen
 * for all machines is followed where the machine has nothing of its own. */

#include "config.h"

#include "console/console-settings.h"

typedef struct
{
  GObject *object; /* unowned: the console owns us and it */
  const char *property;
  HangarSettingsConsole what;
} Remembered;

#define N_REMEMBERED 4

struct _HangarConsoleSettings
{
  GObject parent_instance;

  HangarConsole *console; /* unowned */
  HangarSettings *settings;
  char *machine;
  Remembered remembered[N_REMEMBERED];
  gboolean applying; /* what changes now comes from the settings */
};

G_DEFINE_FINAL_TYPE (HangarConsoleSettings, hangar_console_settings, G_TYPE_OBJECT)

static GVariant *
value_of (const Remembered *remembered)
{
  GParamSpec *pspec =
    g_object_class_find_property (G_OBJECT_GET_CLASS (remembered->object), remembered->property);
  int value = 0;

  g_object_get (remembered->object, remembered->property, &value, NULL);
  if (!G_IS_PARAM_SPEC_ENUM (pspec))
    return g_variant_new_boolean (value);
  return g_variant_new_string (g_enum_get_value (G_PARAM_SPEC_ENUM (pspec)->enum_class, value)->value_nick);
}

static void
apply (const Remembered *remembered, GVariant *value)
{
  GParamSpec *pspec =
    g_object_class_find_property (G_OBJECT_GET_CLASS (remembered->object), remembered->property);
  GEnumValue *nick;

  if (!G_IS_PARAM_SPEC_ENUM (pspec))
    {
      g_object_set (remembered->object, remembered->property, g_variant_get_boolean (value), NULL);
      return;
    }
  nick = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, g_variant_get_string (value, NULL));
  if (nick != NULL)
    g_object_set (remembered->object, remembered->property, nick->value, NULL);
}

static void
apply_all (HangarConsoleSettings *self)
{
  g_autofree char *keys = hangar_settings_get_release_keys (self->settings);

  self->applying = TRUE;
  for (guint i = 0; i < N_REMEMBERED; i++)
    {
      g_autoptr (GVariant) value =
        hangar_settings_get_console (self->settings, self->machine, self->remembered[i].what);

      apply (&self->remembered[i], value);
    }
  hangar_console_set_release_keys (self->console, hangar_release_keys_find (keys));
  self->applying = FALSE;
}

static void
changed_cb (GObject *object, GParamSpec *pspec, HangarConsoleSettings *self)
{
  if (self->applying)
    return;
  for (guint i = 0; i < N_REMEMBERED; i++)
    if (self->remembered[i].object == object && g_str_equal (self->remembered[i].property, pspec->name))
      hangar_settings_set_console (self->settings, self->machine, self->remembered[i].what,
                                   value_of (&self->remembered[i]));
}

static void
hangar_console_settings_finalize (GObject *object)
{
  HangarConsoleSettings *self = HANGAR_CONSOLE_SETTINGS (object);

  g_clear_object (&self->settings);
  g_free (self->machine);
  G_OBJECT_CLASS (hangar_console_settings_parent_class)->finalize (object);
}

static void
hangar_console_settings_class_init (HangarConsoleSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_console_settings_finalize;
}

static void
hangar_console_settings_init (HangarConsoleSettings *self)
{
}

/**
 * hangar_console_settings_new:
 * @console: the console; it owns what is returned
 * @clipboard: its clipboard
 * @settings: where it is remembered
 *
 * Brings the console to what is remembered for its machine.
 *
 * Returns: (transfer full): remembers as long as it lives
 */
HangarConsoleSettings *
hangar_console_settings_new (HangarConsole *console, HangarGuestClipboard *clipboard,
                             HangarSettings *settings)
{
  HangarConsoleSettings *self = g_object_new (HANGAR_TYPE_CONSOLE_SETTINGS, NULL);
  GObject *display = G_OBJECT (hangar_console_get_display (console));
  const Remembered remembered[N_REMEMBERED] = {
    { G_OBJECT (console), "autoconnect", HANGAR_CONSOLE_AUTOCONNECT },
    { display, "scale-mode", HANGAR_CONSOLE_SCALE },
    { display, "resize-guest", HANGAR_CONSOLE_RESIZE_GUEST },
    { G_OBJECT (clipboard), "mode", HANGAR_CONSOLE_CLIPBOARD },
  };

  self->console = console;
  self->settings = g_object_ref (settings);
  self->machine = g_strdup (hangar_domain_get_uuid (hangar_console_get_domain (console)));
  memcpy (self->remembered, remembered, sizeof remembered);
  apply_all (self);
  for (guint i = 0; i < N_REMEMBERED; i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", remembered[i].property, NULL);

      g_signal_connect_object (remembered[i].object, signal, G_CALLBACK (changed_cb), self, 0);
    }
  g_signal_connect_object (settings, "console-changed", G_CALLBACK (apply_all), self, G_CONNECT_SWAPPED);
  return self;
}
