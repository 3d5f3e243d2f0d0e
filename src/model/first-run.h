/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection-list.h"
#include "model/host-probe.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_FIRST_RUN (hangar_first_run_get_type ())
G_DECLARE_FINAL_TYPE (HangarFirstRun, hangar_first_run, HANGAR, FIRST_RUN, GObject)

HangarFirstRun *hangar_first_run_new (HangarConnectionList *connections, HangarSettings *settings);

void hangar_first_run_check (HangarFirstRun *self);
gboolean hangar_first_run_is_checking (HangarFirstRun *self);
const HangarHostProbe *hangar_first_run_get_probe (HangarFirstRun *self);
HangarConnection *hangar_first_run_add_demonstration (HangarFirstRun *self);

G_END_DECLS
