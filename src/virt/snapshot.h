/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/domain.h"

G_BEGIN_DECLS

/**
 * HangarSnapshotKind:
 * @HANGAR_SNAPSHOT_INTERNAL: kept inside the qcow2 files
 * @HANGAR_SNAPSHOT_EXTERNAL: the disks go on in new files on top of the old ones
 * @HANGAR_SNAPSHOT_MIXED: both in one snapshot, which Hangar never makes
 */
typedef enum
{
  HANGAR_SNAPSHOT_INTERNAL,
  HANGAR_SNAPSHOT_EXTERNAL,
  HANGAR_SNAPSHOT_MIXED,
} HangarSnapshotKind;

/**
 * HangarVirtSnapshot:
 * @name: its name, unique in the machine
 * @parent: (nullable): the name of the snapshot that it builds on
 * @description: (nullable): the user's words
 * @state: of the machine when it was taken
 * @kind: where its data is
 * @with_memory: whether the memory was kept too
 * @created: seconds since 1970
 * @current: whether the machine goes on from here
 * @disks: (nullable): the names of the disks that it holds, like "vda"
 * @files: (nullable): paths of files that were made with it, for disks or memory, for the external kind
 * @bases: (nullable): paths of the disks as they were then, for the external kind
 * @picture: (nullable): where a picture of its moment is on this computer; libvirt knows none
 */
typedef struct
{
  char *name;
  char *parent;
  char *description;
  HangarDomainState state;
  HangarSnapshotKind kind;
  gboolean with_memory;
  gint64 created;
  gboolean current;
  GStrv disks;
  GStrv files;
  GStrv bases;
  char *picture;
} HangarVirtSnapshot;

/**
 * HangarVirtSnapshotPlan:
 * @name: the new snapshot's name
 * @description: (nullable): the user's words
 * @kind: internal or external
 * @with_memory: keep the memory of a running machine
 * @memory_file: (nullable): where the external kind puts the memory
 * @quiesce: let the guest agent flush its file systems first (external, without memory)
 */
typedef struct
{
  const char *name;
  const char *description;
  HangarSnapshotKind kind;
  gboolean with_memory;
  const char *memory_file;
  gboolean quiesce;
} HangarVirtSnapshotPlan;

GPtrArray *hangar_virt_snapshot_list (GVirConnection *connection, const char *uuid, GError **error);
HangarVirtSnapshot *hangar_virt_snapshot_new_from_xml (const char *xml);
const HangarVirtSnapshot *hangar_virt_snapshot_find_twin (GPtrArray *list,
                                                          const HangarVirtSnapshot *snapshot);
void hangar_virt_snapshot_free (HangarVirtSnapshot *snapshot);
char *hangar_virt_snapshot_plan_to_xml (const HangarVirtSnapshotPlan *plan);

gboolean hangar_virt_snapshot_create (GVirConnection *connection, const char *uuid,
                                      const HangarVirtSnapshotPlan *plan, GError **error);
gboolean hangar_virt_snapshot_revert (GVirConnection *connection, const char *uuid, const char *name,
                                      GError **error);
gboolean hangar_virt_snapshot_delete (GVirConnection *connection, const char *uuid, const char *name,
                                      gboolean with_children, GCancellable *cancellable, GError **error);
char *hangar_virt_snapshot_get_xml (GVirConnection *connection, const char *uuid, const char *name,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtSnapshot, hangar_virt_snapshot_free)

G_END_DECLS
