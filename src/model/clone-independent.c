/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a linked clone disks that build on nothing: by pulling while it runs, by copying while it is off. */

#include "config.h"

#include "model/clone-independent.h"

#include <glib/gi18n-lib.h>

#include "model/clone-private.h"
#include "model/clone-xml.h"
#include "model/domain-files.h"
#include "model/file-users.h"
#include "virt/block-job.h"
#include "virt/domain.h"
#include "virt/image-use.h"
#include "virt/snapshot.h"
#include "virt/volume-copy.h"

/* In ms: how often it is looked how far a pull is. */
#define LOOK_INTERVAL 300

/**
 * hangar_clone_independent_refusal:
 * @domain: a machine
 *
 * Returns: (nullable): a sentence that says why it cannot be made independent now
 */
const char *
hangar_clone_independent_refusal (HangarDomain *domain)
{
  HangarDomainState state = hangar_domain_get_state (domain);

  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_get_template (domain))
    return _ ("It is a template: its clones depend on its disks as they are.");
  if (!hangar_domain_get_persistent (domain))
    return _ ("It exists only while it runs.");
  if (state != HANGAR_DOMAIN_OFF && state != HANGAR_DOMAIN_RUNNING && state != HANGAR_DOMAIN_PAUSED)
    return _ ("That can be done while it is off, and while it runs.");
  return NULL;
}

static gboolean
has_base (GPtrArray *uses, const HangarVirtImageUse *disk)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (use->depth == 1 && g_str_equal (use->uuid, disk->uuid) &&
          g_strcmp0 (use->target, disk->target) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_known (GPtrArray *sources, const char *target)
{
  for (guint i = 0; i < sources->len; i++)
    if (g_strcmp0 (((HangarCloneSource *) g_ptr_array_index (sources, i))->target, target) == 0)
      return TRUE;
  return FALSE;
}

static void
find_overlays (HangarCloneWork *clone, GPtrArray *uses)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (use->depth == 0 && !use->indirect && g_str_equal (use->uuid, clone->source_uuid) &&
          has_base (uses, use) && !is_known (clone->sources, use->target))
        g_ptr_array_add (clone->sources,
                         hangar_clone_source_new (use->target, use->path, use->format, HANGAR_CLONE_COPY));
    }
}

/* What its snapshots hold needs what they build on, be they inside the disk or beside it. */
static gpointer
do_look (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *clone = data;
  g_autoptr (GPtrArray) snapshots = hangar_virt_snapshot_list (connection, clone->source_uuid, error);
  g_autoptr (GPtrArray) uses = NULL;

  if (snapshots == NULL)
    return NULL;
  if (snapshots->len > 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("It has snapshots, and they need what its disks build on. Delete them first."));
      return NULL;
    }
  uses = hangar_virt_image_uses (connection, clone->local, cancellable, error);
  if (uses == NULL)
    return NULL;
  find_overlays (clone, uses);
  if (clone->sources->len == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _ ("Its disks build on no others: it is independent already."));
  return NULL;
}

static gboolean
note_overlays (HangarCloneWork *clone, GError **error)
{
  for (guint i = 0; i < clone->sources->len; i++)
    if (!hangar_guest_journal_add_volume (
          clone->journal, ((HangarCloneSource *) g_ptr_array_index (clone->sources, i))->path, error))
      return FALSE;
  return TRUE;
}

static gpointer
do_switch (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *clone = data;
  g_autofree char *xml = hangar_clone_work_is_unchanged (connection, clone, error)
                           ? hangar_virt_domain_get_xml (connection, clone->source_uuid, TRUE, error)
                           : NULL;
  g_autofree char *changed = xml != NULL ? hangar_clone_replace_disks (xml, clone->disks, error) : NULL;

  /* From here on one of the two sets of disks is left over, and which one is known by what the machine has.
   */
  if (changed != NULL && note_overlays (clone, error))
    g_free (hangar_virt_domain_define (connection, changed, error));
  return NULL;
}

/* The machine is independent already: an overlay that stays takes space and harms nobody. */
static gpointer
do_delete_overlays (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const HangarCloneWork *clone = data;
  g_autoptr (GPtrArray) uses = NULL;
  gboolean all;

  if (clone->keeps)
    {
      hangar_guest_journal_close (clone->journal);
      return NULL;
    }
  uses = hangar_virt_image_uses (connection, clone->local, NULL, NULL);
  all = uses != NULL;
  for (guint i = 0; uses != NULL && i < clone->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (clone->sources, i);

      g_autofree char *user = hangar_domain_files_other_user (uses, "", source->path);

      if (user == NULL && !hangar_virt_volume_delete (connection, source->path, NULL))
        all = FALSE;
    }
  if (all)
    hangar_guest_journal_close (clone->journal);
  return NULL;
}

