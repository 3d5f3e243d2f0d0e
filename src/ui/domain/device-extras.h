/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hardware.h"
#include "model/settings.h"
#include "ui/domain/device-form.h"

G_BEGIN_DECLS

/**
 * HangarDeviceContext:
 * @hardware: the machine's hardware
 * @settings: (nullable): settings
 * @doc: the definition that is edited
 * @device: a device in it
 *
 * What is around a form.
 */
typedef struct
{
  HangarHardware *hardware;
  HangarSettings *settings;
  HangarXml *doc;
  HangarDevice *device;
} HangarDeviceContext;

void hangar_device_extras_add (HangarDeviceForm *form, const HangarDeviceContext *context);

G_END_DECLS
