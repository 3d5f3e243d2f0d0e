/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device.h"
#include "model/hardware-offer.h"

G_BEGIN_DECLS

char *hangar_field_check (HangarXml *doc, const char *path, const HangarField *field);
char *hangar_field_warn (HangarXml *doc, const char *path, const HangarField *field,
                         HangarHardwareOffer *offer);
char *hangar_mac_new (void);

G_END_DECLS
