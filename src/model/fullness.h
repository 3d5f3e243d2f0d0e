/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/domain.h"
#include "virt/guest-info.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_FULLNESS (hangar_fullness_get_type ())
G_DECLARE_FINAL_TYPE (HangarFullness, hangar_fullness, HANGAR, FULLNESS, GObject)

gboolean hangar_nearly_full (guint64 total, guint64 available);
char *hangar_fullness_of_guest (const HangarGuestInfo *info);
char *hangar_fullness_of_pools (GPtrArray *pools);

HangarFullness *hangar_fullness_new (HangarConnection *connection, guint milliseconds);
void hangar_fullness_set_active (HangarFullness *self, gboolean active);
guint hangar_fullness_get_n_answers (HangarFullness *self);

const char *hangar_domain_get_fullness (HangarDomain *domain);
const char *hangar_connection_get_fullness (HangarConnection *connection);

G_END_DECLS
