/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a widget shows, as a picture to be saved. */

#include "config.h"

#include "widgets/picture.h"

/* Wider and taller than any screen; memory is asked for by these numbers. */
#define MAX_SIZE 8192

/**
 * hangar_picture_of_widget:
 * @widget: a widget on the screen
 *
 * Draws all of the widget, also what is scrolled away, on the background of its window.
 *
 * Returns: (transfer full) (nullable): the picture; %NULL when the widget has not been drawn yet
 */
GdkTexture *
hangar_picture_of_widget (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot;
  GdkRGBA background;

  if (native == NULL || !gtk_widget_get_mapped (widget) || width < 1 || height < 1 || width > MAX_SIZE ||
      height > MAX_SIZE)
    return NULL;
  paintable = gtk_widget_paintable_new (widget);
  snapshot = gtk_snapshot_new ();
  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "window_bg_color", &background))
    gtk_snapshot_append_color (snapshot, &background, &area);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  return gsk_renderer_render_texture (gtk_native_get_renderer (native), node, &area);
}
