/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/snapshot.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SNAPSHOT_TREE (hangar_snapshot_tree_get_type ())
G_DECLARE_FINAL_TYPE (HangarSnapshotTree, hangar_snapshot_tree, HANGAR, SNAPSHOT_TREE, GObject)

HangarSnapshotTree *hangar_snapshot_tree_new (HangarDomain *domain);

HangarDomain *hangar_snapshot_tree_get_domain (HangarSnapshotTree *self);
GListModel *hangar_snapshot_tree_get_roots (HangarSnapshotTree *self);
HangarSnapshot *hangar_snapshot_tree_find (HangarSnapshotTree *self, const char *name);
HangarSnapshot *hangar_snapshot_tree_find_twin (HangarSnapshotTree *self, HangarSnapshot *snapshot);
HangarSnapshot *hangar_snapshot_tree_get_current (HangarSnapshotTree *self);
guint hangar_snapshot_tree_get_size (HangarSnapshotTree *self);
gboolean hangar_snapshot_tree_get_loaded (HangarSnapshotTree *self);
const GError *hangar_snapshot_tree_get_error (HangarSnapshotTree *self);

void hangar_snapshot_tree_reload (HangarSnapshotTree *self);
void hangar_snapshot_tree_set_watched (HangarSnapshotTree *self, gboolean watched);

char *hangar_snapshot_tree_suggest_name (HangarSnapshotTree *self);
const char *hangar_snapshot_tree_refuse_name (HangarSnapshotTree *self, const char *name);
const char *hangar_snapshot_tree_refuse_kind (HangarSnapshotTree *self, HangarSnapshotKind kind);

void hangar_snapshot_tree_create_async (HangarSnapshotTree *self, const HangarVirtSnapshotPlan *plan,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
void hangar_snapshot_tree_revert_async (HangarSnapshotTree *self, const char *name, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
void hangar_snapshot_tree_delete_async (HangarSnapshotTree *self, const char *name, gboolean with_children,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
void hangar_snapshot_tree_describe_async (HangarSnapshotTree *self, const char *name, const char *description,
                                          GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);
void hangar_snapshot_tree_rename_async (HangarSnapshotTree *self, const char *name, const char *new_name,
                                        const char *description, GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean hangar_snapshot_tree_finish (HangarSnapshotTree *self, GAsyncResult *result, GError **error);
void hangar_snapshot_tree_get_xml_async (HangarSnapshotTree *self, const char *name,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
char *hangar_snapshot_tree_get_xml_finish (HangarSnapshotTree *self, GAsyncResult *result, GError **error);

G_END_DECLS
