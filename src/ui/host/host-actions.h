/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/connection-list.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_ACTIONS (hangar_host_actions_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostActions, hangar_host_actions, HANGAR, HOST_ACTIONS, GSimpleActionGroup)

HangarHostActions *hangar_host_actions_new (HangarConnectionList *connections);
void hangar_host_actions_set_widget (HangarHostActions *self, GtkWidget *widget);
void hangar_host_actions_set_connection (HangarHostActions *self, HangarConnection *connection);

G_END_DECLS
