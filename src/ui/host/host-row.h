/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_ROW (hangar_host_row_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostRow, hangar_host_row, HANGAR, HOST_ROW, GtkListBoxRow)

HangarHostRow *hangar_host_row_new (HangarConnection *connection);
HangarConnection *hangar_host_row_get_connection (HangarHostRow *self);
void hangar_host_row_set_count (HangarHostRow *self, guint count);

G_END_DECLS
