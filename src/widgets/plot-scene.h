/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>
#include <pango/pangocairo.h>

#include "util/series.h"

G_BEGIN_DECLS

/**
 * HangarPlotFormat:
 * @value: a value
 *
 * Writes a value as people read it; one of the functions of util/format.
 *
 * Returns: (transfer full): the text
 */
typedef char *(*HangarPlotFormat) (double value);

/**
 * HangarPlotLine:
 *
 * One series as it is drawn: a copy of its points, so that the view can stand still while samples arrive.
 */
typedef struct
{
  HangarSeries *series;
  char *label;
  guint hue;
  guint n_points;
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
} HangarPlotLine;

/**
 * HangarPlotMark:
 *
 * Something that happened, on the time axis.
 */
typedef struct
{
  gint64 time;
  char *text;
} HangarPlotMark;

/**
 * HangarPlotScene:
 *
 * All that one picture of a graph needs.
 */
typedef struct
{
  const GPtrArray *lines; /* of HangarPlotLine */
  const GArray *marks;    /* of HangarPlotMark */
  gint64 start;           /* of the time axis, in microseconds */
  gint64 end;
  double maximum; /* of the value axis */
  HangarPlotFormat format;
  PangoContext *text; /* for the labels */
  GdkRGBA foreground;
  double width;
  double height;
  gboolean mirrored; /* right to left: time runs leftwards and the values stand at the right */
  gboolean contrast;
  double axis_width; /* what the labels of the value axis take, see hangar_plot_scene_measure() */
  gint64 cursor;     /* the time that is pointed at; 0 for none */
} HangarPlotScene;

double hangar_plot_nice_maximum (double value, gboolean binary);
void hangar_plot_scene_measure (HangarPlotScene *scene);
double hangar_plot_scene_x (const HangarPlotScene *scene, gint64 time);
gint64 hangar_plot_scene_time (const HangarPlotScene *scene, double x);
const HangarSeriesPoint *hangar_plot_line_at (const HangarPlotLine *line, gint64 time);
const HangarPlotMark *hangar_plot_scene_mark_at (const HangarPlotScene *scene, gint64 time);
void hangar_plot_scene_draw (const HangarPlotScene *scene, cairo_t *cr);

G_END_DECLS
