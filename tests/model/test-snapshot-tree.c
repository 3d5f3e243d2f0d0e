/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/snapshot-tree: what the daemon says, as a tree. On libvirt's test driver. */

#include "tests/wait.h"

#include <glib/gstdio.h>

#include "model/domain-lifecycle.h"
#include "model/domain-stats.h"
#include "model/revert-leftover.h"
#include "model/snapshot-jobs.h"
#include "model/snapshot-picture.h"
#include "model/snapshot-strays.h"
#include "model/snapshot-tree.h"
#include "util/clock.h"
#include "virt/domain.h"
#include "virt/snapshot.h"

static HangarConnection *connection;

static HangarSnapshotTree *
open_tree (void)
{
  HangarSnapshotTree *tree;

  connection = hangar_connection_new ("test:///default", NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  tree = hangar_snapshot_tree_new (hangar_connection_find_domain (connection, "test"));
  hangar_snapshot_tree_reload (tree);
  WAIT_FOR (hangar_snapshot_tree_get_loaded (tree));
  g_assert_null (hangar_snapshot_tree_get_error (tree));
  return tree;
}

static void
close_tree (HangarSnapshotTree *tree)
{
  gpointer watched = tree;

  g_object_add_weak_pointer (G_OBJECT (tree), &watched);
  hangar_connection_close (connection);
  g_object_unref (tree);
  WAIT_FOR (watched == NULL);
  g_clear_object (&connection);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
finish (HangarSnapshotTree *tree, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  WAIT_FOR (*result != NULL);
  hangar_snapshot_tree_finish (tree, *result, &error);
  g_assert_no_error (error);
  g_clear_object (result);
}

static void
create (HangarSnapshotTree *tree, const char *name)
{
  HangarVirtSnapshotPlan plan = { .name = name, .description = "<b>words</b> & more", .with_memory = TRUE };
  GAsyncResult *result = NULL;

  hangar_snapshot_tree_create_async (tree, &plan, NULL, finished_cb, &result);
  finish (tree, &result);
  WAIT_FOR (hangar_snapshot_tree_find (tree, name) != NULL);
}

static void
revert (HangarSnapshotTree *tree, const char *name)
{
  GAsyncResult *result = NULL;

  hangar_snapshot_tree_revert_async (tree, name, NULL, finished_cb, &result);
  finish (tree, &result);
  WAIT_FOR (hangar_snapshot_get_current (hangar_snapshot_tree_find (tree, name)));
}

static void
test_tree (void)
{
  HangarSnapshotTree *tree = open_tree ();
  GAsyncResult *result = NULL;
  HangarSnapshot *a;

  create (tree, "a");
  create (tree, "b");
  revert (tree, "a");
  create (tree, "c");
  a = hangar_snapshot_tree_find (tree, "a");
  g_assert_cmpuint (g_list_model_get_n_items (hangar_snapshot_tree_get_roots (tree)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_snapshot_get_children (a)), ==, 2);
  g_assert_cmpstr (hangar_snapshot_get_description (a), ==, "<b>words</b> & more");
  g_assert_cmpint (hangar_snapshot_get_kind (a), ==, HANGAR_SNAPSHOT_INTERNAL);
  g_assert_cmpstr (hangar_snapshot_get_name (hangar_snapshot_tree_get_current (tree)), ==, "c");

  hangar_snapshot_tree_describe_async (tree, "c", "other words", NULL, finished_cb, &result);
  finish (tree, &result);
  WAIT_FOR (
    g_strcmp0 (hangar_snapshot_get_description (hangar_snapshot_tree_find (tree, "c")), "other words") == 0);
  g_assert_true (hangar_snapshot_get_current (hangar_snapshot_tree_find (tree, "c")));

  hangar_snapshot_tree_delete_async (tree, "a", FALSE, NULL, finished_cb, &result);
  finish (tree, &result);
  WAIT_FOR (hangar_snapshot_tree_find (tree, "a") == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_snapshot_tree_get_roots (tree)), ==, 2);
  hangar_snapshot_tree_delete_async (tree, "b", TRUE, NULL, finished_cb, &result);
  finish (tree, &result);
  hangar_snapshot_tree_delete_async (tree, "c", TRUE, NULL, finished_cb, &result);
  finish (tree, &result);
  WAIT_FOR (hangar_snapshot_tree_get_size (tree) == 0);
  close_tree (tree);
}

static guint
count_pictures (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* What was on the screen is kept with the snapshot, for this user, and goes with it. */
static void
test_picture (void)
{
  HangarSnapshotTree *tree = open_tree ();
  const char *uuid = hangar_domain_get_uuid (hangar_snapshot_tree_get_domain (tree));
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "hangar", "snapshots", uuid, NULL);
  g_autoptr (GBytes) bad = g_bytes_new_static ("no picture", 10);
  GAsyncResult *result = NULL;
  const char *path;

  create (tree, "a b");
  path = hangar_snapshot_get_picture (hangar_snapshot_tree_find (tree, "a b"));
  g_assert_nonnull (path);
  g_assert_true (g_str_has_prefix (path, folder));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  hangar_snapshot_picture_save (uuid, "b", 1, bad);
  g_assert_cmpuint (count_pictures (folder), ==, 1);
  hangar_snapshot_tree_delete_async (tree, "a b", FALSE, NULL, finished_cb, &result);
  finish (tree, &result);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  close_tree (tree);
}

/* The graphs show when it was taken; when it could not be taken they show nothing. */
static void
test_mark (void)
{
  HangarSnapshotTree *tree = open_tree ();
  const HangarVirtSnapshotPlan plan = { .name = "one", .description = "", .with_memory = TRUE };
  HangarDomainStats *stats = hangar_domain_stats_of (hangar_snapshot_tree_get_domain (tree));
  HangarJob *job = hangar_snapshot_take_job_new (tree, &plan);
  HangarJob *refused = hangar_snapshot_take_job_new (tree, &plan);
  const gint64 before = hangar_clock_now ();
  GAsyncResult *result = NULL;
  const GArray *marks;

  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_no_error (hangar_job_get_error (job));
  marks = hangar_domain_stats_get_marks (stats);
  g_assert_nonnull (marks);
  g_assert_cmpuint (marks->len, ==, 1);
  g_assert_cmpstr (g_array_index (marks, HangarStatsMark, 0).text, ==, "snapshot");
  g_assert_cmpint (g_array_index (marks, HangarStatsMark, 0).time, >=, before);
  g_assert_cmpint (g_array_index (marks, HangarStatsMark, 0).time, <=, hangar_clock_now ());

  /* There is one of that name now. */
  hangar_job_run (refused);
  WAIT_FOR (hangar_job_is_finished (refused));
  g_assert_cmpint (hangar_job_get_state (refused), ==, HANGAR_JOB_FAILED);
  g_assert_cmpuint (hangar_domain_stats_get_marks (stats)->len, ==, 1);
  g_object_unref (job);
  g_object_unref (refused);
  hangar_snapshot_tree_delete_async (tree, "one", FALSE, NULL, finished_cb, &result);
  finish (tree, &result);
  close_tree (tree);
}

static void
test_refused (void)
{
  HangarSnapshotTree *tree = open_tree ();
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autofree char *suggested = hangar_snapshot_tree_suggest_name (tree);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  g_assert_cmpstr (suggested, ==, "Snapshot 1");
  g_assert_null (hangar_snapshot_tree_refuse_name (tree, "avant patch <b>&é"));
  g_assert_nonnull (hangar_snapshot_tree_refuse_name (tree, "  "));
  g_assert_nonnull (hangar_snapshot_tree_refuse_name (tree, "a/b"));
  g_assert_nonnull (hangar_snapshot_tree_refuse_name (tree, long_name));
  g_assert_null (hangar_snapshot_tree_refuse_kind (tree, HANGAR_SNAPSHOT_EXTERNAL));
  create (tree, "one");
  g_assert_nonnull (hangar_snapshot_tree_refuse_name (tree, "one"));
  g_assert_nonnull (hangar_snapshot_tree_refuse_kind (tree, HANGAR_SNAPSHOT_EXTERNAL));
  g_assert_null (hangar_snapshot_tree_refuse_kind (tree, HANGAR_SNAPSHOT_INTERNAL));

  hangar_snapshot_tree_revert_async (tree, "not there", NULL, finished_cb, &result);
  WAIT_FOR (result != NULL);
  g_assert_false (hangar_snapshot_tree_finish (tree, result, &error));
  g_assert_nonnull (error);
  g_clear_object (&result);
  g_assert_cmpuint (hangar_snapshot_tree_get_size (tree), ==, 1);
  hangar_snapshot_tree_delete_async (tree, "one", FALSE, NULL, finished_cb, &result);
  finish (tree, &result);
  close_tree (tree);
}

static HangarJob *
run_cancelled (HangarJob *job)
{
  hangar_job_run (job);
  hangar_job_cancel (job);
  WAIT_FOR (hangar_job_is_finished (job));
  return job;
}

/* The daemon takes it all the same, and then it is taken back; going back cannot be stopped half-way. */
static void
test_cancelled (void)
{
  HangarSnapshotTree *tree = open_tree ();
  const HangarVirtSnapshotPlan plan = { .name = "unwanted", .with_memory = TRUE };
  g_autoptr (HangarJob) take = NULL;
  g_autoptr (HangarJob) back = NULL;
  g_autoptr (HangarJob) remove = NULL;

  create (tree, "kept");
  take = run_cancelled (hangar_snapshot_take_job_new (tree, &plan));
  g_assert_cmpint (hangar_job_get_state (take), ==, HANGAR_JOB_CANCELLED);
  g_assert_cmpuint (g_strv_length (hangar_job_get_leftovers (take)), ==, 0);
  back = run_cancelled (hangar_snapshot_revert_job_new (tree, "kept", NULL));
  g_assert_cmpint (hangar_job_get_state (back), ==, HANGAR_JOB_DONE);
  WAIT_FOR (hangar_snapshot_tree_get_size (tree) == 1 && hangar_snapshot_tree_find (tree, "kept") != NULL);
  remove = run_cancelled (hangar_snapshot_delete_job_new (tree, "kept", FALSE));
  g_assert_cmpint (hangar_job_get_state (remove), ==, HANGAR_JOB_DONE);
  WAIT_FOR (hangar_snapshot_tree_get_size (tree) == 0);
  g_clear_object (&take);
  g_clear_object (&back);
  g_clear_object (&remove);
  close_tree (tree);
}

static gpointer
end_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (hangar_virt_domain_destroy (handle, data, error));
}

