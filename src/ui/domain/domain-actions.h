/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain-lifecycle.h"
#include "model/job.h"
#include "model/os-catalog.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DOMAIN_ACTIONS (hangar_domain_actions_get_type ())
G_DECLARE_FINAL_TYPE (HangarDomainActions, hangar_domain_actions, HANGAR, DOMAIN_ACTIONS, GSimpleActionGroup)

HangarDomainActions *hangar_domain_actions_new (HangarSettings *settings);

void hangar_domain_actions_set_widget (HangarDomainActions *self, GtkWidget *widget);
void hangar_domain_actions_set_jobs (HangarDomainActions *self, HangarJobList *jobs);
void hangar_domain_actions_set_hosts (HangarDomainActions *self, GListModel *hosts);
void hangar_domain_actions_set_os_catalog (HangarDomainActions *self, HangarOsCatalog *os_catalog);
void hangar_domain_actions_set_domain (HangarDomainActions *self, HangarDomain *domain);
HangarDomain *hangar_domain_actions_get_domain (HangarDomainActions *self);

const char *hangar_domain_actions_get_refusal (HangarDomainActions *self, const char *name);
void hangar_domain_actions_bind_button (HangarDomainActions *self, GtkWidget *button, const char *name);

G_END_DECLS
