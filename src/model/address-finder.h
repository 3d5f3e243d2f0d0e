/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_ADDRESS_FINDER (hangar_address_finder_get_type ())
G_DECLARE_FINAL_TYPE (HangarAddressFinder, hangar_address_finder, HANGAR, ADDRESS_FINDER, GObject)

HangarAddressFinder *hangar_address_finder_new (void);
void hangar_address_finder_want (HangarAddressFinder *self, HangarDomain *domain);

G_END_DECLS
