/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_virt_uri_dup_host (const char *uri);
GStrv hangar_virt_tunnel_argv (const char *uri, const char *address, guint16 port);
int hangar_virt_tunnel_open (GStrv argv, GError **error);

G_END_DECLS
