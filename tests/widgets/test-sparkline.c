/* SPDX-License-Identifier: GPL-3.0-or-later */
/* widgets/sparkline, meter and drawn-text: what is drawn and what is said. */

#include <adwaita.h>
#include <math.h>

#include "widgets/drawn-text.h"
#include "widgets/meter.h"
#include "widgets/sparkline.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* Whether something is drawn at all. */
static gboolean
draws (GtkWidget *widget)
{
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_widget_size_allocate (widget, &(GtkAllocation) { 0, 0, 64, 20 }, -1);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  return node != NULL;
}

static GtkWidget *
measured (GtkWidget *widget)
{
  int minimum, natural;

  g_object_ref_sink (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  return widget;
}

static void
test_drawing (void)
{
  GtkWidget *sparkline = measured (hangar_sparkline_new (HANGAR_HUE_READ));
  g_autoptr (HangarSeries) read = hangar_series_new ();
  g_autoptr (HangarSeries) written = hangar_series_new ();

  g_assert_false (draws (sparkline));
  hangar_sparkline_set_series (HANGAR_SPARKLINE (sparkline), read, written);
  g_assert_false (draws (sparkline));
  for (int i = 0; i < 100; i++)
    {
      hangar_series_push (read, i * SECOND, i % 7 == 0 ? NAN : (float) i);
      if (i > 50)
        hangar_series_push (written, i * SECOND, (float) i);
    }
  g_assert_true (draws (sparkline));
  hangar_sparkline_set_series (HANGAR_SPARKLINE (sparkline), NULL, NULL);
  g_assert_false (draws (sparkline));
  g_object_unref (sparkline);
}

/* The number needs no curve, and room that is made for it. */
static void
test_number (void)
{
  GtkWidget *bare = measured (hangar_sparkline_new (HANGAR_HUE_CPU));
  GtkWidget *with_text = measured (g_object_new (HANGAR_TYPE_SPARKLINE, "with-text", TRUE, NULL));
  int narrow, wide;

  hangar_sparkline_set_text (HANGAR_SPARKLINE (bare), "5 %", NULL);
  hangar_sparkline_set_text (HANGAR_SPARKLINE (with_text), "5 %", NULL);
  g_assert_false (draws (bare));
  g_assert_true (draws (with_text));
  gtk_widget_measure (bare, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &narrow, NULL, NULL);
  gtk_widget_measure (with_text, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
  g_assert_cmpint (wide, >, narrow);
  g_object_unref (bare);
  g_object_unref (with_text);
}

static void
test_text (void)
{
  /* The macro puts what it is given into a format. */
  const char *falling = "CPU 5 %, falling";
  GtkWidget *sparkline = measured (hangar_sparkline_new (HANGAR_HUE_CPU));
  g_autoptr (HangarSeries) series = hangar_series_new ();

  for (int i = 0; i < 20; i++)
    hangar_series_push (series, i * SECOND, (float) (20 - i));
  hangar_sparkline_set_series (HANGAR_SPARKLINE (sparkline), series, NULL);
  hangar_sparkline_set_text (HANGAR_SPARKLINE (sparkline), "5 %", "CPU 5 %");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (sparkline), GTK_ACCESSIBLE_PROPERTY_LABEL, falling);
  hangar_sparkline_set_text (HANGAR_SPARKLINE (sparkline), NULL, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (sparkline), GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  g_object_unref (sparkline);
}

static void
test_meter (void)
{
  GtkWidget *meter = measured (hangar_meter_new ("Memory"));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (meter), GTK_ACCESSIBLE_PROPERTY_LABEL, "Memory");
  g_assert_true (draws (meter));
  hangar_meter_set_value (HANGAR_METER (meter), 0.5f, 0.25f, "half used");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (meter), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.5);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (meter), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "half used");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (meter), ==, "half used");
  g_assert_true (draws (meter));
  hangar_meter_set_value (HANGAR_METER (meter), 7, NAN, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (meter), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 1.0);
  g_object_unref (meter);
}

static gboolean
draws_text (HangarDrawnText *text, GtkWidget *widget, float width)
{
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t bounds;

  hangar_drawn_text_draw (text, widget, snapshot, &GRAPHENE_RECT_INIT (10, 0, width, 20));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  gsk_render_node_get_bounds (node, &bounds);
  /* Glyphs may reach a little beyond the place that is made for them. */
  g_assert_cmpfloat (bounds.origin.x, >=, 10 - 3);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, 10 + width + 3);
  return TRUE;
}

/* Stays in its place however long it is, from either side, and is told when it says something else. */
static void
test_drawn_text (void)
{
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (HangarDrawnText) text = hangar_drawn_text_new (FALSE);
  g_autoptr (HangarDrawnText) small = hangar_drawn_text_new (TRUE);
  int height = hangar_drawn_text_measure_height (text, widget);

  g_assert_null (hangar_drawn_text_get (text));
  g_assert_false (draws_text (text, widget, 100));
  g_assert_true (hangar_drawn_text_set (text, "<b>web</b>"));
  g_assert_false (hangar_drawn_text_set (text, "<b>web</b>"));
  g_assert_cmpstr (hangar_drawn_text_get (text), ==, "<b>web</b>");
  g_assert_true (draws_text (text, widget, 100));
  g_assert_false (draws_text (text, widget, 0));
  g_assert_true (
    hangar_drawn_text_set (text, "a name that is far longer than the place that there is for it\nand more"));
  g_assert_true (draws_text (text, widget, 60));
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_RTL);
  g_assert_true (draws_text (text, widget, 60));
  g_assert_true (hangar_drawn_text_set (text, "web"));
  g_assert_true (draws_text (text, widget, 1000));
  hangar_drawn_text_restyle (text);
  g_assert_cmpint (hangar_drawn_text_measure_height (text, widget), ==, height);
  g_assert_cmpint (hangar_drawn_text_measure_height (small, widget), <, height);
  hangar_drawn_text_set (small, "off");
  g_assert_true (draws_text (small, widget, 60));
  g_object_unref (widget);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/sparkline/drawing", test_drawing);
  g_test_add_func ("/sparkline/number", test_number);
  g_test_add_func ("/sparkline/text", test_text);
  g_test_add_func ("/meter/value", test_meter);
  g_test_add_func ("/drawn-text/place", test_drawn_text);
  return g_test_run ();
}
