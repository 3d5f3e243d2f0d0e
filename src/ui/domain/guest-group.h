/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_GUEST_GROUP (hangar_guest_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarGuestGroup, hangar_guest_group, HANGAR, GUEST_GROUP, AdwBin)

void hangar_guest_group_set_domain (HangarGuestGroup *self, HangarDomain *domain);

G_END_DECLS
