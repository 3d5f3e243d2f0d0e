/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing a graph: lines with their range, grid, axes, marks and what is pointed at; knows of no widget. */

#include "config.h"

#include "widgets/plot-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "util/format.h"
#include "widgets/palette.h"

/* Smaller than this there is no room for words. */
#define WIDTH_FOR_LABELS 80
#define HEIGHT_FOR_LABELS 60
#define AXIS_HEIGHT 18
#define MARK_REACH_PX 6
#define PAD 4

typedef struct
{
  double x, y, width, height;
} Area;

static gboolean
has_labels (const HangarPlotScene *scene)
{
  return scene->width >= WIDTH_FOR_LABELS + scene->axis_width && scene->height >= HEIGHT_FOR_LABELS;
}

static Area
plot_area (const HangarPlotScene *scene)
{
  if (!has_labels (scene))
    return (Area) { 0, 0, MAX (scene->width, 1), MAX (scene->height, 1) };
  return (Area) { scene->mirrored ? PAD : scene->axis_width, PAD, scene->width - scene->axis_width - PAD,
                  scene->height - AXIS_HEIGHT - PAD };
}

static double
y_of (const HangarPlotScene *scene, const Area *area, double value)
{
  return area->y + area->height * (1 - CLAMP (value / scene->maximum, 0, 1));
}

/**
 * hangar_plot_nice_maximum:
 * @value: the largest value that must fit
 * @binary: whether values are bytes, counted in powers of 1024
 *
 * Returns: a round number, not below @value, to end the value axis with
 */
double
hangar_plot_nice_maximum (double value, gboolean binary)
{
  static const double steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };
  const double base = binary ? 1024 : 1000;
  double unit = 1;

  if (!(value > 0) || !isfinite (value))
    return binary ? base : 1;
  while (value > unit * base)
    unit *= base;
  while (value < unit && !binary)
    unit /= base;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * unit >= value)
      return steps[i] * unit;
  return base * unit;
}

/**
 * hangar_plot_scene_measure:
 * @scene: a scene whose maximum, format and text are set
 *
 * Makes room for the labels of the value axis.
 */
