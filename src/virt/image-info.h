/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarVirtImageSnapshot:
 * @name: its name in the image
 * @created: seconds since 1970
 * @memory: what it keeps of a running machine, in bytes; 0 when there is none
 *
 * A snapshot as an image itself tells of it.
 */
typedef struct
{
  char *name;
  gint64 created;
  guint64 memory;
} HangarVirtImageSnapshot;

void hangar_virt_image_snapshot_free (HangarVirtImageSnapshot *snapshot);

GBytes *hangar_virt_image_info (const char *path, const char *format, GCancellable *cancellable);
GPtrArray *hangar_virt_image_snapshots (const char *path, GCancellable *cancellable);

G_END_DECLS
