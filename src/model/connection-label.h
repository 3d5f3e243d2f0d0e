/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_connection_label_from_uri (const char *uri);
gboolean hangar_connection_uri_is_local (const char *uri);
gboolean hangar_connection_uri_is_session (const char *uri);

G_END_DECLS
