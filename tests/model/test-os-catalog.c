/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/os-catalog: loading off the main thread, searching, recognising discs, and files that are none. */

#include "model/media-file.h"
#include "model/os-catalog.h"
#include "tests/wait.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEBIAN_11 "http://debian.org/debian/11"

typedef struct
{
  HangarOsCatalog *catalog;
  char *folder;
  GAsyncResult *result;
} Fixture;

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the loop run, waking it now and then, until the condition holds. */
static void
spin_until (gboolean (*holds) (Fixture *), Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + WAIT_DEADLINE;
  guint tick = g_timeout_add (5, tick_cb, NULL);

  while (!holds (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gboolean
has_result (Fixture *fixture)
{
  return fixture->result != NULL;
}

static gboolean
is_gone (Fixture *fixture)
{
  return g_atomic_pointer_get (&fixture->catalog) == NULL;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_set_object (&fixture->result, result);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->catalog = hangar_os_catalog_new ();
  fixture->folder = g_dir_make_tmp ("hangar-os-catalog-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

/* Loaded once for all that only read it: the database takes seconds. */
static HangarOsCatalog *shared;

static void load (Fixture *fixture);

static void
set_up_loaded (Fixture *fixture, gconstpointer data)
{
  fixture->catalog = shared != NULL ? g_object_ref (shared) : hangar_os_catalog_new ();
  fixture->folder = g_dir_make_tmp ("hangar-os-catalog-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  if (shared == NULL)
    load (fixture);
  g_set_object (&shared, fixture->catalog);
}

static void
tear_down_loaded (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->catalog);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  /* A thread that nobody waits for any more may still hold it. */
  g_object_add_weak_pointer (G_OBJECT (fixture->catalog), (gpointer *) &fixture->catalog);
  g_object_unref (fixture->catalog);
  spin_until (is_gone, fixture);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  hangar_os_catalog_load_async (fixture->catalog, NULL, done_cb, fixture);
  spin_until (has_result, fixture);
  g_assert_true (hangar_os_catalog_load_finish (fixture->catalog, fixture->result, &error));
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarOs) only = g_list_model_get_item (G_LIST_MODEL (fixture->catalog), 0);

  g_assert_false (hangar_os_catalog_is_loaded (fixture->catalog));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->catalog)), ==, 1);
  g_assert_true (hangar_os_is_unknown (only));
  g_assert_null (hangar_os_catalog_lookup (fixture->catalog, DEBIAN_11));
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  gint64 before = wait_processor_time ();
  HangarOs *debian, *windows, *modern_windows;

  hangar_os_catalog_load_async (fixture->catalog, NULL, done_cb, fixture);
  g_assert_cmpint (wait_processor_time () - before, <, WAIT_AT_ONCE);
  spin_until (has_result, fixture);
  g_assert_true (hangar_os_catalog_load_finish (fixture->catalog, fixture->result, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->catalog)), >, 300);

  debian = hangar_os_catalog_lookup (fixture->catalog, DEBIAN_11);
  g_assert_nonnull (debian);
  g_assert_cmpint (hangar_os_get_family (debian), ==, HANGAR_OS_FAMILY_LINUX);
  g_assert_true (hangar_os_supports (debian, HANGAR_OS_SUPPORT_VIRTIO_DISK | HANGAR_OS_SUPPORT_VIRTIO_NET |
                                               HANGAR_OS_SUPPORT_Q35 | HANGAR_OS_SUPPORT_USB_TABLET));
  g_assert_cmpuint (hangar_os_get_recommended (debian)->memory, >=, G_GUINT64_CONSTANT (1) << 30);
  g_assert_cmpuint (hangar_os_get_recommended (debian)->disk, >=, G_GUINT64_CONSTANT (10) << 30);

  windows = hangar_os_catalog_lookup (fixture->catalog, "http://microsoft.com/win/10");
  g_assert_cmpint (hangar_os_get_family (windows), ==, HANGAR_OS_FAMILY_WINDOWS);
  g_assert_false (hangar_os_supports (windows, HANGAR_OS_SUPPORT_VIRTIO_DISK));
  g_assert_true (hangar_os_supports (windows, HANGAR_OS_SUPPORT_E1000E));
  g_assert_false (hangar_os_needs (windows, HANGAR_OS_NEEDS_TPM));

  modern_windows = hangar_os_catalog_lookup (fixture->catalog, "http://microsoft.com/win/11");
  g_assert_true (hangar_os_needs (modern_windows,
                                  HANGAR_OS_NEEDS_UEFI | HANGAR_OS_NEEDS_SECURE_BOOT | HANGAR_OS_NEEDS_TPM));
  g_assert_cmpuint (hangar_os_get_minimum (modern_windows)->memory, ==, G_GUINT64_CONSTANT (4) << 30);

  g_assert_true (
    hangar_os_is_end_of_life (hangar_os_catalog_lookup (fixture->catalog, "http://microsoft.com/win/xp")));
}

