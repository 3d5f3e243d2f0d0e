/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/host-device.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_DEVICE_GROUP (hangar_host_device_group_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostDeviceGroup, hangar_host_device_group, HANGAR, HOST_DEVICE_GROUP,
                      AdwPreferencesGroup)

HangarHostDeviceGroup *hangar_host_device_group_new (const char *kind);
void hangar_host_device_group_offer (HangarHostDeviceGroup *self, GPtrArray *devices);
const HangarHostDevice *hangar_host_device_group_get_device (HangarHostDeviceGroup *self);
const char *hangar_host_device_group_get_refusal (HangarHostDeviceGroup *self);

G_END_DECLS
