/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_PROBLEM_VIEW (hangar_problem_view_get_type ())
G_DECLARE_FINAL_TYPE (HangarProblemView, hangar_problem_view, HANGAR, PROBLEM_VIEW, AdwBin)

void hangar_problem_view_show (HangarProblemView *self, const char *uri, const GError *error);
void hangar_problem_view_show_text (HangarProblemView *self, const char *text);

G_END_DECLS