static void
end_machine (const char *uuid)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, end_run, (gpointer) uuid, NULL, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  hangar_connection_run_async (connection, &work, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL);
  g_assert_nonnull (hangar_connection_run_finish (connection, result, NULL));
}

static HangarJobState
run_to_end (HangarJob *job)
{
  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  return hangar_job_get_state (job);
}

static void
remove_kept (HangarSnapshotTree *tree)
{
  GAsyncResult *result = NULL;

  hangar_snapshot_tree_delete_async (tree, "kept", FALSE, NULL, finished_cb, &result);
  finish (tree, &result);
  close_tree (tree);
}

/* Trying again takes no snapshot of the present, so it is not offered while there is none. */
static void
test_safety_failed (void)
{
  HangarSnapshotTree *tree = open_tree ();
  const HangarVirtSnapshotPlan taken = { .name = "kept", .description = "", .with_memory = TRUE };
  g_autoptr (HangarJobList) jobs = hangar_job_list_new ();
  g_autoptr (HangarJob) job = NULL;

  create (tree, "kept");
  job = hangar_snapshot_revert_job_new (tree, "kept", &taken);
  hangar_job_list_start (jobs, job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_assert_false (hangar_job_can_retry (job));
  hangar_job_list_retry (jobs, job);
  g_assert_cmpuint (hangar_job_list_get_n_running (jobs), ==, 0);
  g_clear_object (&job);
  g_clear_object (&jobs);
  remove_kept (tree);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* What a machine does after a failure, nobody has agreed to lose. */
static void
test_again (void)
{
  HangarSnapshotTree *tree = open_tree ();
  HangarDomain *domain = hangar_snapshot_tree_get_domain (tree);
  const HangarVirtSnapshotPlan safety = { .name = "kept", .description = "", .with_memory = TRUE };
  g_autoptr (HangarJob) running = hangar_snapshot_revert_job_new (tree, "never", NULL);
  g_autoptr (HangarJob) off = hangar_snapshot_revert_job_new (tree, "never", &safety);
  GAsyncResult *result = NULL;
  guint told = 0;

  g_assert_true (hangar_domain_is_active (domain));
  g_assert_cmpint (run_to_end (running), ==, HANGAR_JOB_FAILED);
  g_assert_false (hangar_job_can_retry (running));

  end_machine (hangar_domain_get_uuid (domain));
  WAIT_FOR (!hangar_domain_is_active (domain));
  g_assert_false (hangar_job_can_retry (running));
  g_assert_cmpint (run_to_end (off), ==, HANGAR_JOB_FAILED);
  g_assert_true (hangar_job_can_retry (off));

  g_signal_connect_swapped (off, "notify::status", G_CALLBACK (count_cb), &told);
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_START, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL && hangar_domain_is_active (domain));
  g_clear_object (&result);
  g_assert_false (hangar_job_can_retry (off));
  g_assert_cmpuint (told, ==, 1);
  end_machine (hangar_domain_get_uuid (domain));
  WAIT_FOR (!hangar_domain_is_active (domain));
  g_assert_false (hangar_job_can_retry (off));
  /* The host is everybody's of this process: the next test finds the machine as this one did. */
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_START, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL && hangar_domain_is_active (domain));
  g_clear_object (&result);
  g_clear_object (&off);
  g_clear_object (&running);
  WAIT_FOR (hangar_snapshot_tree_find (tree, "kept") != NULL);
  remove_kept (tree);
}

