/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hardware.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_PENDING_BAR (hangar_pending_bar_get_type ())
G_DECLARE_FINAL_TYPE (HangarPendingBar, hangar_pending_bar, HANGAR, PENDING_BAR, AdwBin)

void hangar_pending_bar_set_hardware (HangarPendingBar *self, HangarHardware *hardware);
void hangar_pending_bar_set_narrow (HangarPendingBar *self, gboolean narrow);

G_END_DECLS
