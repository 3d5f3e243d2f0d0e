/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/domain/device-extras.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_DEVICE_INFO (hangar_host_device_info_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostDeviceInfo, hangar_host_device_info, HANGAR, HOST_DEVICE_INFO,
                      AdwPreferencesGroup)

AdwPreferencesGroup *hangar_host_device_info_new (const HangarDeviceContext *context);

G_END_DECLS
