/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Creations whose host goes away in the middle, and files that only the daemon can put into its pool, on a
 * real daemon. */

#include <glib/gstdio.h>
#include <string.h>

#include "model/guest-install.h"
#include "model/guest-journal.h"
#include "session-host.h"

#define MIB (G_GUINT64_CONSTANT (1) << 20)

typedef struct
{
  HangarConnection *connection;
  HangarGuestSpec *spec;
  char *images;
} Fixture;

static HangarGuestHost *
load_host (HangarConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HangarGuestHost *host;

  hangar_guest_host_load_async (connection, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  host = hangar_guest_host_load_finish (connection, result, &error);
  g_assert_no_error (error);
  return host;
}

static gpointer
make_pool (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_pool_free (hangar_virt_pool_ensure_default (connection, data, error));
  return NULL;
}

static void
run (HangarConnection *connection, HangarConnectionFunc func, gpointer data)
{
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, func, data, NULL, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_connection_run_finish (connection, result, &error);
  g_assert_no_error (error);
}

static void
ask_host (Fixture *fixture)
{
  g_autoptr (HangarGuestHost) host = load_host (fixture->connection);

  hangar_guest_spec_set_host (fixture->spec, host, hangar_connection_get_domains (fixture->connection));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->images = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "images", NULL);
  fixture->connection = session_open ();
  run (fixture->connection, make_pool, fixture->images);
  fixture->spec = hangar_guest_spec_new ();
  ask_host (fixture);
  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_guest_spec_set_name (fixture->spec, "again");
  hangar_guest_spec_set_memory (fixture->spec, 64 * MIB);
  hangar_guest_spec_set_disk_size (fixture->spec, 4 * MIB);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->spec);
  session_close (fixture->connection);
  g_free (fixture->images);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
list_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->images, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_files (Fixture *fixture, const char *expected)
{
  g_autofree char *found = list_files (fixture);

  g_assert_cmpstr (found, ==, expected);
}

static gboolean
journal_is_empty (void)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

static void
finish (HangarJob *job)
{
  hangar_job_run (job);
  SESSION_WAIT_FOR (hangar_job_is_finished (job));
}

