/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/domain/domain-view.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DOMAIN_WINDOW (hangar_domain_window_get_type ())
G_DECLARE_FINAL_TYPE (HangarDomainWindow, hangar_domain_window, HANGAR, DOMAIN_WINDOW, AdwApplicationWindow)

HangarDomainWindow *hangar_domain_window_new (GtkApplication *application, HangarDomain *domain,
                                              HangarSettings *settings);
HangarDomainWindow *hangar_domain_window_open (GtkApplication *application, HangarDomain *domain,
                                               HangarSettings *settings);

void hangar_domain_window_set_jobs (HangarDomainWindow *self, HangarJobList *jobs);
void hangar_domain_window_set_hosts (HangarDomainWindow *self, GListModel *hosts);
void hangar_domain_window_set_os_catalog (HangarDomainWindow *self, HangarOsCatalog *os_catalog);
HangarDomain *hangar_domain_window_get_domain (HangarDomainWindow *self);
guint hangar_domain_window_get_n_domains (HangarDomainWindow *self);
void hangar_domain_window_show_page (HangarDomainWindow *self, const char *page);

G_END_DECLS
