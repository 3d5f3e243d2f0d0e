/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/host/host-page and host-meters: what a host's machines were given, and who takes most. */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "model/sampler.h"
#include "tests/wait.h"
#include "ui/host/host-meters.h"
#include "ui/host/host-page.h"

static HangarConnection *
open_host (const char *memory, guint vcpus)
{
  g_autofree char *node = g_strdup_printf (
    "<node><cpu><nodes>1</nodes><sockets>1</sockets><cores>2</cores><threads>1</threads><active>2</active>"
    "<mhz>1000</mhz><model>x</model></cpu><memory>1048576</memory>"
    "<domain type='test'><name>web</name><title>A &lt;b&gt;</title><memory unit='MiB'>%s</memory>"
    "<vcpu>%u</vcpu><os><type>hvm</type></os></domain></node>",
    memory, vcpus);
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL);
  HangarConnection *connection;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  g_remove (path);
  WAIT_FOR (hangar_domain_get_vcpus (hangar_connection_find_domain (connection, "web")) == vcpus);
  hangar_sampler_set_interval (hangar_sampler_of (connection), 50);
  return connection;
}

static void
close_host (HangarConnection *connection)
{
  gpointer watched = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  hangar_connection_close (connection);
  g_object_unref (connection);
  WAIT_FOR (watched == NULL);
}

static gboolean
shows (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) &&
      strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static void
test_commitment (void)
{
  HangarConnection *modest = open_host ("512", 2);
  HangarConnection *greedy = open_host ("2048", 8);
  g_autofree char *enough = hangar_host_page_commitment (modest);
  g_autofree char *too_much = hangar_host_page_commitment (greedy);

  g_assert_nonnull (strstr (enough, "512.0\302\240MiB of the 1.0\302\240GiB"));
  g_assert_null (strstr (enough, "more than"));
  g_assert_nonnull (strstr (too_much, "2.0\302\240GiB of memory, more than the 1.0\302\240GiB"));
  g_assert_nonnull (strstr (too_much, "8 virtual processors on 2 real ones: busy machines"));
  close_host (modest);
  close_host (greedy);
}

static void
test_page (void)
{
  HangarConnection *connection = open_host ("512", 2);
  GtkWidget *window = gtk_window_new ();
  HangarHostPage *page = g_object_new (HANGAR_TYPE_HOST_PAGE, NULL);
  g_autoptr (HangarLook) watch = hangar_sampler_look (
    hangar_sampler_of (connection), 0, hangar_connection_find_domain (connection, "web"), TRUE);

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 1400);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  hangar_host_page_set_connection (page, connection);
  WAIT_FOR (shows (GTK_WIDGET (page), "Its machines: "));
  /* Names are plain text. */
  WAIT_FOR (shows (GTK_WIDGET (page), "A <b>"));
  WAIT_FOR (shows (GTK_WIDGET (page), "No running machine has a network"));
  hangar_host_page_set_connection (page, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_pointer (&watch, hangar_look_end);
  close_host (connection);
}

static gboolean
tells (GtkWidget *root, const char *text)
{
  const char *tooltip = gtk_widget_get_tooltip_text (root);

  if (tooltip != NULL && gtk_widget_get_visible (root) && strstr (tooltip, text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (tells (child, text))
      return TRUE;
  return FALSE;
}

/* How busy the host is, and how much of that its machines take. */
static void
test_meters (void)
{
  HangarConnection *connection = open_host ("512", 2);
  GtkWidget *window = gtk_window_new ();
  HangarHostMeters *meters = g_object_new (HANGAR_TYPE_HOST_METERS, NULL);
  g_autoptr (HangarLook) watch = hangar_sampler_look (
    hangar_sampler_of (connection), 0, hangar_connection_find_domain (connection, "web"), TRUE);

  hangar_host_meters_set_connection (meters, connection);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (meters));
  gtk_window_present (GTK_WINDOW (window));
  /* The driver's machine takes one of two processors at any time. */
  WAIT_FOR (tells (GTK_WIDGET (meters), "Processors: "));
  WAIT_FOR (tells (GTK_WIDGET (meters), "of that its machines 50\302\240%") ||
            tells (GTK_WIDGET (meters), "of that its machines 49\302\240%") ||
            tells (GTK_WIDGET (meters), "of that its machines 51\302\240%"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_pointer (&watch, hangar_look_end);
  close_host (connection);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/host-page/commitment", test_commitment);
  g_test_add_func ("/host-page/page", test_page);
  g_test_add_func ("/host-meters/ticks", test_meters);
  return g_test_run ();
}
