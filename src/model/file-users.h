/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/job.h"

G_BEGIN_DECLS

void hangar_file_users_check_async (HangarConnection *own, GListModel *hosts, const char *const *paths,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean hangar_file_users_check_finish (HangarConnection *own, GAsyncResult *result, GError **error);
void hangar_file_users_add_step (HangarJob *job, HangarConnection *own, GListModel *hosts,
                                 const char *const *files);

G_END_DECLS
