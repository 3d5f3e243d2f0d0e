/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/guest-install and guest-journal, on libvirt's test driver: made, undone, cancelled, and what a kill
 * leaves. */

#include "model/domain.h"
#include "model/guest-install.h"
#include "model/guest-journal.h"
#include "tests/wait.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB (G_GUINT64_CONSTANT (1) << 20)

typedef struct
{
  HangarConnection *connection;
  HangarGuestSpec *spec;
  GAsyncResult *result;
} Fixture;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_set_object (&fixture->result, result);
}

static char *
write_host (void)
{
  static const char node[] =
    "<node><domain type='test'><name>there</name><memory "
    "unit='MiB'>64</memory><os><type>hvm</type></os></domain>"
    "<pool type='dir'><name>default</name><target><path>/nowhere</path></target></pool></node>";
  char *path;
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_host ();
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarGuestHost) host = NULL;

  fixture->connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (fixture->connection);
  WAIT_FOR (hangar_connection_get_state (fixture->connection) == HANGAR_CONNECTION_OPEN);
  g_unlink (path);

  hangar_guest_host_load_async (fixture->connection, NULL, done_cb, fixture);
  WAIT_FOR (fixture->result != NULL);
  host = hangar_guest_host_load_finish (fixture->connection, fixture->result, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);

  fixture->spec = hangar_guest_spec_new ();
  hangar_guest_spec_set_host (fixture->spec, host, hangar_connection_get_domains (fixture->connection));
  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_guest_spec_set_name (fixture->spec, "<b>new & shiny");
  hangar_guest_spec_set_memory (fixture->spec, 256 * MIB);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->spec);
  hangar_connection_close (fixture->connection);
  g_object_unref (fixture->connection);
}

static gpointer
list_volumes (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HangarVirtPool) pool = hangar_virt_pool_ensure_default (connection, NULL, error);

  return hangar_virt_volume_list (connection, pool->uuid, error);
}

static guint
count_volumes (Fixture *fixture)
{
  const HangarConnectionWork work = { HANGAR_WORKER_QUICK, list_volumes, NULL, NULL, NULL };
  g_autoptr (GPtrArray) volumes = NULL;

  hangar_connection_run_async (fixture->connection, &work, NULL, done_cb, fixture);
  WAIT_FOR (fixture->result != NULL);
  volumes = hangar_connection_run_finish (fixture->connection, fixture->result, NULL);
  g_clear_object (&fixture->result);
  return volumes->len;
}

static gboolean
journal_is_empty (void)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

static void
test_host (Fixture *fixture, gconstpointer data)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (fixture->spec);
  g_autofree char *problem = hangar_guest_spec_dup_first_problem (fixture->spec);

  g_assert_true (hangar_guest_host_can_create (host));
  g_assert_cmpuint (hangar_guest_host_get_memory (host), >, 0);
  g_assert_cmpstr (problem, ==, NULL);
}

static void
test_made (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarJob) job = hangar_guest_install_new (fixture->connection, fixture->spec);
  const char *uuid = hangar_guest_install_get_uuid (job);
  HangarDomain *domain;

  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_no_error (hangar_job_get_error (job));
  WAIT_FOR ((domain = hangar_connection_find_domain (fixture->connection, uuid)) != NULL &&
            hangar_domain_is_active (domain));
  g_assert_cmpstr (hangar_domain_get_name (domain), ==, "<b>new & shiny");
  g_assert_cmpuint (count_volumes (fixture), ==, 1);
  g_assert_true (journal_is_empty ());
}

/* The name is taken by the time of defining: the volume that was made for it goes away again. */
static void
test_undone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarJob) job = NULL;

  hangar_guest_spec_set_name (fixture->spec, "there");
  job = hangar_guest_install_new (fixture->connection, fixture->spec);
  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_assert_nonnull (hangar_job_get_error (job));
  g_assert_cmpuint (count_volumes (fixture), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (fixture->connection)), ==, 1);
  g_assert_true (journal_is_empty ());
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarJob) job = hangar_guest_install_new (fixture->connection, fixture->spec);

  hangar_job_run (job);
  hangar_job_cancel (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_CANCELLED);
  g_assert_cmpuint (count_volumes (fixture), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (fixture->connection)), ==, 1);
  g_assert_true (journal_is_empty ());
}

