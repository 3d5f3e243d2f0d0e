/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtSnapshotDisk:
 * @target: the disk in the domain, like "vda"
 * @path: the image that holds what it was at a snapshot
 * @format: that image's format
 * @internal: what it was is kept inside the image, which has gone on since
 *
 * A disk as it was at a snapshot.
 */
typedef struct
{
  char *target;
  char *path;
  char *format;
  gboolean internal;
} HangarVirtSnapshotDisk;

void hangar_virt_snapshot_disk_free (HangarVirtSnapshotDisk *disk);

GPtrArray *hangar_virt_snapshot_image_disks (GVirConnection *connection, const char *uuid,
                                             const char *snapshot, char **definition, GError **error);
gboolean hangar_virt_snapshot_image_extract (GVirConnection *connection, const HangarVirtSnapshotDisk *disk,
                                             const char *snapshot, const char *path, GError **error);

G_END_DECLS