void
hangar_plot_scene_measure (HangarPlotScene *scene)
{
  scene->axis_width = 0;
  for (guint i = 0; i <= 2; i++)
    {
      g_autofree char *label = scene->format (scene->maximum * i / 2);
      g_autoptr (PangoLayout) layout = pango_layout_new (scene->text);
      int width;

      pango_layout_set_text (layout, label, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      scene->axis_width = MAX (scene->axis_width, width + 3 * PAD);
    }
}

/**
 * hangar_plot_scene_x:
 * @scene: a scene
 * @time: a time
 *
 * Returns: where it is
 */
double
hangar_plot_scene_x (const HangarPlotScene *scene, gint64 time)
{
  const Area area = plot_area (scene);
  const double share = (double) (time - scene->start) / (double) MAX (scene->end - scene->start, 1);

  return area.x + area.width * (scene->mirrored ? 1 - share : share);
}

/**
 * hangar_plot_scene_time:
 * @scene: a scene
 * @x: a place
 *
 * Returns: the time that is there
 */
gint64
hangar_plot_scene_time (const HangarPlotScene *scene, double x)
{
  const Area area = plot_area (scene);
  double share = CLAMP ((x - area.x) / area.width, 0, 1);

  if (scene->mirrored)
    share = 1 - share;
  return scene->start + (gint64) (share * (double) (scene->end - scene->start));
}

/**
 * hangar_plot_line_at:
 * @line: a line
 * @time: a time
 *
 * Returns: (nullable): the point whose time is nearest to @time
 */
const HangarSeriesPoint *
hangar_plot_line_at (const HangarPlotLine *line, gint64 time)
{
  const HangarSeriesPoint *nearest = NULL;

  for (guint i = 0; i < line->n_points; i++)
    if (nearest == NULL || ABS (line->points[i].time - time) < ABS (nearest->time - time))
      nearest = &line->points[i];
  return nearest;
}

/**
 * hangar_plot_scene_mark_at:
 * @scene: a scene
 * @time: a time
 *
 * Returns: (nullable): the mark that one who points at @time means
 */
const HangarPlotMark *
hangar_plot_scene_mark_at (const HangarPlotScene *scene, gint64 time)
{
  const double x = hangar_plot_scene_x (scene, time);

  for (guint i = scene->marks->len; i > 0; i--)
    {
      const HangarPlotMark *mark = &g_array_index (scene->marks, HangarPlotMark, i - 1);

      if (mark->time >= scene->start && mark->time <= scene->end &&
          fabs (hangar_plot_scene_x (scene, mark->time) - x) <= MARK_REACH_PX)
        return mark;
    }
  return NULL;
}

static void
set_color (cairo_t *cr, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

/* @align is where in the text (x, y) is: 0 the left edge, 1 the right one; y is the middle. */
static void
draw_text (const HangarPlotScene *scene, cairo_t *cr, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (scene->text);
  int width, height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (x - width * align, 0, MAX (scene->width - width, 0));
  y = CLAMP (y - height / 2.0, 0, MAX (scene->height - height, 0));
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_grid (const HangarPlotScene *scene, const Area *area, cairo_t *cr)
{
  const double edge =
    scene->mirrored ? scene->width - scene->axis_width + 2 * PAD : scene->axis_width - 2 * PAD;
  const guint n = area->height > 90 ? 4 : 2;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i <= n; i++)
    {
      double value = scene->maximum * i / n;
      double y = floor (y_of (scene, area, value)) + 0.5;
      g_autofree char *label = NULL;

      set_color (cr, &scene->foreground, scene->contrast ? 0.5 : 0.12);
      cairo_move_to (cr, area->x, y);
      cairo_line_to (cr, area->x + area->width, y);
      cairo_stroke (cr);
      if (!has_labels (scene) || (n == 4 && i % 2 != 0))
        continue;
      label = scene->format (value);
      set_color (cr, &scene->foreground, scene->contrast ? 1 : 0.7);
      draw_text (scene, cr, label, edge, y, scene->mirrored ? 0 : 1);
    }
}

static void
draw_time_axis (const HangarPlotScene *scene, const Area *area, cairo_t *cr)
{
  const double y = scene->height - AXIS_HEIGHT / 2.0;
  g_autofree char *length = hangar_format_duration ((scene->end - scene->start) / G_USEC_PER_SEC);
  /* Translators: the left end of a time axis, %s is a duration such as "10 min" */
  g_autofree char *start = g_strdup_printf (_ ("%s ago"), length);
  double left = area->x, right = area->x + area->width;

  if (!has_labels (scene))
    return;
  set_color (cr, &scene->foreground, scene->contrast ? 1 : 0.7);
  draw_text (scene, cr, start, scene->mirrored ? right : left, y, scene->mirrored ? 1 : 0);
  /* Translators: the right end of a time axis */
  draw_text (scene, cr, C_ ("time axis", "now"), scene->mirrored ? left : right, y, scene->mirrored ? 0 : 1);
}

/* One run without a gap: the range as a band, the mean as a line, and for a line alone the area below it. */
static void
draw_run (const HangarPlotScene *scene, const Area *area, cairo_t *cr, const HangarPlotLine *line,
          guint first, guint end)
{
  const GdkRGBA color = hangar_palette_get (line->hue);
  gboolean ranged = FALSE;

  for (guint i = first; i < end; i++)
    {
      const HangarSeriesPoint *point = &line->points[i];

      cairo_line_to (cr, hangar_plot_scene_x (scene, point->time), y_of (scene, area, point->mean));
      ranged = ranged || point->max > point->min;
    }
  if (end - first == 1)
    cairo_rel_line_to (cr, scene->mirrored ? 2 : -2, 0);
  set_color (cr, &color, 1);
  cairo_set_line_width (cr, scene->contrast ? 2.5 : 1.5);
  cairo_stroke (cr);

  if (ranged)
    {
      for (guint i = first; i < end; i++)
        cairo_line_to (cr, hangar_plot_scene_x (scene, line->points[i].time),
                       y_of (scene, area, line->points[i].max));
      for (guint i = end; i > first; i--)
        cairo_line_to (cr, hangar_plot_scene_x (scene, line->points[i - 1].time),
                       y_of (scene, area, line->points[i - 1].min));
    }
  else if (scene->lines->len == 1)
    {
      for (guint i = first; i < end; i++)
        cairo_line_to (cr, hangar_plot_scene_x (scene, line->points[i].time),
                       y_of (scene, area, line->points[i].mean));
      cairo_line_to (cr, hangar_plot_scene_x (scene, line->points[end - 1].time), area->y + area->height);
      cairo_line_to (cr, hangar_plot_scene_x (scene, line->points[first].time), area->y + area->height);
    }
  set_color (cr, &color, 0.18);
  cairo_fill (cr);
}

static void
draw_line (const HangarPlotScene *scene, const Area *area, cairo_t *cr, guint index)
{
  /* Not by colour alone: each line has its own dashes in high contrast. */
  static const double dashes[][2] = { { 0, 0 }, { 8, 4 }, { 3, 3 }, { 12, 3 } };
  const HangarPlotLine *line = g_ptr_array_index (scene->lines, index);
  guint first = 0;

  if (scene->contrast && index % G_N_ELEMENTS (dashes) > 0)
    cairo_set_dash (cr, dashes[index % G_N_ELEMENTS (dashes)], 2, 0);
  while (first < line->n_points)
    {
      guint end = first;

      while (end < line->n_points && !isnan (line->points[end].mean))
        end++;
      if (end > first)
        draw_run (scene, area, cr, line, first, end);
      first = end + 1;
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_marks (const HangarPlotScene *scene, const Area *area, cairo_t *cr)
{
  const double bottom = area->y + area->height;
  const double dash[] = { 2, 3 };

  for (guint i = 0; i < scene->marks->len; i++)
    {
      const HangarPlotMark *mark = &g_array_index (scene->marks, HangarPlotMark, i);
      double x;

      if (mark->time < scene->start || mark->time > scene->end)
        continue;
      x = floor (hangar_plot_scene_x (scene, mark->time)) + 0.5;
      set_color (cr, &scene->foreground, scene->contrast ? 1 : 0.6);
      cairo_set_line_width (cr, 1);
      cairo_set_dash (cr, dash, 2, 0);
      cairo_move_to (cr, x, area->y);
      cairo_line_to (cr, x, bottom);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_move_to (cr, x, bottom - 5);
      cairo_line_to (cr, x + 4, bottom + 2);
      cairo_line_to (cr, x - 4, bottom + 2);
      cairo_fill (cr);
    }
}

static void
draw_cursor (const HangarPlotScene *scene, const Area *area, cairo_t *cr)
{
  const double x = floor (hangar_plot_scene_x (scene, scene->cursor)) + 0.5;

  set_color (cr, &scene->foreground, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, area->y);
  cairo_line_to (cr, x, area->y + area->height);
  cairo_stroke (cr);
  for (guint i = 0; i < scene->lines->len; i++)
    {
      const HangarPlotLine *line = g_ptr_array_index (scene->lines, i);
      const HangarSeriesPoint *point = hangar_plot_line_at (line, scene->cursor);
      GdkRGBA color = hangar_palette_get (line->hue);

      if (point == NULL || isnan (point->mean))
        continue;
      set_color (cr, &color, 1);
      cairo_arc (cr, hangar_plot_scene_x (scene, point->time), y_of (scene, area, point->mean), 3.5, 0,
                 2 * G_PI);
      cairo_fill (cr);
    }
}

/**
 * hangar_plot_scene_draw:
 * @scene: what to draw
 * @cr: where, at its origin
 *
 * Draws at any size: without words where there is no room for them.
 */
void
hangar_plot_scene_draw (const HangarPlotScene *scene, cairo_t *cr)
{
  const Area area = plot_area (scene);

  draw_grid (scene, &area, cr);
  draw_time_axis (scene, &area, cr);
  cairo_save (cr);
  cairo_rectangle (cr, area.x - 1, area.y - 1, area.width + 2, area.height + 4);
  cairo_clip (cr);
  for (guint i = 0; i < scene->lines->len; i++)
    draw_line (scene, &area, cr, i);
  draw_marks (scene, &area, cr);
  if (scene->cursor != 0)
    draw_cursor (scene, &area, cr);
  cairo_restore (cr);
}
