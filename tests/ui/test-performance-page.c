/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/performance-page: it shows numbers while it can be seen, says why there are none, and writes them
 * down. */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "model/domain-lifecycle.h"
#include "model/sampler.h"
#include "tests/wait.h"
#include "ui/domain/performance-export.h"
#include "ui/domain/performance-page.h"

#define UUID "11111111-1111-1111-1111-111111111111"

typedef struct
{
  HangarConnection *connection;
  HangarDomain *domain;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  static const char node[] =
    "<node><domain type='test'><name>web</name><uuid>" UUID "</uuid>"
    "<memory unit='MiB'>512</memory><vcpu>2</vcpu><os><type>hvm</type></os>"
    "<devices><disk type='file' device='disk'><source file='/x'/><target dev='vda'/></disk>"
    "</devices></domain></node>";
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  f->connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (f->connection);
  WAIT_FOR (hangar_connection_get_state (f->connection) == HANGAR_CONNECTION_OPEN);
  g_remove (path);
  f->domain = hangar_connection_find_domain (f->connection, UUID);
  g_assert_nonnull (f->domain);
  WAIT_FOR (hangar_domain_get_vcpus (f->domain) == 2);
  hangar_sampler_set_interval (hangar_sampler_of (f->connection), 50);
  f->page = hangar_performance_page_new (f->domain);
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 700, 900);
  gtk_window_set_child (GTK_WINDOW (f->window), f->page);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  gpointer watched = f->connection;

  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_add_weak_pointer (G_OBJECT (f->connection), &watched);
  hangar_connection_close (f->connection);
  g_object_unref (f->connection);
  WAIT_FOR (watched == NULL);
}

static gboolean
shows (GtkWidget *root, const char *prefix)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), prefix))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, prefix))
      return TRUE;
  return FALSE;
}

static void
test_numbers (Fixture *f, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (shows (f->page, "Of its processors: "));
  WAIT_FOR (shows (f->page, "Of the host: "));
  WAIT_FOR (shows (f->page, "Allocated: 512"));
  WAIT_FOR (shows (f->page, "Read: "));
  /* The test driver's guest tells its memory, and has no network interface. */
  g_assert_true (shows (f->page, "The host does not count this machine’s network traffic"));
  /* Nor is there an agent in it. */
  WAIT_FOR (shows (f->page, "No agent answers in the guest."));

  hangar_domain_operate_async (f->domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF, NULL, NULL, NULL);
  WAIT_FOR (hangar_domain_get_state (f->domain) == HANGAR_DOMAIN_OFF);
  WAIT_FOR (shows (f->page, "The machine is off."));
}

static void
test_devices (Fixture *f, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (shows (f->page, "Read: "));
  g_assert_false (shows (f->page, "Disk vda"));
  g_assert_true (gtk_widget_activate_action (f->page, "performance.devices", NULL));
  WAIT_FOR (shows (f->page, "Disk vda"));
}

/* Nobody is asked for anything while the page can not be seen. */
static void
test_unseen (Fixture *f, gconstpointer data)
{
  HangarSampler *sampler = hangar_sampler_of (f->connection);
  gint64 until;
  guint n;

  g_assert_cmpuint (hangar_sampler_get_n_ticks (sampler), ==, 0);
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) > 2);
  gtk_widget_set_visible (f->window, FALSE);
  n = hangar_sampler_get_n_ticks (sampler);
  until = g_get_monotonic_time () + 300 * 1000;
  WAIT_FOR (g_get_monotonic_time () > until);
  g_assert_cmpuint (hangar_sampler_get_n_ticks (sampler), <=, n + 1);
}

static void
test_csv (Fixture *f, gconstpointer data)
{
  g_autofree char *csv = NULL;
  g_auto (GStrv) rows = NULL;
  g_auto (GStrv) cells = NULL;

  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (shows (f->page, "Of its processors: "));
  csv = hangar_performance_csv (hangar_domain_stats_of (f->domain), HANGAR_SPAN_MINUTE);
  rows = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpstr (rows[0], ==, "time,metric,mean,min,max");
  cells = g_strsplit (rows[1], ",", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 5);
  g_assert_cmpuint (strlen (cells[0]), ==, strlen ("2026-01-01T00:00:00.000Z"));
  g_assert_cmpstr (cells[1], ==, "cpu_share");
  g_assert_cmpfloat (g_ascii_strtod (cells[2], NULL), >, 0);
}

