/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_INVENTORY_VIEW (hangar_inventory_view_get_type ())
G_DECLARE_FINAL_TYPE (HangarInventoryView, hangar_inventory_view, HANGAR, INVENTORY_VIEW, AdwBin)

void hangar_inventory_view_set_connection (HangarInventoryView *self, HangarConnection *connection);

G_END_DECLS
