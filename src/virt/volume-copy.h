/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/storage.h"

G_BEGIN_DECLS

gboolean hangar_virt_host_answers (GVirConnection *connection);
gboolean hangar_virt_folder_is_pool (GVirConnection *connection, const char *path);
gboolean hangar_virt_folder_refresh (GVirConnection *connection, const char *path);
char *hangar_virt_volume_path (GVirConnection *connection, const char *pool_name, const char *volume_name);
HangarVirtVolume *hangar_virt_volume_create_overlay (GVirConnection *connection, const char *base_path,
                                                     const char *base_format, const char *path,
                                                     GError **error);
HangarVirtVolume *hangar_virt_volume_clone (GVirConnection *connection, const HangarVirtVolume *source,
                                            const char *path, const char *format, GError **error);
guint64 hangar_virt_volume_chain_allocation (GVirConnection *connection, const char *path);
gint64 hangar_virt_volume_allocation (GVirConnection *connection, const char *path);
char *hangar_virt_volume_mark (GVirConnection *connection, const char *path);

G_END_DECLS
