/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recent samples of one or two series as a small curve in a row: as cheap to draw as can be, for a
 * thousand rows. */

#include "config.h"

#include "widgets/sparkline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH 64
#define HEIGHT 20

struct _HangarSparkline
{
  GtkWidget parent_instance;

  HangarSeries *series;
  HangarSeries *second; /* added to the first: the curve of "read and write" is their sum */
  float maximum;        /* of the scale; 0: the largest sample */
  HangarHue hue;
  char *text; /* what was last said to assistive technology */
};

enum
{
  PROP_HUE = 1,
  PROP_MAXIMUM,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarSparkline, hangar_sparkline, GTK_TYPE_WIDGET)

/* Where the two series do not have the same number of samples, they agree at their newest end. */
static guint
read_values (HangarSparkline *self, float *values)
{
  guint n = hangar_series_get_n_recent (self->series);
  guint n_second = self->second != NULL ? hangar_series_get_n_recent (self->second) : 0;

  for (guint i = 0; i < n; i++)
    {
      values[i] = hangar_series_get_recent (self->series, i).mean;
      if (n_second + i >= n && n_second > 0)
        {
          float more = hangar_series_get_recent (self->second, n_second + i - n).mean;

          values[i] = isnan (values[i]) ? more : values[i] + (isnan (more) ? 0 : more);
        }
    }
  return n;
}

static float
scale_of (HangarSparkline *self, const float *values, guint n)
{
  float max = self->maximum;

  /* A floor for what has no natural end, so that a few bytes do not look like a storm. */
  if (max <= 0)
    max = 16 * 1024;
  for (guint i = 0; i < n; i++)
    if (values[i] > max)
      max = values[i];
  return max;
}

/* One run of samples without a gap: a line, and the area under it. */
static void
draw_run (cairo_t *cr, const graphene_point_t *points, guint n, float bottom, const GdkRGBA *color)
{
  cairo_move_to (cr, points[0].x, points[0].y);
  for (guint i = 1; i < n; i++)
    cairo_line_to (cr, points[i].x, points[i].y);
  if (n == 1)
    cairo_line_to (cr, points[0].x + 1, points[0].y);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, 1);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, points[n - 1].x, bottom);
  cairo_line_to (cr, points[0].x, bottom);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, 0.25);
  cairo_fill (cr);
}

static void
hangar_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarSparkline *self = HANGAR_SPARKLINE (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float values[HANGAR_SERIES_RECENT];
  graphene_point_t points[HANGAR_SERIES_RECENT];
  GdkRGBA color;
  guint n, run = 0;
  float scale;
  cairo_t *cr;

  if (self->series == NULL || width < 1 || height < 2)
    return;
  n = read_values (self, values);
  if (n == 0)
    return;

  scale = scale_of (self, values, n);
  color = hangar_palette_get (self->hue);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i <= n; i++)
    {
      if (i < n && !isnan (values[i]))
        {
          float x = width * (float) (HANGAR_SERIES_RECENT - n + i + 1) / HANGAR_SERIES_RECENT;
          float y = (height - 1) * (1 - values[i] / scale) + 0.5f;

          points[run++] = GRAPHENE_POINT_INIT (mirrored ? width - x : x, y);
          continue;
        }
      if (run > 0)
        draw_run (cr, points, run, height, &color);
      run = 0;
    }
  cairo_destroy (cr);
}

static void
hangar_sparkline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 8 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
hangar_sparkline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarSparkline *self = HANGAR_SPARKLINE (object);

  switch (id)
    {
    case PROP_HUE:
      g_value_set_uint (value, self->hue);
      break;
    case PROP_MAXIMUM:
      g_value_set_float (value, self->maximum);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_sparkline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HangarSparkline *self = HANGAR_SPARKLINE (object);

  switch (id)
    {
    case PROP_HUE:
      hangar_sparkline_set_hue (self, g_value_get_uint (value));
      break;
    case PROP_MAXIMUM:
      hangar_sparkline_set_maximum (self, g_value_get_float (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_sparkline_dispose (GObject *object)
{
  HangarSparkline *self = HANGAR_SPARKLINE (object);

  g_clear_pointer (&self->series, hangar_series_unref);
  g_clear_pointer (&self->second, hangar_series_unref);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (hangar_sparkline_parent_class)->dispose (object);
}

static void
hangar_sparkline_class_init (HangarSparklineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = hangar_sparkline_dispose;
  object_class->get_property = hangar_sparkline_get_property;
  object_class->set_property = hangar_sparkline_set_property;
  widget_class->snapshot = hangar_sparkline_snapshot;
  widget_class->measure = hangar_sparkline_measure;

  props[PROP_HUE] = g_param_spec_uint ("hue", NULL, NULL, 0, HANGAR_N_HUES - 1, HANGAR_HUE_CPU, flags);
  props[PROP_MAXIMUM] = g_param_spec_float ("maximum", NULL, NULL, 0, G_MAXFLOAT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hangar_sparkline_init (HangarSparkline *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * hangar_sparkline_new:
 * @hue: what the curve is about
 *
 * Returns: (transfer floating): a curve without data
 */
GtkWidget *
hangar_sparkline_new (HangarHue hue)
{
  return g_object_new (HANGAR_TYPE_SPARKLINE, "hue", hue, NULL);
}

/**
 * hangar_sparkline_set_hue:
 * @self: a sparkline
 * @hue: what the curve is about
 */
void
hangar_sparkline_set_hue (HangarSparkline *self, HangarHue hue)
{
  if (self->hue == hue)
    return;
  self->hue = hue;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HUE]);
}

/**
 * hangar_sparkline_set_maximum:
 * @self: a sparkline
 * @maximum: the value at the top, such as 1 for all of a processor; 0 to follow the samples
 */
void
hangar_sparkline_set_maximum (HangarSparkline *self, float maximum)
{
  if (self->maximum == maximum)
    return;
  self->maximum = maximum;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MAXIMUM]);
}

/**
 * hangar_sparkline_set_series:
 * @self: a sparkline
 * @series: (nullable): what to draw
 * @second: (nullable): what to add to it
 *
 * For rows that are used again for another machine: costs nothing when nothing changes.
 */
void
hangar_sparkline_set_series (HangarSparkline *self, HangarSeries *series, HangarSeries *second)
{
  if (self->series == series && self->second == second)
    return;
  if (series != NULL)
    hangar_series_ref (series);
  if (second != NULL)
    hangar_series_ref (second);
  g_clear_pointer (&self->series, hangar_series_unref);
  g_clear_pointer (&self->second, hangar_series_unref);
  self->series = series;
  self->second = second;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hangar_sparkline_set_text:
 * @self: a sparkline
 * @text: (nullable): the value as text, such as "CPU 82 %"
 *
 * Says the value to assistive technology, with the trend of the curve.
 */
void
hangar_sparkline_set_text (HangarSparkline *self, const char *text)
{
  int trend = self->series != NULL ? hangar_series_get_trend (self->series) : 0;
  g_autofree char *said = NULL;

  if (text == NULL)
    said = g_strdup ("");
  else if (trend == 0)
    said = g_strdup (text);
  else
    /* Translators: a value and where it goes, such as "CPU 82 %, rising" */
    said = g_strdup_printf (trend > 0 ? _ ("%s, rising") : _ ("%s, falling"), text);

  if (g_strcmp0 (said, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&said);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
}

/**
 * hangar_sparkline_refresh:
 * @self: a sparkline
 *
 * Tells that the series has new samples.
 */
void
hangar_sparkline_refresh (HangarSparkline *self)
{
  if (self->series != NULL)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
