/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

void hangar_machine_wish_async (GListModel *connections, const char *name_or_uuid, guint deadline,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HangarDomain *hangar_machine_wish_finish (GAsyncResult *result, GError **error);

G_END_DECLS
