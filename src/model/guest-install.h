/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-spec.h"
#include "model/job.h"

G_BEGIN_DECLS

HangarJob *hangar_guest_install_new (HangarConnection *connection, HangarGuestSpec *spec);
const char *hangar_guest_install_get_uuid (HangarJob *job);

G_END_DECLS
