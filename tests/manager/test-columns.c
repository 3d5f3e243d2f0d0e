/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/manager: the columns beside the machines' names, which of them there is room for, what their headings
 * do. */

#include "world.h"

#include "model/domain-whereabouts.h"
#include "model/sampler.h"
#include "ui/manager/column-sort.h"
#include "ui/manager/machine-row.h"
#include "ui/manager/sight.h"
#include "ui/manager/stat-cell.h"

static guint
n_columns (World *world)
{
  return g_list_model_get_n_items (
    gtk_column_view_get_columns (hangar_machine_view_get_column_view (world->view)));
}

static GtkColumnViewColumn *
column_at (World *world, guint position)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (
    gtk_column_view_get_columns (hangar_machine_view_get_column_view (world->view)), position);

  return column;
}

/* As many columns as there is room for beside the names, in their order. */
static void
test_room (void)
{
  World world;

  world_init (&world);
  add_host (&world, TRUE);
  gtk_window_set_default_size (GTK_WINDOW (world.window), 1300, 600);
  WAIT_FOR (n_columns (&world) == 5);
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&world, 0)), ==, "Machine");
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&world, 1)), ==, "Processor");
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&world, 4)), ==, "Network");

  gtk_widget_activate_action (GTK_WIDGET (world.window), "columns.memory", NULL);
  WAIT_FOR (n_columns (&world) == 4);
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&world, 2)), ==, "Disk");
  gtk_widget_activate_action (GTK_WIDGET (world.window), "columns.os", NULL);
  WAIT_FOR (n_columns (&world) == 5);
  g_assert_cmpstr (gtk_column_view_column_get_title (column_at (&world, 4)), ==, "System");
  gtk_widget_activate_action (GTK_WIDGET (world.window), "columns.memory", NULL);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "columns.os", NULL);

  /* Without a window manager it becomes as narrow as it can be with the columns of now. */
  gtk_window_set_default_size (GTK_WINDOW (world.window), 360, 600);
  WAIT_FOR (n_columns (&world) <= 2);
  world_clear (&world);
}

static void
assert_sort (World *world, HangarMachineSort sort, gboolean reversed)
{
  HangarMachineList *list = hangar_machine_view_get_list (world->view);
  g_autofree char *setting = hangar_settings_get_sort (world->settings);

  g_assert_cmpint (hangar_machine_list_get_sort (list), ==, sort);
  g_assert_cmpint (hangar_machine_list_get_reversed (list), ==, reversed);
  g_assert_cmpint (setting[0] == '-', ==, reversed);
}

/* A click on a heading sorts, another one turns the order round; the setting remembers. */
static void
test_headings (void)
{
  World world;
  GtkColumnView *view;

  world_init (&world);
  add_host (&world, TRUE);
  gtk_window_set_default_size (GTK_WINDOW (world.window), 1300, 600);
  WAIT_FOR (n_columns (&world) == 5);
  view = hangar_machine_view_get_column_view (world.view);
  assert_sort (&world, HANGAR_MACHINE_SORT_NAME, FALSE);
  gtk_column_view_sort_by_column (view, column_at (&world, 1), GTK_SORT_ASCENDING);
  assert_sort (&world, HANGAR_MACHINE_SORT_CPU, FALSE);
  gtk_column_view_sort_by_column (view, column_at (&world, 1), GTK_SORT_DESCENDING);
  assert_sort (&world, HANGAR_MACHINE_SORT_CPU, TRUE);
  for (guint i = 2; i < 5; i++)
    {
      gtk_column_view_sort_by_column (view, column_at (&world, i), GTK_SORT_ASCENDING);
      assert_sort (&world, HANGAR_MACHINE_SORT_CPU + i - 1, FALSE);
    }
  gtk_column_view_sort_by_column (view, column_at (&world, 0), GTK_SORT_DESCENDING);
  assert_sort (&world, HANGAR_MACHINE_SORT_NAME, TRUE);

  /* The menu does the same, and a setting from elsewhere that means nothing is left alone. */
  gtk_widget_activate_action (GTK_WIDGET (world.window), "win.sort", "s", "state");
  assert_sort (&world, HANGAR_MACHINE_SORT_STATE, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "win.sort", "s", "colour");
  assert_sort (&world, HANGAR_MACHINE_SORT_STATE, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "win.sort", "s", "name");
  world_clear (&world);
}

