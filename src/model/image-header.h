/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarImageHeader:
 * @path: the file
 * @format: as qemu-img calls it: "qcow2", "raw", "vmdk", "vdi", "vpc", "vhdx"
 * @capacity: bytes that a guest sees
 * @file_size: bytes of the file itself
 *
 * What a disk image says of itself, read without running anything.
 */
typedef struct
{
  char *path;
  char *format;
  guint64 capacity;
  guint64 file_size;
} HangarImageHeader;

HangarImageHeader *hangar_image_header_read (const char *path, GError **error);
void hangar_image_header_free (HangarImageHeader *header);
gboolean hangar_image_header_check_name (const char *path, const char *format, GError **error);
HangarImageHeader *hangar_image_header_copy (const HangarImageHeader *header);

void hangar_image_header_read_async (const char *path, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
HangarImageHeader *hangar_image_header_read_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarImageHeader, hangar_image_header_free)

G_END_DECLS
