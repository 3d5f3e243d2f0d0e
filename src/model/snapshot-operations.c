/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done to the snapshots of a machine, in worker threads; the tree is read again after each. */

#include "config.h"

#include "model/snapshot-tree.h"

#include "model/guest-journal.h"
#include "model/snapshot-picture.h"
#include "virt/image-use.h"
#include "virt/domain.h"
#include "virt/error.h"
#include "virt/screenshot.h"
#include "virt/snapshot-edit.h"
#include "virt/volume-copy.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char uuid[37];
  char *name;
  char *description;
  char *memory_file;
  HangarVirtSnapshotPlan plan;
  char *new_name;
  char *machine; /* the name of the machine */
  char *uri;
  GCancellable *cancellable; /* (nullable): asked between two snapshots */
  gboolean with_children;
  gboolean local;
} Request;

static Request *
request_new (HangarSnapshotTree *self, const char *name)
{
  Request *request = g_new0 (Request, 1);
  HangarDomain *domain = hangar_snapshot_tree_get_domain (self);
  HangarConnection *connection = hangar_domain_get_connection (domain);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->local = connection != NULL && hangar_connection_is_local (connection);
  request->name = g_strdup (name);
  request->machine = g_strdup (hangar_domain_get_display_name (domain));
  request->uri = g_strdup (connection != NULL ? hangar_connection_get_uri (connection) : "");
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->name);
  g_free (request->description);
  g_free (request->memory_file);
  g_free (request->new_name);
  g_free (request->machine);
  g_free (request->uri);
  g_clear_object (&request->cancellable);
  g_free (request);
}

static void
operated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarSnapshotTree *self = g_task_get_source_object (task);
  HangarDomain *domain = hangar_snapshot_tree_get_domain (self);
  HangarConnection *connection = domain != NULL ? hangar_domain_get_connection (domain) : NULL;
  g_autoptr (GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  /* Whatever came of it, the daemon knows what there is now. */
  if (domain != NULL)
    hangar_snapshot_tree_reload (self);
  if (connection != NULL)
    hangar_connection_refresh_domain (connection, hangar_domain_get_uuid (domain));
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Nobody stops listening on the way: what was asked of a daemon happens, and must be known to be undone. */
static void
operate (HangarSnapshotTree *self, HangarConnectionFunc func, Request *request, GTask *task)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, func, request, request_free, NULL };

  g_set_object (&request->cancellable, g_task_get_cancellable (task));
  g_task_set_check_cancellable (task, FALSE);
  hangar_domain_run_async (hangar_snapshot_tree_get_domain (self), &work, NULL, operated_cb, task);
}

static void
keep_picture (GVirConnection *connection, const Request *request, GBytes *screen)
{
  g_autofree char *xml = hangar_virt_snapshot_get_xml (connection, request->uuid, request->name, NULL);
  g_autoptr (HangarVirtSnapshot) taken = hangar_virt_snapshot_new_from_xml (xml);

  if (taken != NULL)
    hangar_snapshot_picture_save (request->uuid, taken->name, taken->created, screen);
}

static gpointer
create_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GBytes) screen =
    request->plan.with_memory ? hangar_virt_screenshot (connection, request->uuid, NULL) : NULL;

  if (hangar_virt_snapshot_create (connection, request->uuid, &request->plan, error) && screen != NULL)
    keep_picture (connection, request, screen);
  return NULL;
}

static gboolean
has_several_disks (GVirConnection *connection, const Request *request)
{
  g_autofree char *xml = hangar_virt_snapshot_get_xml (connection, request->uuid, request->name, NULL);
  g_autoptr (HangarVirtSnapshot) snapshot = hangar_virt_snapshot_new_from_xml (xml);

  return snapshot != NULL && g_strv_length (snapshot->disks) > 1;
}

/* Without the machine or the snapshot, nothing was begun. */
static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN) ||
         g_error_matches (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN_SNAPSHOT);
}

