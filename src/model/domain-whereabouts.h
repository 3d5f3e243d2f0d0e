/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "virt/events.h"

G_BEGIN_DECLS

void hangar_domain_note_event (HangarDomain *domain, const HangarVirtEvent *event);
gint64 hangar_domain_get_uptime (HangarDomain *domain, gint64 now, gboolean *at_least);

const char *hangar_domain_get_address (HangarDomain *domain);
void hangar_domain_set_address (HangarDomain *domain, const char *address);

G_END_DECLS