static GPtrArray *
find_leftovers (void)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autoptr (GAsyncResult) result = NULL;

  hangar_guest_leftovers_find_async (folder, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL);
  return hangar_guest_leftovers_find_finish (result, NULL);
}

/* As if its process had died: what it holds open is let go. */
static HangarGuestLeftover *
leave_revert (HangarDomain *domain, const char *snapshot)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  HangarGuestJournal *journal = hangar_guest_journal_new_revert (folder, "test:///default", "test",
                                                                 hangar_domain_get_uuid (domain), snapshot);
  g_autoptr (GPtrArray) left = NULL;

  g_assert_true (hangar_guest_journal_begin_revert (journal, NULL, NULL));
  hangar_guest_journal_unref (journal);
  left = find_leftovers ();
  g_assert_cmpuint (left->len, ==, 1);
  return hangar_guest_leftover_copy (left->pdata[0]);
}

static gboolean
is_between (const HangarGuestLeftover *leftover)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean between;

  hangar_revert_leftover_look_async (leftover, connection, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL);
  between = hangar_revert_leftover_look_finish (connection, result, &error);
  g_assert_no_error (error);
  return between;
}

static void
remove_leftover (const HangarGuestLeftover *leftover)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_guest_leftover_remove_async (leftover, connection, finished_cb, &result);
  WAIT_FOR (result != NULL);
}

