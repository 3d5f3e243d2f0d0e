/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a wish that says which disk the machine gets. */

#include "config.h"

#include "model/guest-spec-private.h"

#include <glib/gi18n-lib.h>

static void
changed (HangarGuestSpec *self)
{
  g_signal_emit_by_name (self, "changed");
}

/**
 * hangar_guest_spec_set_storage:
 * @self: a wish
 * @storage: where its disk comes from
 */
void
hangar_guest_spec_set_storage (HangarGuestSpec *self, HangarGuestStorage storage)
{
  self->storage = storage;
  changed (self);
}

/**
 * hangar_guest_spec_get_storage:
 * @self: a wish
 *
 * Returns: where its disk comes from
 */
HangarGuestStorage
hangar_guest_spec_get_storage (HangarGuestSpec *self)
{
  return self->storage;
}

/**
 * hangar_guest_spec_set_disk_size:
 * @self: a wish
 * @bytes: what the user chose for a new disk
 */
void
hangar_guest_spec_set_disk_size (HangarGuestSpec *self, guint64 bytes)
{
  if (self->disk_size == bytes)
    return;
  self->chosen |= HANGAR_GUEST_CHOSEN_DISK_SIZE;
  self->disk_size = bytes;
  changed (self);
}

/**
 * hangar_guest_spec_get_disk_size:
 * @self: a wish
 *
 * Returns: bytes of the new disk
 */
guint64
hangar_guest_spec_get_disk_size (HangarGuestSpec *self)
{
  return self->disk_size;
}

/**
 * hangar_guest_spec_set_disk_format:
 * @self: a wish
 * @format: "qcow2" or "raw"
 */
