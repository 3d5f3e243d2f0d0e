/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

void hangar_domain_run_job (GtkWidget *widget, HangarJobList *jobs, HangarJob *job);

void hangar_domain_run_template_job (GtkWidget *widget, HangarJobList *jobs, HangarDomain *domain,
                                     gboolean template);
void hangar_domain_jobs_show_commands (GtkWidget *widget, HangarDomain *domain);

G_END_DECLS