/* The same sample has the same time in all rows, and that is now. */
static void
test_csv_times (Fixture *f, gconstpointer data)
{
  HangarDomainStats *stats = hangar_domain_stats_of (f->domain);
  g_autoptr (GHashTable) times = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDateTime) before = g_date_time_new_now_utc ();
  g_autofree char *csv = NULL;
  g_auto (GStrv) rows = NULL;
  guint n_points = 0;

  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (hangar_sampler_get_n_ticks (hangar_sampler_of (f->connection)) >= 5);
  csv = hangar_performance_csv (stats, HANGAR_SPAN_MINUTE);
  rows = g_strsplit (csv, "\r\n", -1);
  for (guint i = 1; rows[i] != NULL && rows[i][0] != '\0'; i++)
    {
      g_autoptr (GDateTime) at = NULL;

      *strchr (rows[i], ',') = '\0';
      at = g_date_time_new_from_iso8601 (rows[i], NULL);
      g_assert_nonnull (at);
      g_assert_cmpint (g_date_time_difference (at, before), >, -G_TIME_SPAN_MINUTE);
      g_assert_cmpint (g_date_time_difference (at, before), <, 2 * G_TIME_SPAN_MINUTE);
      g_hash_table_add (times, rows[i]);
      n_points++;
    }
  for (guint metric = 0; metric < HANGAR_N_METRICS; metric++)
    if (hangar_domain_stats_get_series (stats, metric) != NULL)
      g_assert_cmpuint (hangar_series_get_n_recent (hangar_domain_stats_get_series (stats, metric)), <=,
                        g_hash_table_size (times));
  g_assert_cmpuint (g_hash_table_size (times), <, n_points / 2);
}

/* What was there before is replaced as a whole. */
static GBytes *
wait_for_file (GFile *file, const char *before)
{
  char *bytes = NULL;
  gsize length = 0;

  WAIT_FOR ((g_free (bytes), g_file_load_contents (file, NULL, &bytes, &length, NULL, NULL)) &&
            !g_str_has_prefix (bytes, before));
  return g_bytes_new_take (bytes, length);
}

/* A table and a picture, written where they belong. */
static void
test_export (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "web", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) table = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (shows (f->page, "Of its processors: "));
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  hangar_performance_export_csv (f->page, f->domain, HANGAR_SPAN_MINUTE, file);
  table = wait_for_file (file, "before");
  g_assert_true (g_str_has_prefix (g_bytes_get_data (table, NULL), "time,metric,mean,min,max\r\n"));
  hangar_performance_export_png (f->page, f->domain, f->page, file);
  picture = wait_for_file (file, "time,");
  texture = gdk_texture_new_from_bytes (picture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, gtk_widget_get_width (f->page));
  g_assert_cmpint (gdk_texture_get_height (texture), ==, gtk_widget_get_height (f->page));
  g_remove (path);
  g_rmdir (folder);
}

static void
test_view (Fixture *f, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (shows (f->page, "Of its processors: "));
  for (int span = 3; span >= 0; span--)
    {
      g_assert_true (gtk_widget_activate_action (f->page, "performance.span", "i", span));
      g_assert_true (shows (f->page, "Of its processors: "));
    }
  g_assert_true (gtk_widget_activate_action (f->page, "performance.paused", NULL));
  g_assert_true (gtk_widget_activate_action (f->page, "performance.paused", NULL));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/performance-page/numbers", test_numbers);
  ADD ("/performance-page/devices", test_devices);
  ADD ("/performance-page/unseen", test_unseen);
  ADD ("/performance-page/csv", test_csv);
  ADD ("/performance-page/csv-times", test_csv_times);
  ADD ("/performance-page/export", test_export);
  ADD ("/performance-page/view", test_view);
  return g_test_run ();
}
