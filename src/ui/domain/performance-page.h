/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_PERFORMANCE_PAGE (hangar_performance_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarPerformancePage, hangar_performance_page, HANGAR, PERFORMANCE_PAGE, AdwBin)

GtkWidget *hangar_performance_page_new (HangarDomain *domain);

G_END_DECLS
