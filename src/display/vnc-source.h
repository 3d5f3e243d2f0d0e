/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/server.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_VNC_SOURCE (hangar_vnc_source_get_type ())
G_DECLARE_FINAL_TYPE (HangarVncSource, hangar_vnc_source, HANGAR, VNC_SOURCE, HangarSource)

HangarSource *hangar_vnc_source_new (HangarServer *server, const char *hostname, gboolean local);

G_END_DECLS
