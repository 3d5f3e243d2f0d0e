/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display-session.h"
#include "model/domain.h"

G_BEGIN_DECLS

void hangar_open_display_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
HangarDisplaySession *hangar_open_display_finish (GAsyncResult *result, GError **error);

G_END_DECLS
