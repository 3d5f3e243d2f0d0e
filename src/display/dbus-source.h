/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "display/server.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DBUS_SOURCE (hangar_dbus_source_get_type ())
G_DECLARE_FINAL_TYPE (HangarDbusSource, hangar_dbus_source, HANGAR, DBUS_SOURCE, HangarSource)

HangarSource *hangar_dbus_source_new (HangarServer *server);

G_END_DECLS
