/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-plan.h"
#include "model/image-header.h"

G_BEGIN_DECLS

/**
 * HangarApplianceDisk:
 * @file: name of the file beside the description, or of the member of the archive
 * @image: (nullable): what the file is; %NULL as long as it is inside an archive
 * @capacity: bytes that the description claims, 0 when it does not
 *
 * A disk of an appliance.
 */
typedef struct
{
  char *file;
  HangarImageHeader *image;
  guint64 capacity;
} HangarApplianceDisk;

/**
 * HangarAppliance:
 * @path: the file that was read
 * @is_archive: an OVA: its disks are inside @path
 * @name: (nullable): the machine's name
 * @system: (nullable): the maker's word for its operating system
 * @memory: bytes, 0 when not told
 * @vcpus: count, 0 when not told
 * @nics: network cards
 * @uefi: whether it starts with UEFI
 * @disks: (element-type HangarApplianceDisk): its disks in their order
 *
 * A machine as another program described it.
 */
typedef struct
{
  char *path;
  gboolean is_archive;
  char *name;
  char *system;
  guint64 memory;
  guint vcpus;
  guint nics;
  gboolean uefi;
  GPtrArray *disks;
} HangarAppliance;

gboolean hangar_appliance_is_name (const char *path);
HangarAppliance *hangar_appliance_read (const char *path, GError **error);
HangarAppliance *hangar_appliance_copy (const HangarAppliance *appliance);
void hangar_appliance_free (HangarAppliance *appliance);

void hangar_appliance_read_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
HangarAppliance *hangar_appliance_read_finish (GAsyncResult *result, GError **error);

gboolean hangar_appliance_extract (const HangarAppliance *appliance, guint disk, const char *target,
                                   GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarAppliance, hangar_appliance_free)

G_END_DECLS
