/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"

G_BEGIN_DECLS

/**
 * HangarHostVolumeFacts:
 * @path: on the host
 * @title: what it is called
 * @pool: (nullable): the storage pool that it is in; %NULL for a drive of the host
 * @format: (nullable): "qcow2", "raw", "iso"…, as the daemon found it
 * @backing_path: (nullable): what it builds on
 * @users: (nullable): names of the machines that use it
 * @capacity: bytes that a machine sees, 0 where nobody knows
 * @is_block: a block device rather than a file
 */
typedef struct
{
  const char *path;
  const char *title;
  const char *pool;
  const char *format;
  const char *backing_path;
  const char *users;
  guint64 capacity;
  gboolean is_block;
} HangarHostVolumeFacts;

#define HANGAR_TYPE_HOST_VOLUME (hangar_host_volume_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostVolume, hangar_host_volume, HANGAR, HOST_VOLUME, GObject)

HangarHostVolume *hangar_host_volume_new (const HangarHostVolumeFacts *facts);

const char *hangar_host_volume_get_path (HangarHostVolume *self);
const char *hangar_host_volume_get_title (HangarHostVolume *self);
const char *hangar_host_volume_get_pool (HangarHostVolume *self);
const char *hangar_host_volume_get_format (HangarHostVolume *self);
const char *hangar_host_volume_get_backing_path (HangarHostVolume *self);
const char *hangar_host_volume_get_users (HangarHostVolume *self);
guint64 hangar_host_volume_get_capacity (HangarHostVolume *self);
gboolean hangar_host_volume_is_block (HangarHostVolume *self);
gboolean hangar_host_volume_is_drive (HangarHostVolume *self);
gboolean hangar_host_volume_is_disc (HangarHostVolume *self);
gboolean hangar_host_volume_is_drivers (HangarHostVolume *self);
gboolean hangar_host_volume_matches (HangarHostVolume *self, const char *words);

void hangar_host_volumes_list_async (HangarConnection *connection, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_host_volumes_list_finish (HangarConnection *connection, GAsyncResult *result,
                                            GError **error);

G_END_DECLS