void
hangar_guest_spec_set_disk_format (HangarGuestSpec *self, const char *format)
{
  char *copy = g_strdup (format);

  self->chosen |= HANGAR_GUEST_CHOSEN_FORMAT;
  g_free (self->disk_format);
  self->disk_format = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_disk_format:
 * @self: a wish
 *
 * Returns: format of the new disk
 */
const char *
hangar_guest_spec_get_disk_format (HangarGuestSpec *self)
{
  return self->disk_format;
}

/**
 * hangar_guest_spec_set_pool:
 * @self: a wish
 * @uuid: (nullable): the pool for the new disk; %NULL for the host's default
 */
void
hangar_guest_spec_set_pool (HangarGuestSpec *self, const char *uuid)
{
  char *copy = g_strdup (uuid);

  g_free (self->pool_uuid);
  self->pool_uuid = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_chosen_pool:
 * @self: a wish
 *
 * Returns: (nullable): the pool that the user chose, when the host has it
 */
const HangarVirtPool *
hangar_guest_spec_get_chosen_pool (HangarGuestSpec *self)
{
  GPtrArray *pools = self->host != NULL ? hangar_guest_host_get_pools (self->host) : NULL;

  for (guint i = 0; self->pool_uuid != NULL && pools != NULL && i < pools->len; i++)
    {
      const HangarVirtPool *pool = g_ptr_array_index (pools, i);

      if (g_str_equal (pool->uuid, self->pool_uuid))
        return pool;
    }
  return NULL;
}

/**
 * hangar_guest_spec_get_pool:
 * @self: a wish
 *
 * Returns: (nullable): the pool that the new disk goes to; %NULL when it is yet to be made
 */
const HangarVirtPool *
hangar_guest_spec_get_pool (HangarGuestSpec *self)
{
  GPtrArray *pools = self->host != NULL ? hangar_guest_host_get_pools (self->host) : NULL;
  const HangarVirtPool *chosen = hangar_guest_spec_get_chosen_pool (self);

  if (chosen != NULL)
    return chosen;
  for (guint i = 0; self->defaults.pool != NULL && pools != NULL && i < pools->len; i++)
    {
      const HangarVirtPool *pool = g_ptr_array_index (pools, i);

      if (pool->active && g_str_equal (pool->name, self->defaults.pool))
        return pool;
    }
  return self->host != NULL ? hangar_guest_host_get_default_pool (self->host) : NULL;
}

static void
forget (HangarGuestSpec *self)
{
  g_clear_pointer (&self->existing_path, g_free);
  g_clear_pointer (&self->existing_format, g_free);
  g_clear_pointer (&self->existing_users, g_free);
  g_clear_error (&self->existing_error);
  self->existing_looking = FALSE;
}

/**
 * hangar_guest_spec_look_at_existing_disk:
 * @self: a wish
 * @path: a disk that was chosen; what it is is told by hangar_guest_spec_set_existing_disk() or
 * hangar_guest_spec_refuse_existing_disk()
 */
void
hangar_guest_spec_look_at_existing_disk (HangarGuestSpec *self, const char *path)
{
  char *copy = g_strdup (path);

  forget (self);
  self->existing_path = copy;
  self->existing_looking = TRUE;
  changed (self);
}

/**
 * hangar_guest_spec_refuse_existing_disk:
 * @self: a wish
 * @error: why the disk that was chosen cannot be used
 */
void
hangar_guest_spec_refuse_existing_disk (HangarGuestSpec *self, const GError *error)
{
  g_clear_error (&self->existing_error);
  self->existing_error = g_error_copy (error);
  self->existing_looking = FALSE;
  changed (self);
}

/**
 * hangar_guest_spec_set_existing_disk:
 * @self: a wish
 * @disk: (nullable): the disk; only its path, format and kind count
 * @users: (nullable): names of the machines that use it too
 */
void
hangar_guest_spec_set_existing_disk (HangarGuestSpec *self, const HangarGuestDisk *disk, const char *users)
{
  char *path = g_strdup (disk != NULL ? disk->path : NULL);
  char *format = g_strdup (disk != NULL ? disk->format : NULL);
  char *names = g_strdup (users);

  forget (self);
  self->existing_path = path;
  self->existing_format = format;
  self->existing_users = names;
  self->existing_is_block = disk != NULL && disk->is_block;
  changed (self);
}

/**
 * hangar_guest_spec_dup_existing_problem:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): what stands against the disk that exists
 */
char *
hangar_guest_spec_dup_existing_problem (HangarGuestSpec *self)
{
  if (self->existing_path == NULL)
    return g_strdup (_ ("Choose the disk."));
  if (self->existing_error != NULL)
    return g_strdup (self->existing_error->message);
  if (self->existing_looking)
    return g_strdup (_ ("Looking what this file is…"));
  if (self->existing_format == NULL)
    return g_strdup (_ ("Nobody knows the format of this disk."));
  return NULL;
}

/**
 * hangar_guest_spec_get_existing_disk:
 * @self: a wish
 *
 * Returns: (nullable): path of the disk that exists
 */
const char *
hangar_guest_spec_get_existing_disk (HangarGuestSpec *self)
{
  return self->existing_path;
}

/**
 * hangar_guest_spec_dup_planned_path:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): the file that the new disk will be, unless that name is taken when it
 * is made; %NULL when no disk is made, or nobody knows where
 */
char *
hangar_guest_spec_dup_planned_path (HangarGuestSpec *self)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (self);
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;

  if (self->host == NULL || self->name == NULL || self->storage != HANGAR_GUEST_STORAGE_NEW ||
      self->way == HANGAR_GUEST_WAY_IMPORT)
    return NULL;
  folder = pool != NULL ? g_strdup (pool->path) : hangar_guest_host_dup_default_folder (self->host);
  if (folder == NULL)
    return NULL;
  file = g_strdup_printf ("%s.%s", self->name, self->disk_format);
  return g_build_filename (folder, file, NULL);
}

/**
 * hangar_guest_spec_dup_needed_file:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): the file of this computer that the host must be able to reach; %NULL
 * when there is none, or it is not known yet
 */
char *
hangar_guest_spec_dup_needed_file (HangarGuestSpec *self)
{
  if (self->way == HANGAR_GUEST_WAY_MEDIUM && !self->medium_is_device && !self->looking &&
      self->medium_error == NULL)
    return g_strdup (self->medium);
  if (self->way == HANGAR_GUEST_WAY_IMPORT && hangar_guest_spec_get_import_in_place (self))
    return g_strdup (self->import_path);
  return NULL;
}

/**
 * hangar_guest_spec_set_blocking:
 * @self: a wish
 * @folders: (nullable): folders that keep the host from hangar_guest_spec_dup_needed_file()
 */
void
hangar_guest_spec_set_blocking (HangarGuestSpec *self, const char *const *folders)
{
  GStrv copy = folders != NULL && folders[0] != NULL ? g_strdupv ((char **) folders) : NULL;

  if (copy == NULL && self->blocking == NULL)
    return;
  g_strfreev (self->blocking);
  self->blocking = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_blocking:
 * @self: a wish
 *
 * Returns: (nullable): the folders that keep the host from its file, the outermost first
 */
const char *const *
hangar_guest_spec_get_blocking (HangarGuestSpec *self)
{
  return (const char *const *) self->blocking;
}

/* What its disks will have at most. */
static guint64
most_disk_space (HangarGuestSpec *self)
{
  guint64 sum = 0;

  if (self->way != HANGAR_GUEST_WAY_IMPORT)
    return self->storage == HANGAR_GUEST_STORAGE_NEW ? self->disk_size : 0;
  if (hangar_guest_spec_get_import_in_place (self))
    return 0;
  if (self->import_image != NULL)
    return self->import_image->capacity;
  for (guint i = 0; self->appliance != NULL && i < self->appliance->disks->len; i++)
    {
      const HangarApplianceDisk *disk = g_ptr_array_index (self->appliance->disks, i);

      sum += disk->image != NULL ? disk->image->capacity : disk->capacity;
    }
  return sum;
}

/**
 * hangar_guest_spec_is_larger_than_free:
 * @self: a wish
 *
 * Returns: whether its new disks may grow larger than the space that is free where they go
 */
gboolean
hangar_guest_spec_is_larger_than_free (HangarGuestSpec *self)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (self);

  return pool != NULL && pool->active && most_disk_space (self) > pool->available;
}
