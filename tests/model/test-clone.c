/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/clone and virt/image-use on a real daemon: twenty linked clones of a mother image, and what protects
 * it. */

#include "model/clone-independent.h"
#include "model/clone.h"
#include "model/copy-meter.h"
#include "model/domain-lifecycle.h"
#include "model/domain-template.h"
#include "model/guest-journal.h"
#include "model/host-step.h"

#include "session-host.h"

#include "virt/guest.h"
#include "virt/image-use.h"
#include "virt/storage.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

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
  HangarVirtVolume wanted = { .name = data, .format = "qcow2", .capacity = 64 * MIB };
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_create (handle, pool_uuid, &wanted, error);

  return volume != NULL ? g_strdup (volume->path) : NULL;
}

static gpointer
delete_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_volume_delete (handle, data, error);
  return NULL;
}

static gpointer
uses_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_image_uses (handle, TRUE, NULL, error);
}

static gpointer
count_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) volumes = hangar_virt_volume_list (handle, pool_uuid, error);
  guint n = 0;

  /* The folder holds other things of the test too, and a pool takes any file for a volume. */
  for (guint i = 0; volumes != NULL && i < volumes->len; i++)
    if (g_str_has_suffix (((HangarVirtVolume *) volumes->pdata[i])->name, ".qcow2"))
      n++;
  return GUINT_TO_POINTER (n);
}

static gpointer
machine_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_guest_set_template (handle, data, FALSE, error);
  return NULL;
}

static void
set_up (void)
{
  connection = session_open ();
  pool_uuid = run (pool_run, g_getenv ("HANGAR_TEST_FOLDER"));
}

static void
tear_down (void)
{
  g_clear_pointer (&pool_uuid, g_free);
  session_close (g_steal_pointer (&connection));
}

static HangarDomain *
make_mother (char **path)
{
  g_autofree char *devices = NULL;
  g_autofree char *xml = NULL;

  *path = run (volume_run, "mother.qcow2");
  devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%s'/>"
                     "<target dev='vda' bus='virtio'/></disk>"
                     "<interface type='user'><model type='virtio'/></interface>",
                     *path);
  xml = session_machine_xml ("mother", devices);
  return session_define (connection, xml);
}

static HangarJobState
run_job (HangarJob *job)
{
  hangar_job_run (job);
  SESSION_WAIT_FOR (hangar_job_is_finished (job));
  return hangar_job_get_state (job);
}

static HangarJob *
clone_mother (HangarDomain *mother, const char *path, const char *pattern, guint count,
              HangarCloneAction action)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = hangar_clone_names (mother, pattern, count, &error);

  g_assert_no_error (error);
  g_ptr_array_add (sources, hangar_clone_source_new ("vda", path, "qcow2", action));
  return hangar_clone_job_new (mother, (const char *const *) names, sources);
}

static void
forget_clone (const char *name, const char *path)
{
  HangarDomain *clone;

  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, name) != NULL);
  clone = g_object_ref (hangar_connection_find_domain (connection, name));
  session_forget (clone);
  if (path != NULL)
    run (delete_run, path);
}

static guint
count_volumes (void)
{
  return GPOINTER_TO_UINT (run (count_run, NULL));
}

static void
check_uses (const char *mother_path)
{
  g_autoptr (GPtrArray) uses = run (uses_run, NULL);
  guint own = 0, below = 0;

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      g_assert_false (use->incomplete);
      if (use->depth == 0 && g_str_has_prefix (use->name, "tp-"))
        {
          own++;
          g_assert_cmpuint (use->allocation, <, MIB);
          g_assert_cmpuint (use->capacity, ==, 64 * MIB);
        }
      if (use->depth == 1 && g_strcmp0 (use->path, mother_path) == 0)
        below++;
    }
  g_assert_cmpuint (own, ==, 20);
  g_assert_cmpuint (below, ==, 20);
}

