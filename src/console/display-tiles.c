/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest's screen as render nodes of which only what changed is painted again.
 *
 * With the cairo renderer one node draws the live pixels: it never changes, so it asks for no repaint, and
 * nothing is copied. What changed gets a marker, an invisible node whose only effect is that GSK's comparison
 * with the last frame finds it, and clips the painting to it. Markers stay until there are many, because
 * taking one away would repaint its place too. As the first thing on a surface that is still clear, such a
 * node is painted without a detour through a picture of its own: a quarter of the work (cairo's
 * composite_boxes, "are we just copying a recording surface").
 *
 * Other renderers get textures of tiles: a texture may not change, so a tile that changed is copied. */

#include "console/display-tiles.h"

#include <math.h>

#define TILE 256
#define MAX_MARKERS 256
#define MAX_MARKERS_AT_ONCE 32

struct _HangarDisplayTiles
{
  HangarFramebuffer *framebuffer;
  cairo_rectangle_int_t area; /* where the screen is shown, in the widget's coordinates */
  gboolean with_cairo;
  int columns, rows;
  GskRenderNode **nodes; /* columns × rows; NULL: to be built */
  GskRenderNode *picture;
  GPtrArray *markers;
  gboolean flip;
};

static void
drop_nodes (HangarDisplayTiles *self)
{
  for (int i = 0; i < self->columns * self->rows; i++)
    g_clear_pointer (&self->nodes[i], gsk_render_node_unref);
  g_clear_pointer (&self->nodes, g_free);
  self->columns = 0;
  self->rows = 0;
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_ptr_array_set_size (self->markers, 0);
}

static void
make_grid (HangarDisplayTiles *self)
{
  self->columns = (hangar_framebuffer_get_width (self->framebuffer) + TILE - 1) / TILE;
  self->rows = (hangar_framebuffer_get_height (self->framebuffer) + TILE - 1) / TILE;
  self->nodes = g_new0 (GskRenderNode *, (gsize) self->columns * (gsize) self->rows);
}

static double
scale_x (HangarDisplayTiles *self)
{
  return (double) self->area.width / hangar_framebuffer_get_width (self->framebuffer);
}

static double
scale_y (HangarDisplayTiles *self)
{
  return (double) self->area.height / hangar_framebuffer_get_height (self->framebuffer);
}

static cairo_filter_t
filter_for (double scale)
{
  if (scale == floor (scale))
    return CAIRO_FILTER_NEAREST;
  return scale < 0.5 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_BILINEAR;
}

/* The tile's rectangle on its grid */
static cairo_rectangle_int_t
tile_rect (HangarDisplayTiles *self, int column, int row)
{
  cairo_rectangle_int_t rect = { column * TILE, row * TILE, TILE, TILE };

  rect.width = MIN (TILE, hangar_framebuffer_get_width (self->framebuffer) - rect.x);
  rect.height = MIN (TILE, hangar_framebuffer_get_height (self->framebuffer) - rect.y);
  return rect;
}

static GskRenderNode *
make_picture (HangarDisplayTiles *self)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) self->area.x, (float) self->area.y,
                                               (float) self->area.width, (float) self->area.height);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_rectangle (cr, self->area.x, self->area.y, self->area.width, self->area.height);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_translate (cr, self->area.x, self->area.y);
  cairo_scale (cr, scale_x (self), scale_y (self));
  cairo_set_source_surface (cr, hangar_framebuffer_get_surface (self->framebuffer), 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter_for (scale_x (self)));
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

static GskRenderNode *
make_texture_node (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  g_autoptr (GdkTexture) texture = hangar_framebuffer_copy_texture (self->framebuffer, rect);
  double left = floor (self->area.x + rect->x * scale_x (self));
  double top = floor (self->area.y + rect->y * scale_y (self));
  double right = floor (self->area.x + (rect->x + rect->width) * scale_x (self));
  double bottom = floor (self->area.y + (rect->y + rect->height) * scale_y (self));
  graphene_rect_t bounds =
    GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (right - left), (float) (bottom - top));

  return gsk_texture_node_new (texture, &bounds);
}

/**
 * hangar_display_tiles_new:
 *
 * Returns: tiles of nothing
 */
HangarDisplayTiles *
hangar_display_tiles_new (void)
{
  HangarDisplayTiles *self = g_new0 (HangarDisplayTiles, 1);

  self->markers = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);
  return self;
}

/**
 * hangar_display_tiles_free:
 *
 * Frees the tiles; nodes that a frame still shows live on.
 */
void
hangar_display_tiles_free (HangarDisplayTiles *self)
{
  drop_nodes (self);
  g_ptr_array_unref (self->markers);
  g_clear_object (&self->framebuffer);
  g_free (self);
}

/**
 * hangar_display_tiles_set_framebuffer:
 * @framebuffer: (nullable): the screen
 */
void
hangar_display_tiles_set_framebuffer (HangarDisplayTiles *self, HangarFramebuffer *framebuffer)
{
  drop_nodes (self);
  g_set_object (&self->framebuffer, framebuffer);
}

