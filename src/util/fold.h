/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_fold_text (const char *text);
char *hangar_fold_sort_key (const char *text);

G_END_DECLS
