/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-spec.h"

G_BEGIN_DECLS

char *hangar_spec_text_start (HangarGuestSpec *spec);
char *hangar_spec_text_size (HangarGuestSpec *spec);
char *hangar_spec_text_disk (HangarGuestSpec *spec);
char *hangar_spec_text_network (HangarGuestHost *host, HangarGuestNetwork network, const char *source);
char *hangar_spec_text_advanced (HangarGuestSpec *spec);

G_END_DECLS
