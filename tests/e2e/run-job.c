/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs one long job of the model and says on standard output how far it is: a program that tests can kill.
 *
 * run-job URI MACHINE JOB [WORD...]; the job "leftovers" names what was left over, and "remove" removes it;
 * "strays" names what is in the disks and unknown to libvirt, "sizes" says what snapshots take,
 * and "belongings" what would be deleted with the machine.
 */

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/clone-independent.h"
#include "model/clone.h"
#include "model/disk-convert.h"
#include "model/domain-delete.h"
#include "model/domain-files.h"
#include "model/guest-journal.h"
#include "model/revert-leftover.h"
#include "model/snapshot-clone.h"
#include "model/snapshot-jobs.h"
#include "model/snapshot-strays.h"
#include "virt/connect.h"

/* In s: how long the end is waited for. */
#define GOODBYE 5

/* In ms. */
#define LOOK_INTERVAL 5

#define MOST_FDS 256

static HangarConnection *connection;
static HangarDomain *domain;
static HangarDomainConfig *config;
static HangarSnapshotTree *tree;

static void
say (const char *what, const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text != NULL ? text : ""), "\r\n", ' ');

  printf ("%s %s\n", what, line);
  fflush (stdout);
}

#define RUN_UNTIL(condition) \
  while (!(condition))       \
  g_main_context_iteration (NULL, TRUE)

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static HangarJob *
delete_machine (char **words)
{
  return hangar_domain_delete_job_new (domain, NULL, (const char *const *) words, 0);
}

static HangarJob *
take (char **words)
{
  gboolean external = g_str_equal (words[1], "external");
  HangarVirtSnapshotPlan plan = { .name = words[0],
                                  .kind = external ? HANGAR_SNAPSHOT_EXTERNAL : HANGAR_SNAPSHOT_INTERNAL,
                                  .with_memory =
                                    hangar_domain_is_active (domain) && (!external || words[2] != NULL),
                                  .memory_file = external ? words[2] : NULL };

  return hangar_snapshot_take_job_new (tree, &plan);
}

static HangarJob *
clone_machine (char **words)
{
  gboolean linked = g_str_equal (words[1], "linked");
  g_autoptr (GPtrArray) sources = hangar_clone_suggest_sources (config, linked);
  const char *names[] = { words[0], NULL };

  return hangar_clone_job_new (domain, names, sources);
}

static HangarJob *
convert (char **words)
{
  g_autoptr (GPtrArray) disks = hangar_disk_convert_candidates (config);

  return hangar_disk_convert_job_new (domain, disks);
}

static HangarJob *
make_independent (char **words)
{
  return hangar_clone_independent_job_new (domain, NULL);
}

static HangarJob *
revert (char **words)
{
  return hangar_snapshot_revert_job_new (tree, words[0], NULL);
}

static HangarJob *
remove_snapshot (char **words)
{
  return hangar_snapshot_delete_job_new (tree, words[0], words[1] != NULL);
}

static HangarJob *
make_from_snapshot (char **words)
{
  return hangar_snapshot_clone_job_new (tree, words[0], words[1]);
}

static GPtrArray *
find_strays (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  hangar_snapshot_strays_load_async (domain, NULL, result_cb, &result);
  RUN_UNTIL (result != NULL);
  found = hangar_snapshot_strays_load_finish (domain, result, &error);
  if (found == NULL)
    g_error ("strays: %s", error->message);
  return found;
}

static HangarJob *
remove_strays (char **words)
{
  g_autoptr (GPtrArray) found = find_strays ();

  return hangar_snapshot_strays_job_new (domain, NULL, found);
}

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hangar_snapshot_tree_finish (HANGAR_SNAPSHOT_TREE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
rename_run (HangarJob *job, GTask *task, gpointer data)
{
  char **words = data;

  hangar_snapshot_tree_rename_async (tree, words[0], words[1], "other words", renamed_cb, task);
}

static HangarJob *
rename_snapshot (char **words)
{
  HangarJob *job = hangar_job_new ("rename");
  const HangarJobStep step = { "Renaming", rename_run, NULL, words, NULL };

  hangar_job_add_step (job, &step);
  return job;
}

static const struct
{
  const char *name;
  HangarJob *(*make) (char **words);
} jobs[] = { { "take", take },
             { "clone", clone_machine },
             { "convert", convert },
             { "independent", make_independent },
             { "revert", revert },
             { "delete", remove_snapshot },
             { "rename", rename_snapshot },
             { "new-machine", make_from_snapshot },
             { "remove-strays", remove_strays },
             { "delete-machine", delete_machine } };

static HangarJob *
make_job (char **words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (jobs); i++)
    if (g_str_equal (words[0], jobs[i].name))
      return jobs[i].make (words + 1);
  return NULL;
}

static void
status_cb (HangarJob *job)
{
  if (!hangar_job_is_finished (job))
    say ("step", hangar_job_get_status (job));
}

static void
run_job (HangarJob *job)
{
  GStrv left;

  g_signal_connect (job, "notify::status", G_CALLBACK (status_cb), NULL);
  hangar_job_run (job);
  RUN_UNTIL (hangar_job_is_finished (job));
  left = hangar_job_get_leftovers (job);
  for (gsize i = 0; left != NULL && left[i] != NULL; i++)
    say ("left", left[i]);
  if (hangar_job_get_error (job) != NULL)
    say ("failed", hangar_job_get_error (job)->message);
  else
    say ("done", hangar_job_get_status (job));
}

static void
remove_leftover (const HangarGuestLeftover *leftover)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_guest_leftover_remove_async (leftover, connection, result_cb, &result);
  RUN_UNTIL (result != NULL);
  if (!hangar_guest_leftover_remove_finish (connection, result, &error))
    say ("failed", error->message);
}

