/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What works behind the windows: watching loads and finished installations, a console's choices and text
 * lines, the listener for its screen. Each is made, sees a host come and go, and leaves nothing. */

#include "find.h"

#include "console/console-settings.h"
#include "console/display-listener.h"
#include "console/text-lines.h"
#include "model/connection-list.h"
#include "model/guest-finisher.h"
#include "model/monitor.h"
#include "model/sampler.h"
#include "tests/wait.h"
#include "ui/dialogs/busy-machines-group.h"
#include "ui/dialogs/measuring-group.h"
#include "ui/dialogs/preferences-window.h"

typedef struct
{
  HangarSettings *settings;
  HangarConnectionList *connections;
  HangarConnection *host;
  HangarDomain *domain;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = hangar_settings_new ();
  fixture->connections = hangar_connection_list_new (NULL);
  fixture->host = hangar_connection_list_add (fixture->connections, "test:///default", NULL, FALSE);
  hangar_connection_open (fixture->host);
  WAIT_FOR (hangar_connection_get_state (fixture->host) == HANGAR_CONNECTION_OPEN);
  fixture->domain = g_object_ref (hangar_connection_find_domain (fixture->host, "test"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hangar_connection_list_close_all (fixture->connections);
  g_object_unref (fixture->domain);
  g_object_unref (fixture->connections);
  g_object_unref (fixture->settings);
}

static void
assert_goes (gpointer object)
{
  gpointer watched = object;

  g_object_add_weak_pointer (object, &watched);
  g_object_unref (object);
  WAIT_FOR (watched == NULL);
}

static void
test_monitor (Fixture *fixture, gconstpointer data)
{
  HangarMonitor *monitor = hangar_monitor_new (fixture->settings, G_LIST_MODEL (fixture->connections));

  hangar_connection_list_add (fixture->connections, "test:///nowhere.xml", NULL, FALSE);
  hangar_connection_close (fixture->host);
  assert_goes (monitor);
}

static GtkWidget *
find_in_row (GtkWidget *window, const char *title, GType type)
{
  return find_widget (find_widget (window, ADW_TYPE_ACTION_ROW, title), type, NULL);
}

/* What is chosen in the preferences holds at once, for hosts that are there and those that come. */
static void
test_measuring (Fixture *fixture, gconstpointer data)
{
  HangarMonitor *monitor = hangar_monitor_new (fixture->settings, G_LIST_MODEL (fixture->connections));
  GtkWidget *window = GTK_WIDGET (hangar_preferences_window_new (fixture->settings));
  GtkWidget *spin, *disks;
  HangarConnection *later;

  /* The window is filled in pieces. */
  WAIT_FOR (find_widget (window, HANGAR_TYPE_MEASURING_GROUP, NULL) != NULL);
  spin = find_in_row (window, "_Interval", GTK_TYPE_SPIN_BUTTON);
  disks = find_in_row (window, "Curves of d_isks", GTK_TYPE_SWITCH);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (fixture->host)), ==,
                    hangar_settings_get_statistics_interval (fixture->settings) * 1000);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 7);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (fixture->host)), ==, 7000);
  later = hangar_connection_list_add (fixture->connections, "test:///nowhere.xml", NULL, FALSE);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (later)), ==, 7000);
  /* From one second to a minute, whatever is asked for. */
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 900);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (fixture->host)), ==, 60000);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 0);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (fixture->host)), ==, 1000);

  g_assert_true (hangar_settings_has_statistics_column (fixture->settings, "disk"));
  gtk_switch_set_active (GTK_SWITCH (disks), FALSE);
  g_assert_false (hangar_settings_has_statistics_column (fixture->settings, "disk"));
  gtk_switch_set_active (GTK_SWITCH (disks), TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  hangar_connection_close (fixture->host);
  assert_goes (monitor);
}

static void
test_busy_machines (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (hangar_preferences_window_new (fixture->settings));
  HangarSettingsAlerts alerts;
  GtkWidget *group;

  WAIT_FOR (find_widget (window, HANGAR_TYPE_BUSY_MACHINES_GROUP, NULL) != NULL);
  group = find_widget (window, HANGAR_TYPE_BUSY_MACHINES_GROUP, NULL);
  hangar_settings_get_alerts (fixture->settings, &alerts);
  g_assert_cmpfloat_with_epsilon (
    gtk_spin_button_get_value (GTK_SPIN_BUTTON (find_widget (group, GTK_TYPE_SPIN_BUTTON, NULL))) / 100,
    (double) alerts.threshold, 0.001);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_widget (group, GTK_TYPE_SPIN_BUTTON, NULL)), 55);
  gtk_switch_set_active (GTK_SWITCH (find_in_row (group, "N_otify on the desktop", GTK_TYPE_SWITCH)), TRUE);
  gtk_switch_set_active (GTK_SWITCH (find_in_row (group, "Mark _busy machines", GTK_TYPE_SWITCH)), FALSE);
  hangar_settings_get_alerts (fixture->settings, &alerts);
  g_assert_cmpfloat_with_epsilon ((double) alerts.threshold, 0.55, 0.001);
  g_assert_true (alerts.notify);
  g_assert_false (alerts.mark);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finisher (Fixture *fixture, gconstpointer data)
{
  HangarGuestFinisher *finisher = hangar_guest_finisher_new (G_LIST_MODEL (fixture->connections));
  HangarConnection *other =
    hangar_connection_list_add (fixture->connections, "test:///nowhere.xml", NULL, FALSE);

  hangar_connection_list_remove (fixture->connections, other);
  assert_goes (finisher);
}

static void
test_text_lines (Fixture *fixture, gconstpointer data)
{
  HangarTextLines *lines = hangar_text_lines_new (fixture->domain);

  hangar_text_lines_refresh (lines);
  g_assert_true (G_IS_MENU_MODEL (hangar_text_lines_get_menu (lines)));
  hangar_text_lines_close (lines);
  assert_goes (lines);
}

static void
test_listener (Fixture *fixture, gconstpointer data)
{
  HangarDisplayListener *listener = hangar_display_listener_new ();

  hangar_display_listener_set_active (listener, FALSE);
  hangar_display_listener_close (listener);
  hangar_display_listener_close (listener);
  assert_goes (listener);
}

static void
test_console_settings (Fixture *fixture, gconstpointer data)
{
  HangarConsole *console = HANGAR_CONSOLE (g_object_ref_sink (hangar_console_new (fixture->domain)));
  HangarGuestClipboard *clipboard = hangar_guest_clipboard_new (GTK_WIDGET (console));
  HangarConsoleSettings *kept = hangar_console_settings_new (console, clipboard, fixture->settings);

  g_assert_true (HANGAR_IS_CONSOLE_SETTINGS (kept));
  assert_goes (kept);
  g_object_unref (clipboard);
  assert_goes (console);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/watchers/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("monitor", test_monitor);
  ADD ("measuring", test_measuring);
  ADD ("busy-machines", test_busy_machines);
  ADD ("finisher", test_finisher);
  ADD ("text-lines", test_text_lines);
  ADD ("listener", test_listener);
  ADD ("console-settings", test_console_settings);
  return g_test_run ();
}
