/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

void hangar_disk_delete_async (HangarDomain *domain, GListModel *hosts, const char *path,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_disk_delete_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
