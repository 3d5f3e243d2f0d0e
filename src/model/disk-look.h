/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarDiskLook:
 * @path: on the machine's host
 * @format: (nullable): as libvirt calls it, where that is certain: "qcow2", "raw", "vmdk"…; %NULL when only a
 * person can say it
 * @capacity: bytes that a guest would see, 0 when not known
 * @allocation: bytes that it takes on the host, 0 when not known
 * @is_block: a block device rather than a file
 * @is_missing: there is certainly nothing usable at that path
 * @warning: (nullable): a sentence: why the format is not certain, or what is wrong
 * @other_user: (nullable): name of another machine that uses it
 *
 * What is known of something that is to become a machine's disk.
 */
typedef struct
{
  char *path;
  char *format;
  guint64 capacity;
  guint64 allocation;
  gboolean is_block;
  gboolean is_missing;
  char *warning;
  char *other_user;
} HangarDiskLook;

void hangar_disk_look_free (HangarDiskLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarDiskLook, hangar_disk_look_free)

const char *const *hangar_disk_formats (void);

HangarDiskLook *hangar_disk_look_new (GVirConnection *connection, const char *path, gboolean is_local);

void hangar_disk_look_async (HangarDomain *domain, const char *path, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
HangarDiskLook *hangar_disk_look_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