/* A machine is ended before it goes back, and one disk goes after the other. */
static const char *
tell_between (GVirConnection *connection, const Request *request, gboolean ended, const GError *error)
{
  if (!hangar_virt_host_answers (connection))
    return _ (
      "The host was lost while the machine went back. It may be off now, and its disks may be between "
      "two moments. When the host is back, go back once more before the machine is started.");
  if (ended)
    return _ ("The machine is off now, and its disks may be between two moments. Go back once more before it "
              "is started.");
  if (!is_missing (error) &&
      !g_error_matches (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_OPERATION_INVALID) &&
      !hangar_virt_domain_is_active (connection, request->uuid) && has_several_disks (connection, request))
    return _ (
      "Perhaps not all of its disks have gone back. Go back once more before the machine is started.");
  return NULL;
}

static gpointer
revert_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  g_autoptr (HangarGuestJournal) journal =
    hangar_guest_journal_new_revert (folder, request->uri, request->machine, request->uuid, request->name);
  gboolean was_active = hangar_virt_domain_is_active (connection, request->uuid);
  gboolean ended = FALSE; /* now or when it was tried before, and not started again */
  gboolean earlier;
  g_autoptr (GError) failure = NULL;
  const char *between;

  /* It helps after two failures at once; where it cannot be written, going back is not refused for that. */
  hangar_guest_journal_begin_revert (journal, &earlier, NULL);
  if (!hangar_virt_snapshot_revert (connection, request->uuid, request->name, &failure))
    {
      ended = (was_active || earlier) && !is_missing (failure) &&
              !hangar_virt_domain_is_active (connection, request->uuid);
      between = tell_between (connection, request, ended, failure);
      g_propagate_prefixed_error (error, g_steal_pointer (&failure), between != NULL ? "%s " : "%s",
                                  between != NULL ? between : "");
    }
  /* What is between two moments is named at the next start too, unless going back once more cures it. */
  if (!ended && hangar_virt_host_answers (connection))
    hangar_guest_journal_close (journal);
  else
    hangar_guest_journal_release (journal);
  return NULL;
}

static void
tidy_pictures (GVirConnection *connection, const Request *request)
{
  g_autoptr (GPtrArray) left = hangar_virt_snapshot_list (connection, request->uuid, NULL);

  if (left != NULL)
    hangar_snapshot_pictures_tidy (request->uuid, left);
}

/* Of a move that ended for want of room, a host does not say why. */
static void
tell_kept (GVirConnection *connection, const Request *request, GError **error)
{
  g_autofree char *xml = hangar_virt_snapshot_get_xml (connection, request->uuid, request->name, NULL);
  g_autoptr (HangarVirtSnapshot) snapshot = hangar_virt_snapshot_new_from_xml (xml);

  if (snapshot != NULL && snapshot->kind == HANGAR_SNAPSHOT_EXTERNAL)
    g_prefix_error (
      error, "%s ",
      _ ("It is still there, and nothing that it holds is lost. Its data goes into the disk below "
         "it, and there must be room for that."));
}

static gpointer
delete_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  /* Deleting moves data between images: on a chain with a hole it would make the damage larger. */
  if (!hangar_virt_image_check_chains (connection, request->uuid, request->local, error))
    {
      g_prefix_error (error, "%s ", _ ("Nothing was deleted."));
      return NULL;
    }
  if (!hangar_virt_snapshot_delete (connection, request->uuid, request->name, request->with_children,
                                    request->cancellable, error))
    tell_kept (connection, request, error);
  else if (!hangar_virt_image_check_chains (connection, request->uuid, request->local, error))
    g_prefix_error (error, "%s ", _ ("It was deleted, but the machine is not whole now."));
  tidy_pictures (connection, request);
  return NULL;
}

static gpointer
describe_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  hangar_virt_snapshot_describe (connection, request->uuid, request->name, request->description, error);
  return NULL;
}

