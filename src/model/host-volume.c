/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host has to put into a machine: the volumes of its storage pools, and its own drives for discs. */

#include "model/host-volume.h"

#include "model/media-list.h"
#include "util/fold.h"
#include "virt/host-drive.h"
#include "virt/image-use.h"
#include "virt/storage.h"

#include <string.h>

/* Nobody looks through more; the search narrows what is shown. */
#define MOST_VOLUMES 5000

struct _HangarHostVolume
{
  GObject parent_instance;

  char *path;
  char *title;
  char *pool;
  char *format;
  char *backing_path;
  char *users;
  guint64 capacity;
  gboolean is_block;
};

G_DEFINE_FINAL_TYPE (HangarHostVolume, hangar_host_volume, G_TYPE_OBJECT)

static void
hangar_host_volume_finalize (GObject *object)
{
  HangarHostVolume *self = HANGAR_HOST_VOLUME (object);

  g_free (self->path);
  g_free (self->title);
  g_free (self->pool);
  g_free (self->format);
  g_free (self->backing_path);
  g_free (self->users);
  G_OBJECT_CLASS (hangar_host_volume_parent_class)->finalize (object);
}

static void
hangar_host_volume_class_init (HangarHostVolumeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_host_volume_finalize;
}

static void
hangar_host_volume_init (HangarHostVolume *self)
{
}

/**
 * hangar_host_volume_new:
 * @facts: what is known of it
 *
 * Returns: (transfer full): the volume; it never changes
 */
HangarHostVolume *
hangar_host_volume_new (const HangarHostVolumeFacts *facts)
{
  HangarHostVolume *self = g_object_new (HANGAR_TYPE_HOST_VOLUME, NULL);

  self->path = g_strdup (facts->path);
  self->title = g_strdup (facts->title);
  self->pool = g_strdup (facts->pool);
  self->format = g_strdup (facts->format);
  self->backing_path = g_strdup (facts->backing_path);
  self->users = g_strdup (facts->users);
  self->capacity = facts->capacity;
  self->is_block = facts->is_block;
  return self;
}

/**
 * hangar_host_volume_get_path:
 * @self: a volume
 *
 * Returns: its path on the host
 */
const char *
hangar_host_volume_get_path (HangarHostVolume *self)
{
  return self->path;
}

/**
 * hangar_host_volume_get_title:
 * @self: a volume
 *
 * Returns: what it is called: plain text
 */
const char *
hangar_host_volume_get_title (HangarHostVolume *self)
{
  return self->title;
}

/**
 * hangar_host_volume_get_pool:
 * @self: a volume
 *
 * Returns: (nullable): the name of its pool; %NULL for a drive of the host
 */
const char *
hangar_host_volume_get_pool (HangarHostVolume *self)
{
  return self->pool;
}

/**
 * hangar_host_volume_get_format:
 * @self: a volume
 *
 * Returns: (nullable): its format, as the daemon found it
 */
const char *
hangar_host_volume_get_format (HangarHostVolume *self)
{
  return self->format;
}

/**
 * hangar_host_volume_get_backing_path:
 * @self: a volume
 *
 * Returns: (nullable): the image that it builds on
 */
const char *
hangar_host_volume_get_backing_path (HangarHostVolume *self)
{
  return self->backing_path;
}

/**
 * hangar_host_volume_get_users:
 * @self: a volume
 *
 * Returns: (nullable): the names of the machines that use it
 */
const char *
hangar_host_volume_get_users (HangarHostVolume *self)
{
  return self->users;
}

/**
 * hangar_host_volume_get_capacity:
 * @self: a volume
 *
 * Returns: bytes that a machine sees, 0 where nobody knows
 */
guint64
hangar_host_volume_get_capacity (HangarHostVolume *self)
{
  return self->capacity;
}

/**
 * hangar_host_volume_is_block:
 * @self: a volume
 *
 * Returns: whether it is a block device rather than a file
 */
gboolean
hangar_host_volume_is_block (HangarHostVolume *self)
{
  return self->is_block;
}

/**
 * hangar_host_volume_is_drive:
 * @self: a volume
 *
 * Returns: whether it is a drive of the host
 */
gboolean
hangar_host_volume_is_drive (HangarHostVolume *self)
{
  return self->pool == NULL;
}

/**
 * hangar_host_volume_is_disc:
 * @self: a volume
 *
 * Returns: whether it can be put into a CD drive
 */
gboolean
hangar_host_volume_is_disc (HangarHostVolume *self)
{
  return hangar_host_volume_is_drive (self) || hangar_media_is_disc (self->path, self->format);
}