static void
check_dependants (HangarDomain *mother)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;

  hangar_domain_dependants_load_async (mother, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  found = hangar_domain_dependants_load_finish (mother, result, NULL);
  g_assert_cmpuint (found->len, ==, 20);
  for (guint i = 0; i < found->len; i++)
    {
      const HangarDependant *dependant = g_ptr_array_index (found, i);

      g_assert_true (g_str_has_prefix (dependant->name, "tp-"));
      g_assert_cmpuint (dependant->size, >, 0);
      g_assert_cmpuint (dependant->size, <, MIB);
    }
}

static void
test_linked (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autoptr (HangarJob) job = clone_mother (mother, path, "tp-%02d", 20, HANGAR_CLONE_LINK);
  g_autoptr (GHashTable) macs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 begin = g_get_monotonic_time ();

  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_DONE);
  g_test_message ("20 linked clones: %.2f s",
                  (double) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND);
  SESSION_WAIT_FOR (hangar_domain_get_template (mother));
  g_assert_nonnull (hangar_domain_operation_refusal (mother, HANGAR_DOMAIN_OPERATION_START));
  g_assert_nonnull (hangar_domain_operation_refusal (mother, HANGAR_DOMAIN_OPERATION_UNDEFINE));
  check_uses (path);
  check_dependants (mother);

  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("tp-%02u", i);
      g_autoptr (HangarDomainConfig) config = NULL;
      g_autofree char *xml = NULL;

      SESSION_WAIT_FOR (hangar_connection_find_domain (connection, name) != NULL);
      xml = session_get_xml (hangar_connection_find_domain (connection, name), TRUE);
      config = hangar_domain_config_new (xml, NULL);
      g_assert_true (g_hash_table_add (macs, g_strdup (((HangarConfigNic *) config->nics->pdata[0])->mac)));
      g_assert_cmpuint (g_strv_length (config->created_disks), ==, 1);
      forget_clone (name, config->created_disks[0]);
    }
  g_assert_cmpuint (count_volumes (), ==, 1);

  run (machine_run, hangar_domain_get_uuid (mother));
  SESSION_WAIT_FOR (!hangar_domain_get_template (mother));
  session_forget (mother);
  run (delete_run, path);
}

static GPtrArray *
find_leftovers (void)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autoptr (GAsyncResult) result = NULL;

  hangar_guest_leftovers_find_async (folder, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_guest_leftovers_find_finish (result, NULL);
}

static void
test_undone (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autofree char *taken = run (volume_run, "tp-3-vda.qcow2");
  g_autoptr (HangarJob) job = clone_mother (mother, path, "tp-%d", 5, HANGAR_CLONE_LINK);
  g_autoptr (GPtrArray) left = NULL;

  /* The third disk's name is taken: the two clones before it must go again, and the machine is no template.
   */
  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_FAILED);
  g_assert_null (hangar_job_get_leftovers (job)[0]);
  left = find_leftovers ();
  g_assert_cmpuint (left->len, ==, 0);
  SESSION_WAIT_FOR (g_list_model_get_n_items (hangar_connection_get_domains (connection)) == 1);
  SESSION_WAIT_FOR (!hangar_domain_get_template (mother));
  g_assert_cmpuint (count_volumes (), ==, 2);
  session_forget (mother);
  run (delete_run, path);
  run (delete_run, taken);
}

static void
use_first_cb (HangarJob *job, GParamSpec *pspec, const char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS) &&
      strstr (hangar_job_get_status (job), "disks of “tp-2”") != NULL)
    g_assert_cmpint (g_utime (path, NULL), ==, 0);
}

/* The second clone fails, but the first one was used meanwhile: it stays, and its mother stays a template. */
static void
test_used (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autofree char *taken = run (volume_run, "tp-2-vda.qcow2");
  g_autofree char *used = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "tp-1-vda.qcow2", NULL);
  g_autoptr (HangarJob) job = clone_mother (mother, path, "tp-%d", 2, HANGAR_CLONE_LINK);

  g_signal_connect (job, "notify::status", G_CALLBACK (use_first_cb), used);
  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_FAILED);
  g_assert_true (g_file_test (used, G_FILE_TEST_EXISTS));
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, "tp-1") != NULL);
  SESSION_WAIT_FOR (hangar_domain_get_template (mother));
  forget_clone ("tp-1", used);
  run (machine_run, hangar_domain_get_uuid (mother));
  SESSION_WAIT_FOR (!hangar_domain_get_template (mother));
  session_forget (mother);
  run (delete_run, path);
  run (delete_run, taken);
}

