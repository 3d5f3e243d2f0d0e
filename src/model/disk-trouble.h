/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

void hangar_disk_troubles_async (HangarDomain *domain, const char *xml, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GHashTable *hangar_disk_troubles_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
