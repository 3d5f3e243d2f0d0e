/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed commands on a real daemon, beside the program's own operations: life, discs, snapshots,
 * deletion. */

#include "model/clone-commands.h"
#include "model/clone-independent.h"
#include "model/domain-delete.h"
#include "model/domain-lifecycle.h"
#include "model/domain-media.h"
#include "model/domain-template.h"
#include "model/media-commands.h"
#include "model/snapshot-commands.h"
#include "model/snapshot-jobs.h"
#include "model/snapshot-tree.h"
#include "twins.h"
#include "virt/storage.h"

#define MIB (G_GUINT64_CONSTANT (1) << 20)
#define CD                                                                                          \
  "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sda' bus='sata'/>" \
  "<readonly/></disk>"

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
  HangarVirtVolume wanted = { .name = data, .format = "qcow2", .capacity = 16 * MIB };
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_create (handle, pool_uuid, &wanted, error);

  return volume != NULL ? g_strdup (volume->path) : NULL;
}

static gpointer
delete_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_volume_delete (handle, data, error);
  return NULL;
}

static void
operate (HangarDomain *domain, HangarDomainOperation operation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_domain_operate_async (domain, operation, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_domain_operate_finish (domain, result, &error);
  g_assert_no_error (error);
}

/* The program does it to one, the lines to the other; both end in the same state. */
static void
both (Twins *twins, HangarDomainOperation operation, HangarDomainState state)
{
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (HangarCommandText) text = hangar_domain_commands_for_operation (target, operation);

  operate (twins->ours, operation);
  twins_run_lines (text);
  SESSION_WAIT_FOR (hangar_domain_get_state (twins->ours) == state);
  /* There is no event for a saved state that was thrown away. */
  if (operation == HANGAR_DOMAIN_OPERATION_DROP_SAVED)
    hangar_connection_refresh_domain (connection, hangar_domain_get_uuid (twins->theirs));
  SESSION_WAIT_FOR (hangar_domain_get_state (twins->theirs) == state);
}

static void
test_life (void)
{
  Twins *twins = twins_new (connection, "");

  both (twins, HANGAR_DOMAIN_OPERATION_START, HANGAR_DOMAIN_RUNNING);
  both (twins, HANGAR_DOMAIN_OPERATION_SUSPEND, HANGAR_DOMAIN_PAUSED);
  both (twins, HANGAR_DOMAIN_OPERATION_RESUME, HANGAR_DOMAIN_RUNNING);
  both (twins, HANGAR_DOMAIN_OPERATION_RESET, HANGAR_DOMAIN_RUNNING);
  both (twins, HANGAR_DOMAIN_OPERATION_SAVE, HANGAR_DOMAIN_SAVED);
  both (twins, HANGAR_DOMAIN_OPERATION_RESTORE, HANGAR_DOMAIN_RUNNING);
  both (twins, HANGAR_DOMAIN_OPERATION_SAVE, HANGAR_DOMAIN_SAVED);
  both (twins, HANGAR_DOMAIN_OPERATION_DROP_SAVED, HANGAR_DOMAIN_OFF);
  both (twins, HANGAR_DOMAIN_OPERATION_START, HANGAR_DOMAIN_RUNNING);
  /* Nothing in them listens: both are asked, and run on. */
  both (twins, HANGAR_DOMAIN_OPERATION_SHUTDOWN, HANGAR_DOMAIN_RUNNING);
  both (twins, HANGAR_DOMAIN_OPERATION_REBOOT, HANGAR_DOMAIN_RUNNING);
  both (twins, HANGAR_DOMAIN_OPERATION_FORCE_OFF, HANGAR_DOMAIN_OFF);
  twins_assert_alike (twins, TRUE);
  twins_free (twins);
}

/* virsh wakes only what sleeps, as the daemon does for the program. */
static void
test_wake_up (void)
{
  Twins *twins = twins_new (connection, "");
  g_autoptr (HangarCommandTarget) target = NULL;
  g_autoptr (HangarCommandText) text = NULL;
  g_autofree char *complaint = NULL;

  session_start (twins->theirs);
  target = twins_target (twins);
  text = hangar_domain_commands_for_operation (target, HANGAR_DOMAIN_OPERATION_WAKE_UP);
  g_assert_false (twins_try_lines (text, &complaint));
  g_assert_nonnull (strstr (complaint, "suspended"));
  twins_free (twins);
}

/* Discarding and starting, asking what it is, and starting with the host. */
static void
test_whole_lines (void)
{
  Twins *twins = twins_new (connection, "");
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (HangarCommandText) fresh = hangar_domain_commands_for_fresh_start (target);
  g_autoptr (HangarCommandText) on = hangar_domain_commands_for_autostart (target, TRUE);
  g_autoptr (HangarCommandText) off = hangar_domain_commands_for_autostart (target, FALSE);
  g_autoptr (HangarCommandText) start = hangar_domain_commands_overview (target);

  session_start (twins->theirs);
  operate (twins->theirs, HANGAR_DOMAIN_OPERATION_SAVE);
  SESSION_WAIT_FOR (hangar_domain_get_state (twins->theirs) == HANGAR_DOMAIN_SAVED);
  twins_run_lines (fresh);
  SESSION_WAIT_FOR (hangar_domain_get_state (twins->theirs) == HANGAR_DOMAIN_RUNNING);
  session_stop (twins->theirs);
  twins_run_lines (on);
  hangar_connection_refresh_domain (connection, hangar_domain_get_uuid (twins->theirs));
  SESSION_WAIT_FOR (hangar_domain_get_autostart (twins->theirs));
  twins_run_lines (off);
  hangar_connection_refresh_domain (connection, hangar_domain_get_uuid (twins->theirs));
  SESSION_WAIT_FOR (!hangar_domain_get_autostart (twins->theirs));
  twins_run_lines (start);
  SESSION_WAIT_FOR (hangar_domain_get_state (twins->theirs) == HANGAR_DOMAIN_RUNNING);
  twins_free (twins);
}

static void
test_undefine (void)
{
  Twins *twins = twins_new (connection, "");
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (HangarCommandText) text =
    hangar_domain_commands_for_operation (target, HANGAR_DOMAIN_OPERATION_UNDEFINE);

  twins_run_lines (text);
  SESSION_WAIT_FOR (hangar_domain_get_connection (twins->theirs) == NULL);
  g_object_unref (twins->theirs);
  session_forget (twins->ours);
  g_free (twins);
}

static void
both_media (Twins *twins, HangarMediaWish wish)
{
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autofree char *xml = session_get_xml (twins->theirs, !target->is_active);
  g_autoptr (HangarCommandText) text = hangar_media_commands_for_change (target, xml, &wish);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_domain_change_media_async (twins->ours, &wish, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_domain_change_media_finish (twins->ours, result, &error);
  g_assert_no_error (error);
  twins_run_lines (text);
  twins_assert_alike (twins, TRUE);
  twins_assert_alike (twins, FALSE);
}

static void
test_media (void)
{
  Twins *twins = twins_new (connection, CD);
  g_autofree char *first = session_file ("it's $(one) first.iso", 4096);
  g_autofree char *second = session_file ("second.iso", 4096);

  both_media (twins, (HangarMediaWish) { NULL, first, FALSE });
  both_media (twins, (HangarMediaWish) { "sda", second, FALSE });
  both_media (twins, (HangarMediaWish) { NULL, NULL, FALSE });
  session_start (twins->ours);
  session_start (twins->theirs);
  both_media (twins, (HangarMediaWish) { NULL, first, FALSE });
  both_media (twins, (HangarMediaWish) { NULL, second, TRUE });
  both_media (twins, (HangarMediaWish) { "sda", NULL, TRUE });
  twins_free (twins);
}

static void
test_media_without_drive (void)
{
  Twins *twins = twins_new (connection, "");
  g_autofree char *path = session_file ("new.iso", 4096);

  both_media (twins, (HangarMediaWish) { NULL, path, FALSE });
  twins_free (twins);
  twins = twins_new (connection, "");
  session_start (twins->ours);
  session_start (twins->theirs);
  both_media (twins, (HangarMediaWish) { NULL, path, FALSE });
  twins_free (twins);
}

static void
test_boot_once (void)
{
  Twins *twins = twins_new (connection, "");
  g_autofree char *path = session_file ("once.iso", 4096);
  const HangarMediaWish wish = { NULL, path, FALSE };
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autofree char *xml = session_get_xml (twins->theirs, TRUE);
  g_autoptr (HangarCommandText) text = hangar_media_commands_for_boot_once (target, xml, &wish);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_domain_boot_once_async (twins->ours, &wish, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  g_assert_true (hangar_domain_boot_once_finish (twins->ours, result, &error));
  g_assert_no_error (error);
  twins_run_lines (text);
  SESSION_WAIT_FOR (hangar_domain_is_active (twins->ours) && hangar_domain_is_active (twins->theirs));
  twins_assert_alike (twins, FALSE);
  twins_assert_alike (twins, TRUE);
  twins_free (twins);
}

static char *
disk_xml (const char *word, const char *path)
{
  g_autofree char *escaped = g_markup_escape_text (path, -1);
  g_autoptr (GString) text = g_string_new (escaped);

  g_string_replace (text, word, "TWIN", 0);
  return g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source "
                          "file='%s'/><target dev='vda' bus='virtio'/></disk>",
                          text->str);
}

static void
take (Twins *twins, HangarSnapshotTree *tree, const HangarVirtSnapshotPlan *plan)
{
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (HangarCommandText) text = hangar_snapshot_commands_for_take (target, plan);
  g_autoptr (HangarJob) job = hangar_snapshot_take_job_new (tree, plan);

  twins_run_job (job);
  twins_run_lines (text);
}

/* The snapshots of a machine, without what time makes different. */
static char *
describe_tree (HangarDomain *domain)
{
  g_autoptr (HangarSnapshotTree) tree = hangar_snapshot_tree_new (domain);
  g_autoptr (GString) text = g_string_new (NULL);
  static const char *const names[] = { "first $(x)", "second", "third" };

  hangar_snapshot_tree_reload (tree);
  SESSION_WAIT_FOR (hangar_snapshot_tree_get_loaded (tree));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      HangarSnapshot *snapshot = hangar_snapshot_tree_find (tree, names[i]);

      const char *description = snapshot != NULL ? hangar_snapshot_get_description (snapshot) : NULL;

      if (snapshot == NULL)
        continue;
      g_string_append_printf (text, "%s: %s%s\n", names[i], description != NULL ? description : "-",
                              snapshot == hangar_snapshot_tree_get_current (tree) ? " (here)" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_same_trees (Twins *twins, const char *expected)
{
  g_autofree char *ours = describe_tree (twins->ours), *theirs = describe_tree (twins->theirs);

  g_assert_cmpstr (ours, ==, theirs);
  g_assert_cmpstr (ours, ==, expected);
}

static void
test_snapshots (void)
{
  g_autofree char *ours = run (volume_run, "snap-ours.qcow2"),
                  *theirs = run (volume_run, "snap-theirs.qcow2");
  g_autofree char *disk = disk_xml ("ours", ours);
  Twins *twins = twins_new (connection, disk);
  g_autoptr (HangarSnapshotTree) tree = hangar_snapshot_tree_new (twins->ours);
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (HangarCommandText) revert = NULL, remove = NULL;
  g_autoptr (HangarJob) reverting = NULL, removing = NULL;
  const HangarVirtSnapshotPlan safety = { .name = "third", .kind = HANGAR_SNAPSHOT_INTERNAL };

  take (twins, tree,
        &(HangarVirtSnapshotPlan) { .name = "first $(x)", .description = "it's \"so\"\nand on" });
  take (twins, tree, &(HangarVirtSnapshotPlan) { .name = "second" });
  assert_same_trees (twins, "first $(x): it's \"so\"\nand on\nsecond: - (here)\n");

  revert = hangar_snapshot_commands_for_revert (target, "first $(x)", &safety);
  reverting = hangar_snapshot_revert_job_new (tree, "first $(x)", &safety);
  twins_run_job (reverting);
  twins_run_lines (revert);
  assert_same_trees (twins, "first $(x): it's \"so\"\nand on (here)\nsecond: -\nthird: -\n");

  remove = hangar_snapshot_commands_for_delete (target, "second", TRUE);
  removing = hangar_snapshot_delete_job_new (tree, "second", TRUE);
  twins_run_job (removing);
  twins_run_lines (remove);
  assert_same_trees (twins, "first $(x): it's \"so\"\nand on (here)\n");
  g_clear_object (&tree);
  twins_free (twins);
  run (delete_run, ours);
  run (delete_run, theirs);
}

static void
test_template (void)
{
  Twins *twins = twins_new (connection, "");

  for (int template = 1; template >= 0; template --)
    {
      g_autoptr (HangarCommandTarget) target = twins_target (twins);
      g_autofree char *xml = session_get_xml (twins->theirs, TRUE);
      g_autoptr (HangarCommandText) text = hangar_domain_commands_for_template (target, xml, template);
      g_autoptr (HangarJob) job = hangar_domain_template_job_new (twins->ours, template);

      twins_run_job (job);
      twins_run_lines (text);
      SESSION_WAIT_FOR (hangar_domain_get_template (twins->ours) == template);
      SESSION_WAIT_FOR (hangar_domain_get_template (twins->theirs) == template);
      twins_assert_alike (twins, TRUE);
    }
  twins_free (twins);
}

static void
test_delete (void)
{
  g_autofree char *ours = run (volume_run, "--ours $(x)'.qcow2"),
                  *theirs = run (volume_run, "--theirs $(x)'.qcow2");
  g_autofree char *disk = disk_xml ("ours", ours);
  Twins *twins = twins_new (connection, disk);
  g_autoptr (HangarCommandTarget) target = NULL;
  g_autoptr (HangarCommandText) text = NULL;
  g_autoptr (HangarJob) job = NULL;

  session_start (twins->ours);
  session_start (twins->theirs);
  target = twins_target (twins);
  text = hangar_domain_commands_for_delete (target, (const char *[]) { theirs, NULL });
  job = hangar_domain_delete_job_new (twins->ours, NULL, (const char *[]) { ours, NULL }, 0);
  twins_run_job (job);
  twins_run_lines (text);
  SESSION_WAIT_FOR (hangar_domain_get_connection (twins->ours) == NULL);
  SESSION_WAIT_FOR (hangar_domain_get_connection (twins->theirs) == NULL);
  g_assert_false (g_file_test (ours, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (theirs, G_FILE_TEST_EXISTS));
  g_object_unref (twins->ours);
  g_object_unref (twins->theirs);
  g_free (twins);
}

static GPtrArray *
one_source (const char *path, HangarCloneAction action)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);

  g_ptr_array_add (sources, hangar_clone_source_new ("vda", path, "qcow2", action));
  return sources;
}

static HangarDomain *
find_clone (const char *name)
{
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, name) != NULL);
  return g_object_ref (hangar_connection_find_domain (connection, name));
}

/* The program clones ours, the lines theirs; the clones are alike. */
static void
check_clone (Twins *twins, const char *our_path, const char *their_path, HangarCloneAction action)
{
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (GPtrArray) our_sources = one_source (our_path, action);
  g_autoptr (GPtrArray) their_sources = one_source (their_path, action);
  g_autofree char *xml = session_get_xml (twins->theirs, TRUE);
  const char *word = action == HANGAR_CLONE_LINK ? "linked" : "copy";
  g_autofree char *our_name = g_strdup_printf ("ours $(c) 'x' %s", word);
  g_autofree char *their_name = g_strdup_printf ("theirs $(c) 'x' %s", word);
  g_autofree char *overlay_name = g_strconcat (their_name, "-vda.qcow2", NULL);
  const char *const our_names[] = { our_name, NULL }, *const their_names[] = { their_name, NULL };
  g_autoptr (HangarCommandText) text =
    hangar_clone_commands_for_clone (target, xml, their_names, their_sources);
  g_autoptr (HangarJob) job = hangar_clone_job_new (twins->ours, our_names, our_sources);
  Twins clones = { connection, NULL, NULL };
  g_autoptr (HangarCommandText) independent = NULL, remove = NULL;
  g_autoptr (HangarJob) freeing = NULL, deleting = NULL;
  g_autofree char *overlay = NULL, *owned = NULL, *clone_xml = NULL;

  twins_run_job (job);
  twins_run_lines (text);
  clones.ours = find_clone (our_names[0]);
  clones.theirs = find_clone (their_names[0]);
  twins_assert_alike (&clones, TRUE);
  twins_assert_alike (twins, TRUE);
  if (action == HANGAR_CLONE_LINK)
    {
      g_autoptr (HangarCommandTarget) linked = twins_target (&clones);
      g_autofree char *folder = g_path_get_dirname (their_path);
      g_autoptr (GPtrArray) sources = NULL;

      overlay = g_build_filename (folder, overlay_name, NULL);
      sources = one_source (overlay, HANGAR_CLONE_COPY);
      clone_xml = session_get_xml (clones.theirs, TRUE);
      independent = hangar_clone_commands_for_independent (linked, clone_xml, sources);
      twins_run_lines (independent);
      freeing = hangar_clone_independent_job_new (clones.ours, NULL);
      twins_run_job (freeing);
      twins_assert_alike (&clones, TRUE);
      g_assert_false (g_file_test (overlay, G_FILE_TEST_EXISTS));
    }
  session_forget (clones.ours);
  session_forget (clones.theirs);
}

static void
check_clones (HangarCloneAction action)
{
  g_autofree char *ours = run (volume_run, action == HANGAR_CLONE_LINK ? "l-ours.qcow2" : "c-ours.qcow2");
  g_autofree char *theirs =
    run (volume_run, action == HANGAR_CLONE_LINK ? "l-theirs.qcow2" : "c-theirs.qcow2");
  g_autofree char *disk = disk_xml ("ours", ours);
  Twins *twins = twins_new (connection, disk);

  check_clone (twins, ours, theirs, action);
  for (int i = 0; i < 2; i++)
    {
      HangarDomain *domain = i == 0 ? twins->ours : twins->theirs;
      g_autoptr (HangarJob) job = hangar_domain_template_job_new (domain, FALSE);

      if (action != HANGAR_CLONE_LINK)
        continue;
      SESSION_WAIT_FOR (hangar_domain_get_template (domain));
      twins_run_job (job);
      SESSION_WAIT_FOR (!hangar_domain_get_template (domain));
    }
  twins_free (twins);
}

static void
test_clone (void)
{
  check_clones (HANGAR_CLONE_COPY);
}

static void
test_linked_clone (void)
{
  check_clones (HANGAR_CLONE_LINK);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  connection = session_open ();
  pool_uuid = run (pool_run, g_getenv ("HANGAR_TEST_FOLDER"));
  g_test_add_func ("/domain-commands/life", test_life);
  g_test_add_func ("/domain-commands/wake-up", test_wake_up);
  g_test_add_func ("/domain-commands/whole-lines", test_whole_lines);
  g_test_add_func ("/domain-commands/undefine", test_undefine);
  g_test_add_func ("/domain-commands/media", test_media);
  g_test_add_func ("/domain-commands/media-without-drive", test_media_without_drive);
  g_test_add_func ("/domain-commands/boot-once", test_boot_once);
  g_test_add_func ("/domain-commands/snapshots", test_snapshots);
  g_test_add_func ("/domain-commands/template", test_template);
  g_test_add_func ("/domain-commands/delete", test_delete);
  g_test_add_func ("/domain-commands/clone", test_clone);
  g_test_add_func ("/domain-commands/linked-clone", test_linked_clone);
  status = g_test_run ();
  g_free (pool_uuid);
  session_close (connection);
  return status;
}
