/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"
#include "virt/xml.h"

G_BEGIN_DECLS

/**
 * HangarVirtDeviceUse:
 * @uuid: the domain that uses it
 * @name: its name
 * @active: whether the domain runs
 * @what: "mac 52:54:00:…", "usb 046d:c52b", "pci 0000:01:00.0", "mdev" with its identity, "vsock" with its
 * number, "disk" with its path
 *
 * One thing that only one domain at a time should have.
 */
typedef struct
{
  char uuid[37];
  char *name;
  gboolean active;
  char *what;
} HangarVirtDeviceUse;

void hangar_virt_device_use_free (HangarVirtDeviceUse *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtDeviceUse, hangar_virt_device_use_free)

GStrv hangar_virt_device_use_of_xml (HangarXml *doc);
GPtrArray *hangar_virt_device_uses (GVirConnection *connection, GCancellable *cancellable, GError **error);
char *hangar_virt_device_offer_for (GVirConnection *connection, const char *xml, GError **error);

G_END_DECLS
