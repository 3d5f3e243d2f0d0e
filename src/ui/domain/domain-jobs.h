/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/job.h"

G_BEGIN_DECLS

void hangar_domain_run_job (GtkWidget *widget, HangarJobList *jobs, HangarJob *job);

G_END_DECLS
