/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/disk-look and the source of a new disk: an image's format comes from its content, never from its
 * name.
 */

#include "model/disk-look.h"
#include "model/disk-trouble.h"

#include <glib/gstdio.h>

#include "model/new-device.h"
#include "session-host.h"
#include "virt/device.h"
#include "virt/storage.h"

typedef struct
{
  const char *path;
  gboolean is_local;
} Question;

static gpointer
look_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) pools = hangar_virt_pool_list (connection, NULL);

  for (guint i = 0; pools != NULL && i < pools->len; i++)
    hangar_virt_pool_refresh (connection, ((HangarVirtPool *) pools->pdata[i])->uuid, NULL);
  return hangar_disk_look_new (connection, question->path, question->is_local);
}

static HangarDiskLook *
look_at (HangarConnection *connection, const char *path, gboolean is_local)
{
  Question question = { path, is_local };
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, look_run, &question, NULL, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_connection_run_finish (connection, result, NULL);
}

static char *
image (const char *folder, const char *name, const char *format, const char *base)
{
  char *path = g_build_filename (folder, name, NULL);
  const char *plain[] = { "qemu-img", "create", "-q", "-f", format, path, "2M", NULL };
  const char *overlay[] = { "qemu-img", "create", "-q", "-f", format, "-b", base, "-F", "raw", path, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) (base != NULL ? overlay : plain), NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return path;
}

static void
assert_format (HangarConnection *connection, const char *path, gboolean is_local, const char *format)
{
  g_autoptr (HangarDiskLook) look = look_at (connection, path, is_local);

  g_assert_cmpstr (look->path, ==, path);
  if (g_strcmp0 (look->format, format) != 0)
    g_error ("%s: %s instead of %s (%s)", path, look->format, format, look->warning);
  g_assert_true ((look->format == NULL) == (look->warning != NULL));
}

static void
test_content (void)
{
  HangarConnection *connection = session_open ();
  const char *folder = g_getenv ("HANGAR_TEST_FOLDER");
  g_autofree char *odd = image (folder, "odd-name.img", "qcow2", NULL);
  g_autofree char *bare = image (folder, "no-ending", "qcow2", NULL);
  g_autofree char *raw = image (folder, "plain.img", "raw", NULL);
  g_autofree char *vmdk = image (folder, "other.bin", "vmdk", NULL);
  g_autofree char *forged = image (folder, "forged.qcow2", "raw", NULL);
  g_autofree char *posing = image (folder, "posing.raw", "qcow2", NULL);
  g_autofree char *overlay = image (folder, "overlay.img", "qcow2", raw);

  assert_format (connection, odd, TRUE, "qcow2");
  assert_format (connection, bare, TRUE, "qcow2");
  assert_format (connection, raw, TRUE, "raw");
  assert_format (connection, vmdk, TRUE, "vmdk");
  /* Name and content disagree, or it names another file: only the user can say. */
  assert_format (connection, forged, TRUE, NULL);
  assert_format (connection, posing, TRUE, NULL);
  assert_format (connection, overlay, TRUE, NULL);
  session_close (connection);
}

static void
test_missing (void)
{
  HangarConnection *connection = session_open ();
  g_autoptr (HangarDiskLook) gone = look_at (connection, "/nonexistent/disk.qcow2", TRUE);
  g_autoptr (HangarDiskLook) folder = look_at (connection, "/", TRUE);
  g_autoptr (HangarDiskLook) afar = look_at (connection, "/nonexistent/disk.qcow2", FALSE);

  g_assert_true (gone->is_missing);
  g_assert_cmpstr (gone->format, ==, NULL);
  g_assert_true (folder->is_missing);
  /* Not to be seen is not to be missing. */
  g_assert_false (afar->is_missing);
  g_assert_cmpstr (afar->format, ==, NULL);
  g_assert_nonnull (afar->warning);
  session_close (connection);
}

/* What a pool knows of it, as for a host elsewhere; with a disk of each format that can be made. */
static void
test_pool (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("pool", "");
  HangarDomain *domain = session_define (connection, xml);
  static const char *const formats[] = { "qcow2", "raw" };
  g_autofree char *folder = NULL, *overlay = NULL, *posing = NULL, *raw = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      hangar_new_disk_async (domain, 1 << 20, formats[i], session_result_cb, &result);
      SESSION_WAIT_FOR (result != NULL);
      path = hangar_new_disk_finish (domain, result, &error);
      g_assert_no_error (error);
      assert_format (connection, path, FALSE, formats[i]);
      g_free (folder);
      folder = g_path_get_dirname (path);
      g_free (raw);
      raw = g_steal_pointer (&path);
    }
  overlay = image (folder, "overlay.img", "qcow2", raw);
  posing = image (folder, "posing.qcow2", "raw", NULL);
  assert_format (connection, overlay, FALSE, NULL);
  assert_format (connection, posing, FALSE, NULL);
  g_remove (overlay);
  g_remove (posing);
  session_forget (domain);
  session_close (connection);
}

