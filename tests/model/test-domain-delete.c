/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/domain-delete: a machine goes with the disks that were ticked, and what fails says what is left. */

#include "tests/wait.h"

#include "model/connection.h"
#include "model/domain-delete.h"
#include "model/domain-files.h"
#include "model/domain-template.h"
#include "virt/image-use.h"
#include "virt/snapshot.h"

#include <glib/gstdio.h>

#define DISK(path, extra)                                                                                \
  "<disk type='file' device='disk'><source file='" path "'/><target dev='vda' bus='virtio'/>" extra "</" \
  "disk>"

#define DOMAIN(name, digit, state, disk)                                                                  \
  "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"                          \
  "<test:runstate>" state "</test:runstate><name>" name "</name>"                                         \
  "<uuid>" digit "1111111-1111-1111-1111-111111111111</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>" \
  "<os><type>hvm</type><kernel>/boot/vmlinuz</kernel></os><devices>" disk "</devices></domain>"

static const char host[] = "<node>" DOMAIN ("web", "1", "1", DISK ("/pool/web.img", ""))
  DOMAIN ("one", "2", "5", DISK ("/pool/both.img", ""))
    DOMAIN ("other", "3", "5", DISK ("/pool/both.img", ""))
      DOMAIN ("bare", "4", "5",
              "<disk type='file' device='cdrom'><source file='/nowhere.iso'/><target "
              "dev='hdc'/><readonly/></disk>") "<pool "
                                               "type='dir'><name>default</"
                                               "name><uuid>51111111-1111-1111-1111-111111111111</uuid>"
                                               "<target><path>/pool</path></target>"
                                               "<volume "
                                               "type='file'><name>web.img</name><capacity>1000000</capacity>"
                                               "<target><path>/pool/web.img</path></target></volume>"
                                               "<volume "
                                               "type='file'><name>both.img</name><capacity>1000000</capacity>"
                                               "<target><path>/pool/both.img</path></target></volume></"
                                               "pool></node>";

static const char owner[] =
  "<domain><metadata><hangar:machine xmlns:hangar='https://hangar.github.io/xmlns/domain/1'>"
  "<hangar:disk path='/pool/own.img'/><hangar:disk path='/pool/own.img'/>"
  "<hangar:disk path='/etc/passwd'/><hangar:disk path='/pool/shared.img'/>"
  "</hangar:machine></metadata><devices>" DISK ("/pool/own.img", "") DISK ("/pool/shared.img", "<shareable/>")
    DISK ("/pool/bought.img", "") "</devices></domain>";

/* A path in the metadata is no leave to delete it: it must be a disk of the machine, and its alone. */
static void
test_own_disks (void)
{
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (owner, NULL);
  g_auto (GStrv) disks = hangar_domain_delete_own_disks (config);

  g_assert_cmpstrv (disks, ((const char *[]) { "/pool/own.img", NULL }));
}

static HangarConnection *
open_host (void)
{
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL);
  HangarConnection *connection;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, host, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_remove (path);
  g_assert_no_error (hangar_connection_get_error (connection));
  return connection;
}

static void
close_host (HangarConnection *connection)
{
  gpointer watched = connection;

  hangar_connection_close (connection);
  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_object_unref (connection);
  WAIT_FOR (watched == NULL);
}

static HangarJob *delete (HangarConnection *connection, const char *name, const char *disk)
{
  const char *disks[] = { disk, NULL };
  HangarJob *job =
    hangar_domain_delete_job_new (hangar_connection_find_domain (connection, name), NULL, disks, 0);

  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  return job;
}

#define USE(machine, image, level, kind)                                                \
  {                                                                                     \
    .uuid = machine, .name = (char *) machine, .path = (char *) image, .depth = level,  \
    .device = (char *) kind, .target = (char *) "vda", .in_pool = TRUE, .allocation = 5 \
  }

