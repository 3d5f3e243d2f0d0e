/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_line_diff (const char *before, const char *after, guint context);

G_END_DECLS
