/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HANGAR_DAMAGE_MAX 64

typedef struct
{
  int x, y, width, height;
} HangarRect;

/**
 * HangarDamage:
 *
 * What changed since the viewer was last told: few rectangles that cover at least all of it.
 */
typedef struct
{
  HangarRect rects[HANGAR_DAMAGE_MAX];
  guint n_rects;
} HangarDamage;

void hangar_damage_add (HangarDamage *self, HangarRect rect);
void hangar_damage_clear (HangarDamage *self);
gboolean hangar_damage_is_empty (const HangarDamage *self);
GVariant *hangar_damage_to_variant (const HangarDamage *self);

G_END_DECLS