/**
 * hangar_host_volume_is_drivers:
 * @self: a volume
 *
 * Returns: whether it is the disc of virtio drivers for Windows, going by its name
 */
gboolean
hangar_host_volume_is_drivers (HangarHostVolume *self)
{
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_prefix (lower, "virtio-win") && g_str_has_suffix (lower, ".iso");
}

/**
 * hangar_host_volume_matches:
 * @self: a volume
 * @words: what is searched
 *
 * Returns: whether each of the words is in its path or the name of its pool
 */
gboolean
hangar_host_volume_matches (HangarHostVolume *self, const char *words)
{
  g_autofree char *text = g_strjoin (" ", self->path, self->title, self->pool, NULL);
  g_autofree char *folded = hangar_fold_text (text);
  g_autofree char *wanted = hangar_fold_text (words);
  g_auto (GStrv) parts = g_strsplit (wanted, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (folded, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* A machine that runs has a disk twice: now, and at its next start. */
static gboolean
names (const char *list, const char *name)
{
  g_auto (GStrv) known = g_strsplit (list, ", ", -1);

  return g_strv_contains ((const char *const *) known, name);
}

/* path → names of machines */
static GHashTable *
find_users (GVirConnection *connection, gboolean local, GCancellable *cancellable)
{
  GHashTable *users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, local, cancellable, NULL);

  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);
      const char *before = g_hash_table_lookup (users, use->path);

      if ((use->read_only && use->depth == 0) || (before != NULL && names (before, use->name)))
        continue;
      g_hash_table_insert (users, g_strdup (use->path),
                           before != NULL ? g_strconcat (before, ", ", use->name, NULL)
                                          : g_strdup (use->name));
    }
  return users;
}

static void
add_volumes (GVirConnection *connection, const HangarVirtPool *pool, GHashTable *users, GPtrArray *found)
{
  g_autoptr (GPtrArray) volumes = NULL;

  if (!pool->active)
    return;
  hangar_virt_pool_refresh (connection, pool->uuid, NULL);
  volumes = hangar_virt_volume_list (connection, pool->uuid, NULL);
  for (guint i = 0; volumes != NULL && i < volumes->len && found->len < MOST_VOLUMES; i++)
    {
      const HangarVirtVolume *volume = g_ptr_array_index (volumes, i);
      const HangarHostVolumeFacts facts = {
        .path = volume->path,
        .title = volume->name,
        .pool = pool->name,
        .format = volume->format,
        .backing_path = volume->backing_path,
        .users = volume->path != NULL ? g_hash_table_lookup (users, volume->path) : NULL,
        .capacity = volume->capacity,
        .is_block = volume->is_block,
      };

      if (volume->path != NULL && g_path_is_absolute (volume->path))
        g_ptr_array_add (found, hangar_host_volume_new (&facts));
    }
}

static void
add_drives (GVirConnection *connection, GPtrArray *found)
{
  g_autoptr (GPtrArray) drives = hangar_virt_host_drive_list (connection, NULL);

  for (guint i = 0; drives != NULL && i < drives->len; i++)
    {
      const HangarVirtHostDrive *drive = g_ptr_array_index (drives, i);
      const HangarHostVolumeFacts facts = { .path = drive->path, .title = drive->title, .is_block = TRUE };

      g_ptr_array_add (found, hangar_host_volume_new (&facts));
    }
}

static gpointer
list_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) pools = hangar_virt_pool_list (connection, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) users = NULL;

  if (pools == NULL)
    return NULL;
  users = find_users (connection, GPOINTER_TO_INT (data), cancellable);
  for (guint i = 0; i < pools->len && !g_cancellable_is_cancelled (cancellable); i++)
    add_volumes (connection, g_ptr_array_index (pools, i), users, found);
  add_drives (connection, found);
  return g_steal_pointer (&found);
}

/**
 * hangar_host_volumes_list_async:
 * @connection: an open host
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks what there is in the host's active pools, and which machines use it.
 */
void
hangar_host_volumes_list_async (HangarConnection *connection, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  const HangarConnectionWork work = {
    .lane = HANGAR_WORKER_SLOW,
    .func = list_run,
    .data = GINT_TO_POINTER (hangar_connection_is_local (connection)),
    .result_free = (GDestroyNotify) g_ptr_array_unref,
  };

  hangar_connection_run_async (connection, &work, cancellable, callback, user_data);
}

/**
 * hangar_host_volumes_list_finish:
 * @connection: a host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarHostVolume): what there is
 */
GPtrArray *
hangar_host_volumes_list_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  return hangar_connection_run_finish (connection, result, error);
}
