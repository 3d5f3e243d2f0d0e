/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/device.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DEVICE_ROW (hangar_device_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarDeviceRow, hangar_device_row, HANGAR, DEVICE_ROW, GtkListBoxRow)

void hangar_device_row_rove (GtkListBox *list);

GtkWidget *hangar_device_row_new (HangarDevice *device);
GtkWidget *hangar_device_row_new_for_kind (const HangarDeviceKind *kind, const char *refusal);
void hangar_device_row_set_trouble (HangarDeviceRow *self, const char *trouble);
HangarDevice *hangar_device_row_get_device (HangarDeviceRow *self);
const HangarDeviceKind *hangar_device_row_get_kind (HangarDeviceRow *self);
const char *hangar_device_row_get_refusal (HangarDeviceRow *self);

G_END_DECLS
