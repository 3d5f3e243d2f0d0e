/* SPDX-License-Identifier: GPL-3.0-or-later */
/* widgets/sparkline and meter: what is drawn and what is said. */

#include <adwaita.h>
#include <math.h>

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

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/sparkline/drawing", test_drawing);
  g_test_add_func ("/sparkline/number", test_number);
  g_test_add_func ("/sparkline/text", test_text);
  g_test_add_func ("/meter/value", test_meter);
  return g_test_run ();
}
