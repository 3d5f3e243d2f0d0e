/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/job.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_JOBS_BUTTON (hangar_jobs_button_get_type ())
G_DECLARE_FINAL_TYPE (HangarJobsButton, hangar_jobs_button, HANGAR, JOBS_BUTTON, AdwBin)

void hangar_jobs_button_set_jobs (HangarJobsButton *self, HangarJobList *jobs);

G_END_DECLS
