/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered between starts. The only file that knows the keys' names. */

#include "config.h"

#include "model/settings.h"

#define RECENT_MEDIA 10

struct _HangarSettings
{
  GObject parent_instance;

  GSettings *settings;
};

enum
{
  SIGNAL_STATISTICS_CHANGED,
  SIGNAL_CONSOLE_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarSettings, hangar_settings, G_TYPE_OBJECT)

static const char *const confirm_keys[] = {
  [HANGAR_CONFIRM_FORCE_OFF] = "confirm-force-off",
  [HANGAR_CONFIRM_RESET] = "confirm-reset",
  [HANGAR_CONFIRM_DELETE] = "confirm-delete",
};

static const char *const console_keys[] = {
  [HANGAR_CONSOLE_AUTOCONNECT] = "console-autoconnect",
  [HANGAR_CONSOLE_SCALE] = "console-scale",
  [HANGAR_CONSOLE_RESIZE_GUEST] = "console-resize-guest",
  [HANGAR_CONSOLE_CLIPBOARD] = "console-clipboard",
};

static void
hangar_settings_dispose (GObject *object)
{
  HangarSettings *self = HANGAR_SETTINGS (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hangar_settings_parent_class)->dispose (object);
}

static void
hangar_settings_class_init (HangarSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_settings_dispose;

  /**
   * HangarSettings::statistics-changed:
   *
   * What is measured, how often, or what is told about it is another now.
   */
  signals[SIGNAL_STATISTICS_CHANGED] = g_signal_new ("statistics-changed", HANGAR_TYPE_SETTINGS,
                                                     G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * HangarSettings::console-changed:
   *
   * Something about consoles is another now, for all or for one.
   */
  signals[SIGNAL_CONSOLE_CHANGED] = g_signal_new ("console-changed", HANGAR_TYPE_SETTINGS, G_SIGNAL_RUN_LAST,
                                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
changed_cb (HangarSettings *self, const char *key)
{
  if (g_str_has_prefix (key, "console-"))
    g_signal_emit (self, signals[SIGNAL_CONSOLE_CHANGED], 0);
  if (g_str_has_prefix (key, "statistics-") || g_str_has_prefix (key, "alert-"))
    g_signal_emit (self, signals[SIGNAL_STATISTICS_CHANGED], 0);
}

static void
hangar_settings_init (HangarSettings *self)
{
  self->settings = g_settings_new (HANGAR_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * hangar_settings_new:
 *
 * Returns: (transfer full): the user's settings
 */
HangarSettings *
hangar_settings_new (void)
{
  return g_object_new (HANGAR_TYPE_SETTINGS, NULL);
}

/**
 * hangar_saved_host_free:
 * @host: (transfer full): a host
 */
void
hangar_saved_host_free (HangarSavedHost *host)
{
  g_free (host->uri);
  g_free (host->label);
  g_free (host);
}

/**
 * hangar_settings_get_hosts:
 * @self: the settings
 *
 * Returns: (transfer full) (element-type HangarSavedHost): the hosts, in their order
 */
GPtrArray *
hangar_settings_get_hosts (HangarSettings *self)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_saved_host_free);
  g_autoptr (GVariant) value = g_settings_get_value (self->settings, "hosts");
  GVariantIter iter;
  HangarSavedHost host;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(ssb)", &host.uri, &host.label, &host.autoconnect))
    g_ptr_array_add (hosts, g_memdup2 (&host, sizeof host));
  return hosts;
}

/**
 * hangar_settings_set_hosts:
 * @self: the settings
 * @hosts: (element-type HangarSavedHost): the hosts
 */
void
hangar_settings_set_hosts (HangarSettings *self, GPtrArray *hosts)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssb)"));
  for (guint i = 0; i < hosts->len; i++)
    {
      const HangarSavedHost *host = g_ptr_array_index (hosts, i);

      g_variant_builder_add (&builder, "(ssb)", host->uri, host->label, host->autoconnect);
    }
  g_settings_set_value (self->settings, "hosts", g_variant_builder_end (&builder));
}

/**
 * hangar_settings_get_first_run_done:
 * @self: the settings
 *
 * Returns: whether the hosts of this computer were looked for
 */
gboolean
hangar_settings_get_first_run_done (HangarSettings *self)
{
  return g_settings_get_boolean (self->settings, "first-run-done");
}

/**
 * hangar_settings_set_first_run_done:
 * @self: the settings
 * @done: whether the hosts of this computer were looked for
 */
void
hangar_settings_set_first_run_done (HangarSettings *self, gboolean done)
{
  g_settings_set_boolean (self->settings, "first-run-done", done);
}

/**
 * hangar_settings_get_confirm:
 * @self: the settings
 * @question: a question
 *
 * Returns: whether it is asked
 */
gboolean
hangar_settings_get_confirm (HangarSettings *self, HangarSettingsConfirm question)
{
  return g_settings_get_boolean (self->settings, confirm_keys[question]);
}

/**
 * hangar_settings_set_confirm:
 * @self: the settings
 * @question: a question
 * @ask: whether it is asked
 */
void
hangar_settings_set_confirm (HangarSettings *self, HangarSettingsConfirm question, gboolean ask)
{
  g_settings_set_boolean (self->settings, confirm_keys[question], ask);
}

/**
 * hangar_settings_get_recent_media:
 * @self: the settings
 *
 * Returns: (transfer full): paths of installation media, the latest first; they may be gone
 */
char **
hangar_settings_get_recent_media (HangarSettings *self)
{
  return g_settings_get_strv (self->settings, "recent-media");
}

/**
 * hangar_settings_add_recent_media:
 * @self: the settings
 * @path: an installation medium that was used
 */
void
hangar_settings_add_recent_media (HangarSettings *self, const char *path)
{
  g_auto (GStrv) old = hangar_settings_get_recent_media (self);
  g_autoptr (GPtrArray) media = g_ptr_array_new ();

  g_ptr_array_add (media, (gpointer) path);
  for (guint i = 0; old[i] != NULL && media->len < RECENT_MEDIA; i++)
    if (!g_str_equal (old[i], path))
      g_ptr_array_add (media, old[i]);
  g_ptr_array_add (media, NULL);
  g_settings_set_strv (self->settings, "recent-media", (const char *const *) media->pdata);
}

/**
 * hangar_settings_get_window_size:
 * @self: the settings
 * @width: (out): in application pixels
 * @height: (out): in application pixels
 * @maximized: (out): whether it fills the screen
 */
void
hangar_settings_get_window_size (HangarSettings *self, int *width, int *height, gboolean *maximized)
{
  *width = g_settings_get_int (self->settings, "window-width");
  *height = g_settings_get_int (self->settings, "window-height");
  *maximized = g_settings_get_boolean (self->settings, "window-maximized");
}

/**
 * hangar_settings_set_window_size:
 * @self: the settings
 * @width: in application pixels
 * @height: in application pixels
 * @maximized: whether it fills the screen
 */
void
hangar_settings_set_window_size (HangarSettings *self, int width, int height, gboolean maximized)
{
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", maximized);
}

/**
 * hangar_settings_get_sort:
 * @self: the settings
 *
 * Returns: (transfer full): what machines are sorted by
 */
char *
hangar_settings_get_sort (HangarSettings *self)
{
  return g_settings_get_string (self->settings, "sort");
}

/**
 * hangar_settings_set_sort:
 * @self: the settings
 * @sort: what machines are sorted by
 */
void
hangar_settings_set_sort (HangarSettings *self, const char *sort)
{
  g_settings_set_string (self->settings, "sort", sort);
}

/**
 * hangar_settings_get_statistics_interval:
 * @self: the settings
 *
 * Returns: seconds between two measurements, 1 to 60
 */
guint
hangar_settings_get_statistics_interval (HangarSettings *self)
{
  return g_settings_get_uint (self->settings, "statistics-interval");
}

/**
 * hangar_settings_set_statistics_interval:
 * @self: the settings
 * @seconds: between two measurements, 1 to 60
 */
void
hangar_settings_set_statistics_interval (HangarSettings *self, guint seconds)
{
  g_settings_set_uint (self->settings, "statistics-interval", CLAMP (seconds, 1, 60));
}

/**
 * hangar_settings_has_statistics_column:
 * @self: the settings
 * @column: "cpu", "memory", "disk" or "network"
 *
 * Returns: whether the list of machines has that column
 */
gboolean
hangar_settings_has_statistics_column (HangarSettings *self, const char *column)
{
  g_auto (GStrv) columns = g_settings_get_strv (self->settings, "statistics-columns");

  return g_strv_contains ((const char *const *) columns, column);
}

/**
 * hangar_settings_set_statistics_column:
 * @self: the settings
 * @column: "cpu", "memory", "disk" or "network"
 * @shown: whether the list of machines has that column
 */
void
hangar_settings_set_statistics_column (HangarSettings *self, const char *column, gboolean shown)
{
  g_auto (GStrv) columns = g_settings_get_strv (self->settings, "statistics-columns");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) changed = NULL;

  for (char **other = columns; *other != NULL; other++)
    if (!g_str_equal (*other, column))
      g_strv_builder_add (builder, *other);
  if (shown)
    g_strv_builder_add (builder, column);
  changed = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "statistics-columns", (const char *const *) changed);
}

