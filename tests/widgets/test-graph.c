/* SPDX-License-Identifier: GPL-3.0-or-later */
/* widgets/graph and plot: what is said about the lines, pointing at them, standing still, and any size. */

#include <adwaita.h>
#include <math.h>

#include "util/format.h"
#include "widgets/graph.h"
#include "widgets/picture.h"
#include "widgets/plot.h"

#define NBSP "\302\240"
#define SECOND ((gint64) G_USEC_PER_SEC)
#define AT(seconds) ((1000 + (gint64) (seconds)) * SECOND)

static HangarSeries *
ramp (int n)
{
  HangarSeries *series = hangar_series_new ();

  hangar_series_keep_history (series);
  for (int i = 0; i <= n; i++)
    hangar_series_push (series, AT (i), (float) i / 100);
  return series;
}

static void
spin_until_mapped (GtkWidget *widget)
{
  gint64 deadline = g_get_monotonic_time () + 60 * SECOND;

  while ((!gtk_widget_get_mapped (widget) || gtk_widget_get_width (widget) == 0) &&
         g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (gtk_widget_get_mapped (widget));
  g_assert_cmpint (gtk_widget_get_width (widget), >, 0);
}

static void
assert_text (char *text, const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
press (GtkWidget *widget, guint key)
{
  /* What the window does with a key that it got. */
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (widget);
  GListModel *controllers = gtk_widget_observe_controllers (widget);

  g_assert_nonnull (klass);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
              gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                          gtk_shortcut_get_arguments (shortcut));
        }
    }
  g_object_unref (controllers);
}

static void
test_nice_maximum (void)
{
  g_assert_cmpfloat (hangar_plot_nice_maximum (0, TRUE), ==, 1024);
  g_assert_cmpfloat (hangar_plot_nice_maximum (NAN, FALSE), ==, 1);
  g_assert_cmpfloat (hangar_plot_nice_maximum (3.0 * 1024 * 1024, TRUE), ==, 5.0 * 1024 * 1024);
  g_assert_cmpfloat (hangar_plot_nice_maximum (1010.0 * 1024, TRUE), ==, 1024.0 * 1024);
  g_assert_cmpfloat (hangar_plot_nice_maximum (120, FALSE), ==, 200);
  g_assert_cmpfloat_with_epsilon (hangar_plot_nice_maximum (0.03, FALSE), 0.05, 1e-9);
}

static void
test_values (void)
{
  /* The macro puts what it is given into a format. */
  const char *rising = "CPU 60" NBSP "%, rising";
  GtkWidget *window = gtk_window_new ();
  GtkWidget *plot = hangar_plot_new ();
  g_autoptr (HangarSeries) series = ramp (60);

  gtk_window_set_child (GTK_WINDOW (window), plot);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 200);
  hangar_plot_set_label (HANGAR_PLOT (plot), "Processor");
  hangar_plot_add_line (HANGAR_PLOT (plot), series, "CPU", HANGAR_HUE_CPU);
  gtk_window_present (GTK_WINDOW (window));
  spin_until_mapped (plot);

  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "60" NBSP "%");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (plot), GTK_ACCESSIBLE_PROPERTY_LABEL, "Processor");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, rising);

  hangar_series_push (series, AT (61), NAN);
  hangar_plot_refresh (HANGAR_PLOT (plot));
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "\342\200\223");

  hangar_plot_set_paused (HANGAR_PLOT (plot), TRUE);
  hangar_series_push (series, AT (62), 0.25);
  hangar_plot_refresh (HANGAR_PLOT (plot));
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "\342\200\223");
  hangar_plot_set_paused (HANGAR_PLOT (plot), FALSE);
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "25" NBSP "%");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_keys (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *plot = hangar_plot_new ();
  g_autoptr (HangarSeries) series = ramp (60);
  g_autofree char *when = NULL;

  gtk_window_set_child (GTK_WINDOW (window), plot);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 200);
  hangar_plot_add_line (HANGAR_PLOT (plot), series, "CPU", HANGAR_HUE_CPU);
  hangar_plot_add_mark (HANGAR_PLOT (plot), AT (58), "paused");
  gtk_window_present (GTK_WINDOW (window));
  spin_until_mapped (plot);
  g_assert_null (hangar_plot_get_cursor_text (HANGAR_PLOT (plot)));

  press (plot, GDK_KEY_Left);
  press (plot, GDK_KEY_Left);
  press (plot, GDK_KEY_Left);
  g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), ==, AT (58));
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "58" NBSP "%");
  when = hangar_plot_get_cursor_text (HANGAR_PLOT (plot));
  g_assert_nonnull (strstr (when, "paused"));
  press (plot, GDK_KEY_Home);
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "0" NBSP "%");
  press (plot, GDK_KEY_Left);
  g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), ==, AT (0));
  press (plot, GDK_KEY_End);
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "60" NBSP "%");
  press (plot, GDK_KEY_Escape);
  g_assert_null (hangar_plot_get_cursor_text (HANGAR_PLOT (plot)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
point_at (GtkWidget *widget, double x)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller) && x >= 0)
        g_signal_emit_by_name (controller, "motion", x, 50.0);
      else if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "leave");
    }
}

