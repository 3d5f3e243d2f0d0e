/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawn part of a graph: lines over time, to be pointed at with mouse or keys. */

#include "config.h"

#include "widgets/plot.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "util/clock.h"
#include "util/format.h"

/* Marks that are kept; older ones go. */
#define MAX_MARKS 200

struct _HangarPlot
{
  GtkWidget parent_instance;

  GPtrArray *lines; /* HangarPlotLine */
  GArray *marks;    /* HangarPlotMark */
  char *label;
  HangarPlotFormat format;
  gboolean binary; /* the values are bytes */
  double maximum;  /* of the value axis; 0: follows what is shown */
  HangarSpan span;
  gboolean paused;
  gboolean stale; /* samples came while nobody could see it */

  gint64 start;
  gint64 end;
  gint64 cursor;   /* the time that is pointed at, 0 for none */
  double pointer;  /* where the mouse is; the time under it moves on */
  gboolean hovers; /* whether the mouse is in here */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarPlot, hangar_plot, GTK_TYPE_WIDGET)

static void
line_free (gpointer data)
{
  HangarPlotLine *line = data;

  hangar_series_unref (line->series);
  g_free (line->label);
  g_free (line);
}

static void
mark_clear (gpointer data)
{
  HangarPlotMark *mark = data;

  g_free (mark->text);
}

static double
largest_shown (HangarPlot *self)
{
  double max = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const HangarPlotLine *line = g_ptr_array_index (self->lines, i);

      for (guint j = 0; j < line->n_points; j++)
        if (line->points[j].max > max)
          max = line->points[j].max;
    }
  return max;
}

static HangarPlotScene
make_scene (HangarPlot *self)
{
  HangarPlotScene scene = {
    .lines = self->lines,
    .marks = self->marks,
    .start = self->start,
    .end = self->end,
    .maximum = self->maximum,
    .format = self->format,
    .text = gtk_widget_get_pango_context (GTK_WIDGET (self)),
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL,
    .contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ()),
    .cursor = self->cursor,
  };

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &scene.foreground);
  if (largest_shown (self) > scene.maximum)
    scene.maximum = hangar_plot_nice_maximum (largest_shown (self), self->binary);
  if (scene.maximum <= 0)
    scene.maximum = hangar_plot_nice_maximum (0, self->binary);
  hangar_plot_scene_measure (&scene);
  return scene;
}

static void
describe (HangarPlot *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *when = hangar_plot_get_cursor_text (self);

  if (when != NULL)
    g_string_append_printf (text, "%s: ", when);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const HangarPlotLine *line = g_ptr_array_index (self->lines, i);
      g_autofree char *value = hangar_plot_get_value_text (self, i);
      int trend = self->cursor == 0 ? hangar_series_get_trend (line->series) : 0;

      g_string_append_printf (text, "%s%s %s", i > 0 ? "; " : "", line->label, value);
      if (trend != 0)
        g_string_append_printf (text, ", %s", trend > 0 ? _ ("rising") : _ ("falling"));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
changed (HangarPlot *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
read_lines (HangarPlot *self)
{
  gint64 length = hangar_span_get_length (self->span);
  gint64 first = G_MAXINT64;

  self->end = 0;
  for (guint i = 0; i < self->lines->len; i++)
    {
      HangarPlotLine *line = g_ptr_array_index (self->lines, i);

      line->n_points = hangar_series_read (line->series, self->span, line->points);
      if (line->n_points == 0)
        continue;
      self->end = MAX (self->end, line->points[line->n_points - 1].time);
      first = MIN (first, line->points[0].time);
    }
  if (length == 0)
    length = self->end > first ? self->end - first : 60 * G_USEC_PER_SEC;
  self->start = self->end - length;
  self->stale = FALSE;
}

static void
set_cursor (HangarPlot *self, gint64 cursor)
{
  if (self->cursor == cursor)
    return;
  self->cursor = cursor;
  changed (self);
}

static void
follow_pointer (HangarPlot *self)
{
  HangarPlotScene scene = make_scene (self);

  if (self->end > 0)
    set_cursor (self, hangar_plot_scene_time (&scene, self->pointer));
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, HangarPlot *self)
{
  self->hovers = TRUE;
  self->pointer = x;
  follow_pointer (self);
}

static void
leave_cb (GtkEventControllerMotion *controller, HangarPlot *self)
{
  self->hovers = FALSE;
  set_cursor (self, 0);
}

/* The points of the line that has most of them are the steps of the keys. */
static const HangarPlotLine *
finest_line (HangarPlot *self)
{
  const HangarPlotLine *finest = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const HangarPlotLine *line = g_ptr_array_index (self->lines, i);

      if (line->n_points > 0 && (finest == NULL || line->n_points > finest->n_points))
        finest = line;
    }
  return finest;
}

static gboolean
move_cursor (GtkWidget *widget, GVariant *args, gpointer data)
{
  HangarPlot *self = HANGAR_PLOT (widget);
  const HangarPlotLine *line = finest_line (self);
  int step = g_variant_get_int32 (args);
  int at;

  if (line == NULL)
    return FALSE;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL && ABS (step) == 1)
    step = -step;
  at = (int) line->n_points - 1;
  if (self->cursor != 0)
    at = (int) (hangar_plot_line_at (line, self->cursor) - line->points) + step;
  else if (step < -1)
    at = 0;
  self->hovers = FALSE;
  set_cursor (self, line->points[CLAMP (at, 0, (int) line->n_points - 1)].time);
  return TRUE;
}

