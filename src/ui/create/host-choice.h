/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection-list.h"
#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_CHOICE (hangar_host_choice_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostChoice, hangar_host_choice, HANGAR, HOST_CHOICE, GObject)

HangarHostChoice *hangar_host_choice_new (HangarConnectionList *connections, HangarConnection *preferred,
                                          HangarGuestSpec *spec);

GListModel *hangar_host_choice_get_hosts (HangarHostChoice *self);
void hangar_host_choice_select (HangarHostChoice *self, HangarConnection *connection);
HangarConnection *hangar_host_choice_get_selected (HangarHostChoice *self);
void hangar_host_choice_ask_again (HangarHostChoice *self);
char *hangar_host_choice_dup_problem (HangarHostChoice *self);

G_END_DECLS
