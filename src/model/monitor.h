/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MONITOR (hangar_monitor_get_type ())
G_DECLARE_FINAL_TYPE (HangarMonitor, hangar_monitor, HANGAR, MONITOR, GObject)

HangarMonitor *hangar_monitor_new (HangarSettings *settings, GListModel *connections);

G_END_DECLS
