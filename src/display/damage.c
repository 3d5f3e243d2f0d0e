/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers changed rectangles until they are told, never more than a fixed number of them. */

#include "display/damage.h"

static HangarRect
rect_union (HangarRect a, HangarRect b)
{
  HangarRect u = { .x = MIN (a.x, b.x), .y = MIN (a.y, b.y) };

  u.width = MAX (a.x + a.width, b.x + b.width) - u.x;
  u.height = MAX (a.y + a.height, b.y + b.height) - u.y;
  return u;
}

static gint64
rect_area (HangarRect rect)
{
  return (gint64) rect.width * rect.height;
}

/* How many more pixels are repainted when the two become one. */
static gint64
union_cost (HangarRect a, HangarRect b)
{
  return rect_area (rect_union (a, b)) - rect_area (a) - rect_area (b);
}

/**
 * hangar_damage_add:
 * @self: the damage
 * @rect: a rectangle inside the surface
 *
 * Adds @rect. Rectangles that lie side by side become one; when there is no room, the two nearest do.
 */
void
hangar_damage_add (HangarDamage *self, HangarRect rect)
{
  gint64 least = G_MAXINT64;
  guint nearest = 0;

  if (rect.width <= 0 || rect.height <= 0)
    return;

  for (guint i = 0; i < self->n_rects; i++)
    {
      gint64 cost = union_cost (self->rects[i], rect);

      if (cost < least)
        {
          least = cost;
          nearest = i;
        }
    }

  if (self->n_rects > 0 && (least <= 0 || self->n_rects == HANGAR_DAMAGE_MAX))
    self->rects[nearest] = rect_union (self->rects[nearest], rect);
  else
    self->rects[self->n_rects++] = rect;
}

void
hangar_damage_clear (HangarDamage *self)
{
  self->n_rects = 0;
}

gboolean
hangar_damage_is_empty (const HangarDamage *self)
{
  return self->n_rects == 0;
}

/**
 * hangar_damage_to_variant:
 * @self: the damage
 *
 * Returns: (transfer floating): a(iiii)
 */
GVariant *
hangar_damage_to_variant (const HangarDamage *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(iiii)"));
  for (guint i = 0; i < self->n_rects; i++)
    g_variant_builder_add (&builder, "(iiii)", self->rects[i].x, self->rects[i].y, self->rects[i].width,
                           self->rects[i].height);
  return g_variant_builder_end (&builder);
}
