/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-plan.h"

G_BEGIN_DECLS

char *hangar_guest_build_xml (const HangarGuestPlan *plan);

G_END_DECLS