static void
test_full (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autoptr (HangarJob) job = clone_mother (mother, path, "copy", 1, HANGAR_CLONE_COPY);
  g_autofree char *copy = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "copy-vda.qcow2", NULL);

  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_DONE);
  g_assert_false (hangar_domain_get_template (mother));
  forget_clone ("copy", copy);
  session_forget (mother);
  run (delete_run, path);
}

static HangarDomain *
make_uefi_mother (const char *vars)
{
  g_autofree char *code = session_file ("code.fd", 4096);
  g_autofree char *plain = session_machine_xml ("uefi", "");
  g_autoptr (HangarXml) xml = hangar_xml_new (plain, NULL);
  g_autofree char *text = NULL;

  g_assert_true (hangar_xml_append (xml, "/domain/os", "<loader readonly='yes' type='pflash'/>", NULL));
  g_assert_true (hangar_xml_append (xml, "/domain/os", "<nvram/>", NULL));
  hangar_xml_set (xml, "/domain/os/loader", code);
  hangar_xml_set (xml, "/domain/os/nvram", vars);
  text = hangar_xml_to_string (xml);
  return session_define (connection, text);
}

static void
clone_uefi (HangarDomain *mother, HangarJobState state)
{
  static const char *const names[] = { "uefi-2", NULL };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (HangarJob) job = hangar_clone_job_new (mother, names, none);
  g_autoptr (GPtrArray) left = NULL;

  g_assert_cmpint (run_job (job), ==, state);
  left = find_leftovers ();
  g_assert_cmpuint (left->len, ==, 0);
}

/* From what the firmware has noted the machine starts: a clone gets a copy of it, though its folder is no
 * pool.
 */
static void
test_firmware (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "nvram", NULL);
  g_autofree char *vars = g_build_filename (folder, "uefi_VARS.fd", NULL);
  g_autofree char *copy = g_build_filename (folder, "uefi-2_VARS.fd", NULL);
  g_autofree char *copied = NULL;
  g_autofree char *xml = NULL;
  g_autoptr (HangarXml) definition = NULL;
  g_autofree char *noted = NULL;
  HangarDomain *mother, *clone;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (vars, "where it starts from", -1, NULL));
  mother = make_uefi_mother (vars);
  clone_uefi (mother, HANGAR_JOB_DONE);
  g_assert_true (g_file_get_contents (copy, &copied, NULL, NULL));
  g_assert_cmpstr (copied, ==, "where it starts from");
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, "uefi-2") != NULL);
  clone = g_object_ref (hangar_connection_find_domain (connection, "uefi-2"));
  xml = session_get_xml (clone, TRUE);
  definition = hangar_xml_new (xml, NULL);
  noted = hangar_xml_get (definition, "/domain/os/nvram");
  g_assert_cmpstr (noted, ==, copy);
  session_forget (clone);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

  /* What is there is somebody's. */
  g_assert_true (g_file_set_contents (copy, "somebody’s", -1, NULL));
  clone_uefi (mother, HANGAR_JOB_FAILED);
  g_assert_null (hangar_connection_find_domain (connection, "uefi-2"));
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  session_forget (mother);
  g_unlink (copy);
}

/* Its disks are the new ones by then: too late to be taken back, which would delete them. */
static void
sealed_cb (HangarJob *job)
{
  hangar_job_cancel (job);
}

