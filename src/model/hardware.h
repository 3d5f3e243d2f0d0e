/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/hardware-change.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HARDWARE (hangar_hardware_get_type ())
G_DECLARE_FINAL_TYPE (HangarHardware, hangar_hardware, HANGAR, HARDWARE, GObject)

HangarHardware *hangar_hardware_new (HangarDomain *domain);

HangarDomain *hangar_hardware_get_domain (HangarHardware *self);
void hangar_hardware_set_hosts (HangarHardware *self, GListModel *hosts);
GListModel *hangar_hardware_get_hosts (HangarHardware *self);
GListModel *hangar_hardware_get_devices (HangarHardware *self);
const char *hangar_hardware_get_xml (HangarHardware *self);
const char *hangar_hardware_get_running_xml (HangarHardware *self);
GPtrArray *hangar_hardware_get_pending (HangarHardware *self);
const GError *hangar_hardware_get_error (HangarHardware *self);
gboolean hangar_hardware_is_stale (HangarHardware *self);
void hangar_hardware_reload (HangarHardware *self);

G_END_DECLS
