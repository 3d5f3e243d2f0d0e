/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/job.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_PROGRESS_PAGE (hangar_progress_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarProgressPage, hangar_progress_page, HANGAR, PROGRESS_PAGE, GtkBox)

HangarProgressPage *hangar_progress_page_new (void);
void hangar_progress_page_show_job (HangarProgressPage *self, HangarJob *job);

G_END_DECLS
