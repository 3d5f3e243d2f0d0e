/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device.h"

G_BEGIN_DECLS

char *hangar_field_check (HangarXml *doc, const char *path, const HangarField *field);
char *hangar_mac_new (void);

G_END_DECLS
