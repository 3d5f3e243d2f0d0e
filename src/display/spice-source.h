/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/server.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SPICE_SOURCE (hangar_spice_source_get_type ())
G_DECLARE_FINAL_TYPE (HangarSpiceSource, hangar_spice_source, HANGAR, SPICE_SOURCE, HangarSource)

HangarSource *hangar_spice_source_new (HangarServer *server, const char *hostname);

G_END_DECLS
