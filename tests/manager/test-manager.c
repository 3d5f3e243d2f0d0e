/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/manager and the sidebar: what the main window shows for what the hosts have. */

#include "world.h"

#include "model/domain-list.h"
#include "ui/host/host-row.h"
#include "ui/manager/jobs-button.h"
#include "ui/manager/machine-placeholder.h"
#include "ui/manager/machine-row.h"
#include "ui/manager/section-row.h"

static void
assert_page (World *world, const char *page)
{
  g_assert_cmpstr (hangar_machine_view_get_page (world->view), ==, page);
}

static void
test_create (void)
{
  World world;

  world_init (&world);
  g_assert_null (hangar_manager_window_get_connection (world.window));
  g_assert_null (hangar_manager_window_get_selected (world.window));
  g_assert_nonnull (hangar_manager_window_get_toast_overlay (world.window));
  world_clear (&world);
}

static void
test_pages (void)
{
  World world;
  HangarConnection *empty, *full, *bad;

  world_init (&world);
  assert_page (&world, "nothing");
  empty = add_host (&world, FALSE);
  WAIT_FOR (g_str_equal (hangar_machine_view_get_page (world.view), "empty"));
  full = add_host (&world, TRUE);
  assert_page (&world, "machines");
  hangar_machine_view_set_search (world.view, "nowhere");
  assert_page (&world, "nothing-found");
  gtk_widget_activate_action (GTK_WIDGET (world.view), "machines.show-all", NULL);
  assert_page (&world, "machines");

  hangar_manager_window_show_connection (world.window, empty);
  g_assert_true (hangar_manager_window_get_connection (world.window) == empty);
  assert_page (&world, "empty");
  hangar_manager_window_show_connection (world.window, full);
  assert_page (&world, "machines");
  hangar_connection_close (full);
  assert_page (&world, "closed");

  bad = hangar_connection_list_add (world.connections, "test:///nowhere/at/all.xml", NULL, FALSE);
  hangar_manager_window_show_connection (world.window, bad);
  assert_page (&world, "closed");
  hangar_connection_open (bad);
  assert_page (&world, "connecting");
  WAIT_FOR (hangar_connection_get_state (bad) == HANGAR_CONNECTION_CLOSED);
  assert_page (&world, "closed");
  WAIT_FOR (find_widget (GTK_WIDGET (world.view), GTK_TYPE_LABEL, "Could Not Connect") != NULL);
  g_assert_nonnull (
    find_widget (GTK_WIDGET (world.view), GTK_TYPE_LABEL, hangar_connection_get_error (bad)->message));
  world_clear (&world);
}

/* The row of a machine that says this. */
static GtkWidget *
find_row (GtkWidget *root, const char *name, const char *state)
{
  if (HANGAR_IS_MACHINE_ROW (root))
    return g_strcmp0 (hangar_machine_row_get_name_text (HANGAR_MACHINE_ROW (root)), name) == 0 &&
               g_strcmp0 (hangar_machine_row_get_state_text (HANGAR_MACHINE_ROW (root)), state) == 0
             ? root
             : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, name, state);

      if (row != NULL)
        return row;
    }
  return NULL;
}

/* Rows say the state in words, and names are no markup. */
static void
test_rows (void)
{
  World world;
  HangarConnection *host;
  GtkWidget *row;

  world_init (&world);
  host = add_host (&world, TRUE);
  WAIT_FOR (find_row (GTK_WIDGET (world.view), "web", "running") != NULL);
  WAIT_FOR (find_row (GTK_WIDGET (world.view), "Data <b>", "off") != NULL);
  g_assert_nonnull (find_widget (GTK_WIDGET (world.view), HANGAR_TYPE_SECTION_ROW, NULL));

  hangar_domain_set_state (hangar_connection_find_domain (host, "web"), HANGAR_DOMAIN_PAUSED,
                           HANGAR_DOMAIN_REASON_NONE);
  g_assert_nonnull (find_row (GTK_WIDGET (world.view), "web", "paused"));
  g_assert_null (find_row (GTK_WIDGET (world.view), "web", "running"));

  hangar_manager_window_show_connection (world.window, host);
  row = NULL;
  WAIT_FOR ((row = find_widget (GTK_WIDGET (world.view), HANGAR_TYPE_MACHINE_ROW, NULL)) != NULL);
  g_assert_nonnull (hangar_machine_row_get_domain (HANGAR_MACHINE_ROW (row)));
  world_clear (&world);
}

