/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/storage.h"

G_BEGIN_DECLS

/**
 * HangarVirtProgress:
 * @fraction: 0 to 1
 * @user_data: what was given with it
 *
 * Told in the thread that does the work.
 */
typedef void (*HangarVirtProgress) (double fraction, gpointer user_data);

/**
 * HangarVirtSending:
 * @path: the volume that is written to, as large as the file
 * @fd: the file, readable from its beginning
 * @size: of the file, in bytes
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 *
 * A file on its way into a volume.
 */
typedef struct
{
  const char *path;
  int fd;
  guint64 size;
  HangarVirtProgress progress;
  gpointer user_data;
} HangarVirtSending;

gboolean hangar_virt_volume_send (GVirConnection *connection, const HangarVirtSending *sending,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
