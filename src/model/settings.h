/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarSavedHost:
 * @uri: a libvirt URI
 * @label: the user's own label, "" when there is none
 * @autoconnect: whether to connect at start
 */
typedef struct
{
  char *uri;
  char *label;
  gboolean autoconnect;
} HangarSavedHost;

void hangar_saved_host_free (HangarSavedHost *host);

/**
 * HangarSettingsConfirm:
 *
 * Questions that can be answered with "don't ask again".
 */
typedef enum
{
  HANGAR_CONFIRM_FORCE_OFF,
  HANGAR_CONFIRM_RESET,
  HANGAR_CONFIRM_DELETE,
} HangarSettingsConfirm;

/**
 * HangarSettingsAlerts:
 * @mark: whether machines that are constantly busy get a mark
 * @threshold: from which share on (0 to 1) of its processors or memory a machine counts as busy
 * @notify: whether the desktop tells about them
 */
typedef struct
{
  gboolean mark;
  float threshold;
  gboolean notify;
} HangarSettingsAlerts;

/**
 * HangarSettingsConsole:
 * @HANGAR_CONSOLE_AUTOCONNECT: a boolean: whether the console connects when it is seen
 * @HANGAR_CONSOLE_SCALE: a string: "fit", "original" or "integer"
 * @HANGAR_CONSOLE_RESIZE_GUEST: a boolean: whether the guest is asked to follow the window
 * @HANGAR_CONSOLE_CLIPBOARD: a string: "off", "to-guest" or "both"
 *
 * What is remembered of consoles, for all machines and for single ones.
 */
typedef enum
{
  HANGAR_CONSOLE_AUTOCONNECT,
  HANGAR_CONSOLE_SCALE,
  HANGAR_CONSOLE_RESIZE_GUEST,
  HANGAR_CONSOLE_CLIPBOARD,
} HangarSettingsConsole;

/**
 * HangarGuestDefaults:
 * @format: format of new disks
 * @uefi: UEFI also where BIOS would do
 * @memory: bytes, 0 for what the system needs
 * @pool: name of the storage pool for new disks, empty for the usual one
 * @spice: screens by SPICE rather than VNC, where the host can do it
 * @cpu: libvirt's "host-passthrough" or "host-model", or "plain" for what every host has
 *
 * What new machines get unless something else is chosen.
 */
typedef struct
{
  char *format;
  gboolean uefi;
  guint64 memory;
  char *pool;
  gboolean spice;
  char *cpu;
} HangarGuestDefaults;

void hangar_guest_defaults_clear (HangarGuestDefaults *defaults);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HangarGuestDefaults, hangar_guest_defaults_clear)

#define HANGAR_TYPE_SETTINGS (hangar_settings_get_type ())
G_DECLARE_FINAL_TYPE (HangarSettings, hangar_settings, HANGAR, SETTINGS, GObject)

HangarSettings *hangar_settings_new (void);

GPtrArray *hangar_settings_get_hosts (HangarSettings *self);
void hangar_settings_set_hosts (HangarSettings *self, GPtrArray *hosts);
gboolean hangar_settings_get_first_run_done (HangarSettings *self);
void hangar_settings_set_first_run_done (HangarSettings *self, gboolean done);
gboolean hangar_settings_get_confirm (HangarSettings *self, HangarSettingsConfirm question);
void hangar_settings_set_confirm (HangarSettings *self, HangarSettingsConfirm question, gboolean ask);
char **hangar_settings_get_recent_media (HangarSettings *self);
void hangar_settings_add_recent_media (HangarSettings *self, const char *path);
void hangar_settings_get_window_size (HangarSettings *self, int *width, int *height, gboolean *maximized);
void hangar_settings_set_window_size (HangarSettings *self, int width, int height, gboolean maximized);
char *hangar_settings_get_sort (HangarSettings *self);
void hangar_settings_set_sort (HangarSettings *self, const char *sort);

guint hangar_settings_get_statistics_interval (HangarSettings *self);
void hangar_settings_set_statistics_interval (HangarSettings *self, guint seconds);
gboolean hangar_settings_has_statistics_column (HangarSettings *self, const char *column);
void hangar_settings_set_statistics_column (HangarSettings *self, const char *column, gboolean shown);
void hangar_settings_get_guest_defaults (HangarSettings *self, HangarGuestDefaults *defaults);
void hangar_settings_set_guest_defaults (HangarSettings *self, const HangarGuestDefaults *defaults);
void hangar_settings_get_alerts (HangarSettings *self, HangarSettingsAlerts *alerts);
void hangar_settings_set_alerts (HangarSettings *self, const HangarSettingsAlerts *alerts);

GVariant *hangar_settings_get_console (HangarSettings *self, const char *machine, HangarSettingsConsole what);
void hangar_settings_set_console (HangarSettings *self, const char *machine, HangarSettingsConsole what,
                                  GVariant *value);
gboolean hangar_settings_get_machine_tabs (HangarSettings *self);
void hangar_settings_set_machine_tabs (HangarSettings *self, gboolean tabs);
char *hangar_settings_get_release_keys (HangarSettings *self);
void hangar_settings_set_release_keys (HangarSettings *self, const char *keys);

G_END_DECLS
