/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/manager/stat-columns and stat-cell: which columns there are room and wishes for, and what a cell shows.
 */

#include "find.h"

#include <glib/gstdio.h>

#include "model/connection-list.h"
#include "tests/wait.h"
#include "ui/manager/machine-view.h"
#include "ui/manager/stat-cell.h"
#include "ui/manager/stat-columns.h"
#include "widgets/sparkline.h"

typedef struct
{
  HangarSettings *settings;
  HangarConnectionList *connections;
  HangarStatColumns *columns;
  GtkWindow *window;
  HangarMachineView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer width)
{
  static const char machine[] =
    "<node><domain type='test'><name>web</name><memory unit='MiB'>512</memory><os><type>hvm</type></os>"
    "</domain></node>";
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  HangarConnection *host;

  g_close (g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, machine, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  fixture->settings = hangar_settings_new ();
  fixture->connections = hangar_connection_list_new (NULL);
  host = hangar_connection_list_add (fixture->connections, uri, NULL, FALSE);
  hangar_connection_open (host);
  WAIT_FOR (hangar_connection_get_state (host) == HANGAR_CONNECTION_OPEN);
  g_remove (path);

  fixture->view = g_object_new (HANGAR_TYPE_MACHINE_VIEW, NULL);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (fixture->window, GPOINTER_TO_INT (width), 300);
  hangar_machine_view_set_connections (fixture->view, G_LIST_MODEL (fixture->connections));
  fixture->columns =
    hangar_stat_columns_new (fixture->view, fixture->settings, G_LIST_MODEL (fixture->connections));
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer width)
{
  gpointer columns = fixture->columns;

  gtk_window_destroy (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->columns), &columns);
  g_object_unref (fixture->columns);
  g_assert_null (columns);
  hangar_connection_list_close_all (fixture->connections);
  g_object_unref (fixture->connections);
  g_object_unref (fixture->settings);
}

static guint
n_shown (Fixture *fixture)
{
  GListModel *columns = gtk_column_view_get_columns (hangar_machine_view_get_column_view (fixture->view));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n += i > 0 && gtk_column_view_column_get_visible (column) ? 1 : 0;
    }
  return n;
}

/* A column that is switched off goes, and the setting keeps it so. */
static void
test_switches (Fixture *fixture, gconstpointer width)
{
  GActionGroup *actions = hangar_stat_columns_get_actions (fixture->columns);
  static const char *const names[] = { "cpu", "memory", "disk", "network", "address", "uptime", "os" };
  const guint wanted = 4;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (g_action_group_has_action (actions, names[i]));
      hangar_settings_set_statistics_column (fixture->settings, names[i], i < wanted);
    }
  WAIT_FOR (n_shown (fixture) == wanted);
  g_action_group_change_action_state (actions, "disk", g_variant_new_boolean (FALSE));
  WAIT_FOR (n_shown (fixture) == wanted - 1);
  g_assert_false (hangar_settings_has_statistics_column (fixture->settings, "disk"));
  hangar_settings_set_statistics_column (fixture->settings, "disk", TRUE);
  WAIT_FOR (n_shown (fixture) == wanted);
}

static void
test_narrow (Fixture *fixture, gconstpointer width)
{
  hangar_settings_set_statistics_column (fixture->settings, "cpu", TRUE);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->view)));
  WAIT_FOR (!g_main_context_pending (NULL));
  g_assert_cmpuint (n_shown (fixture), ==, 0);
}

static void
test_cell (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  GtkWidget *cell = g_object_ref_sink (hangar_stat_cell_new (HANGAR_STAT_CPU));
  gpointer watched = cell;

  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  g_assert_nonnull (find_widget (cell, HANGAR_TYPE_SPARKLINE, NULL));
  hangar_stat_cell_set_domain (HANGAR_STAT_CELL (cell), hangar_connection_find_domain (connection, "test"));
  hangar_stat_cell_set_domain (HANGAR_STAT_CELL (cell), NULL);
  g_object_add_weak_pointer (G_OBJECT (cell), &watched);
  g_object_unref (cell);
  g_assert_null (watched);
  hangar_connection_close (connection);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/stat-columns/switches", Fixture, GINT_TO_POINTER (1000), set_up, test_switches, tear_down);
  g_test_add ("/stat-columns/narrow", Fixture, GINT_TO_POINTER (340), set_up, test_narrow, tear_down);
  g_test_add_func ("/stat-cell", test_cell);
  return g_test_run ();
}
