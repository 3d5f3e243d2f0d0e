/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/command-text.h"
#include "model/domain.h"
#include "model/job.h"
#include "virt/snapshot-stray.h"

G_BEGIN_DECLS

void hangar_snapshot_strays_load_async (HangarDomain *domain, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_snapshot_strays_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

char *hangar_snapshot_strays_describe (GPtrArray *strays);
const char *hangar_snapshot_strays_refusal (HangarDomain *domain);
HangarCommandText *hangar_snapshot_strays_commands (HangarDomain *domain, GPtrArray *strays);
HangarJob *hangar_snapshot_strays_job_new (HangarDomain *domain, GListModel *hosts, GPtrArray *strays);

G_END_DECLS
