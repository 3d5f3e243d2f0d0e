/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gvnc.h>

#include "display/server.h"

G_BEGIN_DECLS

typedef struct _HangarVncAuth HangarVncAuth;

HangarVncAuth *hangar_vnc_auth_new (HangarServer *server, VncConnection *connection, gboolean local);
void hangar_vnc_auth_free (HangarVncAuth *self);
void hangar_vnc_auth_give (HangarVncAuth *self, const HangarCredentials *credentials);
const char *hangar_vnc_auth_reason_of (HangarVncAuth *self, const char *message);

G_END_DECLS