/* Pointing somewhere shows the time and the values there; right to left, time runs the other way. */
static void
test_hover (gconstpointer direction)
{
  const gboolean mirrored = GPOINTER_TO_INT (direction) == GTK_TEXT_DIR_RTL;
  GtkWidget *window = gtk_window_new ();
  GtkWidget *plot = hangar_plot_new ();
  g_autoptr (HangarSeries) series = ramp (60);
  gint64 before;

  gtk_widget_set_direction (plot, GPOINTER_TO_INT (direction));
  gtk_window_set_child (GTK_WINDOW (window), plot);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 200);
  hangar_plot_add_line (HANGAR_PLOT (plot), series, "CPU", HANGAR_HUE_CPU);
  gtk_window_present (GTK_WINDOW (window));
  spin_until_mapped (plot);
  g_assert_null (hangar_plot_get_cursor_text (HANGAR_PLOT (plot)));

  point_at (plot, mirrored ? 599 : 1);
  g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), ==, AT (0));
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0), "0" NBSP "%");
  point_at (plot, 300);
  before = hangar_plot_get_cursor (HANGAR_PLOT (plot));
  g_assert_cmpint (before, >, AT (15));
  g_assert_cmpint (before, <, AT (45));
  point_at (plot, 310);
  if (mirrored)
    g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), <, before);
  else
    g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), >, before);
  /* The keys follow what is seen. */
  before = hangar_plot_get_cursor (HANGAR_PLOT (plot));
  press (plot, GDK_KEY_Right);
  if (mirrored)
    g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), <, before);
  else
    g_assert_cmpint (hangar_plot_get_cursor (HANGAR_PLOT (plot)), >, before);
  point_at (plot, -1);
  g_assert_null (hangar_plot_get_cursor_text (HANGAR_PLOT (plot)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_range (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *plot = hangar_plot_new ();
  g_autoptr (HangarSeries) series = ramp (600);

  gtk_window_set_child (GTK_WINDOW (window), plot);
  hangar_plot_set_span (HANGAR_PLOT (plot), HANGAR_SPAN_TEN_MINUTES);
  hangar_plot_add_line (HANGAR_PLOT (plot), series, "CPU", HANGAR_HUE_CPU);
  gtk_window_present (GTK_WINDOW (window));
  spin_until_mapped (plot);
  press (plot, GDK_KEY_End);
  assert_text (hangar_plot_get_value_text (HANGAR_PLOT (plot), 0),
               "598" NBSP "% (596" NBSP "% to 600" NBSP "%)");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* No size and no direction is too odd to be drawn. */
static void
test_sizes (void)
{
  static const int widths[] = { 1, 2, 17, 139, 140, 360, 4000 };
  static const int heights[] = { 1, 59, 60, 200 };
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (HangarPlotMark));
  g_autoptr (HangarSeries) series = ramp (60);
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));
  HangarPlotMark mark = { AT (30), (char *) "mark" };
  HangarPlotLine line = { .series = series, .label = (char *) "line" };

  line.n_points = hangar_series_read (series, HANGAR_SPAN_MINUTE, line.points);
  line.points[20].mean = NAN;
  g_ptr_array_add (lines, &line);
  g_array_append_val (marks, mark);
  for (guint i = 0; i < G_N_ELEMENTS (widths) * G_N_ELEMENTS (heights) * 4; i++)
    {
      int width = widths[i % G_N_ELEMENTS (widths)];
      int height = heights[i / 4 % G_N_ELEMENTS (heights)];
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
      cairo_t *cr = cairo_create (surface);
      HangarPlotScene scene = {
        .lines = lines,
        .marks = marks,
        .start = AT (0),
        .end = AT (60),
        .maximum = 1,
        .format = hangar_format_percent,
        .text = gtk_widget_get_pango_context (label),
        .foreground = { 0, 0, 0, 1 },
        .width = width,
        .height = height,
        .mirrored = i % 2 == 0,
        .contrast = i % 4 < 2,
        .cursor = AT (20),
      };
      guint inked = 0;

      hangar_plot_scene_measure (&scene);
      g_assert_cmpfloat (scene.axis_width, >, 20);
      hangar_plot_scene_draw (&scene, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_flush (surface);
      for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
          inked += ((guint32 *) (cairo_image_surface_get_data (surface) +
                                 y * cairo_image_surface_get_stride (surface)))[x] != 0;
      g_assert_cmpuint (inked, >, 0);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      g_assert_cmpint (hangar_plot_scene_time (&scene, -5), ==, scene.mirrored ? scene.end : scene.start);
      g_assert_cmpint (hangar_plot_scene_time (&scene, 5000), ==, scene.mirrored ? scene.start : scene.end);
    }
  g_object_unref (label);
}

static GtkWidget *
find_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0 &&
      gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (find_label (child, text) != NULL)
      return find_label (child, text);
  return NULL;
}