/* The selection survives sorting, searching and what happens to others; the actions follow it. */
static void
test_selection (void)
{
  World world;
  HangarConnection *host;
  HangarDomain *db;
  GtkWidget *pause;

  world_init (&world);
  host = add_host (&world, TRUE);
  db = hangar_connection_find_domain (host, "db");
  pause = find_widget (GTK_WIDGET (world.window), GTK_TYPE_BUTTON, "domain.suspend");
  g_assert_false (gtk_widget_get_sensitive (pause));

  g_assert_true (hangar_machine_view_select (world.view, hangar_connection_find_domain (host, "web")));
  g_assert_true (gtk_widget_get_sensitive (pause));
  g_assert_true (hangar_machine_view_select (world.view, db));
  g_assert_true (hangar_manager_window_get_selected (world.window) == db);
  g_assert_false (gtk_widget_get_sensitive (pause));
  g_assert_nonnull (gtk_widget_get_tooltip_text (pause));

  g_action_group_activate_action (G_ACTION_GROUP (world.window), "sort", g_variant_new_string ("state"));
  g_assert_cmpint (hangar_machine_list_get_sort (hangar_machine_view_get_list (world.view)), ==,
                   HANGAR_MACHINE_SORT_STATE);
  g_assert_true (hangar_manager_window_get_selected (world.window) == db);
  hangar_domain_set_state (db, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
  g_assert_true (hangar_manager_window_get_selected (world.window) == db);
  g_assert_true (gtk_widget_get_sensitive (pause));

  hangar_machine_view_set_search (world.view, "web");
  g_assert_null (hangar_manager_window_get_selected (world.window));
  hangar_machine_view_set_search (world.view, NULL);
  g_assert_true (hangar_manager_window_get_selected (world.window) == db);
  hangar_manager_window_show_connection (world.window, host);
  g_assert_true (hangar_manager_window_get_selected (world.window) == db);
  world_clear (&world);
}

static void
opened_cb (HangarMachineView *view, HangarDomain *domain, HangarDomain **opened)
{
  *opened = domain;
}

static void
test_open (void)
{
  World world;
  HangarConnection *host;
  HangarDomain *opened = NULL;

  world_init (&world);
  host = add_host (&world, TRUE);
  g_signal_connect (world.view, "open", G_CALLBACK (opened_cb), &opened);
  gtk_widget_activate_action (GTK_WIDGET (world.view), "machines.open", NULL);
  g_assert_null (opened);
  hangar_machine_view_select (world.view, hangar_connection_find_domain (host, "web"));
  gtk_widget_activate_action (GTK_WIDGET (world.view), "machines.open", NULL);
  g_assert_true (opened == hangar_connection_find_domain (host, "web"));

  /* A double click on a heading opens nothing. */
  opened = NULL;
  g_signal_emit_by_name (hangar_machine_view_get_column_view (world.view), "activate", 0);
  g_assert_null (opened);
  g_signal_emit_by_name (hangar_machine_view_get_column_view (world.view), "activate", 1);
  g_assert_nonnull (opened);
  world_clear (&world);
}

static void
test_sidebar (void)
{
  World world;
  HangarConnection *host, *closed;
  GtkWidget *list;

  world_init (&world);
  closed = hangar_connection_list_add (world.connections, "qemu+ssh://server/system", NULL, FALSE);
  host = add_host (&world, TRUE);
  list = find_widget (GTK_WIDGET (world.sidebar), GTK_TYPE_LIST_BOX, NULL);
  /* All machines, this computer, other computers. */
  g_assert_null (hangar_host_row_get_connection (
    HANGAR_HOST_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0))));
  g_assert_true (hangar_host_row_get_connection (
                   HANGAR_HOST_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1))) == host);
  g_assert_true (hangar_host_row_get_connection (
                   HANGAR_HOST_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2))) == closed);
  g_assert_nonnull (find_widget (list, GTK_TYPE_LABEL, "This Computer"));
  g_assert_nonnull (find_widget (list, GTK_TYPE_LABEL, "Other Computers"));
  g_assert_nonnull (find_widget (list, GTK_TYPE_LABEL, "connected"));
  g_assert_nonnull (find_widget (list, GTK_TYPE_LABEL, "not connected"));
  g_assert_nonnull (find_widget (list, GTK_TYPE_LABEL, "2"));
  g_assert_cmpstr (
    gtk_widget_get_tooltip_text (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2))), ==,
    "qemu+ssh://server/system");

  hangar_connection_set_custom_label (closed, "<b>Renamed</b>");
  g_assert_nonnull (find_widget (list, GTK_TYPE_LABEL, "<b>Renamed</b>"));

  hangar_host_sidebar_select (world.sidebar, closed);
  g_assert_true (hangar_host_sidebar_get_connection (world.sidebar) == closed);
  hangar_connection_list_remove (world.connections, closed);
  g_assert_null (hangar_host_sidebar_get_connection (world.sidebar));
  g_assert_null (hangar_manager_window_get_connection (world.window));
  world_clear (&world);
}

