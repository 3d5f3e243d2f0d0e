/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the other hosts whose files are this computer's too whether a machine of theirs needs files, before
 * they are deleted. */

#include "config.h"

#include "model/file-users.h"

#include <glib/gi18n-lib.h>

#include "model/domain-files.h"

#include "virt/image-use.h"

/* What one host is asked, and what a refusal says. */
typedef struct
{
  GStrv paths;
  char *host;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_strfreev (request->paths);
  g_free (request->host);
  g_free (request);
}

static gboolean
check_path (GPtrArray *uses, const char *path, const char *host, GError **error)
{
  g_autofree char *real = hangar_virt_image_real (path);
  g_autofree char *user = hangar_domain_files_find_user (uses, "", path, real);

  if (user == NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
               /* Translators: the path of a file, the name of a machine, the name of its host */
               _ ("%s is needed by the machine “%s” on “%s”. Nothing was deleted."), path, user, host);
  return FALSE;
}

static gpointer
check_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, TRUE, cancellable, error);

  /* What is not known might need anything. */
  if (uses == NULL)
    g_prefix_error (error, _ ("“%s” did not say what its machines need. Nothing was deleted. "),
                    request->host);
  for (gsize i = 0; uses != NULL && request->paths[i] != NULL; i++)
    if (!check_path (uses, request->paths[i], request->host, error))
      break;
  return NULL;
}

/* The hosts that are to be asked, one after the other, from the last. */
typedef struct
{
  GPtrArray *hosts; /* of HangarConnection */
  GStrv paths;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_ptr_array_unref (check->hosts);
  g_strfreev (check->paths);
  g_free (check);
}

static void ask_next (GTask *task);

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  HangarConnection *host = check->hosts->pdata[check->hosts->len - 1];
  gboolean is_gone = hangar_connection_get_state (host) != HANGAR_CONNECTION_OPEN;
  g_autoptr (GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  /* One that was disconnected is as good as one that never was connected. */
  if (error != NULL && (!is_gone || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_ptr_array_set_size (check->hosts, check->hosts->len - 1);
  ask_next (task);
}

static void
ask_next (GTask *task)
{
  Check *check = g_task_get_task_data (task);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, check_run, NULL, request_free, NULL };
  HangarConnection *host;
  Request *request;

  if (check->hosts->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  host = check->hosts->pdata[check->hosts->len - 1];
  request = g_new0 (Request, 1);
  request->paths = g_strdupv (check->paths);
  request->host = g_strdup (hangar_connection_get_label (host));
  work.data = request;
  hangar_connection_run_async (host, &work, g_task_get_cancellable (task), asked_cb, g_object_ref (task));
}

/**
 * hangar_file_users_check_async:
 * @own: (nullable): the host of the files
 * @hosts: (nullable): all hosts, of #HangarConnection
 * @paths: (array zero-terminated=1): the files
 * @cancellable: (nullable): to give up waiting
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks the hosts that are connected and whose files are this computer's, as the files of @own are; @own
 * itself is not asked.
 */
void
hangar_file_users_check_async (HangarConnection *own, GListModel *hosts, const char *const *paths,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (own, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);
  gboolean is_local = own != NULL && hangar_connection_is_local (own) && paths[0] != NULL;
  guint n = is_local && hosts != NULL ? g_list_model_get_n_items (hosts) : 0;

  g_task_set_source_tag (task, hangar_file_users_check_async);
  check->hosts = g_ptr_array_new_with_free_func (g_object_unref);
  check->paths = g_strdupv ((GStrv) paths);
  g_task_set_task_data (task, check, check_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) host = g_list_model_get_item (hosts, i);

      if (host != own && hangar_connection_is_local (host) &&
          hangar_connection_get_state (host) == HANGAR_CONNECTION_OPEN)
        g_ptr_array_add (check->hosts, g_steal_pointer (&host));
    }
  ask_next (task);
}

/**
 * hangar_file_users_check_finish:
 * @own: (nullable): the host of the files
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR_BUSY when a machine needs one of the files
 *
 * Returns: whether no machine of the other hosts is known to need them
 */
gboolean
hangar_file_users_check_finish (HangarConnection *own, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, own), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Who is asked what, by a step of a job. Of the main thread. */
typedef struct
{
  HangarConnection *own; /* (nullable) */
  GListModel *hosts;
  GStrv files;
} Users;

static void
users_free (gpointer data)
{
  Users *users = data;

  g_clear_object (&users->own);
  g_object_unref (users->hosts);
  g_strfreev (users->files);
  g_free (users);
}

static void
users_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hangar_file_users_check_finish ((HangarConnection *) source, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ask_users_run (HangarJob *job, GTask *task, gpointer data)
{
  Users *users = data;

  hangar_file_users_check_async (users->own, users->hosts, (const char *const *) users->files,
                                 g_task_get_cancellable (task), users_asked_cb, task);
}

/**
 * hangar_file_users_add_step:
 * @job: a job that does not run yet
 * @own: (nullable): the host of the files
 * @hosts: all hosts, of #HangarConnection
 * @files: (array zero-terminated=1): the files
 *
 * Adds a step that fails when a machine of another host needs one of the files.
 */
void
hangar_file_users_add_step (HangarJob *job, HangarConnection *own, GListModel *hosts,
                            const char *const *files)
{
  Users *users = g_new0 (Users, 1);
  HangarJobStep step = { _ ("Asking the other hosts who needs its files…"), ask_users_run, NULL, users,
                         users_free };

  g_set_object (&users->own, own);
  users->hosts = g_object_ref (hosts);
  users->files = g_strdupv ((GStrv) files);
  hangar_job_add_step (job, &step);
}
