/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

const char *hangar_domain_rename_refusal (HangarDomain *domain);
char *hangar_domain_rename_problem (HangarDomain *domain, const char *name);

void hangar_domain_rename_async (HangarDomain *domain, const char *name, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_domain_rename_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
