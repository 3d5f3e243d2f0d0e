/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/storage: pools and volumes, on libvirt's test driver. */

#include "virt/connect.h"
#include "virt/storage.h"

#define GIB (G_GUINT64_CONSTANT (1) << 30)

typedef struct
{
  GVirConnection *connection;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->connection = hangar_virt_connect_open ("test:///default", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hangar_virt_connect_close (fixture->connection);
}

static HangarVirtPool *
only_pool (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pools = hangar_virt_pool_list (fixture->connection, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pools->len, ==, 1);
  return g_ptr_array_steal_index (pools, 0);
}

static void
test_pools (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarVirtPool) pool = only_pool (fixture);

  g_assert_cmpstr (pool->name, ==, "default-pool");
  g_assert_cmpstr (pool->type, ==, "dir");
  g_assert_cmpstr (pool->path, ==, "/default-pool");
  g_assert_true (pool->active);
  g_assert_cmpuint (pool->available, >, 0);
}

static void
test_default_pool (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarVirtPool) missing = hangar_virt_pool_ensure_default (fixture->connection, NULL, &error);
  g_autoptr (HangarVirtPool) by_folder = NULL;
  g_autoptr (HangarVirtPool) made = NULL;
  g_autoptr (HangarVirtPool) again = NULL;

  g_assert_null (missing);
  g_assert_nonnull (error);
  g_clear_error (&error);

  by_folder = hangar_virt_pool_ensure_default (fixture->connection, "/default-pool", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (by_folder->name, ==, "default-pool");

  made = hangar_virt_pool_ensure_default (fixture->connection, "/elsewhere & <more>", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made->name, ==, "default");
  g_assert_cmpstr (made->path, ==, "/elsewhere & <more>");
  g_assert_true (made->active);

  again = hangar_virt_pool_ensure_default (fixture->connection, "/a third place", &error);
  g_assert_cmpstr (again->uuid, ==, made->uuid);
}

static void
test_volumes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarVirtPool) pool = only_pool (fixture);
  const HangarVirtVolume wanted = { .name = "<disk> & more.qcow2", .format = "qcow2", .capacity = GIB };
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarVirtVolume) made =
    hangar_virt_volume_create (fixture->connection, pool->uuid, &wanted, &error);
  g_autoptr (HangarVirtVolume) again = NULL;
  g_autoptr (HangarVirtVolume) found = NULL;
  g_autoptr (GPtrArray) volumes = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (made->path, ==, "/default-pool/<disk> & more.qcow2");
  g_assert_cmpstr (made->format, ==, "qcow2");
  g_assert_cmpuint (made->capacity, ==, GIB);
  g_assert_false (made->is_block);

  again = hangar_virt_volume_create (fixture->connection, pool->uuid, &wanted, &error);
  g_assert_null (again);
  g_assert_nonnull (error);
  g_clear_error (&error);

  volumes = hangar_virt_volume_list (fixture->connection, pool->uuid, &error);
  g_assert_cmpuint (volumes->len, ==, 1);
  found = hangar_virt_volume_lookup (fixture->connection, made->path, &error);
  g_assert_cmpstr (found->name, ==, wanted.name);

  g_assert_true (hangar_virt_volume_delete (fixture->connection, made->path, &error));
  g_assert_false (hangar_virt_volume_delete (fixture->connection, made->path, &error));
  g_assert_nonnull (error);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarVirtPool) pool = only_pool (fixture);
  const HangarVirtVolume huge = { .name = "huge.raw", .format = "raw", .capacity = G_MAXUINT64 / 2 };
  g_autoptr (GError) error = NULL;

  g_assert_null (
    hangar_virt_volume_list (fixture->connection, "12345678-1234-1234-1234-123456789012", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (
    hangar_virt_pool_refresh (fixture->connection, "12345678-1234-1234-1234-123456789012", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (hangar_virt_pool_refresh (fixture->connection, pool->uuid, &error));
  g_assert_no_error (error);
  g_assert_null (hangar_virt_volume_create (fixture->connection, "no uuid", &huge, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  hangar_virt_init ();
#define add(name, func) g_test_add ("/storage/" name, Fixture, NULL, set_up, func, tear_down)
  add ("pools", test_pools);
  add ("default-pool", test_default_pool);
  add ("volumes", test_volumes);
  add ("refusals", test_refusals);
#undef add
  return g_test_run ();
}
