/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting what a removed disk was made of, when certainly nobody has it any more. */

#include "config.h"

#include "model/disk-delete.h"

#include <glib/gi18n-lib.h>

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

/**
 * hangar_disk_delete_async:
 * @domain: the machine that had the disk
 * @path: what the disk was made of
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks at all machines of the host once more, that one as it runs included, and deletes the volume when none
 * uses it.
 */
void
hangar_disk_delete_async (HangarDomain *domain, const char *path, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  Request *request = g_new0 (Request, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, delete_run, request, request_free, NULL };

  request->path = g_strdup (path);
  request->is_local = connection != NULL && hangar_connection_is_local (connection);
  hangar_domain_run_async (domain, &work, NULL, callback, user_data);
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
  return hangar_domain_run_finish (domain, result, error) != NULL;
}
