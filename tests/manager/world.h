/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A main window with all that stands behind it, and hosts of libvirt's test driver to show in it. */

#include "find.h"

#include <glib/gstdio.h>

#include "tests/wait.h"
#include "ui/host/host-sidebar.h"
#include "ui/manager/machine-view.h"
#include "ui/manager/manager-window.h"

typedef struct
{
  HangarSettings *settings;
  HangarConnectionList *connections;
  HangarJobList *jobs;
  HangarFirstRun *first_run;
  HangarManagerWindow *window;
  HangarMachineView *view;
  HangarHostSidebar *sidebar;
} World;

static inline void
world_init (World *world)
{
  GtkWidget *window;

  world->settings = hangar_settings_new ();
  world->connections = hangar_connection_list_new (NULL);
  world->jobs = hangar_job_list_new ();
  world->first_run = hangar_first_run_new (world->connections, world->settings);
  world->window = hangar_manager_window_new (NULL, world->settings, world->connections, world->jobs);
  hangar_manager_window_set_first_run (world->window, world->first_run);
  window = GTK_WIDGET (world->window);
  world->view = HANGAR_MACHINE_VIEW (find_widget (window, HANGAR_TYPE_MACHINE_VIEW, NULL));
  world->sidebar = HANGAR_HOST_SIDEBAR (find_widget (window, HANGAR_TYPE_HOST_SIDEBAR, NULL));
  gtk_window_present (GTK_WINDOW (window));
}

static inline void
world_clear (World *world)
{
  gpointer window = world->window;

  g_object_add_weak_pointer (G_OBJECT (world->window), &window);
  gtk_window_destroy (GTK_WINDOW (world->window));
  WAIT_FOR (window == NULL);
  hangar_connection_list_close_all (world->connections);
  g_object_unref (world->first_run);
  g_object_unref (world->jobs);
  g_object_unref (world->connections);
  g_object_unref (world->settings);
}

/* A host of the test driver with its own machines: "web" runs, "db" is off. */
static inline HangarConnection *
add_host (World *world, gboolean with_machines)
{
  static const char machines[] =
    "<domain type='test'><name>web</name><memory unit='MiB'>512</memory><os><type>hvm</type></os></domain>"
    "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
    "<test:runstate>5</test:runstate><name>db</name><title>Data &lt;b&gt;</title>"
    "<memory unit='MiB'>256</memory><os><type>hvm</type></os></domain>";
  g_autofree char *path = NULL;
  g_autofree char *node = g_strdup_printf ("<node>%s</node>", with_machines ? machines : "");
  g_autofree char *uri = NULL;
  HangarConnection *connection;

  g_close (g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_connection_list_add (world->connections, uri, "A host", FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_remove (path);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_OPEN);
  return connection;
}
