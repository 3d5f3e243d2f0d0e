/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtHostDrive:
 * @path: its device on the host, like /dev/sr0
 * @title: vendor and model in words: plain text
 *
 * A CD or DVD drive of the host.
 */
typedef struct
{
  char *path;
  char *title;
} HangarVirtHostDrive;

void hangar_virt_host_drive_free (HangarVirtHostDrive *drive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtHostDrive, hangar_virt_host_drive_free)

HangarVirtHostDrive *hangar_virt_host_drive_new_from_xml (const char *xml);
GPtrArray *hangar_virt_host_drive_list (GVirConnection *connection, GError **error);

G_END_DECLS