/**
 * hangar_settings_get_alerts:
 * @self: the settings
 * @alerts: (out caller-allocates): what is told about busy machines
 */
void
hangar_settings_get_alerts (HangarSettings *self, HangarSettingsAlerts *alerts)
{
  alerts->mark = g_settings_get_boolean (self->settings, "alert-load");
  alerts->threshold = (float) g_settings_get_uint (self->settings, "alert-threshold") / 100;
  alerts->notify = g_settings_get_boolean (self->settings, "alert-notify");
}

/**
 * hangar_settings_set_alerts:
 * @self: the settings
 * @alerts: what is told about busy machines
 */
void
hangar_settings_set_alerts (HangarSettings *self, const HangarSettingsAlerts *alerts)
{
  g_settings_set_boolean (self->settings, "alert-load", alerts->mark);
  g_settings_set_uint (self->settings, "alert-threshold",
                       (guint) CLAMP (alerts->threshold * 100 + 0.5f, 10, 100));
  g_settings_set_boolean (self->settings, "alert-notify", alerts->notify);
}

/**
 * hangar_settings_get_console:
 * @self: the settings
 * @machine: (nullable): the UUID of a machine, %NULL for all that have no value of their own
 * @what: what is asked for
 *
 * Returns: (transfer full): the machine's own value, else that of all
 */
