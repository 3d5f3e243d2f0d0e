/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest's screen as tiles that are rebuilt only when something in them changed.
 *
 * With the cairo renderer the tiles lie on the widget's grid and draw the live pixels themselves: their edges
 * are whole pixels at every scale, so there are no seams, and nothing is copied. Other renderers get textures
 * of tiles that lie on the screen's grid: a texture may not change, so a tile that changed is copied. */

#include "console/display-tiles.h"

#include <math.h>

#define TILE 256

struct _HangarDisplayTiles
{
  HangarFramebuffer *framebuffer;
  cairo_rectangle_int_t area; /* where the screen is shown, in the widget's coordinates */
  gboolean with_cairo;
  int columns, rows;
  GskRenderNode **nodes; /* columns × rows; NULL: to be built */
};

static void
drop_nodes (HangarDisplayTiles *self)
{
  for (int i = 0; i < self->columns * self->rows; i++)
    g_clear_pointer (&self->nodes[i], gsk_render_node_unref);
  g_clear_pointer (&self->nodes, g_free);
  self->columns = 0;
  self->rows = 0;
}

static int
grid_width (HangarDisplayTiles *self)
{
  return self->with_cairo ? self->area.width : hangar_framebuffer_get_width (self->framebuffer);
}

static int
grid_height (HangarDisplayTiles *self)
{
  return self->with_cairo ? self->area.height : hangar_framebuffer_get_height (self->framebuffer);
}

static void
make_grid (HangarDisplayTiles *self)
{
  self->columns = (grid_width (self) + TILE - 1) / TILE;
  self->rows = (grid_height (self) + TILE - 1) / TILE;
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

  rect.width = MIN (TILE, grid_width (self) - rect.x);
  rect.height = MIN (TILE, grid_height (self) - rect.y);
  return rect;
}

static GskRenderNode *
make_cairo_node (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  graphene_rect_t bounds =
    GRAPHENE_RECT_INIT ((float) (self->area.x + rect->x), (float) (self->area.y + rect->y),
                        (float) rect->width, (float) rect->height);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_rectangle (cr, bounds.origin.x, bounds.origin.y, rect->width, rect->height);
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
  return g_new0 (HangarDisplayTiles, 1);
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

/* A rectangle of the screen on the tiles' grid, with what scaling mixes in from beside it. */
static cairo_rectangle_int_t
to_grid (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  cairo_rectangle_int_t grid = *rect;
  int margin, right, bottom;

  if (!self->with_cairo || (self->area.width == hangar_framebuffer_get_width (self->framebuffer) &&
                            self->area.height == hangar_framebuffer_get_height (self->framebuffer)))
    return grid;
  margin = 1 + (int) ceil (scale_x (self));
  grid.x = (int) floor (rect->x * scale_x (self)) - margin;
  grid.y = (int) floor (rect->y * scale_y (self)) - margin;
  right = (int) ceil ((rect->x + rect->width) * scale_x (self)) + margin;
  bottom = (int) ceil ((rect->y + rect->height) * scale_y (self)) + margin;
  grid.width = right - grid.x;
  grid.height = bottom - grid.y;
  return grid;
}

static void
damage_rect (HangarDisplayTiles *self, const cairo_rectangle_int_t *rect)
{
  cairo_rectangle_int_t grid = to_grid (self, rect);
  int first_column = MAX (grid.x / TILE, 0);
  int first_row = MAX (grid.y / TILE, 0);
  int last_column = MIN ((grid.x + grid.width - 1) / TILE, self->columns - 1);
  int last_row = MIN ((grid.y + grid.height - 1) / TILE, self->rows - 1);

  for (int row = first_row; row <= last_row; row++)
    for (int column = first_column; column <= last_column; column++)
      g_clear_pointer (&self->nodes[row * self->columns + column], gsk_render_node_unref);
}

/**
 * hangar_display_tiles_damage:
 * @region: what changed, inside the screen
 */
void
hangar_display_tiles_damage (HangarDisplayTiles *self, const cairo_region_t *region)
{
  if (self->nodes == NULL)
    return;
  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_rectangle_int_t rect;

      cairo_region_get_rectangle (region, i, &rect);
      damage_rect (self, &rect);
    }
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
  if (self->nodes == NULL)
    make_grid (self);

  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      {
        GskRenderNode **node = &self->nodes[row * self->columns + column];
        cairo_rectangle_int_t rect = tile_rect (self, column, row);

        if (*node == NULL)
          *node = with_cairo ? make_cairo_node (self, &rect) : make_texture_node (self, &rect);
        gtk_snapshot_append_node (snapshot, *node);
      }
}
