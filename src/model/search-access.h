/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarSearchUser:
 * @uid: numeric id of a user
 * @gid: of its group
 *
 * Whoever guests run as on a host.
 */
typedef struct
{
  guint uid;
  guint gid;
} HangarSearchUser;

gboolean hangar_search_access_may_enter (const char *folder, const HangarSearchUser *user);

void hangar_search_access_check_async (const char *path, const HangarSearchUser *user,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
GStrv hangar_search_access_check_finish (GAsyncResult *result, GError **error);

GStrv hangar_search_access_command (const char *const *folders, const HangarSearchUser *user);
void hangar_search_access_allow_async (const char *const *folders, const HangarSearchUser *user,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean hangar_search_access_allow_finish (GAsyncResult *result, GError **error);

G_END_DECLS