/* Another host of this computer, with a machine whose disk that is. */
static HangarConnection *
open_second_host (const char *disk)
{
  g_autofree char *file = NULL;
  int fd = g_file_open_tmp ("hangar-host-XXXXXX.xml", &file, NULL);
  g_autofree char *xml = g_strdup_printf (
    "<node><domain type='test'><name>far</name><memory>8192</memory><os><type>hvm</type></os><devices>"
    "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%s'/>"
    "<target dev='vda' bus='virtio'/></disk></devices></domain></node>",
    disk);
  g_autofree char *uri = g_strconcat ("test://", file, NULL);
  HangarConnection *host = hangar_connection_new (uri, NULL, FALSE);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (file, xml, -1, NULL));
  hangar_connection_open (host);
  SESSION_WAIT_FOR (hangar_connection_get_state (host) == HANGAR_CONNECTION_OPEN);
  g_assert_cmpint (g_unlink (file), ==, 0);
  return host;
}

/* What a machine of another host needs stays where it is. */
static void
test_needed_elsewhere (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autoptr (HangarJob) job = clone_mother (mother, path, "child", 1, HANGAR_CLONE_LINK);
  g_autofree char *overlay = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "child-vda.qcow2", NULL);
  g_autofree char *own = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "child-own-vda.qcow2", NULL);
  g_autoptr (HangarJob) independent = NULL;
  g_autoptr (HangarConnection) second = NULL;
  g_autoptr (GListStore) hosts = g_list_store_new (HANGAR_TYPE_CONNECTION);

  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_DONE);
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, "child") != NULL);
  second = open_second_host (overlay);
  g_list_store_append (hosts, connection);
  g_list_store_append (hosts, second);
  independent = hangar_clone_independent_job_new (hangar_connection_find_domain (connection, "child"),
                                                  G_LIST_MODEL (hosts));
  g_assert_cmpint (run_job (independent), ==, HANGAR_JOB_DONE);
  g_assert_true (g_file_test (overlay, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  g_list_store_remove_all (hosts);
  hangar_connection_close (second);

  run (delete_run, overlay);
  forget_clone ("child", own);
  run (machine_run, hangar_domain_get_uuid (mother));
  SESSION_WAIT_FOR (!hangar_domain_get_template (mother));
  session_forget (mother);
  run (delete_run, path);
}

static void
test_independent (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autoptr (HangarJob) job = clone_mother (mother, path, "child", 1, HANGAR_CLONE_LINK);
  g_autofree char *overlay = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "child-vda.qcow2", NULL);
  g_autofree char *own = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "child-own-vda.qcow2", NULL);
  g_autoptr (HangarJob) independent = NULL;
  g_autoptr (GPtrArray) uses = NULL;
  HangarDomain *child;

  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_DONE);
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, "child") != NULL);
  child = hangar_connection_find_domain (connection, "child");
  independent = hangar_clone_independent_job_new (child, NULL);
  g_signal_connect (independent, "notify::sealed", G_CALLBACK (sealed_cb), NULL);
  g_assert_cmpint (run_job (independent), ==, HANGAR_JOB_DONE);
  g_assert_true (hangar_job_get_sealed (independent));

  uses = run (uses_run, NULL);
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (g_strcmp0 (use->name, "child") == 0)
        {
          g_assert_cmpuint (use->depth, ==, 0);
          g_assert_cmpstr (use->path, ==, own);
        }
    }
  g_assert_false (g_file_test (overlay, G_FILE_TEST_EXISTS));
  forget_clone ("child", own);
  run (machine_run, hangar_domain_get_uuid (mother));
  SESSION_WAIT_FOR (!hangar_domain_get_template (mother));
  session_forget (mother);
  run (delete_run, path);
}

/* A guest can write what it likes into its raw disk, also the first bytes of another format. */
static void
test_disguised (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);
  static const char *const names[] = { "copy", NULL };
  g_autoptr (HangarJob) job = NULL;

  g_ptr_array_add (sources, hangar_clone_source_new ("vda", path, "raw", HANGAR_CLONE_COPY));
  job = hangar_clone_job_new (mother, names, sources);
  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_FAILED);
  g_assert_nonnull (strstr (hangar_job_get_error (job)->message, "takes it for qcow2"));
  g_assert_cmpuint (count_volumes (), ==, 1);
  session_forget (mother);
  run (delete_run, path);
}