static gboolean
leave_cursor (GtkWidget *widget, GVariant *args, gpointer data)
{
  HangarPlot *self = HANGAR_PLOT (widget);

  if (self->cursor == 0)
    return FALSE;
  set_cursor (self, 0);
  return TRUE;
}

static void
hangar_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarPlot *self = HANGAR_PLOT (widget);
  HangarPlotScene scene = make_scene (self);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  cairo_t *cr;

  if (scene.width < 1 || scene.height < 1)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) scene.width, (float) scene.height));
  hangar_plot_scene_draw (&scene, cr);
  cairo_destroy (cr);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, style, 0, 0, scene.width, scene.height);
}

static void
hangar_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  *minimum = 1;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 120;
}

static void
hangar_plot_map (GtkWidget *widget)
{
  HangarPlot *self = HANGAR_PLOT (widget);

  GTK_WIDGET_CLASS (hangar_plot_parent_class)->map (widget);
  if (self->stale)
    hangar_plot_refresh (self);
}

static void
hangar_plot_dispose (GObject *object)
{
  HangarPlot *self = HANGAR_PLOT (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->label, g_free);
  G_OBJECT_CLASS (hangar_plot_parent_class)->dispose (object);
}

static void
hangar_plot_class_init (HangarPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_plot_dispose;
  widget_class->snapshot = hangar_plot_snapshot;
  widget_class->measure = hangar_plot_measure;
  widget_class->map = hangar_plot_map;

  /**
   * HangarPlot::changed:
   *
   * The values that hangar_plot_get_value_text() says are others now.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HANGAR_TYPE_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, move_cursor, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, move_cursor, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Up, 0, move_cursor, "i", -10);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Down, 0, move_cursor, "i", 10);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, move_cursor, "i", -HANGAR_SERIES_MAX_POINTS);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, move_cursor, "i", HANGAR_SERIES_MAX_POINTS);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave_cursor, NULL);
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hangar_plot_init (HangarPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->marks = g_array_new (FALSE, FALSE, sizeof (HangarPlotMark));
  g_array_set_clear_func (self->marks, mark_clear);
  self->format = hangar_format_percent;
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * hangar_plot_new:
 *
 * Returns: (transfer floating): a plot without lines, of percentages
 */
GtkWidget *
hangar_plot_new (void)
{
  return g_object_new (HANGAR_TYPE_PLOT, NULL);
}

/**
 * hangar_plot_set_label:
 * @self: a plot
 * @label: what is shown, for assistive technology
 */
void
hangar_plot_set_label (HangarPlot *self, const char *label)
{
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
}

/**
 * hangar_plot_set_format:
 * @self: a plot
 * @format: (scope forever): how to write values
 * @binary: whether values are bytes, so that the axis counts in powers of 1024
 */
void
hangar_plot_set_format (HangarPlot *self, HangarPlotFormat format, gboolean binary)
{
  self->format = format;
  self->binary = binary;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hangar_plot_set_maximum:
 * @self: a plot
 * @maximum: where the value axis ends; 0 to follow what is shown. Larger values are shown all the same
 */
void
hangar_plot_set_maximum (HangarPlot *self, double maximum)
{
  if (self->maximum == maximum)
    return;
  self->maximum = maximum;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hangar_plot_set_span:
 * @self: a plot
 * @span: how far back to look
 */
void
hangar_plot_set_span (HangarPlot *self, HangarSpan span)
{
  if (self->span == span)
    return;
  self->span = span;
  read_lines (self);
  changed (self);
}

/**
 * hangar_plot_set_paused:
 * @self: a plot
 * @paused: whether the picture stands still; samples go on being taken
 */
void
hangar_plot_set_paused (HangarPlot *self, gboolean paused)
{
  if (self->paused == paused)
    return;
  self->paused = paused;
  if (!paused)
    hangar_plot_refresh (self);
}

/**
 * hangar_plot_add_line:
 * @self: a plot
 * @series: what to draw
 * @label: its name, as plain text
 * @hue: its colour, a HangarHue
 */
void
hangar_plot_add_line (HangarPlot *self, HangarSeries *series, const char *label, guint hue)
{
  HangarPlotLine *line = g_new0 (HangarPlotLine, 1);

  line->series = hangar_series_ref (series);
  line->label = g_strdup (label);
  line->hue = hue;
  g_ptr_array_add (self->lines, line);
  read_lines (self);
  changed (self);
}

/**
 * hangar_plot_remove_lines:
 * @self: a plot
 */
void
hangar_plot_remove_lines (HangarPlot *self)
{
  g_ptr_array_set_size (self->lines, 0);
  self->cursor = 0;
  self->end = 0;
  changed (self);
}

/**
 * hangar_plot_add_mark:
 * @self: a plot
 * @time: when it happened, in the clock of the series
 * @text: what happened
 */
void
hangar_plot_add_mark (HangarPlot *self, gint64 time, const char *text)
{
  HangarPlotMark mark = { time, g_strdup (text) };

  if (self->marks->len >= MAX_MARKS)
    g_array_remove_index (self->marks, 0);
  g_array_append_val (self->marks, mark);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hangar_plot_refresh:
 * @self: a plot
 *
 * Tells that the series have new samples. Costs nothing while the plot can not be seen.
 */
void
hangar_plot_refresh (HangarPlot *self)
{
  if (self->paused)
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->stale = TRUE;
      return;
    }
  read_lines (self);
  if (self->hovers)
    follow_pointer (self);
  changed (self);
}

/**
 * hangar_plot_get_value_text:
 * @self: a plot
 * @line: the number of a line
 *
 * Returns: (transfer full): its value where the cursor is, or its newest one; with the range where a point
 * stands for many samples
 */
char *
hangar_plot_get_value_text (HangarPlot *self, guint line)
{
  const HangarPlotLine *at = g_ptr_array_index (self->lines, line);
  const HangarSeriesPoint *point = NULL;
  g_autofree char *mean = NULL;
  g_autofree char *min = NULL;
  g_autofree char *max = NULL;

  if (self->cursor != 0)
    point = hangar_plot_line_at (at, self->cursor);
  else if (at->n_points > 0)
    point = &at->points[at->n_points - 1];
  mean = self->format (point != NULL ? point->mean : NAN);
  if (point == NULL || !(point->max > point->min) || self->cursor == 0)
    return g_steal_pointer (&mean);

  min = self->format (point->min);
  max = self->format (point->max);
  /* Translators: a mean value, with the smallest and the largest, such as "12 % (3 % to 40 %)" */
  return g_strdup_printf (_ ("%s (%s to %s)"), mean, min, max);
}

/**
 * hangar_plot_get_cursor_text:
 * @self: a plot
 *
 * Returns: (transfer full) (nullable): the time that is pointed at and what happened then; %NULL when nothing
 * is
 */
char *
hangar_plot_get_cursor_text (HangarPlot *self)
{
  HangarPlotScene scene;
  const HangarPlotMark *mark;
  const HangarPlotLine *line;
  const HangarSeriesPoint *point;
  g_autofree char *time = NULL;
  gint64 at, age;

  if (self->cursor == 0)
    return NULL;
  scene = make_scene (self);
  mark = hangar_plot_scene_mark_at (&scene, self->cursor);
  line = finest_line (self);
  point = line != NULL ? hangar_plot_line_at (line, self->cursor) : NULL;
  at = mark != NULL ? mark->time : point != NULL ? point->time : self->cursor;
  age = hangar_clock_now () - at;
  time = hangar_format_clock_time ((g_get_real_time () - age) / G_USEC_PER_SEC);
  /* Translators: a time and what happened then, such as "10:32:05 – paused" */
  return mark != NULL ? g_strdup_printf (_ ("%s – %s"), time, mark->text) : g_steal_pointer (&time);
}

/**
 * hangar_plot_get_cursor:
 * @self: a plot
 *
 * Returns: the time that is pointed at, 0 when nothing is
 */
gint64
hangar_plot_get_cursor (HangarPlot *self)
{
  return self->cursor;
}
