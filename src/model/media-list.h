/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"

G_BEGIN_DECLS

gboolean hangar_media_is_disc (const char *name, const char *format);

void hangar_media_list_async (HangarConnection *connection, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
GStrv hangar_media_list_finish (HangarConnection *connection, GAsyncResult *result, GError **error);

G_END_DECLS
