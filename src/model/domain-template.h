/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

const char *hangar_domain_template_refusal (HangarDomain *domain);
HangarJob *hangar_domain_template_job_new (HangarDomain *domain, gboolean template);

G_END_DECLS
