/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device.h"
#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarDiskSource:
 * @path: absolute, on the machine's host
 * @format: as libvirt calls it; never left to be guessed
 * @is_block: a block device rather than a file
 *
 * What a disk is made of.
 */
typedef struct
{
  const char *path;
  const char *format;
  gboolean is_block;
} HangarDiskSource;

const char *hangar_new_device_refusal (HangarXml *doc, const HangarDeviceKind *kind);
HangarXml *hangar_new_device_doc (const char *base, const HangarDeviceKind *kind, gboolean is_session,
                                  HangarDevice **device);
void hangar_new_device_complete (HangarXml *doc, HangarDevice *device);

gboolean hangar_new_device_set_source (HangarXml *doc, HangarDevice *device, const HangarDiskSource *source);

void hangar_new_disk_async (HangarDomain *domain, guint64 bytes, const char *format,
                            GAsyncReadyCallback callback, gpointer user_data);
char *hangar_new_disk_finish (HangarDomain *domain, GAsyncResult *result, GError **error);
void hangar_new_disk_give_up_async (HangarDomain *domain, const char *path, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean hangar_new_disk_give_up_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
