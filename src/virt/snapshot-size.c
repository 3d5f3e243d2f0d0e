/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the snapshots of a domain take on its host. Worker threads only. */

#include "virt/snapshot-size.h"

#include <errno.h>

#include "util/file-look.h"
#include "virt/domain.h"
#include "virt/image-info.h"
#include "virt/snapshot.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

/* In bytes: of a file on this computer, without its holes. */
#define BLOCK 512

/* Snapshots inside an image share what they hold of it: only their memory is theirs alone. */
#define IMAGES "/domain/devices/disk[not(readonly)][driver/@type='qcow2']/source/@file"

static void
add_size (GHashTable *sizes, const char *name, guint64 bytes)
{
  guint64 *size = g_hash_table_lookup (sizes, name);

  if (bytes == 0 || bytes > G_MAXINT64)
    return;
  if (size == NULL)
    {
      size = g_new0 (guint64, 1);
      g_hash_table_insert (sizes, g_strdup (name), size);
    }
  *size += bytes;
}

static void
look_inside (GVirConnection *connection, const char *uuid, GHashTable *sizes, GCancellable *cancellable)
{
  g_autofree char *text = hangar_virt_domain_get_xml (connection, uuid, TRUE, NULL);
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;
  g_auto (GStrv) images = xml != NULL ? hangar_xml_get_all (xml, IMAGES) : NULL;

  for (gsize i = 0; images != NULL && images[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) inside = hangar_virt_image_snapshots (images[i], cancellable);

      for (guint j = 0; j < inside->len; j++)
        {
          const HangarVirtImageSnapshot *snapshot = g_ptr_array_index (inside, j);

          add_size (sizes, snapshot->name, snapshot->memory);
        }
    }
}

/* Where this computer's user may not look, and on other hosts, the pool that a file is in says it. */
static guint64
file_size (GVirConnection *connection, const char *path, gboolean local, GHashTable *looked)
{
  struct stat info;
  int code = local ? hangar_file_look (path, &info) : EACCES;
  gint64 allocation;

  if (code == ETIMEDOUT)
    return 0;
  if (code == 0)
    return (guint64) info.st_blocks * BLOCK;
  if (g_hash_table_add (looked, g_path_get_dirname (path)))
    hangar_virt_folder_refresh (connection, path);
  allocation = hangar_virt_volume_allocation (connection, path);
  return (guint64) MAX (allocation, 0);
}

/**
 * hangar_virt_snapshot_sizes:
 * @connection: an open connection
 * @uuid: a domain
 * @local: whether the host's files are this computer's: only then can images be looked into
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * Finds what each snapshot takes: the memory that is kept inside a disk, or the files that were made with it.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 guint64): name → bytes; what is not known is not in
 * it
 */
GHashTable *
hangar_virt_snapshot_sizes (GVirConnection *connection, const char *uuid, gboolean local,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = hangar_virt_snapshot_list (connection, uuid, error);
  g_autoptr (GHashTable) looked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *sizes;
  gboolean inside = FALSE;

  if (list == NULL)
    return NULL;
  sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < list->len; i++)
    {
      const HangarVirtSnapshot *snapshot = g_ptr_array_index (list, i);

      inside = inside || snapshot->kind != HANGAR_SNAPSHOT_EXTERNAL;
      for (gsize j = 0; snapshot->files != NULL && snapshot->files[j] != NULL; j++)
        add_size (sizes, snapshot->name, file_size (connection, snapshot->files[j], local, looked));
    }
  if (inside && local)
    look_inside (connection, uuid, sizes, cancellable);
  return sizes;
}
