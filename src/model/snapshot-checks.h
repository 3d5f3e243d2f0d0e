/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-config.h"
#include "model/snapshot.h"

G_BEGIN_DECLS

char *hangar_snapshot_refusal (const HangarDomainConfig *config, const HangarVirtHostFacts *host,
                               HangarSnapshotKind kind);
char *hangar_snapshot_memory_refusal (const HangarDomainConfig *config, const HangarVirtHostFacts *host);
const char *hangar_snapshot_rename_refusal (const HangarVirtHostFacts *host, HangarSnapshotKind kind);
char *hangar_snapshot_revert_refusal (const HangarVirtHostFacts *host, HangarSnapshotKind kind);

G_END_DECLS
