/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

void hangar_domain_open_console_async (HangarDomain *domain, const char *device, gboolean force,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
int hangar_domain_open_console_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
