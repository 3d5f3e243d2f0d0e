/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/job.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_JOB_ROW (hangar_job_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarJobRow, hangar_job_row, HANGAR, JOB_ROW, GtkListBoxRow)

HangarJobRow *hangar_job_row_new (HangarJob *job);

G_END_DECLS
