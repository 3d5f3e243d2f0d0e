/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtNodeDevice:
 * @name: libvirt's name of it
 * @title: vendor and product in words: plain text
 * @kind: "usb", "pci" or "mdev"
 * @xml: the hostdev element that gives it to a machine
 * @group: its IOMMU group, -1 when it is in none
 * @driver: (nullable): the host's driver that has it
 *
 * A device of the host that a machine can have.
 */
typedef struct
{
  char *name;
  char *title;
  char *kind;
  char *xml;
  int group;
  char *driver;
} HangarVirtNodeDevice;

void hangar_virt_node_device_free (HangarVirtNodeDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtNodeDevice, hangar_virt_node_device_free)

HangarVirtNodeDevice *hangar_virt_node_device_new_from_xml (const char *xml);
GPtrArray *hangar_virt_node_device_list (GVirConnection *connection, GError **error);

G_END_DECLS
