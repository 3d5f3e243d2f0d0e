/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SUMMARY_PAGE (hangar_summary_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarSummaryPage, hangar_summary_page, HANGAR, SUMMARY_PAGE, GtkBox)

HangarSummaryPage *hangar_summary_page_new (HangarGuestSpec *spec);

G_END_DECLS