/* Only what belongs to the machine alone may be ticked; for all else there is a reason. */
static void
test_judge (void)
{
  HangarVirtImageUse list[] = {
    USE ("a", "/own", 0, "disk"),     USE ("a", "/both", 0, "disk"),    USE ("a", "/mother", 0, "disk"),
    USE ("a", "/iso", 0, "cdrom"),    USE ("a", "/overlay", 0, "disk"), USE ("a", "/base", 1, "disk"),
    USE ("b", "/both", 0, "disk"),    USE ("b", "/child", 0, "disk"),   USE ("b", "/mother", 1, "disk"),
    USE ("a", "/nowhere", 0, "disk"),
  };
  static const char *const reasons[] = { NULL, "“b” needs", "“b” needs", "medium", NULL, "base", "pool" };
  const char *own[] = { "/own", "/both", "/elsewhere", NULL };
  g_autoptr (GPtrArray) uses = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = NULL;

  list[9].in_pool = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    g_ptr_array_add (uses, &list[i]);
  files = hangar_domain_files_judge (uses, "a", own);
  g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (reasons));
  for (guint i = 0; i < files->len; i++)
    {
      const HangarDomainFile *file = files->pdata[i];

      g_assert_cmpuint (file->size, ==, 5);
      g_assert_true (file->own == (i == 0));
      g_assert_true ((file->kept == NULL) == (reasons[i] == NULL));
      if (reasons[i] != NULL)
        g_assert_nonnull (strstr (file->kept, reasons[i]));
    }

  /* A machine whose chain is not known might build on anything. */
  list[7].incomplete = TRUE;
  g_clear_pointer (&files, g_ptr_array_unref);
  files = hangar_domain_files_judge (uses, "a", own);
  g_assert_nonnull (((HangarDomainFile *) files->pdata[0])->kept);
}

/* One file by two names, where a folder is a link to another. */
static void
test_link (void)
{
  HangarVirtImageUse list[] = { USE ("a", "/link/disk", 0, "disk"), USE ("b", "/folder/disk", 0, "disk"),
                                USE ("c", "/link/other", 0, "disk") };
  g_autoptr (GPtrArray) uses = g_ptr_array_new ();
  g_autofree char *user = NULL, *back = NULL, *none = NULL;

  list[0].real = (char *) "/folder/disk";
  list[2].real = (char *) "/folder/other";
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    g_ptr_array_add (uses, &list[i]);
  user = hangar_domain_files_other_user (uses, "a", "/link/disk");
  g_assert_cmpstr (user, ==, "b");
  back = hangar_domain_files_other_user (uses, "b", "/folder/disk");
  g_assert_cmpstr (back, ==, "a");
  none = hangar_domain_files_other_user (uses, "c", "/link/other");
  g_assert_null (none);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(HangarDomainBelongings **) user_data =
    hangar_domain_files_load_finish (HANGAR_DOMAIN (source), result, NULL);
}

static void
test_files (void)
{
  HangarConnection *connection = open_host ();
  g_autoptr (HangarDomainBelongings) found = NULL;

  hangar_domain_files_load_async (hangar_connection_find_domain (connection, "web"), NULL, NULL, files_cb,
                                  &found);
  WAIT_FOR (found != NULL);
  g_assert_cmpuint (found->files->len, ==, 1);
  g_assert_cmpstr (((HangarDomainFile *) found->files->pdata[0])->path, ==, "/pool/web.img");
  g_assert_cmpstrv (found->goes_along, ((const char *[]) { NULL }));
  close_host (connection);
}

static void
test_running_with_disk (void)
{
  HangarConnection *connection = open_host ();
  HangarJob *job = delete (connection, "web", "/pool/web.img");
  HangarJob *again = NULL;

  g_assert_no_error (hangar_job_get_error (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_DONE);
  WAIT_FOR (hangar_connection_find_domain (connection, "web") == NULL);

  /* The volume is gone indeed: it cannot be deleted a second time, and that is said with the machine's fate.
   */
  again = delete (connection, "bare", "/pool/web.img");
  g_assert_cmpint (hangar_job_get_state (again), ==, HANGAR_JOB_FAILED);
  g_assert_nonnull (strstr (hangar_job_get_error (again)->message, "/pool/web.img is still there"));
  WAIT_FOR (hangar_connection_find_domain (connection, "bare") == NULL);
  g_object_unref (job);
  g_object_unref (again);
  close_host (connection);
}

static void
test_without_disk (void)
{
  HangarConnection *connection = open_host ();
  HangarJob *job = delete (connection, "web", NULL);
  HangarJob *disk = NULL;

  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_DONE);
  WAIT_FOR (hangar_connection_find_domain (connection, "web") == NULL);
  /* Its volume stayed: it can still be deleted with another machine. */
  disk = delete (connection, "bare", "/pool/web.img");
  g_assert_cmpint (hangar_job_get_state (disk), ==, HANGAR_JOB_DONE);
  g_object_unref (job);
  g_object_unref (disk);
  close_host (connection);
}

