/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

const char *hangar_domain_operation_refusal (HangarDomain *domain, HangarDomainOperation operation);
HangarDomainOperation hangar_domain_primary_operation (HangarDomain *domain);
char *hangar_domain_operation_failure_text (HangarDomain *domain, HangarDomainOperation operation);

void hangar_domain_operate_async (HangarDomain *domain, HangarDomainOperation operation,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean hangar_domain_operate_finish (HangarDomain *domain, GAsyncResult *result, GError **error);
void hangar_domain_abort_operation (HangarDomain *domain);

void hangar_domain_set_shutdown_patience (HangarDomain *domain, guint seconds);

G_END_DECLS
