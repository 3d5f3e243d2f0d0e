/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recent samples of one or two series as a small curve in a row: as cheap to draw as can be, for a
 * thousand rows. */

#include "config.h"

#include "widgets/sparkline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH 64
#define HEIGHT 20

/* For the number beside the curve: drawn here, because labels that change are measured anew with all around
 * them. */
#define TEXT_WIDTH 52
#define GAP 6

struct _HangarSparkline
{
  GtkWidget parent_instance;

  HangarSeries *series;
  HangarSeries *second; /* added to the first: the curve of "read and write" is their sum */
  float maximum;        /* of the scale; 0: the largest sample */
  HangarHue hue;
  gboolean with_text;
  char *shown;         /* the number beside the curve */
  PangoLayout *layout; /* of it; NULL until it is drawn */
  char *said;          /* to assistive technology */
};

enum
{
  PROP_HUE = 1,
  PROP_MAXIMUM,
  PROP_WITH_TEXT,
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
draw_curve (HangarSparkline *self, GtkSnapshot *snapshot, const graphene_rect_t *area, gboolean mirrored)
{
  const float width = area->size.width;
  const float height = area->size.height;
  float values[HANGAR_SERIES_RECENT];
  graphene_point_t points[HANGAR_SERIES_RECENT];
  GdkRGBA color;
  guint n = read_values (self, values), run = 0;
  float scale = scale_of (self, values, n);
  cairo_t *cr;

  if (n == 0)
    return;
  color = hangar_palette_get (self->hue);
  cr = gtk_snapshot_append_cairo (snapshot, area);
  cairo_translate (cr, area->origin.x, area->origin.y);
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
draw_text (HangarSparkline *self, GtkSnapshot *snapshot, float x, float height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA color;
  int text_height;

  if (self->shown == NULL || self->shown[0] == '\0')
    return;
  if (self->layout == NULL)
    self->layout = gtk_widget_create_pango_layout (widget, self->shown);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_get_pixel_size (self->layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, floorf ((height - (float) text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
hangar_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarSparkline *self = HANGAR_SPARKLINE (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const float text = self->with_text ? TEXT_WIDTH + GAP : 0;
  const float curve_height = MIN (height, HEIGHT);
  graphene_rect_t area = GRAPHENE_RECT_INIT (mirrored ? text : 0, floorf ((height - curve_height) / 2),
                                             width - text, curve_height);

  if (self->series != NULL && area.size.width >= 1 && height >= 2)
    draw_curve (self, snapshot, &area, mirrored);
  if (self->with_text)
    draw_text (self, snapshot, mirrored ? 0 : width - TEXT_WIDTH, height);
}

static void
hangar_sparkline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  const int text = HANGAR_SPARKLINE (widget)->with_text ? TEXT_WIDTH + GAP : 0;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 8 + text : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH + text : HEIGHT;
}

static void
hangar_sparkline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (hangar_sparkline_parent_class)->css_changed (widget, change);
  g_clear_object (&HANGAR_SPARKLINE (widget)->layout);
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
    case PROP_WITH_TEXT:
      g_value_set_boolean (value, self->with_text);
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
    case PROP_WITH_TEXT:
      self->with_text = g_value_get_boolean (value);
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
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->said, g_free);
  g_clear_object (&self->layout);
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
  widget_class->css_changed = hangar_sparkline_css_changed;

  props[PROP_HUE] = g_param_spec_uint ("hue", NULL, NULL, 0, HANGAR_N_HUES - 1, HANGAR_HUE_CPU, flags);
  props[PROP_MAXIMUM] = g_param_spec_float ("maximum", NULL, NULL, 0, G_MAXFLOAT, 0, flags);
  props[PROP_WITH_TEXT] = g_param_spec_boolean (
    "with-text", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
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
 * @shown: (nullable): the number beside the curve, if there is room made for one
 * @said: (nullable): the value as text for assistive technology, such as "CPU 82 %"; the trend of the curve
 * is added
 */
void
hangar_sparkline_set_text (HangarSparkline *self, const char *shown, const char *said)
{
  int trend = self->series != NULL ? hangar_series_get_trend (self->series) : 0;
  g_autofree char *sentence = NULL;

  if (g_strcmp0 (shown, self->shown) != 0)
    {
      g_free (self->shown);
      self->shown = g_strdup (shown);
      g_clear_object (&self->layout);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }

  if (said == NULL)
    sentence = g_strdup ("");
  else if (trend == 0)
    sentence = g_strdup (said);
  else
    /* Translators: a value and where it goes, such as "CPU 82 %, rising" */
    sentence = g_strdup_printf (trend > 0 ? _ ("%s, rising") : _ ("%s, falling"), said);
  if (g_strcmp0 (sentence, self->said) == 0)
    return;
  g_free (self->said);
  self->said = g_steal_pointer (&sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->said, -1);
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