/* A machine that runs is whole, whoever was cut off. One that is off is named, and stays what it is. */
static void
test_cut_revert (void)
{
  HangarSnapshotTree *tree = open_tree ();
  HangarDomain *domain = hangar_snapshot_tree_get_domain (tree);
  g_autoptr (HangarGuestLeftover) whole = leave_revert (domain, "kept");
  g_autoptr (HangarGuestLeftover) between = NULL;
  g_autoptr (HangarGuestLeftover) unknown = NULL;
  GAsyncResult *result = NULL;

  create (tree, "kept");
  g_assert_cmpstr (whole->revert, ==, "kept");
  g_assert_cmpuint (g_strv_length (whole->volumes), ==, 0);
  g_assert_false (is_between (whole));
  g_assert_false (g_file_test (whole->file, G_FILE_TEST_EXISTS));

  end_machine (hangar_domain_get_uuid (domain));
  unknown = leave_revert (domain, "never");
  g_assert_false (is_between (unknown));
  between = leave_revert (domain, "kept");
  g_assert_true (is_between (between));
  g_assert_true (g_file_test (between->file, G_FILE_TEST_EXISTS));
  remove_leftover (between);
  g_assert_false (g_file_test (between->file, G_FILE_TEST_EXISTS));
  g_assert_nonnull (hangar_connection_find_domain (connection, "test"));

  /* Who starts it as it is goes on from there: going back would lose that. */
  g_clear_pointer (&between, hangar_guest_leftover_free);
  between = leave_revert (domain, "kept");
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_START, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL);
  g_clear_object (&result);
  g_assert_false (g_file_test (between->file, G_FILE_TEST_EXISTS));
  end_machine (hangar_domain_get_uuid (domain));

  /* Going back once more is noted in its place, and when it has ended nothing is noted. */
  g_clear_pointer (&between, hangar_guest_leftover_free);
  between = leave_revert (domain, "kept");
  revert (tree, "kept");
  g_assert_false (g_file_test (between->file, G_FILE_TEST_EXISTS));
  hangar_snapshot_tree_delete_async (tree, "kept", FALSE, NULL, finished_cb, &result);
  finish (tree, &result);
  close_tree (tree);
}

