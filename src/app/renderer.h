/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *hangar_renderer_wanted (const char *dri_directory);
void hangar_renderer_choose (void);

G_END_DECLS
