/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

const char *hangar_clone_independent_refusal (HangarDomain *domain);
HangarJob *hangar_clone_independent_job_new (HangarDomain *domain, GListModel *hosts);

G_END_DECLS
