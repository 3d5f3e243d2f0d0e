/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtSnapshotStray:
 * @target: the disk that it is in, like "vda"
 * @path: the disk's image
 * @name: its name in the image
 * @created: seconds since 1970
 * @memory: what it keeps of a running machine, in bytes; 0 when there is none
 *
 * A snapshot inside a disk that libvirt does not know: a daemon that was killed while it took or deleted one
 * leaves it there, and other programs make some.
 */
typedef struct
{
  char *target;
  char *path;
  char *name;
  gint64 created;
  guint64 memory;
} HangarVirtSnapshotStray;

HangarVirtSnapshotStray *hangar_virt_snapshot_stray_copy (const HangarVirtSnapshotStray *stray);
void hangar_virt_snapshot_stray_free (HangarVirtSnapshotStray *stray);

GPtrArray *hangar_virt_snapshot_strays (GVirConnection *connection, const char *uuid,
                                        GCancellable *cancellable, GError **error);
gboolean hangar_virt_snapshot_stray_remove (GVirConnection *connection, const char *uuid,
                                            const HangarVirtSnapshotStray *stray, GError **error);

G_END_DECLS
