/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/domain/device-extras.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_BOOT_ORDER_GROUP (hangar_boot_order_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarBootOrderGroup, hangar_boot_order_group, HANGAR, BOOT_ORDER_GROUP,
                      AdwPreferencesGroup)

AdwPreferencesGroup *hangar_boot_order_group_new (const HangarDeviceContext *context, HangarDeviceForm *form);

G_END_DECLS