static gpointer
rename_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autofree char *xml = hangar_virt_snapshot_get_xml (connection, request->uuid, request->name, error);
  g_autoptr (HangarVirtSnapshot) snapshot = hangar_virt_snapshot_new_from_xml (xml);

  if (xml != NULL &&
      hangar_virt_snapshot_describe (connection, request->uuid, request->name, request->description, error) &&
      hangar_virt_snapshot_rename (connection, request->uuid, request->name, request->new_name, error) &&
      snapshot != NULL)
    hangar_snapshot_picture_rename (request->uuid, snapshot, request->new_name);
  return NULL;
}

/**
 * hangar_snapshot_tree_create_async:
 * @self: a tree
 * @plan: what to take (copied)
 * @cancellable: (nullable): not looked at: the daemon cannot be stopped
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_snapshot_tree_create_async (HangarSnapshotTree *self, const HangarVirtSnapshotPlan *plan,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Request *request = request_new (self, plan->name);

  request->description = g_strdup (plan->description);
  request->memory_file = g_strdup (plan->memory_file);
  request->plan = *plan;
  request->plan.name = request->name;
  request->plan.description = request->description;
  request->plan.memory_file = request->memory_file;
  operate (self, create_run, request, g_task_new (self, cancellable, callback, user_data));
}

/**
 * hangar_snapshot_tree_revert_async:
 * @self: a tree
 * @name: a snapshot
 * @cancellable: (nullable): not looked at: the daemon cannot be stopped
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_snapshot_tree_revert_async (HangarSnapshotTree *self, const char *name, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = request_new (self, name);

  operate (self, revert_run, request, g_task_new (self, cancellable, callback, user_data));
}

/**
 * hangar_snapshot_tree_delete_async:
 * @self: a tree
 * @name: a snapshot
 * @with_children: what builds on it too
 * @cancellable: (nullable): stops between two of them
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_snapshot_tree_delete_async (HangarSnapshotTree *self, const char *name, gboolean with_children,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Request *request = request_new (self, name);

  request->with_children = with_children;
  operate (self, delete_run, request, g_task_new (self, cancellable, callback, user_data));
}

/**
 * hangar_snapshot_tree_describe_async:
 * @self: a tree
 * @name: a snapshot
 * @description: the new words
 * @cancellable: (nullable): not looked at: the daemon cannot be stopped
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_snapshot_tree_describe_async (HangarSnapshotTree *self, const char *name, const char *description,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Request *request = request_new (self, name);

  request->description = g_strdup (description);
  operate (self, describe_run, request, g_task_new (self, cancellable, callback, user_data));
}

/**
 * hangar_snapshot_tree_rename_async:
 * @self: a tree
 * @name: a snapshot that hangar_snapshot_rename_refusal() does not refuse
 * @new_name: what it is to be called
 * @description: the words about it
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_snapshot_tree_rename_async (HangarSnapshotTree *self, const char *name, const char *new_name,
                                   const char *description, GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = request_new (self, name);

  request->description = g_strdup (description);
  request->new_name = g_strdup (new_name);
  operate (self, rename_run, request, g_task_new (self, NULL, callback, user_data));
}

/**
 * hangar_snapshot_tree_finish:
 * @self: a tree
 * @result: what the callback of one of the operations got
 * @error: return location
 *
 * Returns: whether the daemon did it
 */
gboolean
hangar_snapshot_tree_finish (HangarSnapshotTree *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
get_xml_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  return hangar_virt_snapshot_get_xml (connection, request->uuid, request->name, error);
}

/**
 * hangar_snapshot_tree_get_xml_async:
 * @self: a tree
 * @name: a snapshot
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_snapshot_tree_get_xml_async (HangarSnapshotTree *self, const char *name, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, get_xml_run, request_new (self, name), request_free,
                                g_free };

  hangar_domain_run_async (hangar_snapshot_tree_get_domain (self), &work, cancellable, callback, user_data);
}

/**
 * hangar_snapshot_tree_get_xml_finish:
 * @self: a tree
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the document
 */
char *
hangar_snapshot_tree_get_xml_finish (HangarSnapshotTree *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
