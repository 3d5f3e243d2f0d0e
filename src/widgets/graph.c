/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A graph with its title, its legend that says the values, and a sentence instead where there is nothing to
 * show. */

#include "config.h"

#include "widgets/graph.h"

#include <glib/gi18n-lib.h>

#include "widgets/plot.h"

struct _HangarGraph
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title_label;
  GtkLabel *cursor_label;
  GtkFlowBox *legend;
  GtkStack *stack;
  HangarPlot *plot;
  GtkLabel *why_label;
  GtkButton *cure_button;

  char *title;
  GPtrArray *labels; /* of the series, in their order */
  GPtrArray *values; /* GtkLabel in the legend, in the same order */
};

enum
{
  PROP_TITLE = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarGraph, hangar_graph, GTK_TYPE_WIDGET)

static void
plot_changed_cb (HangarPlot *plot, HangarGraph *self)
{
  g_autofree char *when = hangar_plot_get_cursor_text (plot);

  gtk_label_set_text (self->cursor_label, when != NULL ? when : "");
  for (guint i = 0; i < self->values->len; i++)
    {
      g_autofree char *value = hangar_plot_get_value_text (plot, i);
      g_autofree char *text =
        g_strdup_printf (_ ("%s: %s"), (char *) g_ptr_array_index (self->labels, i), value);

      gtk_label_set_text (g_ptr_array_index (self->values, i), text);
    }
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  GdkRGBA color = hangar_palette_get (GPOINTER_TO_UINT (data));

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, 0, height / 2.0 - 2, width, 4);
  cairo_fill (cr);
}

static void
add_legend (HangarGraph *self, guint hue)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *child;

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 14);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GUINT_TO_POINTER (hue), NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_flow_box_append (self->legend, box);
  child = gtk_widget_get_parent (box);
  gtk_widget_set_focusable (child, FALSE);
  g_ptr_array_add (self->values, label);
}

static void
hangar_graph_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, HANGAR_GRAPH (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_graph_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    hangar_graph_set_title (HANGAR_GRAPH (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_graph_dispose (GObject *object)
{
  HangarGraph *self = HANGAR_GRAPH (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->title, g_free);
  G_OBJECT_CLASS (hangar_graph_parent_class)->dispose (object);
}

static void
hangar_graph_class_init (HangarGraphClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hangar_graph_dispose;
  object_class->get_property = hangar_graph_get_property;
  object_class->set_property = hangar_graph_set_property;
  props[PROP_TITLE] = g_param_spec_string (
    "title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (HANGAR_TYPE_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/widgets/graph.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, box);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, cursor_label);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, legend);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, plot);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, why_label);
  gtk_widget_class_bind_template_child (widget_class, HangarGraph, cure_button);
  gtk_widget_class_bind_template_callback (widget_class, plot_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "graph");
}

static void
hangar_graph_init (HangarGraph *self)
{
  self->labels = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_graph_new:
 * @title: what is shown
 *
 * Returns: (transfer floating): a graph without series, of percentages
 */
GtkWidget *
hangar_graph_new (const char *title)
{
  return g_object_new (HANGAR_TYPE_GRAPH, "title", title, NULL);
}

/**
 * hangar_graph_set_title:
 * @self: a graph
 * @title: (nullable): what is shown, as plain text
 */
void
hangar_graph_set_title (HangarGraph *self, const char *title)
{
  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  gtk_label_set_text (self->title_label, title != NULL ? title : "");
  hangar_plot_set_label (self->plot, title);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

/**
 * hangar_graph_set_format:
 * @self: a graph
 * @format: (scope forever): how to write values, a function of util/format
 * @binary: whether values are bytes
 */
void
hangar_graph_set_format (HangarGraph *self, HangarPlotFormat format, gboolean binary)
{
  hangar_plot_set_format (self->plot, format, binary);
}

/**
 * hangar_graph_set_maximum:
 * @self: a graph
 * @maximum: where the value axis ends; 0 to follow what is shown
 */
void
hangar_graph_set_maximum (HangarGraph *self, double maximum)
{
  hangar_plot_set_maximum (self->plot, maximum);
}

/**
 * hangar_graph_set_span:
 * @self: a graph
 * @span: how far back to look
 */
void
hangar_graph_set_span (HangarGraph *self, HangarSpan span)
{
  hangar_plot_set_span (self->plot, span);
}

/**
 * hangar_graph_set_paused:
 * @self: a graph
 * @paused: whether the picture stands still
 */
void
hangar_graph_set_paused (HangarGraph *self, gboolean paused)
{
  hangar_plot_set_paused (self->plot, paused);
}

/**
 * hangar_graph_add_series:
 * @self: a graph
 * @series: what to draw
 * @label: its name in the legend, as plain text
 * @hue: its colour, a HangarHue
 */
void
hangar_graph_add_series (HangarGraph *self, HangarSeries *series, const char *label, guint hue)
{
  g_ptr_array_add (self->labels, g_strdup (label));
  add_legend (self, hue);
  hangar_plot_add_line (self->plot, series, label, hue);
}

/**
 * hangar_graph_remove_series:
 * @self: a graph
 *
 * Removes all series, to be filled again.
 */
void
hangar_graph_remove_series (HangarGraph *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->values, 0);
  g_ptr_array_set_size (self->labels, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->legend))) != NULL)
    gtk_flow_box_remove (self->legend, child);
  hangar_plot_remove_lines (self->plot);
}

/**
 * hangar_graph_get_n_series:
 * @self: a graph
 *
 * Returns: how many series there are
 */
guint
hangar_graph_get_n_series (HangarGraph *self)
{
  return self->labels->len;
}

/**
 * hangar_graph_add_mark:
 * @self: a graph
 * @time: when it happened, in the clock of the series
 * @text: what happened
 */
void
hangar_graph_add_mark (HangarGraph *self, gint64 time, const char *text)
{
  hangar_plot_add_mark (self->plot, time, text);
}

/**
 * hangar_graph_set_unavailable:
 * @self: a graph
 * @why: (nullable): why there is nothing to show; %NULL when there is
 * @cure: (nullable): what the button says that changes it
 * @action: (nullable): the action of that button
 */
void
hangar_graph_set_unavailable (HangarGraph *self, const char *why, const char *cure, const char *action)
{
  gtk_stack_set_visible_child_name (self->stack, why != NULL ? "why" : "plot");
  gtk_widget_set_visible (GTK_WIDGET (self->legend), why == NULL);
  gtk_label_set_text (self->why_label, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->cure_button), cure != NULL && action != NULL);
  if (cure != NULL)
    gtk_button_set_label (self->cure_button, cure);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cure_button), action);
}

/**
 * hangar_graph_refresh:
 * @self: a graph
 *
 * Tells that the series have new samples.
 */
void
hangar_graph_refresh (HangarGraph *self)
{
  hangar_plot_refresh (self->plot);
}
