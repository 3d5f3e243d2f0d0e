/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every control of every window is reached with the Tab key alone. */

#include "find.h"

#include "model/credentials.h"
#include "model/first-run.h"
#include "model/os-catalog.h"
#include "tests/widgets/test-host.h"
#include "ui/create/new-machine-dialog.h"
#include "ui/dialogs/add-host-dialog.h"
#include "ui/dialogs/credentials-dialog.h"
#include "ui/dialogs/preferences-window.h"
#include "ui/dialogs/rename-host-dialog.h"
#include "ui/domain/confirm-dialog.h"
#include "ui/domain/delete-dialog.h"
#include "ui/domain/domain-window.h"
#include "ui/domain/rename-dialog.h"
#include "ui/manager/manager-window.h"
#include "virt/connect.h"

/* More than any window has; the key goes round and round. */
#define MOST_STOPS 300

typedef struct
{
  GtkApplication *application;
  HangarSettings *settings;
  HangarConnectionList *connections;
  HangarConnection *host;
  HangarDomain *domain;
  HangarJobList *jobs;
} Fixture;

static void
nothing_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const GActionEntry actions[] = {
    { .name = "new-machine", .activate = nothing_cb }, { .name = "add-host", .activate = nothing_cb },
    { .name = "preferences", .activate = nothing_cb }, { .name = "shortcuts", .activate = nothing_cb },
    { .name = "about", .activate = nothing_cb },       { .name = "quit", .activate = nothing_cb }
  };

  f->application = gtk_application_new ("io.github.hangar.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (f->application), NULL, NULL));
  g_action_map_add_action_entries (G_ACTION_MAP (f->application), actions, G_N_ELEMENTS (actions), NULL);
  f->settings = hangar_settings_new ();
  f->jobs = hangar_job_list_new ();
  f->connections = hangar_connection_list_new (NULL);
  f->host = g_object_ref (hangar_connection_list_add (f->connections, "test:///default", NULL, FALSE));
  hangar_connection_open (f->host);
  WAIT_FOR (hangar_connection_get_state (f->host) == HANGAR_CONNECTION_OPEN);
  f->domain = g_object_ref (hangar_connection_find_domain (f->host, "test"));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hangar_connection_list_close_all (f->connections);
  g_object_unref (f->domain);
  g_object_unref (f->host);
  g_object_unref (f->connections);
  g_object_unref (f->jobs);
  g_object_unref (f->settings);
  g_object_unref (f->application);
}

/* What a person can do something with. Rows of lists are found with the arrow keys: they count as their list.
 */
static gboolean
is_control (GtkWidget *widget)
{
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BASE) != NULL && !GTK_IS_LIST_BASE (widget))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_CHECK_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget) ||
         GTK_IS_SCALE (widget) || GTK_IS_LIST_BASE (widget) || GTK_IS_LIST_BOX_ROW (widget);
}

/* The window's own buttons are the window manager's business: it has keys for them. */
static gboolean
is_for_keys (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (GTK_IS_WINDOW_CONTROLS (widget) || !gtk_widget_get_can_focus (widget))
      return FALSE;
  return TRUE;
}

static void
collect (GtkWidget *widget, GPtrArray *controls)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (is_control (widget) && gtk_widget_is_sensitive (widget) && is_for_keys (widget))
    g_ptr_array_add (controls, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, controls);
}

/* All that has the focus in turn. */
static GPtrArray *
press_tab (GtkWindow *window)
{
  GPtrArray *stops = g_ptr_array_new ();

  gtk_window_set_focus (window, NULL);
  for (guint i = 0; i < MOST_STOPS; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      if (gtk_window_get_focus (window) != NULL)
        g_ptr_array_add (stops, gtk_window_get_focus (window));
    }
  return stops;
}

static gboolean
is_radio (GtkWidget *widget)
{
  GtkWidget *mark = GTK_IS_CHECK_BUTTON (widget) ? gtk_widget_get_first_child (widget) : NULL;

  return mark != NULL && g_str_equal (gtk_widget_get_css_name (mark), "radio");
}

/* In a newer libadwaita these are choices like radio buttons. */
static gboolean
is_page_switch (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwViewSwitcherButton");
}

/* A control has the focus itself, or something in it has. From one choice of several to the next, and from
 * row to row of a list one goes with the arrow keys. */
static gboolean
is_reached (GtkWidget *control, GPtrArray *stops)
{
  if (GTK_IS_LIST_BOX_ROW (control) || is_radio (control) || is_page_switch (control))
    control = gtk_widget_get_parent (control);
  for (guint i = 0; i < stops->len; i++)
    {
      GtkWidget *stop = g_ptr_array_index (stops, i);

      if (stop == control || gtk_widget_is_ancestor (stop, control))
        return TRUE;
    }
  return FALSE;
}

static char *
describe (GtkWidget *widget)
{
  GString *path = g_string_new (NULL);
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  for (GtkWidget *part = widget; part != NULL; part = gtk_widget_get_parent (part))
    g_string_prepend (g_string_prepend (path, G_OBJECT_TYPE_NAME (part)), "/");
  if (tooltip != NULL)
    g_string_append_printf (path, " “%s”", tooltip);
  return g_string_free (path, FALSE);
}

