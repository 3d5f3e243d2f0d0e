/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtImageUse:
 * @uuid: the domain that uses it
 * @name: its name
 * @path: the image
 * @real: (nullable): where symbolic links in @path lead, when that is elsewhere and known
 * @depth: 0: its own disk; 1: what that builds on; and so on
 * @device: "disk", "cdrom", "floppy" or "lun" of the disk at depth 0; "memory" of a snapshot, "firmware" or
 * "kernel"
 * @target: the disk's name in the domain, like "vda"; empty when it is @indirect
 * @format: (nullable): its format where that is known
 * @read_only: the disk is read-only
 * @shareable: the disk may be used by several domains
 * @active: the domain runs
 * @capacity: what its guest sees, in bytes; 0 when not known
 * @allocation: what it takes on the host, in bytes; 0 when not known
 * @in_pool: it is a volume of an active pool
 * @incomplete: what it builds on could not be found out
 * @indirect: no disk of the definition names it: a snapshot of the domain does, its start, or a copy under
 * way
 *
 * One image that one domain needs.
 */
typedef struct
{
  char uuid[37];
  char *name;
  char *path;
  char *real;
  guint depth;
  char *device;
  char *target;
  char *format;
  gboolean read_only;
  gboolean shareable;
  gboolean active;
  guint64 capacity;
  guint64 allocation;
  gboolean in_pool;
  gboolean incomplete;
  gboolean indirect;
} HangarVirtImageUse;

GPtrArray *hangar_virt_image_uses (GVirConnection *connection, gboolean local, GCancellable *cancellable,
                                   GError **error);
gboolean hangar_virt_image_check_chains (GVirConnection *connection, const char *uuid, gboolean local,
                                         GError **error);
HangarVirtImageUse *hangar_virt_image_use_new (GVirConnection *connection, gboolean local, const char *uuid,
                                               const char *path);
char *hangar_virt_image_real (const char *path);
void hangar_virt_image_use_free (HangarVirtImageUse *use);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtImageUse, hangar_virt_image_use_free)

G_END_DECLS