GVariant *
hangar_settings_get_console (HangarSettings *self, const char *machine, HangarSettingsConsole what)
{
  g_autoptr (GVariant) general = g_settings_get_value (self->settings, console_keys[what]);
  g_autoptr (GVariant) machines = g_settings_get_value (self->settings, "console-machines");
  g_autoptr (GVariant) values =
    machine != NULL ? g_variant_lookup_value (machines, machine, G_VARIANT_TYPE_VARDICT) : NULL;
  g_autoptr (GVariant) own =
    values != NULL ? g_variant_lookup_value (values, console_keys[what], g_variant_get_type (general)) : NULL;

  return g_variant_ref (own != NULL ? own : general);
}

static GVariant *
changed_machine (GVariant *values, const char *key, GVariant *value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, values);
  g_variant_dict_remove (&dict, key);
  if (value != NULL)
    g_variant_dict_insert_value (&dict, key, value);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* One machine's values in the place of what it had; none is as good as not there. */
static void
set_machine (HangarSettings *self, const char *machine, const char *key, GVariant *value)
{
  g_autoptr (GVariant) machines = g_settings_get_value (self->settings, "console-machines");
  g_autoptr (GVariant) values = g_variant_lookup_value (machines, machine, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) changed = changed_machine (values, key, value);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other;
  GVariant *others;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sa{sv}}"));
  g_variant_iter_init (&iter, machines);
  while (g_variant_iter_loop (&iter, "{&s@a{sv}}", &other, &others))
    if (!g_str_equal (other, machine))
      g_variant_builder_add (&builder, "{s@a{sv}}", other, others);
  if (g_variant_n_children (changed) > 0)
    g_variant_builder_add (&builder, "{s@a{sv}}", machine, changed);
  g_settings_set_value (self->settings, "console-machines", g_variant_builder_end (&builder));
}

