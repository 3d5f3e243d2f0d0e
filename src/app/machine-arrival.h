/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

void hangar_machine_arrival_async (HangarConnection *connection, const char *uuid, guint deadline,
                                   GAsyncReadyCallback callback, gpointer user_data);
HangarDomain *hangar_machine_arrival_finish (GAsyncResult *result, GError **error);

G_END_DECLS