static HangarVirtSnapshot *
snapshot_new (const char *name, const char *created, const char *file)
{
  g_autofree char *xml = g_strdup_printf (
    "<domainsnapshot><name>%s</name><creationTime>%s</creationTime>"
    "<disks><disk name='vda' snapshot='%s'><source file='%s'/></disk></disks></domainsnapshot>",
    name, created, *file != '\0' ? "external" : "internal", file);

  return hangar_virt_snapshot_new_from_xml (xml);
}

/* One snapshot under two names; those inside disks have no files that could be lost. */
static void
test_twins (void)
{
  static const char *const all[][3] = { { "a", "1", "/f" }, { "b", "1", "/g" }, { "c", "2", "/f" },
                                        { "d", "1", "/f" }, { "e", "1", "" },   { "f", "1", "" } };
  static const char *const twins[] = { "d", NULL, NULL, "a", NULL, NULL };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_snapshot_free);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_add (list, snapshot_new (all[i][0], all[i][1], all[i][2]));
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      const HangarVirtSnapshot *twin = hangar_virt_snapshot_find_twin (list, list->pdata[i]);

      g_assert_cmpstr (twin != NULL ? twin->name : NULL, ==, twins[i]);
    }
}

/* They are named as what they are, however many an image holds, and the commands are given too. */
static void
test_strays (void)
{
  HangarSnapshotTree *tree = open_tree ();
  HangarVirtSnapshotStray stray = { .target = (char *) "vda",
                                    .path = (char *) "/pool/a disk.qcow2",
                                    .name = (char *) "<b>it's",
                                    .created = g_get_real_time () / G_USEC_PER_SEC,
                                    .memory = 3 << 20 };
  g_autoptr (GPtrArray) strays = g_ptr_array_new ();
  g_autoptr (HangarCommandText) commands = NULL;
  g_autofree char *one = NULL;
  g_autofree char *many = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (strays, &stray);
  one = hangar_snapshot_strays_describe (strays);
  g_assert_cmpstr (one, ==, "“<b>it's” in vda, just now, with 3.0\u00a0MiB of memory");
  commands = hangar_snapshot_strays_commands (hangar_snapshot_tree_get_domain (tree), strays);
  text = hangar_command_text_to_string (commands, TRUE);
  g_assert_nonnull (strstr (text, "sudo qemu-img snapshot -d '<b>it'\\''s' '/pool/a disk.qcow2'"));
  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (strays, &stray);
  many = hangar_snapshot_strays_describe (strays);
  g_assert_cmpuint (strlen (many), <, 12 * strlen (one));
  g_assert_true (g_str_has_suffix (many, "\n…"));
  close_tree (tree);
}

