/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hardware-offer.h"
#include "model/hardware.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_ADD_DEVICE_DIALOG (hangar_add_device_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarAddDeviceDialog, hangar_add_device_dialog, HANGAR, ADD_DEVICE_DIALOG, AdwWindow)

HangarAddDeviceDialog *hangar_add_device_dialog_new (HangarHardware *hardware, HangarHardwareOffer *offer,
                                                     GtkWidget *widget);

G_END_DECLS