static void
test_disk_in_use (void)
{
  HangarConnection *connection = open_host ();
  HangarJob *job = delete (connection, "one", "/pool/both.img");

  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_assert_nonnull (strstr (hangar_job_get_error (job)->message, "“other”"));
  g_assert_nonnull (hangar_connection_find_domain (connection, "one"));
  g_object_unref (job);
  close_host (connection);
}

static void
test_host_gone (void)
{
  HangarConnection *connection = open_host ();
  g_autoptr (HangarDomain) domain = g_object_ref (hangar_connection_find_domain (connection, "bare"));
  HangarJob *job = hangar_domain_delete_job_new (domain, NULL, NULL, 0);

  hangar_connection_close (connection);
  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_object_unref (job);
  close_host (connection);
}

/* What its snapshots hold goes with it; a file that a machine of another host may use does not by itself. */
static void
test_other_hosts (void)
{
  HangarVirtImageUse here[] = { USE ("a", "/top", 0, "disk"), USE ("a", "/base", 1, "disk"),
                                USE ("a", "/data", 0, "disk"), USE ("a", "/memory", 0, "memory") };
  HangarVirtImageUse there[] = { USE ("z", "/data", 2, "disk") };
  const char *own[] = { "/top", "/data", NULL };
  const char *snapshots[] = { "/base", "/memory", NULL };
  g_autoptr (GPtrArray) uses = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = NULL;

  here[3].indirect = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (here); i++)
    g_ptr_array_add (uses, &here[i]);
  g_ptr_array_add (others, &there[0]);
  files = hangar_domain_files_judge (uses, "a", own);
  hangar_domain_files_add (files, uses, "a", snapshots, "words");
  g_assert_cmpuint (files->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_null (((HangarDomainFile *) files->pdata[i])->kept);

  hangar_domain_files_judge_host (files, others, "far away", FALSE);
  g_assert_null (((HangarDomainFile *) files->pdata[2])->kept);
  g_assert_false (((HangarDomainFile *) files->pdata[2])->own);
  g_assert_nonnull (strstr (((HangarDomainFile *) files->pdata[2])->note, "far away"));
  hangar_domain_files_judge_host (files, others, "all users", TRUE);
  g_assert_nonnull (strstr (((HangarDomainFile *) files->pdata[2])->kept, "“z” on “all users”"));
  g_assert_null (((HangarDomainFile *) files->pdata[1])->kept);
}

/* What only snapshots name may go with the machine when no other one needs it and a pool has it. */
static void
test_snapshot_files (void)
{
  HangarVirtImageUse list[] = { USE ("a", "/top", 0, "disk"),    USE ("a", "/memory", 0, "memory"),
                                USE ("a", "/shared", 0, "disk"), USE ("a", "/nowhere", 0, "disk"),
                                USE ("b", "/b", 0, "disk"),      USE ("b", "/shared", 0, "disk") };
  const char *snapshots[] = { "/memory", "/shared", "/nowhere", "/unheard-of", NULL };
  g_autoptr (GPtrArray) uses = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    {
      list[i].indirect = i > 0 && i != 4;
      g_ptr_array_add (uses, &list[i]);
    }
  list[3].in_pool = FALSE;
  files = hangar_domain_files_judge (uses, "a", snapshots);
  g_assert_cmpuint (files->len, ==, 1);
  hangar_domain_files_add (files, uses, "a", snapshots, "words");
  g_assert_cmpuint (files->len, ==, 5);
  g_assert_null (((HangarDomainFile *) files->pdata[1])->kept);
  g_assert_cmpuint (((HangarDomainFile *) files->pdata[1])->size, ==, 5);
  g_assert_nonnull (strstr (((HangarDomainFile *) files->pdata[2])->kept, "“b” needs"));
  for (guint i = 2; i < 5; i++)
    {
      g_assert_false (((HangarDomainFile *) files->pdata[i])->own);
      g_assert_nonnull (((HangarDomainFile *) files->pdata[i])->kept);
    }
}

