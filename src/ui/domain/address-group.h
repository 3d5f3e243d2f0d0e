/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/domain/device-extras.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_ADDRESS_GROUP (hangar_address_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarAddressGroup, hangar_address_group, HANGAR, ADDRESS_GROUP, AdwPreferencesGroup)

AdwPreferencesGroup *hangar_address_group_new (const HangarDeviceContext *context);

G_END_DECLS
