/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of machines as they were when snapshots were taken, among the user's data. For worker threads. */

#include "config.h"

#include "model/snapshot-picture.h"

#include <glib/gstdio.h>
#include <string.h>

/* A screen has no more pixels in a row than this. */
#define LARGEST_SIDE 16384

/* Where the sides are in the header of a PNG. */
#define PNG_WIDTH 16
#define PNG_HEIGHT 20
#define PNG_HEADER 24

static char *
folder_of (const char *uuid)
{
  return g_build_filename (g_get_user_data_dir (), "hangar", "snapshots", uuid, NULL);
}

/* The name is the user's, or somebody's: it may be no name of a file. One that is deleted and taken again
 * under the same name is another moment. */
static char *
file_of (const char *name, gint64 created)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  return g_strdup_printf ("%" G_GINT64_FORMAT "-%s.png", created, sum);
}

static guint32
read_side (const guint8 *data, gsize at)
{
  guint32 side;

  memcpy (&side, data + at, sizeof side);
  return GUINT32_FROM_BE (side);
}

/* It is decoded later, by those who look at it: nothing that takes more room than a screen. */
static gboolean
is_picture (GBytes *bytes)
{
  static const guint8 begin[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return length > PNG_HEADER && memcmp (data, begin, sizeof begin) == 0 &&
         read_side (data, PNG_WIDTH) <= LARGEST_SIDE && read_side (data, PNG_HEIGHT) <= LARGEST_SIDE;
}

/**
 * hangar_snapshot_picture_save:
 * @uuid: a machine
 * @name: a snapshot of it
 * @created: when it was taken
 * @picture: what was on the screen: only PNG is kept
 *
 * Keeps a picture. One that cannot be kept is done without.
 */
void
hangar_snapshot_picture_save (const char *uuid, const char *name, gint64 created, GBytes *picture)
{
  g_autofree char *folder = folder_of (uuid);
  g_autofree char *file = file_of (name, created);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  if (is_picture (picture) && g_mkdir_with_parents (folder, 0700) == 0)
    g_file_set_contents_full (path, g_bytes_get_data (picture, NULL), (gssize) g_bytes_get_size (picture),
                              G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

/**
 * hangar_snapshot_picture_rename:
 * @uuid: a machine
 * @snapshot: a snapshot of it, as it was
 * @new_name: what it is called now
 *
 * Keeps its picture, if it has one.
 */
void
hangar_snapshot_picture_rename (const char *uuid, const HangarVirtSnapshot *snapshot, const char *new_name)
{
  g_autofree char *folder = folder_of (uuid);
  g_autofree char *file = file_of (snapshot->name, snapshot->created);
  g_autofree char *new_file = file_of (new_name, snapshot->created);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *new_path = g_build_filename (folder, new_file, NULL);

  g_rename (path, new_path);
}

/**
 * hangar_snapshot_pictures_find:
 * @uuid: a machine
 * @snapshots: (element-type HangarVirtSnapshot): its snapshots; each is told where its picture is
 */
void
hangar_snapshot_pictures_find (const char *uuid, GPtrArray *snapshots)
{
  g_autofree char *folder = folder_of (uuid);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return;
  for (guint i = 0; i < snapshots->len; i++)
    {
      HangarVirtSnapshot *snapshot = g_ptr_array_index (snapshots, i);
      g_autofree char *file = file_of (snapshot->name, snapshot->created);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        snapshot->picture = g_steal_pointer (&path);
    }
}

static gboolean
belongs (GPtrArray *snapshots, const char *file)
{
  for (guint i = 0; i < snapshots->len; i++)
    {
      const HangarVirtSnapshot *snapshot = g_ptr_array_index (snapshots, i);
      g_autofree char *own = file_of (snapshot->name, snapshot->created);

      if (g_str_equal (own, file))
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_snapshot_pictures_tidy:
 * @uuid: a machine
 * @snapshots: (element-type HangarVirtSnapshot): the snapshots that it has
 *
 * Removes the pictures of others.
 */
void
hangar_snapshot_pictures_tidy (const char *uuid, GPtrArray *snapshots)
{
  g_autofree char *folder = folder_of (uuid);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (!belongs (snapshots, file))
        g_unlink (path);
    }
  if (snapshots->len == 0)
    g_rmdir (folder);
}
