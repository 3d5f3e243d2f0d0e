/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/device.h"
#include "model/hardware-offer.h"
#include "model/os-catalog.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DEVICE_FORM (hangar_device_form_get_type ())
G_DECLARE_FINAL_TYPE (HangarDeviceForm, hangar_device_form, HANGAR, DEVICE_FORM, AdwBin)

HangarDeviceForm *hangar_device_form_new (HangarXml *doc, HangarDevice *device, gboolean is_active);

HangarDevice *hangar_device_form_get_device (HangarDeviceForm *self);
gboolean hangar_device_form_is_complete (HangarDeviceForm *self);
gboolean hangar_device_form_is_valid (HangarDeviceForm *self);
void hangar_device_form_refresh (HangarDeviceForm *self);
void hangar_device_form_set_offer (HangarDeviceForm *self, HangarHardwareOffer *offer);
void hangar_device_form_set_os_catalog (HangarDeviceForm *self, HangarOsCatalog *os_catalog);
void hangar_device_form_set_lock (HangarDeviceForm *self, const char *reason);
void hangar_device_form_set_notice (HangarDeviceForm *self, const char *notice);
void hangar_device_form_put_first (HangarDeviceForm *self, AdwPreferencesGroup *group);
void hangar_device_form_add_group (HangarDeviceForm *self, AdwPreferencesGroup *group);

G_END_DECLS
