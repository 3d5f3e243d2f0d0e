/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/fullness and monitor: what is nearly full is known, marked and told once. */

#include "tests/wait.h"

#include "model/fullness.h"
#include "model/monitor.h"
#include "model/sampler.h"
#include "util/clock.h"
#include "virt/storage.h"

#include <glib/gstdio.h>

#define GIB ((guint64) 1 << 30)

/* From which load on a machine counts as busy here: the driver's machines compute all the time. */
#define THRESHOLD 0.1f

static void
test_judgement (void)
{
  g_assert_false (hangar_nearly_full (0, 0));
  g_assert_true (hangar_nearly_full (100 * GIB, 0));
  g_assert_true (hangar_nearly_full (100 * GIB, 5 * GIB - 1));
  g_assert_false (hangar_nearly_full (100 * GIB, 5 * GIB));
}

static HangarGuestFilesystem *
filesystem (const char *mountpoint, guint64 total, guint64 used)
{
  HangarGuestFilesystem *self = g_new0 (HangarGuestFilesystem, 1);

  self->mountpoint = g_strdup (mountpoint);
  self->total = total;
  self->used = used;
  return self;
}

/* A guest may say what it likes: also that more is used than there is, or nothing at all. */
static void
test_guest (void)
{
  g_autoptr (HangarGuestInfo) info = g_new0 (HangarGuestInfo, 1);
  g_autofree char *text = NULL;

  info->users = g_ptr_array_new ();
  info->addresses = g_ptr_array_new ();
  info->filesystems = g_ptr_array_new ();
  g_assert_null (hangar_fullness_of_guest (info));
  g_ptr_array_add (info->filesystems, filesystem ("/", 10 * GIB, 5 * GIB));
  g_ptr_array_add (info->filesystems, filesystem ("/proc", 0, 0));
  g_assert_null (hangar_fullness_of_guest (info));
  g_ptr_array_add (info->filesystems, filesystem ("/home", 10 * GIB, 99 * GIB / 10));
  g_ptr_array_add (info->filesystems, filesystem ("/<b>", 10 * GIB, 11 * GIB));
  text = hangar_fullness_of_guest (info);
  g_assert_cmpstr (text, ==, "/home, /<b>");
  for (guint i = 0; i < info->filesystems->len; i++)
    {
      HangarGuestFilesystem *gone = g_ptr_array_index (info->filesystems, i);

      g_free (gone->mountpoint);
      g_free (gone);
    }
}

static void
test_pools (void)
{
  HangarVirtPool pools[] = {
    { .name = (char *) "default", .active = TRUE, .capacity = 100 * GIB, .available = 50 * GIB },
    { .name = (char *) "backup", .active = TRUE, .capacity = 100 * GIB, .available = GIB },
    { .name = (char *) "off", .active = FALSE, .capacity = 100 * GIB, .available = 0 },
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pools); i++)
    g_ptr_array_add (list, &pools[i]);
  text = hangar_fullness_of_pools (list);
  g_assert_cmpstr (text, ==, "backup");
}

static void
told_cb (HangarFullness *fullness, gpointer who, guint *n_told)
{
  (*n_told)++;
}

/* The test driver's pool is not full; asked are the pools and its machine, again and again. */
static void
test_asks (void)
{
  HangarConnection *connection = hangar_connection_new ("test:///default", NULL, FALSE);
  HangarFullness *fullness = hangar_fullness_new (connection, 20);
  guint n_pools = 0;

  g_signal_connect (fullness, "pool-full", G_CALLBACK (told_cb), &n_pools);
  hangar_fullness_set_active (fullness, TRUE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  WAIT_FOR (hangar_fullness_get_n_answers (fullness) >= 4);
  g_assert_cmpuint (n_pools, ==, 0);
  g_assert_null (hangar_connection_get_fullness (connection));
  hangar_fullness_set_active (fullness, FALSE);
  hangar_connection_close (connection);
  g_object_unref (fullness);
  g_object_unref (connection);
}

/* A question that hangs keeps it longer than the host that was removed: it must not ask what is not there. */
static void
test_outlives (void)
{
  HangarConnection *connection = hangar_connection_new ("test:///default", NULL, FALSE);
  HangarFullness *fullness = hangar_fullness_new (connection, 1);
  HangarSampler *sampler = g_object_ref (hangar_sampler_of (connection));
  HangarLook *look;
  gint64 end;

  hangar_sampler_set_interval (sampler, 10);
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, NULL, FALSE);
  hangar_fullness_set_active (fullness, TRUE);
  g_assert_finalize_object (connection);
  end = g_get_monotonic_time () + 50 * G_TIME_SPAN_MILLISECOND;
  WAIT_FOR (g_get_monotonic_time () > end);
  hangar_look_end (look);
  g_assert_finalize_object (fullness);
  g_assert_finalize_object (sampler);
}

/* A host with a pool that has three of its hundred GiB left, and a machine with one processor that computes
 * all the time. */