static void
cancel_at_start_cb (HangarJob *job)
{
  if (g_str_equal (hangar_job_get_status (job), "Starting the machine…"))
    hangar_job_cancel (job);
}

/* The last moment to cancel: by the time that it would be undone the machine runs, and needs its disk. */
static void
test_cancelled_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarJob) job = hangar_guest_install_new (fixture->connection, fixture->spec);
  const char *uuid = hangar_guest_install_get_uuid (job);
  HangarDomain *domain;

  g_signal_connect (job, "notify::status", G_CALLBACK (cancel_at_start_cb), NULL);
  hangar_job_run (job);
  WAIT_FOR (hangar_job_is_finished (job));
  g_assert_true (hangar_job_get_sealed (job));
  WAIT_FOR ((domain = hangar_connection_find_domain (fixture->connection, uuid)) != NULL &&
            hangar_domain_is_active (domain));
  g_assert_true (hangar_domain_get_persistent (domain));
  g_assert_cmpuint (count_volumes (fixture), ==, 1);
  g_assert_true (journal_is_empty ());
}

static GPtrArray *
find_leftovers (Fixture *fixture, const char *folder)
{
  GPtrArray *found;

  g_clear_object (&fixture->result);
  hangar_guest_leftovers_find_async (folder, NULL, done_cb, fixture);
  WAIT_FOR (fixture->result != NULL);
  found = hangar_guest_leftovers_find_finish (fixture->result, NULL);
  g_clear_object (&fixture->result);
  return found;
}

/* A process that dies between the note and the end; its journal tells what it made. */
static void
die_with_journal (const char *folder)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      HangarGuestJournal *journal =
        hangar_guest_journal_new (folder, "qemu:///session", "a;b\n<c>", "0000-1111");

      hangar_guest_journal_add_volume (journal, "/srv/a;b.qcow2", NULL);
      hangar_guest_journal_add_volume (journal, "/srv/second", NULL);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
}

static void
test_leftovers (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-journal-XXXXXX", NULL);
  HangarGuestJournal *alive = hangar_guest_journal_new (folder, "qemu:///session", "alive", "2222-3333");
  g_autofree char *alien = g_build_filename (folder, "x.creation", NULL);
  const HangarGuestLeftover *leftover;
  Fixture fixture = { 0 };

  g_assert_true (hangar_guest_journal_add_volume (alive, "/srv/alive.qcow2", NULL));
  g_assert_true (g_file_set_contents (alien, "no journal", -1, NULL));
  die_with_journal (folder);

  {
    g_autoptr (GPtrArray) found = find_leftovers (&fixture, folder);

    g_assert_cmpuint (found->len, ==, 1);
    leftover = g_ptr_array_index (found, 0);
    g_assert_cmpstr (leftover->name, ==, "a;b\n<c>");
    g_assert_cmpstr (leftover->uri, ==, "qemu:///session");
    g_assert_cmpstr (leftover->volumes[0], ==, "/srv/a;b.qcow2");
    g_assert_cmpstr (leftover->volumes[1], ==, "/srv/second");
    hangar_guest_leftover_forget_async (leftover, done_cb, &fixture);
    WAIT_FOR (fixture.result != NULL);
  }
  {
    g_autoptr (GPtrArray) found = find_leftovers (&fixture, folder);

    g_assert_cmpuint (found->len, ==, 0);
  }
  hangar_guest_journal_close (alive);
  hangar_guest_journal_unref (alive);
  g_unlink (alien);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("hangar-home-XXXXXX", NULL);
  g_autofree char *inner = g_build_filename (home, "hangar", NULL);
  g_autofree char *journals = g_build_filename (inner, "creations", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  hangar_virt_init ();
#define add(name, func) g_test_add ("/guest-install/" name, Fixture, NULL, set_up, func, tear_down)
  add ("host", test_host);
  add ("made", test_made);
  add ("undone", test_undone);
  add ("cancelled", test_cancelled);
  add ("cancelled-late", test_cancelled_late);
#undef add
  g_test_add_func ("/guest-install/leftovers", test_leftovers);
  status = g_test_run ();
  g_rmdir (journals);
  g_rmdir (inner);
  g_rmdir (home);
  return status;
}
