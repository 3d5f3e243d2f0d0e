/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The discs that a host has: ISO images in its storage pools, and its own drives. */

#include "model/media-list.h"

#include <string.h>

#include "virt/storage.h"

/* More than anybody wants to scroll through. */
#define MOST_DISCS 500
#define MOST_DRIVES 4

/**
 * hangar_media_is_disc:
 * @name: a file's name
 * @format: (nullable): what its pool takes it for
 *
 * Returns: whether it can be put into a CD drive
 */
gboolean
hangar_media_is_disc (const char *name, const char *format)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strcmp0 (format, "iso") == 0 || g_str_has_suffix (lower, ".iso");
}

static void
add_pool (GVirConnection *connection, const HangarVirtPool *pool, GPtrArray *paths)
{
  g_autoptr (GPtrArray) volumes = NULL;

  if (!pool->active)
    return;
  volumes = hangar_virt_volume_list (connection, pool->uuid, NULL);
  for (guint i = 0; volumes != NULL && i < volumes->len && paths->len < MOST_DISCS; i++)
    {
      const HangarVirtVolume *volume = volumes->pdata[i];

      if (volume->path != NULL && hangar_media_is_disc (volume->name, volume->format))
        g_ptr_array_add (paths, g_strdup (volume->path));
    }
}

static void
add_drives (GPtrArray *paths)
{
  for (int i = 0; i < MOST_DRIVES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/dev/sr%d", i);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
}

static gpointer
list_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) pools = hangar_virt_pool_list (connection, error);

  if (pools == NULL)
    return NULL;
  for (guint i = 0; i < pools->len && !g_cancellable_is_cancelled (cancellable); i++)
    add_pool (connection, pools->pdata[i], paths);
  if (GPOINTER_TO_INT (data))
    add_drives (paths);
  g_ptr_array_add (paths, NULL);
  g_ptr_array_set_free_func (paths, NULL);
  return g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

/**
 * hangar_media_list_async:
 * @connection: an open host
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks for discs on the host.
 */
void
hangar_media_list_async (HangarConnection *connection, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, list_run,
                                GINT_TO_POINTER (hangar_connection_is_local (connection)), NULL,
                                (GDestroyNotify) g_strfreev };

  hangar_connection_run_async (connection, &work, cancellable, callback, user_data);
}

/**
 * hangar_media_list_finish:
 * @connection: a host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): their paths on the host
 */
GStrv
hangar_media_list_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  return hangar_connection_run_finish (connection, result, error);
}
