/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display.h"
#include "console/release-keys.h"

G_BEGIN_DECLS

typedef struct _HangarDisplayInput HangarDisplayInput;

HangarDisplayInput *hangar_display_input_new (HangarDisplay *display);
void hangar_display_input_free (HangarDisplayInput *self);
void hangar_display_input_release_all (HangarDisplayInput *self);
void hangar_display_input_set_root (HangarDisplayInput *self, GtkWidget *root);
void hangar_display_input_set_release_keys (HangarDisplayInput *self, const HangarReleaseKeys *keys);

G_END_DECLS
