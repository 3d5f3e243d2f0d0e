/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_connection_advice_dup_sentence (const char *uri, const GError *error);
char *hangar_connection_advice_dup_command (const char *uri, const GError *error);

G_END_DECLS
