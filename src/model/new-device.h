/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device.h"
#include "model/domain.h"
#include "virt/node-device.h"

G_BEGIN_DECLS

const char *hangar_new_device_refusal (HangarXml *doc, const HangarDeviceKind *kind);
HangarXml *hangar_new_device_doc (const char *base, const HangarDeviceKind *kind, gboolean is_session,
                                  HangarDevice **device);
void hangar_new_device_complete (HangarXml *doc, HangarDevice *device);

void hangar_new_disk_async (HangarDomain *domain, guint64 bytes, GAsyncReadyCallback callback,
                            gpointer user_data);
char *hangar_new_disk_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

void hangar_host_devices_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *hangar_host_devices_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
