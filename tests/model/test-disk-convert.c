/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/disk-convert and model/snapshot-clone on a real daemon: raw disks become qcow2 and the old ones stay;
 * a machine begins where another was. */

#include "model/clone-private.h"
#include "model/disk-convert.h"
#include "model/snapshot-clone.h"
#include "model/snapshot-jobs.h"

#include "session-host.h"

#include "virt/storage.h"

#include <glib/gstdio.h>
#include <string.h>

#define MIB (G_GUINT64_CONSTANT (1) << 20)

static HangarConnection *connection;
static char *pool_uuid;

static gpointer
run (HangarConnectionFunc func, const char *data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, func, g_strdup (data), g_free, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer answer;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  answer = hangar_connection_run_finish (connection, result, &error);
  g_assert_no_error (error);
  return answer;
}

static gpointer
pool_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HangarVirtPool) pool = hangar_virt_pool_ensure_default (handle, data, error);

  return pool != NULL ? g_strdup (pool->uuid) : NULL;
}

static gpointer
volume_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *format = g_str_has_suffix (data, ".qcow2") ? "qcow2" : "raw";
  HangarVirtVolume wanted = { .name = data, .format = (char *) format, .capacity = 4 * MIB };
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_create (handle, pool_uuid, &wanted, error);

  return volume != NULL ? g_strdup (volume->path) : NULL;
}

static gpointer
delete_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_volume_delete (handle, data, error);
  return NULL;
}

static char *
in_folder (const char *name)
{
  return g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), name, NULL);
}

static HangarDomain *
make_machine (const char *path, const char *format)
{
  g_autofree char *devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='%s'/><source file='%s'/>"
                     "<target dev='vda' bus='virtio'/></disk>",
                     format, path);
  g_autofree char *xml = session_machine_xml ("old", devices);

  return session_define (connection, xml);
}

static HangarDomainConfig *
load (HangarDomain *domain)
{
  g_autofree char *xml = session_get_xml (domain, TRUE);

  return hangar_domain_config_new (xml, NULL);
}

static void
run_job (HangarJob *job, HangarJobState state)
{
  hangar_job_run (job);
  SESSION_WAIT_FOR (hangar_job_is_finished (job));
  if (state == HANGAR_JOB_DONE)
    g_assert_no_error (hangar_job_get_error (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, state);
  g_object_unref (job);
}

static HangarJob *
convert_job (HangarDomain *domain)
{
  g_autoptr (HangarDomainConfig) config = load (domain);
  g_autoptr (GPtrArray) disks = hangar_disk_convert_candidates (config);

  g_assert_cmpuint (disks->len, ==, 1);
  return hangar_disk_convert_job_new (domain, disks);
}

static void
write_start (const char *path, const char *text)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, strlen (text), file), ==, strlen (text));
  g_assert_cmpint (fclose (file), ==, 0);
}

static gboolean
image_holds (const char *path, const char *text)
{
  g_autofree char *raw = g_strconcat (path, ".raw", NULL);
  const char *argv[] = { "qemu-img", "convert", "-O", "raw", path, raw, NULL };
  g_autofree char *content = NULL;
  gboolean holds;
  int status = 1;

  g_assert_true (
    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (raw, &content, NULL, NULL));
  holds = strncmp (content, text, strlen (text)) == 0;
  g_remove (raw);
  return holds;
}

static guint
count_journals (void)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  g_clear_pointer (&dir, g_dir_close);
  return n;
}

static void
test_convert (void)
{
  g_autofree char *old = run (volume_run, "old.img");
  g_autofree char *made = in_folder ("old.qcow2");
  g_autoptr (HangarDomainConfig) config = NULL;
  g_autoptr (HangarDomainConfig) after = NULL;
  HangarDomain *domain;

  write_start (old, "what was there");
  domain = make_machine (old, "raw");
  g_assert_null (hangar_disk_convert_refusal (domain));
  run_job (convert_job (domain), HANGAR_JOB_DONE);
  config = load (domain);
  g_assert_cmpstr (((HangarConfigDisk *) config->disks->pdata[0])->source, ==, made);
  g_assert_cmpstr (((HangarConfigDisk *) config->disks->pdata[0])->format, ==, "qcow2");
  g_assert_cmpstrv (config->kept_disks, ((const char *[]) { old, NULL }));
  g_assert_true (image_holds (made, "what was there"));
  g_assert_true (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_journals (), ==, 0);

  run_job (hangar_disk_convert_forget_job_new (domain, NULL, (const char *const *) config->kept_disks),
           HANGAR_JOB_DONE);
  after = load (domain);
  g_assert_cmpstrv (after->kept_disks, ((const char *[]) { NULL }));
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  session_forget (domain);
  run (delete_run, made);
}

/* A guest wrote something into its raw disk that looks like an image which reads a file of the host. */
static void
test_hostile (void)
{
  g_autofree char *old = in_folder ("trap.img");
  g_autofree char *made = in_folder ("trap.qcow2");
  const char *argv[] = { "qemu-img",      "create", "-q",  "-f", "qcow2", "-b",
                         "/etc/hostname", "-F",     "raw", old,  "4M",    NULL };
  g_autoptr (HangarDomainConfig) config = NULL;
  HangarDomain *domain;

  g_assert_true (
    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  domain = make_machine (old, "raw");
  run_job (convert_job (domain), HANGAR_JOB_FAILED);
  g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));
  config = load (domain);
  g_assert_cmpstr (((HangarConfigDisk *) config->disks->pdata[0])->source, ==, old);
  session_forget (domain);
  g_remove (old);
}

