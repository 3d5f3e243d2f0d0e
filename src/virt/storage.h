/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtPool:
 * @uuid: identity
 * @name: name
 * @type: libvirt's word for its kind: "dir", "logical"…
 * @path: (nullable): its folder or device folder on the host
 * @active: whether it is started
 * @capacity: bytes, 0 while it is not active
 * @available: bytes that are free, 0 while it is not active
 *
 * A storage pool as it is now.
 */
typedef struct
{
  char uuid[37];
  char *name;
  char *type;
  char *path;
  gboolean active;
  guint64 capacity;
  guint64 available;
} HangarVirtPool;

/**
 * HangarVirtVolume:
 * @name: name in its pool
 * @path: on the host
 * @format: (nullable): "qcow2", "raw", "iso"…
 * @is_block: a block device rather than a file
 * @capacity: bytes that a guest sees
 * @allocation: bytes that it takes now
 * @backing_path: (nullable): what it is built on
 *
 * A volume as it is now.
 */
typedef struct
{
  char *name;
  char *path;
  char *format;
  gboolean is_block;
  guint64 capacity;
  guint64 allocation;
  char *backing_path;
} HangarVirtVolume;

void hangar_virt_pool_free (HangarVirtPool *pool);
void hangar_virt_volume_free (HangarVirtVolume *volume);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtPool, hangar_virt_pool_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtVolume, hangar_virt_volume_free)

GPtrArray *hangar_virt_pool_list (GVirConnection *connection, GError **error);
HangarVirtPool *hangar_virt_pool_ensure_default (GVirConnection *connection, const char *folder,
                                                 GError **error);
HangarVirtPool *hangar_virt_pool_lookup (GVirConnection *connection, const char *uuid, GError **error);
HangarVirtPool *hangar_virt_pool_ensure_started (GVirConnection *connection, const char *uuid,
                                                 GError **error);
void hangar_virt_pool_wake (GVirConnection *connection, const char *path);
gboolean hangar_virt_pool_refresh (GVirConnection *connection, const char *uuid, GError **error);

GPtrArray *hangar_virt_volume_list (GVirConnection *connection, const char *pool_uuid, GError **error);
char *hangar_virt_volume_free_name (GVirConnection *connection, const char *pool_uuid, const char *base,
                                    const char *extension, GError **error);
HangarVirtVolume *hangar_virt_volume_create (GVirConnection *connection, const char *pool_uuid,
                                             const HangarVirtVolume *wanted, GError **error);
HangarVirtVolume *hangar_virt_volume_lookup (GVirConnection *connection, const char *path, GError **error);
gboolean hangar_virt_volume_delete (GVirConnection *connection, const char *path, GError **error);

G_END_DECLS