/**
 * hangar_settings_set_console:
 * @self: the settings
 * @machine: (nullable): the UUID of a machine, %NULL for all that have no value of their own
 * @what: what is to be another
 * @value: its value
 *
 * A machine's value that is that of all is not its own: it follows when that changes.
 */
void
hangar_settings_set_console (HangarSettings *self, const char *machine, HangarSettingsConsole what,
                             GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);
  g_autoptr (GVariant) before = hangar_settings_get_console (self, machine, what);
  g_autoptr (GVariant) general = hangar_settings_get_console (self, NULL, what);

  if (g_variant_equal (before, value))
    return;
  if (machine == NULL)
    g_settings_set_value (self->settings, console_keys[what], value);
  else
    set_machine (self, machine, console_keys[what], g_variant_equal (general, value) ? NULL : value);
}

/**
 * hangar_settings_get_machine_tabs:
 * @self: the settings
 *
 * Returns: whether machines are opened as tabs of one window, rather than in windows of their own
 */
gboolean
hangar_settings_get_machine_tabs (HangarSettings *self)
{
  return g_settings_get_boolean (self->settings, "machine-tabs");
}

/**
 * hangar_settings_set_machine_tabs:
 * @self: the settings
 * @tabs: whether machines are opened as tabs of one window
 */
void
hangar_settings_set_machine_tabs (HangarSettings *self, gboolean tabs)
{
  g_settings_set_boolean (self->settings, "machine-tabs", tabs);
}

/**
 * hangar_settings_get_release_keys:
 * @self: the settings
 *
 * Returns: (transfer full): the keys that give keyboard and pointer back, joined by "+"
 */
char *
hangar_settings_get_release_keys (HangarSettings *self)
{
  return g_settings_get_string (self->settings, "console-release-keys");
}

/**
 * hangar_settings_set_release_keys:
 * @self: the settings
 * @keys: the keys that give keyboard and pointer back, joined by "+"
 */
void
hangar_settings_set_release_keys (HangarSettings *self, const char *keys)
{
  g_settings_set_string (self->settings, "console-release-keys", keys);
}

/**
 * hangar_guest_defaults_clear:
 * @defaults: what new machines get
 *
 * Frees what it holds.
 */
void
hangar_guest_defaults_clear (HangarGuestDefaults *defaults)
{
  g_clear_pointer (&defaults->format, g_free);
  g_clear_pointer (&defaults->pool, g_free);
  g_clear_pointer (&defaults->cpu, g_free);
}

/**
 * hangar_settings_get_guest_defaults:
 * @self: the settings
 * @defaults: (out caller-allocates): what new machines get unless something else is chosen
 */
void
hangar_settings_get_guest_defaults (HangarSettings *self, HangarGuestDefaults *defaults)
{
  g_autofree char *graphics = g_settings_get_string (self->settings, "new-machine-graphics");

  defaults->format = g_settings_get_string (self->settings, "new-machine-format");
  defaults->uefi = g_settings_get_boolean (self->settings, "new-machine-uefi");
  defaults->memory = (guint64) g_settings_get_uint (self->settings, "new-machine-memory") << 20;
  defaults->spice = g_str_equal (graphics, "spice");
  defaults->cpu = g_settings_get_string (self->settings, "new-machine-cpu");
  defaults->pool = g_settings_get_string (self->settings, "new-machine-pool");
}

/**
 * hangar_settings_set_guest_defaults:
 * @self: the settings
 * @defaults: what new machines get unless something else is chosen
 */
void
hangar_settings_set_guest_defaults (HangarSettings *self, const HangarGuestDefaults *defaults)
{
  g_settings_set_string (self->settings, "new-machine-format",
                         g_strcmp0 (defaults->format, "raw") == 0 ? "raw" : "qcow2");
  g_settings_set_boolean (self->settings, "new-machine-uefi", defaults->uefi);
  g_settings_set_uint (self->settings, "new-machine-memory", (guint) MIN (defaults->memory >> 20, 1048576));
  g_settings_set_string (self->settings, "new-machine-pool", defaults->pool != NULL ? defaults->pool : "");
  g_settings_set_string (self->settings, "new-machine-graphics", defaults->spice ? "spice" : "vnc");
  g_settings_set_string (self->settings, "new-machine-cpu",
                         defaults->cpu != NULL ? defaults->cpu : "host-passthrough");
}