static void
finish_cb (HangarJob *job, GTask *task, gpointer data)
{
  GTask **waiting = data;

  *waiting = task;
}

static void
test_jobs (void)
{
  World world;
  GTask *waiting = NULL;
  g_autoptr (HangarJob) job = hangar_job_new ("Copying <b>");
  const HangarJobStep step = { .text = "Reading", .run = finish_cb, .data = &waiting };
  GtkWidget *button;

  world_init (&world);
  button = find_widget (GTK_WIDGET (world.window), HANGAR_TYPE_JOBS_BUTTON, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  hangar_job_add_step (job, &step);
  hangar_job_list_start (world.jobs, job);
  WAIT_FOR (waiting != NULL);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_nonnull (find_widget (button, GTK_TYPE_LABEL, "Copying <b>"));
  g_assert_nonnull (find_widget (button, GTK_TYPE_LABEL, "Reading"));
  g_assert_true (gtk_widget_get_visible (find_widget (button, GTK_TYPE_BUTTON, "job.cancel")));
  hangar_job_set_progress (job, 0.5);
  g_assert_true (gtk_widget_get_visible (find_widget (button, GTK_TYPE_PROGRESS_BAR, NULL)));

  g_task_return_boolean (waiting, TRUE);
  g_object_unref (waiting);
  WAIT_FOR (hangar_job_is_finished (job));
  /* Those that ended stay until they were seen. */
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_visible (find_widget (button, GTK_TYPE_BUTTON, "job.cancel")));
  g_signal_emit_by_name (find_widget (button, GTK_TYPE_POPOVER, NULL), "closed");
  g_assert_false (gtk_widget_get_visible (button));
  world_clear (&world);
}

/* What stands in the place of the list is made when it is first needed, and says which of the reasons it is.
 */
static void
test_placeholder (void)
{
  World world;
  GtkWidget *window, *placeholder;
  HangarConnection *full;

  world_init (&world);
  window = GTK_WIDGET (world.window);
  full = add_host (&world, TRUE);
  WAIT_FOR (g_str_equal (hangar_machine_view_get_page (world.view), "machines"));
  g_assert_null (find_widget (window, HANGAR_TYPE_MACHINE_PLACEHOLDER, NULL));

  hangar_machine_view_set_search (world.view, "nowhere");
  WAIT_FOR (find_widget (window, HANGAR_TYPE_MACHINE_PLACEHOLDER, NULL) != NULL);
  placeholder = find_widget (window, HANGAR_TYPE_MACHINE_PLACEHOLDER, NULL);
  WAIT_FOR (gtk_widget_get_mapped (placeholder));
  WAIT_FOR (gtk_widget_get_mapped (find_widget (placeholder, GTK_TYPE_LABEL, "Nothing Found")));
  hangar_machine_view_set_search (world.view, NULL);
  WAIT_FOR (!gtk_widget_get_mapped (placeholder));
  hangar_connection_close (full);
  WAIT_FOR (gtk_widget_get_mapped (find_widget (placeholder, GTK_TYPE_LABEL, "No Host Is Connected")));
  g_assert_false (gtk_widget_get_visible (find_widget (placeholder, GTK_TYPE_BUTTON, "host.connect")));
  hangar_manager_window_show_connection (world.window, full);
  WAIT_FOR (gtk_widget_get_mapped (find_widget (placeholder, GTK_TYPE_LABEL, "Not Connected")));
  g_assert_true (gtk_widget_get_visible (find_widget (placeholder, GTK_TYPE_BUTTON, "host.connect")));
  world_clear (&world);
}

