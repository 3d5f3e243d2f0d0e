/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting what a removed disk was made of, when certainly nobody has it any more. */

#include "config.h"

#include "model/disk-delete.h"

#include <glib/gi18n-lib.h>

#include "model/file-users.h"

#include "virt/image-use.h"
#include "virt/storage.h"

typedef struct
{
  char *path;
  gboolean is_local;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->path);
  g_free (request);
}

static Request *
request_copy (const Request *request)
{
  Request *copy = g_memdup2 (request, sizeof *request);

  copy->path = g_strdup (request->path);
  return copy;
}

static gboolean
is_user (const HangarVirtImageUse *use, const char *path, const char *real)
{
  return g_str_equal (use->path, path) || g_strcmp0 (use->path, real) == 0 ||
         (use->real != NULL && (g_str_equal (use->real, path) || g_strcmp0 (use->real, real) == 0));
}

/* Also what no machine has itself may be what the disk of one builds on; and what could not be looked into
 * might be such a disk. */
static gboolean
check_unused (GPtrArray *uses, const char *path, gboolean is_local, GError **error)
{
  g_autofree char *real = is_local ? hangar_virt_image_real (path) : NULL;

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];
      gboolean is_unknown =
        use->incomplete && g_str_equal (use->device, "disk") && g_strcmp0 (use->format, "raw") != 0;

      if (!is_user (use, path, real) && !is_unknown)
        continue;
      if (is_unknown)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                     /* Translators: the name of a machine */
                     _ ("What the disks of “%s” build on could not be found out. Nothing was deleted."),
                     use->name);
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                     /* Translators: the path of a disk, the name of a machine */
                     _ ("%s is still used by the machine “%s”. Nothing was deleted."), path, use->name);
      return FALSE;
    }
  return TRUE;
}

static gpointer
delete_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->is_local, cancellable, error);

  if (uses == NULL || !check_unused (uses, request->path, request->is_local, error))
    return NULL;
  return GINT_TO_POINTER (hangar_virt_volume_delete (connection, request->path, error) ? 1 : 0);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean deleted = g_task_propagate_pointer (G_TASK (result), &error) != NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, deleted);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarDomain *domain = g_task_get_source_object (task);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, delete_run, NULL, request_free, NULL };
  GError *error = NULL;

  if (!hangar_file_users_check_finish ((HangarConnection *) source, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  work.data = request_copy (g_task_get_task_data (task));
  hangar_domain_run_async (domain, &work, NULL, deleted_cb, g_object_ref (task));
}

/**
 * hangar_disk_delete_async:
 * @domain: the machine that had the disk
 * @hosts: (nullable): all hosts, of #HangarConnection: those that are connected are asked too
 * @path: what the disk was made of
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks at all machines of the hosts once more, that one as it runs included, and deletes the volume when
 * none uses it.
 */
void
hangar_disk_delete_async (HangarDomain *domain, GListModel *hosts, const char *path,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *paths[] = { path, NULL };
  GTask *task = g_task_new (domain, NULL, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, hangar_disk_delete_async);
  request->path = g_strdup (path);
  request->is_local = connection != NULL && hangar_connection_is_local (connection);
  g_task_set_task_data (task, request, request_free);
  hangar_file_users_check_async (connection, hosts, paths, NULL, asked_cb, task);
}

/**
 * hangar_disk_delete_finish:
 * @domain: the machine that had the disk
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR_BUSY when a machine uses it
 *
 * Returns: whether it is gone
 */
gboolean
hangar_disk_delete_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