static void
write_meanwhile_cb (HangarJob *job, GParamSpec *pspec, const char *path)
{
  write_start (path, "written meanwhile");
}

/* Somebody started it, and switched it off again, between the copying and the change to the copies. */
static void
test_written (void)
{
  g_autofree char *old = run (volume_run, "old.img");
  g_autofree char *made = in_folder ("old.qcow2");
  HangarDomain *domain = make_machine (old, "raw");
  HangarJob *job = convert_job (domain);
  g_autoptr (HangarDomainConfig) config = NULL;

  g_signal_connect (job, "notify::sealed", G_CALLBACK (write_meanwhile_cb), old);
  run_job (job, HANGAR_JOB_FAILED);
  config = load (domain);
  g_assert_cmpstr (((HangarConfigDisk *) config->disks->pdata[0])->source, ==, old);
  g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_journals (), ==, 0);
  session_forget (domain);
  run (delete_run, old);
}

static void
test_refused (void)
{
  g_autofree char *old = run (volume_run, "old.img");
  HangarDomain *domain = make_machine (old, "raw");

  session_start (domain);
  g_assert_nonnull (strstr (hangar_disk_convert_refusal (domain), "while it is off"));
  session_forget (domain);
  run (delete_run, old);
}

static void
take (HangarSnapshotTree *tree, HangarSnapshotKind kind, const char *name)
{
  HangarVirtSnapshotPlan plan = { .name = "a, b", .kind = kind };

  /* libvirt 9.0 makes a file of another name of it, and the machine has a disk that is not there. */
  if (kind == HANGAR_SNAPSHOT_EXTERNAL)
    run_job (hangar_snapshot_take_job_new (tree, &plan), HANGAR_JOB_FAILED);
  plan.name = name;
  run_job (hangar_snapshot_take_job_new (tree, &plan), HANGAR_JOB_DONE);
  SESSION_WAIT_FOR (hangar_snapshot_tree_find (tree, name) != NULL);
}

static void
change_disk (const char *path, const char *text)
{
  g_autofree char *command = g_strdup_printf ("write -P %d 0 512", text[0]);
  const char *argv[] = { "qemu-io", "-f", "qcow2", "-c", command, path, NULL };
  int status = 1;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                               NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static char *
dup_disk (HangarDomain *domain)
{
  g_autoptr (HangarDomainConfig) config = load (domain);

  return g_strdup (((HangarConfigDisk *) config->disks->pdata[0])->source);
}

/* The new machine has the disk as it was, whatever the old one did since, in both kinds. */
static void
test_snapshot_clone (gconstpointer data)
{
  HangarSnapshotKind kind = GPOINTER_TO_INT (data);
  g_autofree char *disk = run (volume_run, "old.qcow2");
  g_autofree char *current = NULL;
  const char *name = kind == HANGAR_SNAPSHOT_INTERNAL ? "as, it was" : "as it was";
  g_autofree char *made = in_folder ("new-vda.qcow2");
  g_autofree char *newer = NULL;
  g_autofree char *content = NULL;
  HangarDomain *domain = make_machine (disk, "qcow2");
  HangarSnapshotTree *tree = hangar_snapshot_tree_new (domain);
  HangarDomain *clone;

  change_disk (disk, "A");
  take (tree, kind, name);
  current = dup_disk (domain);
  g_assert_true ((kind == HANGAR_SNAPSHOT_INTERNAL) == (g_strcmp0 (current, disk) == 0));
  change_disk (current, "B");
  g_assert_null (hangar_snapshot_clone_refusal (domain, hangar_snapshot_tree_find (tree, name)));
  run_job (hangar_snapshot_clone_job_new (tree, name, "new"), HANGAR_JOB_DONE);
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, "new") != NULL);
  g_assert_true (image_holds (made, "AAAA"));
  g_assert_cmpuint (count_journals (), ==, 0);
  clone = g_object_ref (hangar_connection_find_domain (connection, "new"));
  session_forget (clone);

  /* Something was put into the folder that no pool knows of. */
  newer = in_folder ("newer-vda.qcow2");
  g_assert_true (g_file_set_contents (newer, "somebody’s", -1, NULL));
  run_job (hangar_snapshot_clone_job_new (tree, name, "newer"), HANGAR_JOB_FAILED);
  g_assert_true (g_file_get_contents (newer, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "somebody’s");
  g_remove (newer);

  /* It asks for a snapshot that is not there: nothing is made. */
  run_job (hangar_snapshot_clone_job_new (tree, "never", "newer"), HANGAR_JOB_FAILED);
  g_assert_null (hangar_connection_find_domain (connection, "newer"));
  g_object_unref (tree);
  session_forget (domain);
  run (delete_run, made);
  run (delete_run, disk);
  g_remove (current);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  connection = session_open ();
  pool_uuid = run (pool_run, g_getenv ("HANGAR_TEST_FOLDER"));
  g_test_add_func ("/disk-convert/convert", test_convert);
  g_test_add_func ("/disk-convert/hostile", test_hostile);
  g_test_add_func ("/disk-convert/written", test_written);
  g_test_add_func ("/disk-convert/refused", test_refused);
  g_test_add_data_func ("/snapshot-clone/internal", GINT_TO_POINTER (HANGAR_SNAPSHOT_INTERNAL),
                        test_snapshot_clone);
  g_test_add_data_func ("/snapshot-clone/external", GINT_TO_POINTER (HANGAR_SNAPSHOT_EXTERNAL),
                        test_snapshot_clone);
  status = g_test_run ();
  g_free (pool_uuid);
  session_close (connection);
  return status;
}