static void
test_graph (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *graph = hangar_graph_new ("Disk <b>");
  g_autoptr (HangarSeries) series = ramp (60);
  g_autoptr (GdkTexture) texture = NULL;
  gint64 deadline = g_get_monotonic_time () + 60 * SECOND;

  gtk_window_set_child (GTK_WINDOW (window), graph);
  gtk_window_present (GTK_WINDOW (window));
  hangar_graph_add_series (HANGAR_GRAPH (graph), series, "Read", HANGAR_HUE_READ);
  hangar_graph_add_series (HANGAR_GRAPH (graph), series, "Write", HANGAR_HUE_WRITE);
  spin_until_mapped (graph);
  g_assert_cmpuint (hangar_graph_get_n_series (HANGAR_GRAPH (graph)), ==, 2);
  g_assert_nonnull (find_label (graph, "Disk <b>"));
  g_assert_nonnull (find_label (graph, "Write: 60" NBSP "%"));
  while (texture == NULL && g_get_monotonic_time () < deadline)
    {
      /* Before its first frame there is no picture of it. */
      g_main_context_iteration (NULL, FALSE);
      texture = hangar_picture_of_widget (graph);
    }
  g_assert_nonnull (texture);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, gtk_widget_get_width (graph));

  hangar_graph_set_unavailable (HANGAR_GRAPH (graph), "No counters here.", NULL, NULL);
  g_assert_nonnull (find_label (graph, "No counters here."));
  g_assert_null (find_label (graph, "Write: 60" NBSP "%"));
  hangar_graph_set_unavailable (HANGAR_GRAPH (graph), NULL, NULL, NULL);
  g_assert_null (find_label (graph, "No counters here."));
  hangar_graph_remove_series (HANGAR_GRAPH (graph));
  g_assert_cmpuint (hangar_graph_get_n_series (HANGAR_GRAPH (graph)), ==, 0);
  g_assert_null (find_label (graph, "Write: 60" NBSP "%"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finalize (void)
{
  GtkWidget *graph = g_object_ref_sink (hangar_graph_new ("CPU"));
  GWeakRef weak;

  g_weak_ref_init (&weak, graph);
  g_object_unref (graph);
  g_assert_null (g_weak_ref_get (&weak));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/graph/nice-maximum", test_nice_maximum);
  g_test_add_func ("/graph/finalize", test_finalize);
  g_test_add_func ("/graph/values", test_values);
  g_test_add_func ("/graph/keys", test_keys);
  g_test_add_data_func ("/graph/hover", GINT_TO_POINTER (GTK_TEXT_DIR_LTR), test_hover);
  g_test_add_data_func ("/graph/hover-right-to-left", GINT_TO_POINTER (GTK_TEXT_DIR_RTL), test_hover);
  g_test_add_func ("/graph/range", test_range);
  g_test_add_func ("/graph/sizes", test_sizes);
  g_test_add_func ("/graph/graph", test_graph);
  return g_test_run ();
}