/**
 * hangar_display_tiles_set_area:
 * @area: where the screen is shown, in whole pixels of the widget
 */
void
hangar_display_tiles_set_area (HangarDisplayTiles *self, const cairo_rectangle_int_t *area)
{
  if (memcmp (&self->area, area, sizeof *area) == 0)
    return;
  drop_nodes (self);
  self->area = *area;
}

/* A rectangle of the screen in the widget, with what scaling mixes in from beside it. */
static cairo_rectangle_int_t
to_widget (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  gboolean scaled = self->area.width != hangar_framebuffer_get_width (self->framebuffer);
  int margin = scaled ? 1 + (int) ceil (scale_x (self)) : 0;
  int left = MAX ((int) floor (rect->x * scale_x (self)) - margin, 0);
  int top = MAX ((int) floor (rect->y * scale_y (self)) - margin, 0);
  int right = MIN ((int) ceil ((rect->x + rect->width) * scale_x (self)) + margin, self->area.width);
  int bottom = MIN ((int) ceil ((rect->y + rect->height) * scale_y (self)) + margin, self->area.height);

  return (cairo_rectangle_int_t) { self->area.x + left, self->area.y + top, right - left, bottom - top };
}

static void
mark (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  static const GdkRGBA invisible[] = { { 0, 0, 0, 0 }, { 1, 1, 1, 0 } };
  cairo_rectangle_int_t place = to_widget (self, rect);

  /* Two equal nodes in the same place would be no difference: they alternate. */
  self->flip = !self->flip;
  g_ptr_array_add (self->markers,
                   gsk_color_node_new (&invisible[self->flip],
                                       &GRAPHENE_RECT_INIT ((float) place.x, (float) place.y,
                                                            (float) place.width, (float) place.height)));
}

static void
mark_region (HangarDisplayTiles *self, const cairo_region_t *region)
{
  int n = cairo_region_num_rectangles (region);
  cairo_rectangle_int_t rect;

  if (self->markers->len >= MAX_MARKERS)
    g_ptr_array_set_size (self->markers, 0);
  if (n > MAX_MARKERS_AT_ONCE)
    {
      cairo_region_get_extents (region, &rect);
      mark (self, &rect);
      return;
    }
  for (int i = 0; i < n; i++)
    {
      cairo_region_get_rectangle (region, i, &rect);
      mark (self, &rect);
    }
}

static void
damage_rect (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  int last_column = MIN ((rect->x + rect->width - 1) / TILE, self->columns - 1);
  int last_row = MIN ((rect->y + rect->height - 1) / TILE, self->rows - 1);

  for (int row = rect->y / TILE; row <= last_row; row++)
    for (int column = rect->x / TILE; column <= last_column; column++)
      g_clear_pointer (&self->nodes[row * self->columns + column], gsk_render_node_unref);
}

/**
 * hangar_display_tiles_damage:
 * @region: what changed, inside the screen
 */
void
hangar_display_tiles_damage (HangarDisplayTiles *self, const cairo_region_t *region)
{
  if (self->picture != NULL)
    mark_region (self, region);
  if (self->nodes == NULL)
    return;
  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_rectangle_int_t rect;

      cairo_region_get_rectangle (region, i, &rect);
      damage_rect (self, &rect);
    }
}

static void
snapshot_picture (HangarDisplayTiles *self, GtkSnapshot *snapshot)
{
  if (self->picture == NULL)
    self->picture = make_picture (self);
  gtk_snapshot_append_node (snapshot, self->picture);
  for (guint i = 0; i < self->markers->len; i++)
    gtk_snapshot_append_node (snapshot, g_ptr_array_index (self->markers, i));
}

static void
snapshot_tiles (HangarDisplayTiles *self, GtkSnapshot *snapshot)
{
  if (self->nodes == NULL)
    make_grid (self);
  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      {
        GskRenderNode **node = &self->nodes[row * self->columns + column];
        cairo_rectangle_int_t rect = tile_rect (self, column, row);

        if (*node == NULL)
          *node = make_texture_node (self, &rect);
        gtk_snapshot_append_node (snapshot, *node);
      }
}

/**
 * hangar_display_tiles_is_live:
 *
 * Returns: whether what was drawn last shows the memory itself, so that it need not be drawn again
 */
gboolean
hangar_display_tiles_is_live (HangarDisplayTiles *self)
{
  return self->picture != NULL;
}

/**
 * hangar_display_tiles_snapshot:
 * @with_cairo: whether the renderer is the cairo one
 */
void
hangar_display_tiles_snapshot (HangarDisplayTiles *self, GtkSnapshot *snapshot, gboolean with_cairo)
{
  if (self->framebuffer == NULL || self->area.width <= 0 || self->area.height <= 0)
    return;
  if (self->with_cairo != with_cairo)
    drop_nodes (self);
  self->with_cairo = with_cairo;
  if (with_cairo)
    snapshot_picture (self, snapshot);
  else
    snapshot_tiles (self, snapshot);
}
