/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "virt/xml.h"

G_BEGIN_DECLS

/**
 * HangarHostDevice:
 * @kind: "usb", "pci" or "mdev"
 * @title: it in words: plain text
 * @xml: the element that gives it to a machine
 * @companions: (nullable): the other devices of its IOMMU group, which a machine must get too: plain text
 * @user: (nullable): name of another machine that has it
 *
 * A device of the host that a machine can have.
 */
typedef struct
{
  char *kind;
  char *title;
  char *xml;
  char *companions;
  char *user;
} HangarHostDevice;

void hangar_host_device_free (HangarHostDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarHostDevice, hangar_host_device_free)

void hangar_host_devices_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *hangar_host_devices_finish (HangarDomain *domain, GAsyncResult *result, GError **error);
const HangarHostDevice *hangar_host_devices_find (GPtrArray *devices, HangarXml *doc, const char *path);
char *hangar_host_device_describe (const HangarHostDevice *device);

G_END_DECLS