/* Who is asked for the overlays, which are known only when the first step has looked. Of the main thread. */
typedef struct
{
  HangarConnection *own;
  GListModel *hosts;
  HangarCloneWork *clone;
} Users;

static void
users_free (gpointer data)
{
  Users *users = data;

  g_clear_object (&users->own);
  g_object_unref (users->hosts);
  g_atomic_rc_box_release_full (users->clone, hangar_clone_work_clear);
  g_free (users);
}

/* The machine has its own disks already: that somebody needs the old ones, or cannot be asked, is no failure.
 */
static void
users_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Users *users = g_task_get_task_data (task);

  users->clone->keeps = !hangar_file_users_check_finish ((HangarConnection *) source, result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
ask_users (HangarJob *job, GTask *task, gpointer data)
{
  Users *users = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < users->clone->sources->len; i++)
    g_strv_builder_add (builder, ((HangarCloneSource *) users->clone->sources->pdata[i])->path);
  paths = g_strv_builder_end (builder);
  g_task_set_task_data (task, users, NULL);
  hangar_file_users_check_async (users->own, users->hosts, (const char *const *) paths,
                                 g_task_get_cancellable (task), users_asked_cb, task);
}

static void
add_ask_users (HangarJob *job, HangarDomain *domain, HangarCloneWork *clone, GListModel *hosts)
{
  Users *users = g_new0 (Users, 1);
  const HangarJobStep step = { _ ("Asking the other hosts who needs its files…"), ask_users, NULL, users,
                               users_free };

  g_set_object (&users->own, hangar_domain_get_connection (domain));
  users->hosts = g_object_ref (hosts);
  users->clone = g_atomic_rc_box_acquire (clone);
  hangar_job_add_step (job, &step);
}

/* One pull of one disk after the other. Of the main thread. */
typedef struct
{
  HangarJob *job;
  HangarDomain *domain;
  HangarCloneWork *clone;
  guint current;
  gboolean begun; /* the current one */
} Pulls;

static void
pulls_free (gpointer data)
{
  Pulls *pulls = data;

  g_object_unref (pulls->job);
  g_object_unref (pulls->domain);
  g_atomic_rc_box_release_full (pulls->clone, hangar_clone_work_clear);
  g_free (pulls);
}

/* What is asked of a worker. */
typedef struct
{
  char uuid[37];
  char *target;
  gboolean local;
} Request;

static void
request_free (gpointer data)
{
  g_free (((Request *) data)->target);
  g_free (data);
}

static gpointer
pull_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  hangar_virt_block_pull (connection, request->uuid, request->target, error);
  return NULL;
}

static gpointer
abort_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  hangar_virt_block_job_abort (connection, request->uuid, request->target, error);
  return NULL;
}

static gpointer
look_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  HangarVirtBlockJob *job = g_new0 (HangarVirtBlockJob, 1);

  if (hangar_virt_block_job_get (connection, request->uuid, request->target, job, error))
    return job;
  g_free (job);
  return NULL;
}

/* A pull that ends early, because the disk is full for example, ends like one that is done. */
static gpointer
verify_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->local, NULL, error);

  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (use->depth == 0 || use->indirect || !g_str_equal (use->uuid, request->uuid) ||
          g_strcmp0 (use->target, request->target) != 0)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   /* Translators: the name of a disk, like "vda", and the path of what it builds on */
                   _ ("The host ended the copying before all was copied; perhaps its storage is full. The "
                      "machine goes on as before: its disk %s still builds on %s."),
                   request->target, use->path);
      break;
    }
  return NULL;
}

static void
ask (GTask *task, HangarConnectionFunc func, GDestroyNotify result_free, GAsyncReadyCallback callback)
{
  Pulls *pulls = g_task_get_task_data (task);
  const HangarCloneSource *source = g_ptr_array_index (pulls->clone->sources, pulls->current);
  Request *request = g_new0 (Request, 1);
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, func, request, request_free, result_free };

  g_strlcpy (request->uuid, hangar_domain_get_uuid (pulls->domain), sizeof request->uuid);
  request->target = g_strdup (source->target);
  request->local = pulls->clone->local;
  hangar_domain_run_async (pulls->domain, &work, NULL, callback, g_object_ref (task));
}

static void go_on (GTask *task);

static gboolean
fail (GTask *task, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  return error != NULL;
}

static void
aborted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error == NULL)
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error);
  fail (task, error);
}