/* Takes the machine that was made off the host, with the files that were made for it. */
static void
forget (Fixture *fixture, HangarJob *job, const char *const *files)
{
  HangarDomain *domain = NULL;

  g_assert_no_error (hangar_job_get_error (job));
  SESSION_WAIT_FOR ((domain = hangar_connection_find_domain (fixture->connection,
                                                             hangar_guest_install_get_uuid (job))) != NULL &&
                    hangar_domain_is_active (domain));
  session_forget (g_object_ref (domain));
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (fixture->images, files[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
lose_cb (HangarJob *job, GParamSpec *pspec, gpointer data)
{
  Fixture *fixture = data;

  if (g_strcmp0 (hangar_job_get_status (job), "Defining the machine…") == 0)
    hangar_connection_close (fixture->connection);
}

/* The disk is made, then the host is gone: nothing can be undone, and that is said and noted. The next try
 * removes what is left and makes the machine, and only one disk. */
static void
test_lost (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "again.qcow2", NULL };
  g_autoptr (HangarJob) job = hangar_guest_install_new (fixture->connection, fixture->spec);
  g_autoptr (HangarJob) retry = NULL;

  g_signal_connect (job, "notify::status", G_CALLBACK (lose_cb), fixture);
  finish (job);
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  g_assert_cmpuint (g_strv_length (hangar_job_get_leftovers (job)), >, 0);
  g_assert_false (journal_is_empty ());

  hangar_connection_open (fixture->connection);
  SESSION_WAIT_FOR (hangar_connection_get_state (fixture->connection) == HANGAR_CONNECTION_OPEN);
  ask_host (fixture);
  retry = hangar_guest_install_new (fixture->connection, fixture->spec);
  finish (retry);
  assert_files (fixture, "again.qcow2");
  g_assert_true (journal_is_empty ());
  forget (fixture, retry, files);
}

/* The window may still be open and ask for what was made by then: nothing is made twice. */
static void
refuse_twice (Fixture *fixture)
{
  g_autoptr (HangarJob) job = hangar_guest_install_new (fixture->connection, fixture->spec);

  finish (job);
  g_assert_error (hangar_job_get_error (job), G_IO_ERROR, G_IO_ERROR_EXISTS);
  assert_files (fixture, "again.qcow2");
}

/* The same for a disk that is converted: what was written here goes away here, host or no host. */
static void
test_lost_import (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = session_file ("old.raw", 3 * MIB);
  g_autoptr (HangarImageHeader) image = hangar_image_header_read (path, NULL);
  static const char *const files[] = { "again.qcow2", NULL };
  g_autoptr (HangarJobList) jobs = hangar_job_list_new ();
  g_autoptr (HangarJob) job = NULL;
  g_autoptr (HangarJob) retry = NULL;

  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_import (fixture->spec, path);
  hangar_guest_spec_set_import_found (fixture->spec, image, NULL, NULL);
  job = hangar_guest_install_new (fixture->connection, fixture->spec);
  g_signal_connect (job, "notify::status", G_CALLBACK (lose_cb), fixture);
  hangar_job_list_start (jobs, job);
  SESSION_WAIT_FOR (hangar_job_is_finished (job));
  g_assert_cmpint (hangar_job_get_state (job), ==, HANGAR_JOB_FAILED);
  assert_files (fixture, "");
  g_assert_true (journal_is_empty ());

  /* By the list of jobs, as people do who closed the window meanwhile. */
  hangar_connection_open (fixture->connection);
  SESSION_WAIT_FOR (hangar_connection_get_state (fixture->connection) == HANGAR_CONNECTION_OPEN);
  g_assert_true (hangar_job_can_retry (job));
  hangar_job_list_retry (jobs, job);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (jobs)), ==, 1);
  retry = g_list_model_get_item (G_LIST_MODEL (jobs), 0);
  g_assert_true (retry != job);
  SESSION_WAIT_FOR (hangar_job_is_finished (retry));
  g_assert_false (hangar_job_can_retry (retry));
  assert_files (fixture, "again.qcow2");
  g_assert_true (journal_is_empty ());
  refuse_twice (fixture);
  forget (fixture, retry, files);
  g_unlink (path);
}

/* The same daemon by an address that says another computer. */
static void
go_elsewhere (Fixture *fixture)
{
  g_autofree char *pass_on =
    g_build_filename (g_getenv ("HANGAR_SOURCE_DIR"), "tests", "lab", "pass-on", NULL);
  const char *socket = strstr (g_getenv ("HANGAR_TEST_URI"), "socket=") + strlen ("socket=");
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nexec '%s' '%s'\n", pass_on, socket);
  g_autofree char *path = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "elsewhere", NULL);
  g_autofree char *uri = g_strdup_printf ("qemu+ext://elsewhere/session?command=%s", path);

  g_assert_true (g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  session_close (fixture->connection);
  fixture->connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (fixture->connection);
  SESSION_WAIT_FOR (hangar_connection_get_state (fixture->connection) != HANGAR_CONNECTION_CONNECTING);
  g_assert_cmpint (hangar_connection_get_state (fixture->connection), ==, HANGAR_CONNECTION_OPEN);
  g_assert_false (hangar_connection_is_local (fixture->connection));
  ask_host (fixture);
}

static char *
make_holes (const char *name)
{
  g_autofree char *path = session_file (name, 3 * MIB);
  FILE *file = fopen (path, "r+");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, MIB + 12345, SEEK_SET), ==, 0);
  g_assert_cmpint (fputs ("in the middle", file), >, 0);
  g_assert_cmpint (fseek (file, 9 * MIB + 512 - 10, SEEK_SET), ==, 0);
  g_assert_cmpint (fputs ("at the end", file), >, 0);
  g_assert_cmpint (fclose (file), ==, 0);
  return g_steal_pointer (&path);
}