static HangarConnection *
open_stuffed_host (void)
{
  static const char node[] = "<node><domain type='test'><name>worker</name><memory "
                             "unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"
                             "<pool type='dir'><name>stuffed</name><target><path>/stuffed</path></target>"
                             "<volume type='file'><name>large.img</name><capacity unit='GiB'>97</capacity>"
                             "<allocation unit='GiB'>97</allocation></volume></pool></node>";
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  HangarConnection *connection;

  g_close (g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_remove (path);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_OPEN);
  WAIT_FOR (hangar_domain_get_vcpus (hangar_connection_find_domain (connection, "worker")) == 1);
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

static HangarMonitor *
watch (HangarConnection *connection, HangarSettings *settings, gboolean notify)
{
  g_autoptr (GListStore) connections = g_list_store_new (HANGAR_TYPE_CONNECTION);

  g_list_store_append (connections, connection);
  hangar_settings_set_alerts (settings, &(HangarSettingsAlerts) { TRUE, THRESHOLD, notify });
  return hangar_monitor_new (settings, G_LIST_MODEL (connections));
}

static void
notified_cb (GObject *object, GParamSpec *pspec, guint *n_notified)
{
  (*n_notified)++;
}

/* A full pool is known, marked and told once, however often it is seen. */
static void
test_full_pool (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  HangarConnection *connection = open_stuffed_host ();
  HangarFullness *fullness = hangar_fullness_new (connection, 10);
  HangarMonitor *monitor;
  guint n_told = 0, n_notified = 0;

  /* The monitor's own watch takes longer between two questions. */
  g_object_set_data_full (G_OBJECT (connection), "hangar-fullness-watch", g_object_ref (fullness),
                          g_object_unref);
  g_signal_connect (connection, "notify::label", G_CALLBACK (notified_cb), &n_notified);
  monitor = watch (connection, settings, TRUE);
  g_signal_connect (monitor, "pool-full", G_CALLBACK (told_cb), &n_told);
  WAIT_FOR (hangar_connection_get_fullness (connection) != NULL);
  g_assert_cmpstr (hangar_connection_get_fullness (connection), ==, "stuffed");
  WAIT_FOR (hangar_fullness_get_n_answers (fullness) >= 8);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (n_notified, ==, 1);
  hangar_fullness_set_active (fullness, FALSE);
  g_object_unref (monitor);
  g_object_unref (fullness);
  close_host (connection);
}

/* With a minute behind it that nobody has to wait for. */
static void
be_busy_for_a_minute (HangarDomain *domain)
{
  HangarDomainStats *stats = hangar_domain_stats_of (domain);

  WAIT_FOR (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU) >= THRESHOLD);
  hangar_domain_stats_judge_load (stats, 2, hangar_clock_now ());
  g_assert_false (
    hangar_domain_stats_judge_load (stats, THRESHOLD, hangar_clock_now () - 61 * G_TIME_SPAN_SECOND));
}

/* A machine that is above the threshold for a minute is marked; told of it is who wants to be. */
static void
test_busy (gconstpointer notify)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  HangarConnection *connection = open_stuffed_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, "worker");
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarMonitor *monitor = watch (connection, settings, notify != NULL);
  g_autofree char *busy = NULL;
  g_autofree char *calm = NULL;
  guint n_told = 0, n_ticks;
  HangarLook *look;

  g_signal_connect (monitor, "busy", G_CALLBACK (told_cb), &n_told);
  hangar_sampler_set_interval (sampler, 20);
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, domain, FALSE);
  /* Again, should the computer have stood still between two questions. */
  while (!hangar_domain_stats_get_busy (hangar_domain_stats_of (domain)))
    {
      be_busy_for_a_minute (domain);
      n_ticks = hangar_sampler_get_n_ticks (sampler) + 1;
      WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= n_ticks);
    }
  busy = hangar_domain_dup_state_text (domain);
  g_assert_cmpstr (busy, ==, "running (constantly busy)");
  n_ticks = hangar_sampler_get_n_ticks (sampler) + 3;
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= n_ticks);
  g_assert_cmpuint (n_told, ==, notify != NULL ? 1 : 0);

  /* Who does not want marks has none from the next tick on. */
  hangar_settings_set_alerts (settings, &(HangarSettingsAlerts) { FALSE, THRESHOLD, notify != NULL });
  WAIT_FOR (!hangar_domain_stats_get_busy (hangar_domain_stats_of (domain)));
  calm = hangar_domain_dup_state_text (domain);
  g_assert_cmpstr (calm, ==, "running");
  hangar_look_end (look);
  g_object_unref (monitor);
  close_host (connection);
}

static void
busy_cb (HangarMonitor *monitor, HangarDomain *domain, guint *n_told)
{
  (*n_told)++;
}

/* What the settings say reaches each host, also one that comes later. */
static void
test_monitor (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  GListStore *connections = g_list_store_new (HANGAR_TYPE_CONNECTION);
  HangarConnection *first = hangar_connection_new ("test:///default", NULL, FALSE);
  HangarConnection *second = hangar_connection_new ("test:///other", NULL, FALSE);
  HangarMonitor *monitor;
  guint n_told = 0;

  g_list_store_append (connections, first);
  hangar_settings_set_statistics_interval (settings, 7);
  monitor = hangar_monitor_new (settings, G_LIST_MODEL (connections));
  g_signal_connect (monitor, "busy", G_CALLBACK (busy_cb), &n_told);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (first)), ==, 7000);
  g_list_store_append (connections, second);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (second)), ==, 7000);
  hangar_settings_set_statistics_interval (settings, 1);
  g_assert_cmpuint (hangar_sampler_get_interval (hangar_sampler_of (second)), ==, 1000);
  g_assert_cmpuint (n_told, ==, 0);
  g_object_unref (monitor);
  g_object_unref (connections);
  g_object_unref (first);
  g_object_unref (second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fullness/judgement", test_judgement);
  g_test_add_func ("/fullness/guest", test_guest);
  g_test_add_func ("/fullness/pools", test_pools);
  g_test_add_func ("/fullness/asks", test_asks);
  g_test_add_func ("/fullness/outlives", test_outlives);
  g_test_add_func ("/fullness/full-pool", test_full_pool);
  g_test_add_data_func ("/monitor/busy", GINT_TO_POINTER (TRUE), test_busy);
  g_test_add_data_func ("/monitor/busy-unnoticed", NULL, test_busy);
  g_test_add_func ("/monitor/settings", test_monitor);
  return g_test_run ();
}
