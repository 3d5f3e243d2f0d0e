/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_SIDEBAR (hangar_host_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostSidebar, hangar_host_sidebar, HANGAR, HOST_SIDEBAR, AdwBin)

void hangar_host_sidebar_set_connections (HangarHostSidebar *self, GListModel *connections);
HangarConnection *hangar_host_sidebar_get_connection (HangarHostSidebar *self);
void hangar_host_sidebar_select (HangarHostSidebar *self, HangarConnection *connection);

G_END_DECLS