/* The machine's own path may be the one that goes through a link. */
static void
test_other_hosts_link (void)
{
  HangarVirtImageUse here = USE ("a", "/link/disk", 0, "disk");
  HangarVirtImageUse there = USE ("z", "/folder/disk", 1, "disk");
  const char *own[] = { "/link/disk", NULL };
  g_autoptr (GPtrArray) uses = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = NULL;

  here.real = (char *) "/folder/disk";
  g_ptr_array_add (uses, &here);
  g_ptr_array_add (others, &there);
  files = hangar_domain_files_judge (uses, "a", own);
  hangar_domain_files_judge_host (files, others, "far away", FALSE);
  g_assert_null (((HangarDomainFile *) files->pdata[0])->kept);
  g_assert_true (((HangarDomainFile *) files->pdata[0])->own);
  hangar_domain_files_judge_host (files, others, "all users", TRUE);
  g_assert_nonnull (strstr (((HangarDomainFile *) files->pdata[0])->kept, "“z” on “all users”"));
}

static const char without_disk[] =
  "<domain type='test'><name>one</name><uuid>21111111-1111-1111-1111-111111111111</uuid>"
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>";

static gpointer
move_disk_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  const HangarVirtSnapshotPlan plan = { .name = "before" };

  if (!hangar_virt_snapshot_create (handle, "21111111-1111-1111-1111-111111111111", &plan, error))
    return NULL;
  return hangar_virt_domain_define (handle, without_disk, error);
}

/* Its definition no longer names the disk, but going back to its snapshot needs it. */
static void
test_snapshot_needs (void)
{
  HangarConnection *connection = open_host ();
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, move_disk_run, NULL, NULL, g_free };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;
  HangarJob *job;

  hangar_connection_run_async (connection, &work, NULL, result_cb, &result);
  WAIT_FOR (result != NULL);
  uuid = hangar_connection_run_finish (connection, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (uuid);
  job = delete (connection, "other", "/pool/both.img");
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_assert_nonnull (strstr (hangar_job_get_error (job)->message, "“one”"));
  g_assert_nonnull (hangar_connection_find_domain (connection, "other"));
  g_object_unref (job);
  close_host (connection);
}

/* A machine of another host of this computer came to use the disk after the question was answered. */
static void
test_ask_hosts_again (void)
{
  HangarConnection *own = open_host ();
  HangarConnection *second = open_host ();
  g_autoptr (GListStore) hosts = g_list_store_new (HANGAR_TYPE_CONNECTION);
  const char *disks[] = { "/pool/web.img", NULL };
  HangarJob *job;

  g_list_store_append (hosts, own);
  g_list_store_append (hosts, second);
  job =
    hangar_domain_delete_job_new (hangar_connection_find_domain (own, "web"), G_LIST_MODEL (hosts), disks, 0);
  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_error (hangar_job_get_error (job), G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_nonnull (strstr (hangar_job_get_error (job)->message, "“web” on"));
  g_assert_nonnull (hangar_connection_find_domain (own, "web"));
  g_object_unref (job);

  /* Nobody there needs it any more. */
  job = delete (second, "web", NULL);
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_DONE);
  g_object_unref (job);
  job =
    hangar_domain_delete_job_new (hangar_connection_find_domain (own, "web"), G_LIST_MODEL (hosts), disks, 0);
  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_no_error (hangar_job_get_error (job));
  g_object_unref (job);
  g_list_store_remove_all (hosts);
  close_host (second);
  close_host (own);
}

static void
end_job (HangarJob *job, HangarJobState state)
{
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, state);
  g_object_unref (job);
}

/* Taken back in time, it has done nothing, and the machine can be used again. */
static void
test_undo (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, "web");
  const char *disks[] = { "/pool/web.img", NULL };
  HangarJob *job = hangar_domain_delete_job_new (domain, NULL, disks, 100);

  hangar_job_run (job);
  WAIT_FOR (hangar_job_get_progress (job) > 0);
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_UNDEFINE);
  g_assert_false (hangar_job_get_sealed (job));
  hangar_job_cancel (job);
  end_job (job, HANGAR_JOB_CANCELLED);
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_NONE);
  g_assert_true (hangar_domain_is_active (domain));

  /* Its disk is there too, or this would fail. */
  job = hangar_domain_delete_job_new (domain, NULL, disks, 1);
  hangar_job_run (job);
  WAIT_FOR (hangar_job_get_sealed (job));
  hangar_job_cancel (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpstr (hangar_job_get_status (job), ==, "“web” and 1 file of it were deleted.");
  end_job (job, HANGAR_JOB_DONE);
  WAIT_FOR (hangar_connection_find_domain (connection, "web") == NULL);
  close_host (connection);
}

