/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-spec.h"

G_BEGIN_DECLS

char *hangar_guest_definition_adapt (const char *xml, const HangarGuestPlan *planned,
                                     const HangarGuestPlan *made, GError **error);
HangarGuestPlan *hangar_guest_definition_plan (HangarGuestSpec *spec);

void hangar_guest_definition_check_async (HangarConnection *connection, const char *xml, const char *uuid,
                                          GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean hangar_guest_definition_check_finish (HangarConnection *connection, GAsyncResult *result,
                                               GError **error);

G_END_DECLS