/* The order outlives its column, and a column that goes is no click; nor is one that is not there yet, at the
 * start. */
static void
test_hidden (void)
{
  World world;

  world_init (&world);
  add_host (&world, TRUE);
  gtk_window_set_default_size (GTK_WINDOW (world.window), 1300, 600);
  WAIT_FOR (n_columns (&world) == 5);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "win.sort", "s", "-memory");
  gtk_widget_activate_action (GTK_WIDGET (world.window), "columns.memory", NULL);
  WAIT_FOR (n_columns (&world) == 4);
  assert_sort (&world, HANGAR_MACHINE_SORT_MEMORY, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "win.sort", "s", "uptime");
  assert_sort (&world, HANGAR_MACHINE_SORT_UPTIME, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "columns.memory", NULL);
  WAIT_FOR (n_columns (&world) == 5);
  assert_sort (&world, HANGAR_MACHINE_SORT_UPTIME, FALSE);
  world_clear (&world);

  world_init (&world);
  assert_sort (&world, HANGAR_MACHINE_SORT_UPTIME, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (world.window), "win.sort", "s", "name");
  world_clear (&world);
}

typedef struct
{
  HangarColumnSort *sort;
  guint n_chosen;
  HangarMachineSort chosen;
  gboolean reversed;
} Headings;

static void
chosen_cb (HangarColumnSort *sort, HangarMachineSort chosen, gboolean reversed, Headings *headings)
{
  headings->n_chosen++;
  headings->chosen = chosen;
  headings->reversed = reversed;
}

/* What the program itself shows is not taken for a click. */
static void
test_column_sort (void)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (g_object_ref_sink (gtk_column_view_new (NULL)));
  g_autoptr (GtkColumnViewColumn) one = gtk_column_view_column_new ("One", NULL);
  g_autoptr (GtkColumnViewColumn) two = gtk_column_view_column_new ("Two", NULL);
  Headings headings = { hangar_column_sort_new (view), 0, 0, FALSE };

  gtk_column_view_append_column (view, one);
  gtk_column_view_append_column (view, two);
  hangar_column_sort_add (headings.sort, one, HANGAR_MACHINE_SORT_NAME);
  hangar_column_sort_add (headings.sort, two, HANGAR_MACHINE_SORT_DISK);
  g_signal_connect (headings.sort, "chosen", G_CALLBACK (chosen_cb), &headings);
  hangar_column_sort_show (headings.sort, HANGAR_MACHINE_SORT_DISK, TRUE);
  hangar_column_sort_show (headings.sort, HANGAR_MACHINE_SORT_STATE, FALSE);
  g_assert_cmpuint (headings.n_chosen, ==, 0);
  gtk_column_view_sort_by_column (view, two, GTK_SORT_DESCENDING);
  g_assert_cmpuint (headings.n_chosen, ==, 1);
  g_assert_cmpint (headings.chosen, ==, HANGAR_MACHINE_SORT_DISK);
  g_assert_true (headings.reversed);
  g_object_unref (headings.sort);
  g_object_unref (view);
}

static GtkWidget *
find_cell (GtkWidget *root, HangarDomain *domain)
{
  if (HANGAR_IS_STAT_CELL (root))
    return hangar_stat_cell_get_domain (HANGAR_STAT_CELL (root)) == domain ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *cell = find_cell (child, domain);

      if (cell != NULL)
        return cell;
    }
  return NULL;
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  g_autofree char *said =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "?");

  return said != NULL && strstr (said, text) != NULL;
}