static void
test_order_and_search (Fixture *fixture, gconstpointer data)
{
  HangarOs *debian;
  g_autoptr (HangarOs) last = NULL;
  guint count;

  load (fixture);
  count = g_list_model_get_n_items (G_LIST_MODEL (fixture->catalog));
  last = g_list_model_get_item (G_LIST_MODEL (fixture->catalog), count - 1);
  g_assert_true (hangar_os_is_unknown (last));

  debian = hangar_os_catalog_lookup (fixture->catalog, DEBIAN_11);
  g_assert_true (hangar_os_matches (debian, NULL));
  g_assert_true (hangar_os_matches (debian, "  "));
  g_assert_true (hangar_os_matches (debian, "DEB 11"));
  g_assert_true (hangar_os_matches (debian, "bullseye") || hangar_os_matches (debian, "debian11"));
  g_assert_false (hangar_os_matches (debian, "deb 12"));
  g_assert_cmpint (
    hangar_os_compare (debian, hangar_os_catalog_lookup (fixture->catalog, "http://debian.org/debian/9")), <,
    0);
}

/* Of each line the newest comes first, and no line is torn apart by another one. */
static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  static const char *const newer_before_older[][2] = {
    { "http://debian.org/debian/11", "http://debian.org/debian/10" },
    { "http://microsoft.com/win/11", "http://microsoft.com/win/10" },
    { "http://microsoft.com/win/10", "http://microsoft.com/win/7" },
    { "http://freebsd.org/freebsd/13.0", "http://freebsd.org/freebsd/12.1" },
  };
  GListModel *systems;
  guint n;

  load (fixture);
  systems = G_LIST_MODEL (fixture->catalog);
  n = g_list_model_get_n_items (systems);
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      {
        g_autoptr (HangarOs) one = g_list_model_get_item (systems, i);
        g_autoptr (HangarOs) other = g_list_model_get_item (systems, j);

        g_assert_cmpint (hangar_os_compare (one, other), <=, 0);
        g_assert_cmpint (hangar_os_compare (other, one), >=, 0);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (newer_before_older); i++)
    g_assert_cmpint (
      hangar_os_compare (hangar_os_catalog_lookup (fixture->catalog, newer_before_older[i][0]),
                         hangar_os_catalog_lookup (fixture->catalog, newer_before_older[i][1])),
      <, 0);
}

static void
test_guess_from_name (Fixture *fixture, gconstpointer data)
{
  load (fixture);
  g_assert_true (hangar_os_catalog_guess_from_name (fixture->catalog, "debian11-server.qcow2") ==
                 hangar_os_catalog_lookup (fixture->catalog, DEBIAN_11));
  g_assert_true (hangar_os_catalog_guess_from_name (fixture->catalog, "TP_Win10.vdi") ==
                 hangar_os_catalog_lookup (fixture->catalog, "http://microsoft.com/win/10"));
  g_assert_null (hangar_os_catalog_guess_from_name (fixture->catalog, "disk0.vmdk"));
}

/* The first 18 sectors of a disc with the given label, as ECMA-119 lays them out, with an El Torito boot
 * record. */
static char *
write_disc (Fixture *fixture, const char *label, gboolean bootable)
{
  char *path = g_build_filename (fixture->folder, "disc.iso", NULL);
  gsize length = 40 * 2048;
  g_autofree char *disc = g_malloc0 (length);
  char *primary = disc + 16 * 2048;
  char *boot = disc + 17 * 2048;

  memcpy (primary, "\001CD001\001", 7);
  memset (primary + 8, ' ', 64);
  memcpy (primary + 40, label, MIN (strlen (label), 32));
  primary[80] = 40;
  primary[129] = 8;
  memset (primary + 190, ' ', 813 - 190);
  memcpy (boot, bootable ? "\000CD001\001EL TORITO SPECIFICATION" : "\377CD001\001", bootable ? 30 : 7);
  memcpy (disc + 18 * 2048, "\377CD001\001", 7);
  g_assert_true (g_file_set_contents (path, disc, length, NULL));
  return path;
}

static HangarOsMedia *
detect (Fixture *fixture, const char *path, GError **error)
{
  gint64 before = wait_processor_time ();

  g_clear_object (&fixture->result);
  hangar_os_catalog_detect_async (fixture->catalog, path, NULL, done_cb, fixture);
  g_assert_cmpint (wait_processor_time () - before, <, WAIT_AT_ONCE);
  spin_until (has_result, fixture);
  return hangar_os_catalog_detect_finish (fixture->catalog, fixture->result, error);
}

