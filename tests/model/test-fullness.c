/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/fullness and monitor: what is nearly full is known, marked and told once. */

#include "tests/wait.h"

#include "model/fullness.h"
#include "model/monitor.h"
#include "model/sampler.h"
#include "virt/storage.h"

#define GIB ((guint64) 1 << 30)

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
  g_test_add_func ("/monitor/settings", test_monitor);
  return g_test_run ();
}