/* The cells of machines that run get their numbers from the ticks. */
static void
test_cells (void)
{
  World world;
  HangarConnection *host;
  GtkWidget *cell;

  world_init (&world);
  host = add_host (&world, TRUE);
  hangar_sampler_set_interval (hangar_sampler_of (host), 50);
  gtk_window_set_default_size (GTK_WINDOW (world.window), 1300, 600);
  WAIT_FOR (n_columns (&world) == 5);
  WAIT_FOR ((cell = find_cell (GTK_WIDGET (world.view), hangar_connection_find_domain (host, "web"))) !=
            NULL);
  WAIT_FOR (hangar_sampler_get_n_ticks (hangar_sampler_of (host)) > 5);
  cell = gtk_widget_get_first_child (cell);
  /* The driver's processor time is the clock. */
  WAIT_FOR (says (cell, "Processor 100") || says (cell, "Processor 9"));
  world_clear (&world);
}

/* Facts are said as text: the system, for how long it runs, where it is. */
static void
test_facts (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (HangarDomain) domain =
    hangar_domain_new (connection, "11111111-1111-1111-1111-111111111111", "web");
  const HangarVirtSummary summary = { .uuid = "11111111-1111-1111-1111-111111111111",
                                      .os_id = (char *) "http://debian.org/debian/12" };
  GtkWidget *cells[HANGAR_N_STATS] = { NULL };

  hangar_domain_apply_summary (domain, &summary);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
  hangar_domain_set_address (domain, "192.168.1.2");
  for (guint i = HANGAR_STAT_ADDRESS; i < HANGAR_N_STATS; i++)
    {
      cells[i] = g_object_ref_sink (hangar_stat_cell_new (i));
      hangar_stat_cell_set_domain (HANGAR_STAT_CELL (cells[i]), domain);
      hangar_stat_cell_show (HANGAR_STAT_CELL (cells[i]), 1);
    }
  gtk_test_accessible_assert_property (cells[HANGAR_STAT_ADDRESS], GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Address 192.168.1.2");
  gtk_test_accessible_assert_property (cells[HANGAR_STAT_UPTIME], GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Running For > 0\302\240s");
  gtk_test_accessible_assert_property (cells[HANGAR_STAT_OS], GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "System Debian 12");
  hangar_domain_set_state (domain, HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_NONE);
  for (guint i = HANGAR_STAT_ADDRESS; i < HANGAR_N_STATS; i++)
    hangar_stat_cell_show (HANGAR_STAT_CELL (cells[i]), 2);
  gtk_test_accessible_assert_property (cells[HANGAR_STAT_ADDRESS], GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  gtk_test_accessible_assert_property (cells[HANGAR_STAT_UPTIME], GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  gtk_test_accessible_assert_property (cells[HANGAR_STAT_OS], GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "System Debian 12");
  for (guint i = HANGAR_STAT_ADDRESS; i < HANGAR_N_STATS; i++)
    g_object_unref (cells[i]);
}

static void
count_cb (GtkWidget *widget, gpointer data)
{
  (*(guint *) data)++;
}

/* Only what can be seen is brought up to date, and it is when it comes into sight. */
static void
test_sight (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *near = gtk_label_new ("near"), *far = gtk_label_new ("far");
  HangarSight *sight = hangar_sight_new (scrolled);
  guint n_near = 0, n_far = 0, before;

  gtk_widget_set_size_request (near, -1, 2000);
  gtk_box_append (GTK_BOX (box), near);
  gtk_box_append (GTK_BOX (box), far);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 200, 200);
  hangar_sight_watch (sight, near, count_cb, &n_near);
  hangar_sight_watch (sight, far, count_cb, &n_far);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (n_near > 0);
  g_assert_cmpuint (n_far, ==, 0);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), 1900);
  hangar_sight_queue (sight);
  WAIT_FOR (n_far > 0);
  before = n_far;
  hangar_sight_forget (sight, far);
  n_near = 0;
  hangar_sight_queue (sight);
  WAIT_FOR (n_near > 0);
  g_assert_cmpuint (n_far, ==, before);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (sight);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/columns/room", test_room);
  g_test_add_func ("/columns/headings", test_headings);
  g_test_add_func ("/columns/hidden", test_hidden);
  g_test_add_func ("/columns/sort", test_column_sort);
  g_test_add_func ("/columns/cells", test_cells);
  g_test_add_func ("/columns/facts", test_facts);
  g_test_add_func ("/columns/sight", test_sight);
  return g_test_run ();
}
