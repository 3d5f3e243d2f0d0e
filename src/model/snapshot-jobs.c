/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking, going back to and deleting snapshots as jobs: they can take minutes, and each says what it does. */

#include "config.h"

#include "model/snapshot-jobs.h"

#include "model/domain-stats.h"
#include "model/snapshot-checks.h"
#include "util/clock.h"
#include "virt/domain.h"

#include <glib/gi18n-lib.h>

#define REVERT_DATA "hangar-revert"

typedef struct
{
  HangarSnapshotTree *tree;
  char *name;
  char *description;
  char *memory_file;
  HangarVirtSnapshotPlan plan;
  gboolean with_children;
  gboolean whole; /* nothing else is done before or after: it is done, or not */
} Step;

static Step *
step_new (HangarSnapshotTree *tree, const char *name)
{
  Step *step = g_new0 (Step, 1);

  step->tree = g_object_ref (tree);
  step->name = g_strdup (name);
  return step;
}

static Step *
step_new_plan (HangarSnapshotTree *tree, const HangarVirtSnapshotPlan *plan)
{
  Step *step = step_new (tree, plan->name);

  step->description = g_strdup (plan->description);
  step->plan = *plan;
  step->plan.name = step->name;
  step->plan.description = step->description;
  step->memory_file = g_strdup (plan->memory_file);
  step->plan.memory_file = step->memory_file;
  return step;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->tree);
  g_free (step->name);
  g_free (step->description);
  g_free (step->memory_file);
  g_free (step);
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (hangar_snapshot_tree_finish (HANGAR_SNAPSHOT_TREE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* No event of libvirt tells of a snapshot. */
static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (hangar_snapshot_tree_finish (HANGAR_SNAPSHOT_TREE (source), result, &error))
    {
      hangar_domain_stats_add_mark (
        hangar_domain_stats_of (hangar_snapshot_tree_get_domain (HANGAR_SNAPSHOT_TREE (source))),
        hangar_clock_now (), C_ ("event", "snapshot"));
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
take (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  /* What comes of it is looked at also when it is not wanted any more. */
  g_task_set_check_cancellable (task, FALSE);
  hangar_snapshot_tree_create_async (step->tree, &step->plan, g_task_get_cancellable (task), taken_cb, task);
}

/* The daemon cannot be stopped while it takes one. Who did not want it any more gets what was before; one
 * that was to save the present stays when something else failed. */
static void
take_back (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  if (g_cancellable_is_cancelled (hangar_job_get_cancellable (job)))
    {
      hangar_snapshot_tree_delete_async (step->tree, step->name, FALSE, NULL, stepped_cb, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* What the daemon would refuse, in words. */
static char *
dup_revert_refusal (const Step *step)
{
  HangarSnapshot *snapshot = hangar_snapshot_tree_find (step->tree, step->name);
  HangarConnection *connection = hangar_domain_get_connection (hangar_snapshot_tree_get_domain (step->tree));
  const HangarVirtHostFacts *host = connection != NULL ? hangar_connection_get_facts (connection) : NULL;

  return snapshot != NULL && host != NULL
           ? hangar_snapshot_revert_refusal (host, hangar_snapshot_get_kind (snapshot))
           : NULL;
}

static HangarJob *
again_cb (HangarJob *job)
{
  const Step *step = g_object_get_data (G_OBJECT (job), REVERT_DATA);

  return hangar_snapshot_revert_job_new (step->tree, step->name, NULL);
}

static void
withdraw (HangarJob *job)
{
  hangar_job_set_retry (job, NULL);
  g_object_set_data (G_OBJECT (job), REVERT_DATA, NULL);
}

/* From now on it does what would be lost, and trying again asks nobody. */
static void
lives_cb (HangarDomain *domain, GParamSpec *pspec, HangarJob *job)
{
  if (hangar_domain_get_available (domain) && hangar_domain_is_active (domain))
    withdraw (job);
}

static gpointer
is_active_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, data, error);

  return GINT_TO_POINTER (domain != NULL && domain->state != HANGAR_DOMAIN_OFF &&
                          domain->state != HANGAR_DOMAIN_SAVED);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarJob *job = g_task_get_source_object (task);
  const Step *step = g_object_get_data (G_OBJECT (job), REVERT_DATA);
  g_autoptr (GError) error = NULL;
  gboolean active = g_task_propagate_pointer (G_TASK (result), &error) != NULL;

  /* When the host is gone it is looked at again as soon as it is back. */
  if (active || (error != NULL && step != NULL &&
                 hangar_domain_get_available (hangar_snapshot_tree_get_domain (step->tree))))
    withdraw (job);
  else if (step != NULL)
    hangar_job_set_retry (job, again_cb);
  g_task_return_error (task, g_error_copy (g_task_get_task_data (task)));
}

/* A machine that was ended on the way is made whole by going back once more. What is known of it here may be
 * older than that. */
static void
offer_again (GTask *task, const Step *step)
{
  HangarJob *job = g_task_get_source_object (task);
  HangarDomain *domain = hangar_snapshot_tree_get_domain (step->tree);
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, is_active_run,
                                      g_strdup (hangar_domain_get_uuid (domain)), g_free, NULL };

  g_object_set_data_full (G_OBJECT (job), REVERT_DATA, step_new (step->tree, step->name), step_free);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (lives_cb), job, 0);
  g_signal_connect_object (domain, "notify::available", G_CALLBACK (lives_cb), job, 0);
  g_signal_connect_object (domain, "removed", G_CALLBACK (withdraw), job, G_CONNECT_SWAPPED);
  hangar_domain_run_async (domain, &work, NULL, looked_cb, task);
}

/* Only here: before, the present is not lost yet, nor saved. */
static void
reverted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Step *step = g_task_get_task_data (task);
  GError *error = NULL;

  if (hangar_snapshot_tree_finish (HANGAR_SNAPSHOT_TREE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  offer_again (g_object_ref (task), step);
}

static void
revert (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;
  g_autofree char *refusal = dup_revert_refusal (step);

  if (refusal != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", refusal);
      g_object_unref (task);
      return;
    }
  /* A daemon cannot stop on the way; to say that it was cancelled would be wrong. */
  hangar_job_seal (job);
  g_task_set_task_data (task, step, NULL);
  hangar_snapshot_tree_revert_async (step->tree, step->name, g_task_get_cancellable (task), reverted_cb,
                                     task);
}

static void
remove_snapshot (HangarJob *job, GTask *task, gpointer data)
{
  Step *step = data;

  if (step->whole)
    hangar_job_seal (job);
  g_task_set_check_cancellable (task, FALSE);
  hangar_snapshot_tree_delete_async (step->tree, step->name, step->with_children,
                                     g_task_get_cancellable (task), stepped_cb, task);
}

static void
add (HangarJob *job, const char *text, HangarJobFunc run, Step *step)
{
  HangarJobStep description = { text, run, run == take ? take_back : NULL, step, step_free };

  hangar_job_add_step (job, &description);
}

static const char *
machine (HangarSnapshotTree *tree)
{
  return hangar_domain_get_display_name (hangar_snapshot_tree_get_domain (tree));
}

/**
 * hangar_snapshot_take_job_new:
 * @tree: the snapshots of a machine
 * @plan: what to take (copied)
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_snapshot_take_job_new (HangarSnapshotTree *tree, const HangarVirtSnapshotPlan *plan)
{
  /* Translators: the name of a snapshot, the name of its machine */
  g_autofree char *title = g_strdup_printf (_ ("Take the snapshot “%s” of “%s”"), plan->name, machine (tree));
  HangarJob *job = hangar_job_new (title);

  add (job, plan->with_memory ? _ ("Keeping disks and memory…") : _ ("Keeping the disks…"), take,
       step_new_plan (tree, plan));
  return job;
}

/**
 * hangar_snapshot_revert_job_new:
 * @tree: the snapshots of a machine
 * @name: the one to go back to
 * @safety: (nullable): a snapshot of the present to take first (copied); when that fails, nothing is reverted
 *
 * It can be tried again, without another snapshot of the present, when going back itself failed and the
 * machine has not run since.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_snapshot_revert_job_new (HangarSnapshotTree *tree, const char *name,
                                const HangarVirtSnapshotPlan *safety)
{
  /* Translators: the name of a machine, the name of a snapshot */
  g_autofree char *title = g_strdup_printf (_ ("Revert “%s” to “%s”"), machine (tree), name);
  HangarJob *job = hangar_job_new (title);

  if (safety != NULL)
    add (job, _ ("Taking a snapshot of the present state…"), take, step_new_plan (tree, safety));
  add (job, _ ("Going back…"), revert, step_new (tree, name));
  return job;
}

/**
 * hangar_snapshot_delete_job_new:
 * @tree: the snapshots of a machine
 * @name: one of them
 * @with_children: also those that build on it
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_snapshot_delete_job_new (HangarSnapshotTree *tree, const char *name, gboolean with_children)
{
  /* Translators: the name of a snapshot, the name of its machine */
  g_autofree char *title = g_strdup_printf (_ ("Delete the snapshot “%s” of “%s”"), name, machine (tree));
  HangarJob *job = hangar_job_new (title);
  Step *step = step_new (tree, name);

  step->with_children = with_children;
  step->whole = !with_children;
  add (job, _ ("Deleting…"), remove_snapshot, step);
  return job;
}

/**
 * hangar_snapshot_delete_several_job_new:
 * @tree: the snapshots of a machine
 * @names: (array zero-terminated=1): some of them, parents before children
 *
 * The last of a branch go first. What was deleted before a failure stays deleted.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_snapshot_delete_several_job_new (HangarSnapshotTree *tree, const char *const *names)
{
  guint n = g_strv_length ((GStrv) names);
  /* Translators: the number of snapshots, the name of their machine */
  g_autofree char *title = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "Delete %u snapshot of “%s”", "Delete %u snapshots of “%s”", n), n,
    machine (tree));
  HangarJob *job = hangar_job_new (title);

  for (guint i = n; i > 0; i--)
    {
      /* Translators: %s is the name of a snapshot */
      g_autofree char *text = g_strdup_printf (_ ("Deleting “%s”…"), names[i - 1]);

      add (job, text, remove_snapshot, step_new (tree, names[i - 1]));
    }
  return job;
}