static void
test_other_user (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *disk = image (g_getenv ("HANGAR_TEST_FOLDER"), "taken.img", "raw", NULL);
  g_autofree char *devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source "
                     "file='%s'/><target dev='vda' bus='virtio'/></disk>",
                     disk);
  g_autofree char *owner_xml = session_machine_xml ("owner", devices),
                  *xml = session_machine_xml ("other", "");
  HangarDomain *owner = session_define (connection, owner_xml), *domain = session_define (connection, xml);
  g_autoptr (GAsyncResult) theirs = NULL, own = NULL;
  g_autoptr (HangarDiskLook) look = NULL, own_look = NULL;
  g_autoptr (GError) error = NULL;

  hangar_disk_look_async (domain, disk, NULL, session_result_cb, &theirs);
  SESSION_WAIT_FOR (theirs != NULL);
  look = hangar_disk_look_finish (domain, theirs, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (look->other_user, ==, "owner");
  g_assert_cmpstr (look->format, ==, "raw");
  hangar_disk_look_async (owner, disk, NULL, session_result_cb, &own);
  SESSION_WAIT_FOR (own != NULL);
  own_look = hangar_disk_look_finish (owner, own, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (own_look->other_user, ==, NULL);
  session_forget (owner);
  session_forget (domain);
  session_close (connection);
}

/* A disk without a format would have its content looked at by the daemon each time it starts. */
static gpointer
lacks_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *const *question = data;

  return GINT_TO_POINTER (hangar_virt_domain_lacks_disk (connection, question[0], question[1]));
}

/* As the daemon of another computer says it. */
static gboolean
lacks (HangarDomain *domain, const char *target)
{
  const char *question[] = { hangar_domain_get_uuid (domain), target };
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, lacks_run, question, NULL, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  hangar_domain_run_async (domain, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_domain_run_finish (domain, result, NULL) != NULL;
}

static GHashTable *
troubles_of (HangarDomain *domain)
{
  g_autofree char *xml = session_get_xml (domain, TRUE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GHashTable *troubles;

  hangar_disk_troubles_async (domain, xml, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  troubles = hangar_disk_troubles_finish (domain, result, &error);
  g_assert_no_error (error);
  return troubles;
}

/* Files that went, and one that comes back. */
static void
test_troubles (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *there = session_file ("there.img", 1 << 20), *going = session_file ("going.img", 1 << 20);
  g_autofree char *devices = g_strdup_printf (
    "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/><target dev='vda' "
    "bus='virtio'/></disk><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>"
    "<target dev='vdb' bus='virtio'/></disk><disk type='file' device='cdrom'><target dev='sda' bus='sata'/>"
    "</disk><disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source "
    "file='/nowhere/at all.iso'/><target dev='sdb' bus='sata'/></disk>",
    there, going);
  g_autofree char *xml = session_machine_xml ("troubled", devices);
  HangarDomain *domain = session_define (connection, xml);
  g_autoptr (GHashTable) before = troubles_of (domain);
  g_autoptr (GHashTable) after = NULL;

  g_assert_cmpuint (g_hash_table_size (before), ==, 1);
  g_assert_nonnull (strstr (g_hash_table_lookup (before, "sdb"), "/nowhere/at all.iso"));
  g_remove (going);
  after = troubles_of (domain);
  g_assert_cmpuint (g_hash_table_size (after), ==, 2);
  g_assert_true (g_hash_table_contains (after, "vdb"));
  g_assert_true (lacks (domain, "vdb"));
  g_assert_false (lacks (domain, "vda"));
  g_assert_false (lacks (domain, "sda"));
  session_forget (domain);
  session_close (connection);
}

static void
test_set_source (void)
{
  g_autofree char *xml = session_machine_xml ("source", "");
  g_autoptr (HangarDevice) device = NULL;
  g_autoptr (HangarXml) doc = hangar_new_device_doc (xml, hangar_device_kind_find ("disk"), TRUE, &device);
  HangarDiskSource unknown = { "/p/disk", NULL, FALSE }, relative = { "disk", "raw", FALSE },
                   file = { "/p/disk.raw", "qcow2", FALSE }, block = { "/dev/sdz", "raw", TRUE };

  g_assert_false (hangar_xml_test (doc, "//disk/driver/@type or //disk/source"));
  g_assert_false (hangar_new_device_set_source (doc, device, &unknown));
  g_assert_false (hangar_new_device_set_source (doc, device, &relative));
  g_assert_false (hangar_xml_test (doc, "//disk/driver/@type or //disk/source"));
  g_assert_true (hangar_new_device_set_source (doc, device, &file));
  g_assert_true (
    hangar_xml_test (doc, "//disk[@type='file' and driver/@type='qcow2' and source/@file='/p/disk.raw']"));
  g_assert_true (hangar_new_device_set_source (doc, device, &block));
  g_assert_true (hangar_xml_test (
    doc, "//disk[@type='block' and driver/@type='raw' and source/@dev='/dev/sdz' and not(source/@file)]"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disk-look/content", test_content);
  g_test_add_func ("/disk-look/missing", test_missing);
  g_test_add_func ("/disk-look/pool", test_pool);
  g_test_add_func ("/disk-look/troubles", test_troubles);
  g_test_add_func ("/disk-look/other-user", test_other_user);
  g_test_add_func ("/disk-look/set-source", test_set_source);
  return g_test_run ();
}
