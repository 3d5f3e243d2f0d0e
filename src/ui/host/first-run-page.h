/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/first-run.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_FIRST_RUN_PAGE (hangar_first_run_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarFirstRunPage, hangar_first_run_page, HANGAR, FIRST_RUN_PAGE, AdwBin)

void hangar_first_run_page_set_first_run (HangarFirstRunPage *self, HangarFirstRun *first_run);

G_END_DECLS
