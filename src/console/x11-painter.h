/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/framebuffer.h"

G_BEGIN_DECLS

typedef struct _HangarX11Painter HangarX11Painter;

typedef void (*HangarX11PainterShown) (gpointer data);

HangarX11Painter *hangar_x11_painter_new (GtkWidget *widget, HangarX11PainterShown shown, gpointer data);
void hangar_x11_painter_free (HangarX11Painter *self);
void hangar_x11_painter_forget (HangarX11Painter *self);
gboolean hangar_x11_painter_paint (HangarX11Painter *self, HangarFramebuffer *framebuffer,
                                   const cairo_rectangle_int_t *area, const cairo_region_t *region);
guint hangar_x11_painter_get_frames (HangarX11Painter *self);

G_END_DECLS
