/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"
#include "model/os-catalog.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_OVERVIEW_PAGE (hangar_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarOverviewPage, hangar_overview_page, HANGAR, OVERVIEW_PAGE, AdwBin)

GtkWidget *hangar_overview_page_new (HangarDomain *domain);
void hangar_overview_page_set_os_catalog (HangarOverviewPage *self, HangarOsCatalog *os_catalog);

G_END_DECLS