static gboolean
is_between (const HangarGuestLeftover *leftover)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_revert_leftover_look_async (leftover, connection, NULL, result_cb, &result);
  RUN_UNTIL (result != NULL);
  return hangar_revert_leftover_look_finish (connection, result, NULL);
}

static void
tell_leftovers (gboolean removes)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;

  hangar_guest_leftovers_find_async (folder, NULL, result_cb, &result);
  RUN_UNTIL (result != NULL);
  found = hangar_guest_leftovers_find_finish (result, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      const HangarGuestLeftover *leftover = g_ptr_array_index (found, i);

      for (gsize j = 0; leftover->volumes[j] != NULL; j++)
        say ("leftover", leftover->volumes[j]);
      if (leftover->template != NULL)
        say ("leftover", "template");
      if (leftover->revert != NULL && is_between (leftover))
        say ("leftover revert", leftover->revert);
      if (removes)
        remove_leftover (leftover);
    }
  say ("done", NULL);
}

static void
load_machine (const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;

  domain = hangar_connection_find_domain (connection, name);
  if (domain == NULL)
    g_error ("no machine %s", name);
  hangar_domain_config_load_async (domain, TRUE, NULL, result_cb, &result);
  RUN_UNTIL (result != NULL);
  config = hangar_domain_config_load_finish (domain, result, NULL);
  tree = hangar_snapshot_tree_new (domain);
  hangar_snapshot_tree_reload (tree);
  RUN_UNTIL (hangar_snapshot_tree_get_loaded (tree));
}

static void
tell_strays (void)
{
  g_autoptr (GPtrArray) found = find_strays ();
  g_autofree char *words = found->len > 0 ? hangar_snapshot_strays_describe (found) : NULL;

  if (words != NULL)
    say ("stray", words);
  say ("done", hangar_snapshot_strays_refusal (domain));
}

static void
tell_size (HangarSnapshot *snapshot)
{
  g_autofree char *line = g_strdup_printf ("%s: %" G_GUINT64_FORMAT, hangar_snapshot_get_name (snapshot),
                                           hangar_snapshot_get_size (snapshot));

  say ("size", line);
}

/* They are found out while somebody looks. */
static void
tell_sizes (char **names)
{
  hangar_snapshot_tree_set_watched (tree, TRUE);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      RUN_UNTIL (hangar_snapshot_tree_find (tree, names[i]) != NULL &&
                 hangar_snapshot_get_size (hangar_snapshot_tree_find (tree, names[i])) > 0);
      tell_size (hangar_snapshot_tree_find (tree, names[i]));
    }
  hangar_snapshot_tree_set_watched (tree, FALSE);
  say ("done", NULL);
}

/* What the question before a deletion lists: a file and why it stays, or nothing. */
static void
tell_belongings (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HangarDomainBelongings) found = NULL;

  hangar_domain_files_load_async (domain, NULL, NULL, result_cb, &result);
  RUN_UNTIL (result != NULL);
  found = hangar_domain_files_load_finish (domain, result, NULL);
  for (guint i = 0; found != NULL && i < found->files->len; i++)
    {
      const HangarDomainFile *file = g_ptr_array_index (found->files, i);
      g_autofree char *line = g_strdup_printf ("%s: %s", file->path, file->kept != NULL ? file->kept : "");

      say ("file", line);
    }
  for (gsize i = 0; found != NULL && found->goes_along[i] != NULL; i++)
    say ("along", found->goes_along[i]);
  say ("done", NULL);
}

static gboolean
run_question (char **words)
{
  if (g_str_equal (words[0], "strays"))
    tell_strays ();
  else if (g_str_equal (words[0], "sizes"))
    tell_sizes (words + 1);
  else if (g_str_equal (words[0], "belongings"))
    tell_belongings ();
  else
    return FALSE;
  return TRUE;
}

static gboolean
give_up_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* To the daemon: nothing else here has one. */
static gboolean
has_socket (void)
{
  struct stat info;

  for (int fd = STDERR_FILENO + 1; fd < MOST_FDS; fd++)
    if (fstat (fd, &info) == 0 && S_ISSOCK (info.st_mode))
      return TRUE;
  return FALSE;
}

/* Says goodbye: a daemon that still answers when its client goes away may die of that (libvirt 9.0). */
static void
leave (void)
{
  gpointer watched = connection;
  gboolean late = FALSE;

  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_clear_object (&tree);
  g_clear_pointer (&config, hangar_domain_config_free);
  hangar_connection_close (connection);
  g_object_unref (connection);
  g_timeout_add_seconds (GOODBYE, give_up_cb, &late);
  g_timeout_add (LOOK_INTERVAL, look_cb, NULL);
  /* A worker hangs up after that. */
  RUN_UNTIL ((watched == NULL && !has_socket ()) || late);
}

int
main (int argc, char *argv[])
{
  HangarJob *job;

  if (argc < 4)
    return 2;
  hangar_virt_init ();
  connection = hangar_connection_new (argv[1], NULL, FALSE);
  hangar_connection_open (connection);
  RUN_UNTIL (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  if (hangar_connection_get_state (connection) != HANGAR_CONNECTION_OPEN)
    return 3;
  if (g_str_equal (argv[3], "leftovers") || g_str_equal (argv[3], "remove"))
    {
      tell_leftovers (g_str_equal (argv[3], "remove"));
      leave ();
      return 0;
    }
  load_machine (argv[2]);
  if (run_question (argv + 3))
    {
      leave ();
      return 0;
    }
  job = make_job (argv + 3);
  if (job == NULL)
    return 2;
  run_job (job);
  g_object_unref (job);
  leave ();
  return 0;
}