static gboolean
look_again_cb (gpointer user_data)
{
  go_on (user_data);
  return G_SOURCE_REMOVE;
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pulls *pulls = g_task_get_task_data (task);
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (fail (task, error))
    return;
  pulls->current++;
  pulls->begun = FALSE;
  go_on (task);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Pulls *pulls = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree HangarVirtBlockJob *job = g_task_propagate_pointer (G_TASK (result), &error);

  if (fail (task, error))
    return;
  if (!job->active)
    {
      ask (task, verify_run, NULL, verified_cb);
      return;
    }
  if (job->total > 0)
    hangar_job_set_progress (pulls->job, (double) job->done / (double) job->total);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_INTERVAL, look_again_cb, g_object_ref (task), g_object_unref);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (!fail (task, error))
    go_on (task);
}

static void
go_on (GTask *task)
{
  Pulls *pulls = g_task_get_task_data (task);

  if (pulls->current == pulls->clone->sources->len)
    {
      hangar_guest_journal_close (pulls->clone->journal);
      g_task_return_boolean (task, TRUE);
    }
  else if (pulls->begun && g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    ask (task, abort_run, NULL, aborted_cb);
  else if (pulls->begun)
    ask (task, look_run, g_free, looked_cb);
  else
    {
      pulls->begun = TRUE;
      ask (task, pull_run, NULL, begun_cb);
    }
}

static void
pull (HangarJob *job, GTask *task, gpointer data)
{
  g_autoptr (GTask) owned = task;
  Pulls *step = data;
  Pulls *pulls = g_new0 (Pulls, 1);

  pulls->job = g_object_ref (job);
  pulls->domain = g_object_ref (step->domain);
  pulls->clone = g_atomic_rc_box_acquire (step->clone);
  g_task_set_task_data (task, pulls, pulls_free);
  g_task_set_check_cancellable (task, FALSE);
  go_on (task);
}

static void
step_free (gpointer data)
{
  Pulls *step = data;

  g_object_unref (step->domain);
  g_atomic_rc_box_release_full (step->clone, hangar_clone_work_clear);
  g_free (step);
}

static void
add_pull (HangarJob *job, HangarDomain *domain, HangarCloneWork *clone)
{
  Pulls *data = g_new0 (Pulls, 1);
  const HangarJobStep step = { _ ("Copying into its disks what they build on…"), pull, NULL, data,
                               step_free };

  data->domain = g_object_ref (domain);
  data->clone = g_atomic_rc_box_acquire (clone);
  hangar_job_add_step (job, &step);
}

/**
 * hangar_clone_independent_job_new:
 * @domain: a linked clone
 * @hosts: (nullable): all hosts, of #HangarConnection: those that are connected are asked who needs the
 * overlays
 *
 * Gives a linked clone disks that build on nothing. While it runs, what they build on is pulled into them;
 * while it is off, they are copied, and the overlays are deleted only after the machine has the copies, and
 * when no other machine needs them. When it ends on the way, the machine is what it was.
 *
 * Returns: (transfer full): the job
 */
HangarJob *
hangar_clone_independent_job_new (HangarDomain *domain, GListModel *hosts)
{
  g_autofree char *title =
    g_strdup_printf (_ ("Make “%s” independent"), hangar_domain_get_display_name (domain));
  g_autofree char *stem = g_strconcat (hangar_domain_get_name (domain), "-own", NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const HangarHostStep look = { .text = _ ("Looking what its disks build on…"), .run = do_look };
  const HangarHostStep copy = { .text = _ ("Copying the disks to “%s”…"),
                                .run = hangar_clone_work_make_disks,
                                .undo = hangar_clone_work_delete_disks,
                                .measure = hangar_clone_work_measure };
  const HangarHostStep change = { .text = _ ("Giving the machine its own disks…"),
                                  .run = do_switch,
                                  .seal = TRUE };
  const HangarHostStep clean = { .text = _ ("Removing what is not needed any more…"),
                                 .run = do_delete_overlays };
  HangarJob *job = hangar_job_new (title);
  HangarCloneWork *clone = hangar_clone_work_new (domain, stem, none);

  hangar_clone_work_add_step (job, domain, clone, &look);
  if (hangar_domain_is_active (domain))
    add_pull (job, domain, clone);
  else
    {
      hangar_clone_work_add_step (job, domain, clone, &copy);
      hangar_clone_work_add_step (job, domain, clone, &change);
      if (hosts != NULL)
        add_ask_users (job, domain, clone, hosts);
      hangar_clone_work_add_step (job, domain, clone, &clean);
    }
  g_atomic_rc_box_release_full (clone, hangar_clone_work_clear);
  return job;
}
