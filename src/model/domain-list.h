/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "virt/events.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DOMAIN_LIST (hangar_domain_list_get_type ())
G_DECLARE_FINAL_TYPE (HangarDomainList, hangar_domain_list, HANGAR, DOMAIN_LIST, GObject)

HangarDomainList *hangar_domain_list_new (HangarConnection *connection);

HangarDomain *hangar_domain_list_lookup (HangarDomainList *self, const char *uuid);
HangarDomain *hangar_domain_list_find (HangarDomainList *self, const char *uuid_or_name);
void hangar_domain_list_apply (HangarDomainList *self, GPtrArray *domains);
void hangar_domain_list_handle_event (HangarDomainList *self, const HangarVirtEvent *event);
void hangar_domain_list_refresh (HangarDomainList *self, const char *uuid, gboolean with_summary);
void hangar_domain_list_clear (HangarDomainList *self);
void hangar_domain_list_forget_operations (HangarDomainList *self);
void hangar_domain_list_notify_availability (HangarDomainList *self);

G_END_DECLS