static guint
count_unreached (GtkWindow *window)
{
  g_autoptr (GPtrArray) controls = g_ptr_array_new ();
  g_autoptr (GPtrArray) stops = NULL;
  guint unreached = 0;

  collect (GTK_WIDGET (window), controls);
  g_assert_cmpuint (controls->len, >, 1);
  stops = press_tab (window);
  for (guint i = 0; i < controls->len; i++)
    {
      GtkWidget *control = g_ptr_array_index (controls, i);
      g_autofree char *text = NULL;

      if (is_reached (control, stops))
        continue;
      text = describe (control);
      g_test_message ("not reached: %s", text);
      unreached++;
    }
  return unreached;
}

static void
assert_reached (GtkWindow *window)
{
  gtk_window_present (window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_widget_get_width (GTK_WIDGET (window)) > 0);
  g_assert_cmpuint (count_unreached (window), ==, 0);
}

static void
check_window (GtkWindow *window)
{
  gpointer watched = window;

  assert_reached (window);
  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_destroy (window);
  WAIT_FOR (watched == NULL);
}

/* The test itself can fail: what takes no focus is told. */
static void
test_unreached (Fixture *f, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *reached = gtk_button_new_with_label ("a");
  GtkWidget *deaf = gtk_button_new_with_label ("b");

  gtk_widget_set_focusable (deaf, FALSE);
  gtk_box_append (GTK_BOX (box), reached);
  gtk_box_append (GTK_BOX (box), deaf);
  gtk_window_set_child (window, box);
  gtk_window_present (window);
  WAIT_FOR (gtk_widget_get_mapped (deaf));
  g_assert_cmpuint (count_unreached (window), ==, 1);
  gtk_window_destroy (window);
}

static void
test_manager (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarFirstRun) first_run = hangar_first_run_new (f->connections, f->settings);
  HangarManagerWindow *window =
    hangar_manager_window_new (f->application, f->settings, f->connections, f->jobs);

  hangar_manager_window_set_first_run (window, first_run);
  assert_reached (GTK_WINDOW (window));
  hangar_manager_window_show_connection (window, f->host);
  check_window (GTK_WINDOW (window));
}

static void
test_first_run (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarFirstRun) first_run = hangar_first_run_new (f->connections, f->settings);
  HangarManagerWindow *window;

  hangar_connection_list_remove (f->connections, f->host);
  window = hangar_manager_window_new (f->application, f->settings, f->connections, f->jobs);
  hangar_manager_window_set_first_run (window, first_run);
  check_window (GTK_WINDOW (window));
}

static void
test_machine (Fixture *f, gconstpointer data)
{
  static const char *const pages[] = { "overview", "console", "performance", "hardware", "snapshots" };
  HangarDomainWindow *window = hangar_domain_window_open (f->application, f->domain, f->settings);

  hangar_domain_window_set_jobs (window, f->jobs);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      hangar_domain_window_show_page (window, pages[i]);
      assert_reached (GTK_WINDOW (window));
    }
  check_window (GTK_WINDOW (window));
}

static void
test_dialogs (Fixture *f, gconstpointer data)
{
  check_window (GTK_WINDOW (hangar_add_host_dialog_new (f->connections)));
  check_window (GTK_WINDOW (hangar_preferences_window_new (f->settings)));
  check_window (GTK_WINDOW (hangar_rename_host_dialog_new (f->host)));
  check_window (GTK_WINDOW (hangar_rename_dialog_new (f->domain, NULL)));
  check_window (GTK_WINDOW (hangar_delete_dialog_new (f->domain, G_LIST_MODEL (f->connections), f->jobs)));
  check_window (GTK_WINDOW (hangar_confirm_dialog_new (f->settings, HANGAR_CONFIRM_FORCE_OFF, "web")));
}

static void
test_credentials (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) questions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_credential_free);
  HangarVirtCredential *question = g_new0 (HangarVirtCredential, 1);
  g_autoptr (HangarCredentials) credentials = NULL;

  question->prompt = g_strdup ("Password");
  question->secret = TRUE;
  g_ptr_array_add (questions, question);
  credentials = hangar_credentials_new (questions);
  check_window (GTK_WINDOW (hangar_credentials_dialog_new (f->host, credentials)));
}

static void
test_new_machine (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarOsCatalog) catalog = hangar_os_catalog_new ();
  const HangarNewMachineNeeds needs = {
    .connections = f->connections, .settings = f->settings, .jobs = f->jobs, .catalog = catalog
  };

  check_window (GTK_WINDOW (hangar_new_machine_dialog_new (&needs)));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/keyboard/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("unreached", test_unreached);
  ADD ("manager", test_manager);
  ADD ("first-run", test_first_run);
  ADD ("machine", test_machine);
  ADD ("dialogs", test_dialogs);
  ADD ("credentials", test_credentials);
  ADD ("new-machine", test_new_machine);
  return g_test_run ();
}
