/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of plain text that a widget draws itself. */

#include "config.h"

#include "widgets/drawn-text.h"

#include <adwaita.h>
#include <math.h>

/* As the style classes "caption" and "dim-label" have it. */
#define SECONDARY_SCALE 0.82
#define SECONDARY_ALPHA 0.55f
#define SECONDARY_ALPHA_HIGH_CONTRAST 0.9f

struct _HangarDrawnText
{
  char *text;
  gboolean secondary;
  int height;          /* 0: not known for the style of now */
  PangoLayout *layout; /* NULL until it is drawn */
};

/**
 * hangar_drawn_text_new:
 * @secondary: whether it says what matters less: smaller and paler
 *
 * Returns: (transfer full): no text
 */
HangarDrawnText *
hangar_drawn_text_new (gboolean secondary)
{
  HangarDrawnText *self = g_new0 (HangarDrawnText, 1);

  self->secondary = secondary;
  return self;
}

/**
 * hangar_drawn_text_free:
 * @self: (transfer full): a text
 */
void
hangar_drawn_text_free (HangarDrawnText *self)
{
  g_clear_object (&self->layout);
  g_free (self->text);
  g_free (self);
}

/**
 * hangar_drawn_text_set:
 * @self: a text
 * @text: (nullable): what to say
 *
 * Returns: whether that is something else than before, so that the widget has to be drawn anew
 */
gboolean
hangar_drawn_text_set (HangarDrawnText *self, const char *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return FALSE;
  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_object (&self->layout);
  return TRUE;
}

/**
 * hangar_drawn_text_get:
 * @self: a text
 *
 * Returns: (nullable): what it says
 */
const char *
hangar_drawn_text_get (const HangarDrawnText *self)
{
  return self->text;
}

/**
 * hangar_drawn_text_restyle:
 * @self: a text
 *
 * The widget looks different now: fonts are chosen anew.
 */
void
hangar_drawn_text_restyle (HangarDrawnText *self)
{
  g_clear_object (&self->layout);
  self->height = 0;
}

/**
 * hangar_drawn_text_measure_height:
 * @self: a text
 * @widget: who draws it
 *
 * Returns: the height of a line, whatever it says
 */
int
hangar_drawn_text_measure_height (HangarDrawnText *self, GtkWidget *widget)
{
  PangoFontMetrics *metrics;
  double height;

  if (self->height > 0)
    return self->height;
  metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  height = (double) (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics)) /
           PANGO_SCALE;
  pango_font_metrics_unref (metrics);
  self->height = (int) ceil (self->secondary ? height * SECONDARY_SCALE : height);
  return self->height;
}

static PangoLayout *
make_layout (HangarDrawnText *self, GtkWidget *widget)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, self->text);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (self->secondary)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_scale_new (SECONDARY_SCALE));
      pango_layout_set_attributes (layout, attributes);
    }
  return layout;
}

/**
 * hangar_drawn_text_draw:
 * @self: a text
 * @widget: who draws it
 * @snapshot: where to
 * @area: where; what does not fit in its width is cut off with an ellipsis
 *
 * Begins at the left, or where the widget is mirrored, at the right.
 */
void
hangar_drawn_text_draw (HangarDrawnText *self, GtkWidget *widget, GtkSnapshot *snapshot,
                        const graphene_rect_t *area)
{
  PangoRectangle extents;
  GdkRGBA color;
  float x = area->origin.x;

  if (self->text == NULL || self->text[0] == '\0' || area->size.width < 1)
    return;
  if (self->layout == NULL)
    self->layout = make_layout (self, widget);
  pango_layout_set_width (self->layout, -1);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  if ((float) extents.width > area->size.width)
    {
      pango_layout_set_width (self->layout, (int) area->size.width * PANGO_SCALE);
      pango_layout_get_pixel_extents (self->layout, NULL, &extents);
    }
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x += area->size.width - (float) extents.width;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (self->secondary)
    color.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ())
                     ? SECONDARY_ALPHA_HIGH_CONTRAST
                     : SECONDARY_ALPHA;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - (float) extents.x, area->origin.y));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}