static void
test_parse (void)
{
  static const char xml[] =
    "<domainsnapshot><name>x</name><state>disk-snapshot</state><creationTime>1700000000</creationTime>"
    "<parent><name>p</name></parent><memory snapshot='no'/>"
    "<disks><disk name='vda' snapshot='external'><source file='/a.x'/></disk><disk name='vdb' "
    "snapshot='no'/></disks>"
    "</domainsnapshot>";
  g_autoptr (HangarVirtSnapshot) snapshot = hangar_virt_snapshot_new_from_xml (xml);
  HangarVirtSnapshotPlan plan = { .name = "<n>",
                                  .description = "a & b",
                                  .kind = HANGAR_SNAPSHOT_EXTERNAL,
                                  .with_memory = TRUE,
                                  .memory_file = "/m" };
  g_autofree char *written = hangar_virt_snapshot_plan_to_xml (&plan);

  g_assert_cmpstr (snapshot->parent, ==, "p");
  g_assert_cmpint (snapshot->kind, ==, HANGAR_SNAPSHOT_EXTERNAL);
  g_assert_false (snapshot->with_memory);
  g_assert_cmpint (snapshot->created, ==, 1700000000);
  g_assert_cmpuint (g_strv_length (snapshot->disks), ==, 1);
  g_assert_cmpstr (snapshot->disks[0], ==, "vda");
  g_assert_cmpuint (g_strv_length (snapshot->files), ==, 1);
  g_assert_cmpstr (snapshot->files[0], ==, "/a.x");
  g_assert_null (hangar_virt_snapshot_new_from_xml ("<domainsnapshot/>"));
  g_assert_null (hangar_virt_snapshot_new_from_xml (NULL));
  g_assert_nonnull (strstr (written, "&lt;n&gt;"));
  g_assert_nonnull (strstr (written, "a &amp; b"));
  g_assert_nonnull (strstr (written, "file=\"/m\""));
}

int
main (int argc, char *argv[])
{
  g_autofree char *data = g_dir_make_tmp ("hangar-data-XXXXXX", NULL);
  g_autofree char *own = g_build_filename (data, "hangar", NULL);
  g_autofree char *snapshots = g_build_filename (own, "snapshots", NULL);
  g_autofree char *journals = g_build_filename (own, "creations", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_STATE_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/parse", test_parse);
  g_test_add_func ("/snapshot/picture", test_picture);
  g_test_add_func ("/snapshot/tree", test_tree);
  g_test_add_func ("/snapshot/mark", test_mark);
  g_test_add_func ("/snapshot/refused", test_refused);
  g_test_add_func ("/snapshot/cancelled", test_cancelled);
  g_test_add_func ("/snapshot/safety-failed", test_safety_failed);
  g_test_add_func ("/snapshot/again", test_again);
  g_test_add_func ("/snapshot/cut-revert", test_cut_revert);
  g_test_add_func ("/snapshot/twins", test_twins);
  g_test_add_func ("/snapshot/strays", test_strays);
  status = g_test_run ();
  g_rmdir (snapshots);
  g_rmdir (journals);
  g_rmdir (own);
  g_assert_cmpint (g_rmdir (data), ==, 0);
  return status;
}