/* Asked of a machine that was off: what runs by then stays. */
static void
test_started_meanwhile (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, "bare");
  HangarJob *job = hangar_domain_delete_job_new (domain, NULL, NULL, 1);

  hangar_job_run (job);
  WAIT_FOR (hangar_job_get_progress (job) > 0);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, 0);
  end_job (job, HANGAR_JOB_FAILED);
  g_assert_nonnull (hangar_connection_find_domain (connection, "bare"));
  close_host (connection);
}

/* The list still says that it is off; its host knows better, and is asked before disks are deleted. */
static void
test_started_unseen (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, "web");
  HangarJob *job;

  hangar_domain_set_state (domain, HANGAR_DOMAIN_OFF, 0);
  job = delete (connection, "web", "/pool/web.img");
  g_assert_nonnull (strstr (hangar_job_get_error (job)->message, "started meanwhile"));
  end_job (job, HANGAR_JOB_FAILED);
  g_assert_nonnull (hangar_connection_find_domain (connection, "web"));
  close_host (connection);
}

/* One file that cannot be deleted does not keep the others. */
static void
test_partial (void)
{
  HangarConnection *connection = open_host ();
  const char *disks[] = { "/pool/nothing.img", "/pool/web.img", NULL };
  HangarJob *job =
    hangar_domain_delete_job_new (hangar_connection_find_domain (connection, "web"), NULL, disks, 0);
  HangarJob *again;

  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_nonnull (strstr (hangar_job_get_error (job)->message, "/pool/nothing.img is still there"));
  g_assert_null (strstr (hangar_job_get_error (job)->message, "web.img"));
  end_job (job, HANGAR_JOB_FAILED);
  again = delete (connection, "bare", "/pool/web.img");
  g_assert_nonnull (strstr (hangar_job_get_error (again)->message, "/pool/web.img is still there"));
  end_job (again, HANGAR_JOB_FAILED);
  close_host (connection);
}

/* Made a template, it cannot be started; nothing builds on it, so it can be a machine again. */
static void
test_template (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, "bare");
  HangarJob *job;

  g_assert_nonnull (hangar_domain_template_refusal (hangar_connection_find_domain (connection, "web")));
  g_assert_null (hangar_domain_template_refusal (domain));
  for (int template = 1; template >= 0; template --)
    {
      job = hangar_domain_template_job_new (domain, template);
      hangar_job_run (job);
      WAIT_FOR (hangar_job_is_finished (job));
      g_assert_no_error (hangar_job_get_error (job));
      WAIT_FOR (hangar_domain_get_template (domain) == template);
      g_object_unref (job);
    }
  close_host (connection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain-delete/own-disks", test_own_disks);
  g_test_add_func ("/domain-delete/judge", test_judge);
  g_test_add_func ("/domain-delete/files", test_files);
  g_test_add_func ("/domain-delete/template", test_template);
  g_test_add_func ("/domain-delete/running-with-disk", test_running_with_disk);
  g_test_add_func ("/domain-delete/without-disk", test_without_disk);
  g_test_add_func ("/domain-delete/disk-in-use", test_disk_in_use);
  g_test_add_func ("/domain-delete/host-gone", test_host_gone);
  g_test_add_func ("/domain-delete/other-hosts", test_other_hosts);
  g_test_add_func ("/domain-delete/snapshot-files", test_snapshot_files);
  g_test_add_func ("/domain-delete/other-hosts-link", test_other_hosts_link);
  g_test_add_func ("/domain-delete/snapshot-needs", test_snapshot_needs);
  g_test_add_func ("/domain-delete/ask-hosts-again", test_ask_hosts_again);
  g_test_add_func ("/domain-delete/undo", test_undo);
  g_test_add_func ("/domain-delete/started-meanwhile", test_started_meanwhile);
  g_test_add_func ("/domain-delete/started-unseen", test_started_unseen);
  g_test_add_func ("/domain-delete/link", test_link);
  g_test_add_func ("/domain-delete/partial", test_partial);
  return g_test_run ();
}
