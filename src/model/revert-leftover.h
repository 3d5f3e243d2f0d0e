/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-journal.h"

G_BEGIN_DECLS

void hangar_revert_leftover_look_async (const HangarGuestLeftover *leftover, HangarConnection *connection,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean hangar_revert_leftover_look_finish (HangarConnection *connection, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
