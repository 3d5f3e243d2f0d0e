/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_METERS (hangar_host_meters_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostMeters, hangar_host_meters, HANGAR, HOST_METERS, GtkWidget)

void hangar_host_meters_set_connection (HangarHostMeters *self, HangarConnection *connection);

G_END_DECLS
