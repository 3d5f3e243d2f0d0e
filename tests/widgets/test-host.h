/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host with machines in every state, on libvirt's test driver, for tests of windows. */
#pragma once

#include <adwaita.h>
#include <glib/gstdio.h>

#include "tests/wait.h"

#include "model/connection.h"
#include "model/domain.h"

/* What libadwaita 1.7 says with GTK 4.18 of the headings of its own message dialogs: it measures them in a
 * large and in a small style. All other warnings end the test. */
static inline GLogWriterOutput
test_host_write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && adw_get_minor_version () > 2 &&
        g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel "))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

__attribute__ ((constructor)) static void
test_host_watch_log (void)
{
  g_log_set_writer_func (test_host_write_log, NULL, NULL);
}

/* @nodes: <domain> elements; each test has a host of its own, since test:///default is shared by a process.
 */
static inline HangarConnection *
test_host_open (const char *nodes)
{
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *text = g_strconcat ("<node>", nodes, "</node>", NULL);
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL);
  HangarConnection *connection;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_remove (path);
  g_assert_no_error (hangar_connection_get_error (connection));
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_OPEN);
  return connection;
}

/* Lets everything end that is still under way. */
static inline void
test_host_close (HangarConnection *connection)
{
  gpointer watched = connection;

  hangar_connection_close (connection);
  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_object_unref (connection);
  WAIT_FOR (watched == NULL);
}

static inline gboolean
test_host_matches (GtkWidget *widget, GType type, const char *text)
{
  if (!g_type_is_a (G_OBJECT_TYPE (widget), type))
    return FALSE;
  if (text == NULL)
    return TRUE;
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

/* The first widget of that type, and with that text when it is given, in or below @root. */
static inline GtkWidget *
test_host_find (GtkWidget *root, GType type, const char *text)
{
  if (test_host_matches (root, type, text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_host_find (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first widget with that tooltip in or below @root. */
static inline GtkWidget *
test_host_find_tooltip (GtkWidget *root, const char *tooltip)
{
  GtkWidget *found = g_strcmp0 (gtk_widget_get_tooltip_text (root), tooltip) == 0 ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = test_host_find_tooltip (child, tooltip);
  return found;
}

/* The window of that type that is open, NULL when there is none. */
static inline gpointer
test_host_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_type_is_a (G_OBJECT_TYPE (l->data), type))
      return l->data;
  return NULL;
}