static void
remove_leftover (const HangarGuestLeftover *leftover)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_guest_leftover_remove_async (leftover, connection, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_guest_leftover_remove_finish (connection, result, &error);
  g_assert_no_error (error);
}

/* As if the process had died: what it holds open is let go. */
static void
leave_mark (HangarDomain *mother)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autofree char *uuid = g_uuid_string_random ();
  HangarGuestJournal *journal = hangar_guest_journal_new (folder, "qemu:///session", "mother", uuid);

  g_assert_true (hangar_guest_journal_set_template (journal, hangar_domain_get_uuid (mother), NULL));
  hangar_guest_journal_unref (journal);
}

static void
take_mark_back (HangarDomain *mother)
{
  g_autoptr (GPtrArray) left = find_leftovers ();
  g_autoptr (GPtrArray) after = NULL;
  const HangarGuestLeftover *leftover;

  g_assert_cmpuint (left->len, ==, 1);
  leftover = left->pdata[0];
  g_assert_cmpstr (leftover->template, ==, hangar_domain_get_uuid (mother));
  g_assert_cmpuint (g_strv_length (leftover->volumes), ==, 0);
  remove_leftover (leftover);
  after = find_leftovers ();
  g_assert_cmpuint (after->len, ==, 0);
}

/* A template that has clones is one with good reason; one without them is named, and is a machine again when
 * somebody says so. */
static void
test_marked_leftover (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  g_autoptr (HangarJob) job = clone_mother (mother, path, "child", 1, HANGAR_CLONE_LINK);
  g_autofree char *overlay = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "child-vda.qcow2", NULL);
  g_autofree char *xml = NULL;
  g_autoptr (GPtrArray) left = NULL;

  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_DONE);
  left = find_leftovers ();
  g_assert_cmpuint (left->len, ==, 0);
  SESSION_WAIT_FOR (hangar_domain_get_template (mother));
  leave_mark (mother);
  take_mark_back (mother);
  xml = session_get_xml (mother, TRUE);
  g_assert_nonnull (strstr (xml, "template="));

  forget_clone ("child", overlay);
  leave_mark (mother);
  take_mark_back (mother);
  SESSION_WAIT_FOR (!hangar_domain_get_template (mother));
  session_forget (mother);
  run (delete_run, path);
}

/* Defined, and then its process died: until it is started it is left over, and after that it is somebody's.
 */
static void
test_started_leftover (void)
{
  g_autofree char *path = NULL;
  HangarDomain *machine = make_mother (&path);
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  HangarGuestJournal *journal =
    hangar_guest_journal_new (folder, "qemu:///session", "mother", hangar_domain_get_uuid (machine));
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_assert_true (hangar_guest_journal_add_volume (journal, path, NULL));
  hangar_guest_journal_unref (journal);
  left = find_leftovers ();
  g_assert_cmpuint (left->len, ==, 1);
  session_start (machine);
  session_stop (machine);
  after = find_leftovers ();
  g_assert_cmpuint (after->len, ==, 0);
  /* The question was asked before it was started, and is answered now. */
  remove_leftover (left->pdata[0]);
  g_assert_nonnull (hangar_connection_find_domain (connection, "mother"));
  g_assert_cmpuint (count_volumes (), ==, 1);
  session_forget (machine);
  run (delete_run, path);
}

static void
expect (HangarCopyMeter *meter, GVirConnection *handle, double wanted)
{
  g_autofree double *fraction = hangar_copy_meter_ask (meter, handle);

  g_assert_nonnull (fraction);
  g_assert_cmpfloat_with_epsilon (*fraction, wanted, 0.001);
}

