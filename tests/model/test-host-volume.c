/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/host-volume and virt/host-drive: what lies in a real daemon's pools, who uses it, what is a disc,
 * what brings drivers. */

#include "model/host-volume.h"

#include <string.h>

#include "session-host.h"
#include "virt/host-drive.h"
#include "virt/storage.h"

static void
test_new (void)
{
  const HangarHostVolumeFacts facts = { .path = "/pool/Virtio-Win-0.1.240.ISO",
                                        .title = "Virtio-Win-0.1.240.ISO",
                                        .pool = "Épices",
                                        .format = "raw",
                                        .capacity = 4096 };
  HangarHostVolume *volume = hangar_host_volume_new (&facts);

  g_assert_true (hangar_host_volume_is_disc (volume));
  g_assert_true (hangar_host_volume_is_drivers (volume));
  g_assert_false (hangar_host_volume_is_drive (volume));
  g_assert_false (hangar_host_volume_is_block (volume));
  g_assert_cmpstr (hangar_host_volume_get_format (volume), ==, "raw");
  g_assert_cmpstr (hangar_host_volume_get_pool (volume), ==, "Épices");
  g_assert_cmpuint (hangar_host_volume_get_capacity (volume), ==, 4096);
  g_assert_true (hangar_host_volume_matches (volume, ""));
  g_assert_true (hangar_host_volume_matches (volume, "epices WIN"));
  g_assert_false (hangar_host_volume_matches (volume, "win debian"));
  g_assert_finalize_object (volume);
}

static void
test_names (void)
{
  static const struct
  {
    const char *path;
    gboolean disc;
    gboolean drivers;
  } table[] = {
    { "/p/debian.iso", TRUE, FALSE },        { "/p/virtio-win.iso", TRUE, TRUE },
    { "/p/virtio-win.qcow2", FALSE, FALSE }, { "/p/my-virtio-win.iso", TRUE, FALSE },
    { "/p/disk.img", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const HangarHostVolumeFacts facts = { .path = table[i].path, .title = "x", .pool = "p" };
      g_autoptr (HangarHostVolume) volume = hangar_host_volume_new (&facts);

      g_assert_cmpint (hangar_host_volume_is_disc (volume), ==, table[i].disc);
      g_assert_cmpint (hangar_host_volume_is_drivers (volume), ==, table[i].drivers);
    }
}

static void
test_drive (void)
{
  g_autoptr (HangarVirtHostDrive) drive = hangar_virt_host_drive_new_from_xml (
    "<device><name>block_sr0</name><capability type='storage'><block>/dev/sr0</block>"
    "<drive_type>cdrom</drive_type><model>DVD-RAM &lt;b&gt;</model><vendor>HL-DT-ST</vendor>"
    "<capability type='removable'/></capability></device>");

  g_assert_cmpstr (drive->path, ==, "/dev/sr0");
  g_assert_cmpstr (drive->title, ==, "HL-DT-ST DVD-RAM <b>");
}

static void
test_no_drive (void)
{
  static const char *const devices[] = {
    "",
    "<device/>",
    "<device><capability type='storage'><block>/dev/sda</block><drive_type>disk</drive_type>"
    "</capability></device>",
    "<device><capability type='storage'><drive_type>cdrom</drive_type></capability></device>",
    "<device><capability "
    "type='storage'><block>../etc/shadow</block><drive_type>cdrom</drive_type></capability>"
    "</device>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    g_assert_null (hangar_virt_host_drive_new_from_xml (devices[i]));
}

static gpointer
pool_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarVirtVolume wanted = { .name = (char *) "data.qcow2",
                              .format = (char *) "qcow2",
                              .capacity = 1 << 20 };
  g_autoptr (HangarVirtPool) pool = hangar_virt_pool_ensure_default (connection, data, error);
  g_autoptr (HangarVirtVolume) made = NULL;

  g_assert_nonnull (pool);
  made = hangar_virt_volume_create (connection, pool->uuid, &wanted, error);
  g_assert_nonnull (made);
  return g_strdup (made->path);
}

static HangarHostVolume *
find (GPtrArray *volumes, const char *title)
{
  for (guint i = 0; i < volumes->len; i++)
    if (g_strcmp0 (hangar_host_volume_get_title (volumes->pdata[i]), title) == 0)
      return volumes->pdata[i];
  return NULL;
}

static GPtrArray *
list (HangarConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *volumes;

  hangar_host_volumes_list_async (connection, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  volumes = hangar_host_volumes_list_finish (connection, result, &error);
  g_assert_no_error (error);
  return volumes;
}

/* A file that was put there by hand is found too, and the machine that uses a disk is named. */
static void
test_list (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *folder = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "pool", NULL);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, pool_run, folder, NULL, g_free };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) volumes = NULL;
  g_autofree char *path = NULL;
  g_autofree char *by_hand = g_build_filename (folder, "by hand.iso", NULL);
  g_autofree char *disk = NULL;
  g_autofree char *xml = NULL;
  HangarDomain *domain;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  path = hangar_connection_run_finish (connection, result, NULL);
  g_file_set_contents (by_hand, "x", 1, NULL);
  disk =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%s'/>"
                     "<target dev='vda' bus='virtio'/></disk>",
                     path);
  xml = session_machine_xml ("user", disk);
  domain = session_define (connection, xml);

  volumes = list (connection);
  g_assert_cmpstr (hangar_host_volume_get_users (find (volumes, "data.qcow2")), ==, "user");
  g_assert_cmpstr (hangar_host_volume_get_format (find (volumes, "data.qcow2")), ==, "qcow2");
  g_assert_true (hangar_host_volume_is_disc (find (volumes, "by hand.iso")));
  g_assert_null (hangar_host_volume_get_users (find (volumes, "by hand.iso")));
  session_forget (domain);
  session_close (connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-volume/new", test_new);
  g_test_add_func ("/host-volume/names", test_names);
  g_test_add_func ("/host-volume/drive", test_drive);
  g_test_add_func ("/host-volume/no-drive", test_no_drive);
  g_test_add_func ("/host-volume/list", test_list);
  return g_test_run ();
}