static int
measure_pages (GtkWidget *leaflet)
{
  int sum = 0;

  for (GtkWidget *page = gtk_widget_get_first_child (leaflet); page;
       page = gtk_widget_get_next_sibling (page))
    {
      int minimum;

      gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      sum += minimum;
    }
  return sum;
}

/* At no width may the window go to and fro between one page and two: what folding leaves out makes no room to
 * unfold. */
static void
test_fold (void)
{
  World world;
  g_autoptr (HangarJob) job = hangar_job_new ("Copying");
  GTask *waiting = NULL;
  const HangarJobStep step = { .text = "Reading", .run = finish_cb, .data = &waiting };
  GtkWidget *leaflet, *pause;
  int unfolded;

  world_init (&world);
  leaflet = find_widget (GTK_WIDGET (world.window), ADW_TYPE_LEAFLET, NULL);
  hangar_manager_window_show_connection (world.window, add_host (&world, TRUE));
  hangar_job_add_step (job, &step);
  hangar_job_list_start (world.jobs, job);
  WAIT_FOR (waiting != NULL);
  gtk_window_set_default_size (GTK_WINDOW (world.window), 1200, 600);
  WAIT_FOR (gtk_widget_get_width (leaflet) >= 1000);
  pause = find_widget (leaflet, GTK_TYPE_BUTTON, "domain.suspend");
  WAIT_FOR (gtk_widget_get_mapped (pause));
  g_assert_false (adw_leaflet_get_folded (ADW_LEAFLET (leaflet)));
  unfolded = measure_pages (leaflet);

  gtk_window_set_default_size (GTK_WINDOW (world.window), 400, 600);
  WAIT_FOR (adw_leaflet_get_folded (ADW_LEAFLET (leaflet)));
  /* A narrow window has no room for these; the menu of a row has them all. */
  WAIT_FOR (!gtk_widget_get_mapped (pause));
  g_assert_cmpint (unfolded, <=, measure_pages (leaflet));
  g_task_return_boolean (waiting, TRUE);
  g_object_unref (waiting);
  WAIT_FOR (hangar_job_is_finished (job));
  world_clear (&world);
}

static void
test_window_size (void)
{
  World world;
  int width, height;
  gboolean maximized;

  world_init (&world);
  gtk_window_set_default_size (GTK_WINDOW (world.window), 777, 555);
  gtk_window_close (GTK_WINDOW (world.window));
  hangar_settings_get_window_size (world.settings, &width, &height, &maximized);
  g_assert_cmpint (width, ==, 777);
  g_assert_cmpint (height, ==, 555);
  g_assert_false (maximized);
  hangar_settings_set_window_size (world.settings, 1100, 700, FALSE);
  g_object_unref (world.first_run);
  g_object_unref (world.jobs);
  g_object_unref (world.connections);
  g_object_unref (world.settings);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/manager/create", test_create);
  g_test_add_func ("/manager/pages", test_pages);
  g_test_add_func ("/manager/rows", test_rows);
  g_test_add_func ("/manager/selection", test_selection);
  g_test_add_func ("/manager/open", test_open);
  g_test_add_func ("/manager/sidebar", test_sidebar);
  g_test_add_func ("/manager/jobs", test_jobs);
  g_test_add_func ("/manager/placeholder", test_placeholder);
  g_test_add_func ("/manager/fold", test_fold);
  g_test_add_func ("/manager/window-size", test_window_size);
  return g_test_run ();
}