static void
test_detect (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_disc (fixture, "Debian 11.5.0 amd64 n", TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarOsMedia) media = detect (fixture, path, &error);

  /* Not loaded before: detection brings its own database. */
  g_assert_no_error (error);
  g_assert_true (media->is_disc);
  g_assert_true (media->is_bootable);
  g_assert_cmpstr (media->label, ==, "Debian 11.5.0 amd64 n");
  g_assert_cmpstr (media->architecture, ==, "x86_64");
  g_assert_cmpuint (media->size, ==, 40 * 2048);
  g_assert_nonnull (media->os);
  g_assert_cmpstr (hangar_os_get_id (media->os), ==, DEBIAN_11);
  g_unlink (path);
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_ptr_array_add (data, g_object_ref (result));
}

/* Discs that are recognised while the list is made, which two ask for: each system is one object. */
static void
test_detect_while_loading (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_disc (fixture, "Debian 11.5.0 amd64 n", TRUE);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) discs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 2; i++)
    {
      hangar_os_catalog_load_async (fixture->catalog, NULL, keep_cb, lists);
      hangar_os_catalog_detect_async (fixture->catalog, path, NULL, keep_cb, discs);
    }
  WAIT_FOR (lists->len == 2 && discs->len == 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HangarOsMedia) media = NULL;

      g_assert_true (hangar_os_catalog_load_finish (fixture->catalog, lists->pdata[i], NULL));
      media = hangar_os_catalog_detect_finish (fixture->catalog, discs->pdata[i], NULL);
      g_assert_true (media->os == hangar_os_catalog_lookup (fixture->catalog, DEBIAN_11));
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->catalog)), >, 300);
  g_unlink (path);
}

static void
test_detect_unknown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_disc (fixture, "NEVER HEARD OF", FALSE);
  g_autoptr (HangarOsMedia) media = detect (fixture, path, NULL);
  g_autoptr (HangarOsMedia) nothing = NULL;

  g_assert_nonnull (media);
  g_assert_null (media->os);
  g_assert_true (media->is_disc);
  g_assert_false (media->is_bootable);

  g_assert_true (g_file_set_contents (path, "a text", -1, NULL));
  nothing = detect (fixture, path, NULL);
  g_assert_nonnull (nothing);
  g_assert_false (nothing->is_disc);
  g_unlink (path);
}

static void
assert_refused (Fixture *fixture, const char *path, HangarMediaError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarOsMedia) media = detect (fixture, path, &error);

  g_assert_null (media);
  g_assert_error (error, HANGAR_MEDIA_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "x.iso", NULL);

  assert_refused (fixture, path, HANGAR_MEDIA_ERROR_MISSING);
  assert_refused (fixture, fixture->folder, HANGAR_MEDIA_ERROR_KIND);
  assert_refused (fixture, "/dev/zero", HANGAR_MEDIA_ERROR_KIND);
  assert_refused (fixture, "x.iso", HANGAR_MEDIA_ERROR_NAME);
  assert_refused (fixture, "/tmp/\nx.iso", HANGAR_MEDIA_ERROR_NAME);
  assert_refused (fixture, "/tmp/\xff.iso", HANGAR_MEDIA_ERROR_NAME);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (fixture, path, HANGAR_MEDIA_ERROR_KIND);
  g_unlink (path);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  assert_refused (fixture, path, HANGAR_MEDIA_ERROR_EMPTY);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (geteuid () != 0)
    assert_refused (fixture, path, HANGAR_MEDIA_ERROR_UNREADABLE);
  g_unlink (path);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_disc (fixture, "Debian 11.5.0 amd64 n", TRUE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  hangar_os_catalog_detect_async (fixture->catalog, path, cancellable, done_cb, fixture);
  g_cancellable_cancel (cancellable);
  spin_until (has_result, fixture);
  g_assert_null (hangar_os_catalog_detect_finish (fixture->catalog, fixture->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
#define add(name, func) g_test_add ("/os-catalog/" name, Fixture, NULL, set_up, func, tear_down)
#define add_loaded(name, func) \
  g_test_add ("/os-catalog/" name, Fixture, NULL, set_up_loaded, func, tear_down_loaded)
  add ("new", test_new);
  add ("load", test_load);
  add ("cancel", test_cancel);
  add ("detect-while-loading", test_detect_while_loading);
  add_loaded ("order-and-search", test_order_and_search);
  add_loaded ("newest-first", test_newest_first);
  add_loaded ("guess-from-name", test_guess_from_name);
  add_loaded ("detect", test_detect);
  add_loaded ("detect-unknown", test_detect_unknown);
  add_loaded ("refused", test_refused);
#undef add
#undef add_loaded
  status = g_test_run ();
  g_clear_object (&shared);
  return status;
}
