/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/console.h"
#include "model/domain.h"
#include "model/job.h"
#include "model/os-catalog.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DOMAIN_VIEW (hangar_domain_view_get_type ())
G_DECLARE_FINAL_TYPE (HangarDomainView, hangar_domain_view, HANGAR, DOMAIN_VIEW, AdwBin)

GtkWidget *hangar_domain_view_new (HangarDomain *domain, HangarSettings *settings);

void hangar_domain_view_set_jobs (HangarDomainView *self, HangarJobList *jobs);
void hangar_domain_view_set_hosts (HangarDomainView *self, GListModel *hosts);
void hangar_domain_view_set_os_catalog (HangarDomainView *self, HangarOsCatalog *os_catalog);
HangarDomain *hangar_domain_view_get_domain (HangarDomainView *self);
HangarConsole *hangar_domain_view_get_console (HangarDomainView *self);
GActionGroup *hangar_domain_view_get_actions (HangarDomainView *self);
gboolean hangar_domain_view_has_edits (HangarDomainView *self);
void hangar_domain_view_discard_edits (HangarDomainView *self);
const char *hangar_domain_view_get_title (HangarDomainView *self);
void hangar_domain_view_show_page (HangarDomainView *self, const char *page);

void hangar_domain_view_set_width (HangarDomainView *self, int width);
void hangar_domain_view_set_fullscreen (HangarDomainView *self, gboolean fullscreen);
void hangar_domain_view_set_title_buttons (HangarDomainView *self, gboolean shown);

G_END_DECLS
