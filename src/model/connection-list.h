/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CONNECTION_LIST (hangar_connection_list_get_type ())
G_DECLARE_FINAL_TYPE (HangarConnectionList, hangar_connection_list, HANGAR, CONNECTION_LIST, GObject)

HangarConnectionList *hangar_connection_list_new (HangarSettings *settings);

void hangar_connection_list_load (HangarConnectionList *self);
HangarConnection *hangar_connection_list_find (HangarConnectionList *self, const char *uri);
HangarConnection *hangar_connection_list_add (HangarConnectionList *self, const char *uri,
                                              const char *custom_label, gboolean autoconnect);
HangarConnection *hangar_connection_list_add_for_now (HangarConnectionList *self, const char *uri);
void hangar_connection_list_remove (HangarConnectionList *self, HangarConnection *connection);
void hangar_connection_list_open_all (HangarConnectionList *self);
void hangar_connection_list_close_all (HangarConnectionList *self);

G_END_DECLS