static void
assert_same (const char *one, const char *other)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize first_length, second_length;

  g_assert_true (g_file_get_contents (one, &first, &first_length, NULL));
  g_assert_true (g_file_get_contents (other, &second, &second_length, NULL));
  g_assert_cmpmem (first, first_length, second, second_length);
}

/* A disk that is sent to the host arrives as it is, and nothing of the way is left on either side. */
static void
test_sent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_holes ("sent.raw");
  g_autoptr (HangarImageHeader) image = hangar_image_header_read (path, NULL);
  static const char *const files[] = { "again.raw", NULL };
  g_autofree char *copy = g_build_filename (fixture->images, files[0], NULL);
  g_autofree char *workshop = g_build_filename (g_get_user_cache_dir (), "hangar", "imports", NULL);
  g_autoptr (GDir) left = NULL;
  g_autoptr (HangarJob) job = NULL;

  go_elsewhere (fixture);
  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_disk_format (fixture->spec, "raw");
  hangar_guest_spec_set_import (fixture->spec, path);
  hangar_guest_spec_set_import_found (fixture->spec, image, NULL, NULL);
  job = hangar_guest_install_new (fixture->connection, fixture->spec);
  finish (job);
  g_assert_no_error (hangar_job_get_error (job));
  assert_same (path, copy);
  left = g_dir_open (workshop, 0, NULL);
  g_assert_nonnull (left);
  g_assert_null (g_dir_read_name (left));
  g_assert_true (journal_is_empty ());
  forget (fixture, job, files);
  g_unlink (path);
}

/* A disc that the host's machines cannot reach is copied first; a failure later takes the copy away again. */
static void
test_medium (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_holes ("disc.iso");
  static const char *const files[] = { "again.qcow2", "disc.iso", NULL };
  g_autofree char *copy = g_build_filename (fixture->images, "disc.iso", NULL);
  g_autoptr (HangarJob) failed = NULL;
  g_autoptr (HangarJob) job = NULL;
  g_autofree char *xml = NULL;
  HangarDomain *domain = NULL;

  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_MEDIUM);
  hangar_guest_spec_set_medium (fixture->spec, path, FALSE);
  hangar_guest_spec_set_medium_found (fixture->spec, NULL, NULL);
  hangar_guest_spec_set_copy_medium (fixture->spec, TRUE);
  hangar_guest_spec_set_network (fixture->spec, HANGAR_GUEST_NETWORK_VIRTUAL, "there is none");
  failed = hangar_guest_install_new (fixture->connection, fixture->spec);
  finish (failed);
  g_assert_cmpint (hangar_job_get_state (failed), ==, HANGAR_JOB_FAILED);
  assert_files (fixture, "");
  g_assert_true (journal_is_empty ());

  hangar_guest_spec_set_network (fixture->spec, HANGAR_GUEST_NETWORK_NONE, NULL);
  job = hangar_guest_install_new (fixture->connection, fixture->spec);
  finish (job);
  g_assert_no_error (hangar_job_get_error (job));
  assert_same (path, copy);
  SESSION_WAIT_FOR ((domain = hangar_connection_find_domain (fixture->connection,
                                                             hangar_guest_install_get_uuid (job))) != NULL);
  xml = session_get_xml (domain, FALSE);
  g_assert_nonnull (strstr (xml, copy));
  g_assert_null (strstr (xml, path));
  forget (fixture, job, files);
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  hangar_virt_init ();
#define add(name, func) g_test_add ("/guest-retry/" name, Fixture, NULL, set_up, func, tear_down)
  add ("lost", test_lost);
  add ("lost-import", test_lost_import);
  add ("sent", test_sent);
  add ("medium", test_medium);
#undef add
  return g_test_run ();
}
