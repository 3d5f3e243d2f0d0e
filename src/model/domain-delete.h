/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-config.h"
#include "model/job.h"

G_BEGIN_DECLS

/* In s: how long a deletion can be taken back. */
#define HANGAR_DOMAIN_DELETE_GRACE 10

GStrv hangar_domain_delete_own_disks (const HangarDomainConfig *config);
HangarJob *hangar_domain_delete_job_new (HangarDomain *domain, GListModel *hosts, const char *const *files,
                                         guint grace);

G_END_DECLS
