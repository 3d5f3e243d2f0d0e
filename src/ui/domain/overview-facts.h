/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-config.h"

G_BEGIN_DECLS

/**
 * HangarFact:
 * @title: what it is about
 * @text: what is so, plain text
 */
typedef struct
{
  char *title;
  char *text;
} HangarFact;

void hangar_fact_free (HangarFact *fact);

GPtrArray *hangar_facts_of_machine (HangarDomain *domain, const HangarDomainConfig *config,
                                    const char *os_name);
GPtrArray *hangar_facts_of_resources (const HangarDomainConfig *config);
GPtrArray *hangar_facts_of_disks (const HangarDomainConfig *config);
GPtrArray *hangar_facts_of_nics (const HangarDomainConfig *config);
GPtrArray *hangar_facts_of_screens (const HangarDomainConfig *config);
GPtrArray *hangar_facts_of_notes (const HangarDomainConfig *config);

G_END_DECLS