static gpointer
meter_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  const guint64 size = hangar_virt_volume_chain_allocation (handle, data);
  HangarCopyMeter meter = { 0 };

  g_assert_cmpint ((gint64) size, ==, hangar_virt_volume_allocation (handle, data));
  g_assert_cmpuint (size, >, 0);
  hangar_copy_meter_init (&meter);
  g_assert_null (hangar_copy_meter_ask (&meter, handle));
  hangar_copy_meter_plan (&meter, 4 * size);
  g_assert_null (hangar_copy_meter_ask (&meter, handle));
  hangar_copy_meter_begin (&meter, data, 2 * size);
  expect (&meter, handle, 0.25);
  hangar_copy_meter_end (&meter);
  hangar_copy_meter_begin (&meter, data, 2 * size);
  expect (&meter, handle, 0.75);
  /* What has grown beyond its source is not more than done. */
  hangar_copy_meter_begin (&meter, data, size / 2);
  expect (&meter, handle, 0.625);
  hangar_copy_meter_begin (&meter, "/not/there/yet", size);
  g_assert_null (hangar_copy_meter_ask (&meter, handle));
  hangar_copy_meter_clear (&meter);
  return NULL;
}

/* Works until it was asked twice how far it is: by then the first answer is known. */
typedef struct
{
  GMutex lock;
  GCond asked;
  guint n_asked;
} Slow;

static gpointer
slow_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  Slow *slow = data;

  g_mutex_lock (&slow->lock);
  while (slow->n_asked < 2)
    g_cond_wait (&slow->asked, &slow->lock);
  g_mutex_unlock (&slow->lock);
  return NULL;
}

static gpointer
slow_measure (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  Slow *slow = data;
  double *fraction = g_new (double, 1);

  g_mutex_lock (&slow->lock);
  slow->n_asked++;
  g_cond_signal (&slow->asked);
  g_mutex_unlock (&slow->lock);
  *fraction = 0.375;
  return fraction;
}

static void
progress_cb (HangarJob *job, GParamSpec *pspec, double *most)
{
  *most = MAX (*most, hangar_job_get_progress (job));
}

/* How far a copy is can be asked while it is made, and the job says it. */
static void
test_progress (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  Slow *slow = g_atomic_rc_box_new0 (Slow);
  const HangarHostStep step = { .text = "Working…", .run = slow_run, .measure = slow_measure, .data = slow };
  g_autoptr (HangarJob) job = hangar_job_new ("slow");
  double most = -1;

  run (meter_run, path);
  g_mutex_init (&slow->lock);
  g_cond_init (&slow->asked);
  hangar_host_step_add (job, connection, &step);
  g_signal_connect (job, "notify::progress", G_CALLBACK (progress_cb), &most);
  g_assert_cmpint (run_job (job), ==, HANGAR_JOB_DONE);
  g_assert_cmpfloat_with_epsilon (most, 0.375, 0.001);
  g_atomic_rc_box_release (slow);
  session_forget (mother);
  run (delete_run, path);
}

static void
test_refused (void)
{
  g_autofree char *path = NULL;
  HangarDomain *mother = make_mother (&path);
  static const char *const bad[] = { "", "a/b", "mother", "%s", "x-%d-%d" };

  g_assert_null (hangar_clone_refusal (mother, TRUE));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hangar_clone_names (mother, bad[i], 1, &error));
      g_assert_nonnull (error);
    }
  g_assert_null (hangar_clone_names (mother, "x", 2, NULL));
  g_assert_null (hangar_clone_names (mother, "x-%d", 51, NULL));
  session_start (mother);
  g_assert_nonnull (hangar_clone_refusal (mother, TRUE));
  g_assert_nonnull (hangar_clone_refusal (mother, FALSE));
  session_forget (mother);
  run (delete_run, path);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/clone/linked", test_linked);
  g_test_add_func ("/clone/undone", test_undone);
  g_test_add_func ("/clone/used", test_used);
  g_test_add_func ("/clone/full", test_full);
  g_test_add_func ("/clone/firmware", test_firmware);
  g_test_add_func ("/clone/independent", test_independent);
  g_test_add_func ("/clone/needed-elsewhere", test_needed_elsewhere);
  g_test_add_func ("/clone/disguised", test_disguised);
  g_test_add_func ("/clone/refused", test_refused);
  g_test_add_func ("/clone/progress", test_progress);
  g_test_add_func ("/clone/started-leftover", test_started_leftover);
  g_test_add_func ("/clone/marked-leftover", test_marked_leftover);
  status = g_test_run ();
  tear_down ();
  return status;
}
