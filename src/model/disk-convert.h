/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-config.h"
#include "model/job.h"

G_BEGIN_DECLS

GPtrArray *hangar_disk_convert_candidates (const HangarDomainConfig *config);
const char *hangar_disk_convert_refusal (HangarDomain *domain);
HangarJob *hangar_disk_convert_job_new (HangarDomain *domain, GPtrArray *disks);
HangarJob *hangar_disk_convert_forget_job_new (HangarDomain *domain, GListModel *hosts,
                                               const char *const *kept);

G_END_DECLS
