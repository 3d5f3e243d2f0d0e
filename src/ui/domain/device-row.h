/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/device.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DEVICE_ROW (hangar_device_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarDeviceRow, hangar_device_row, HANGAR, DEVICE_ROW, GtkListBoxRow)

GtkWidget *hangar_device_row_new (HangarDevice *device);
HangarDevice *hangar_device_row_get_device (HangarDeviceRow *self);

G_END_DECLS
