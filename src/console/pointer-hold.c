/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the desktop's pointer at its place while a guest takes only its movements. GTK has no call for it: an
 * X server can be asked, other desktops can't. */

#include "config.h"

#include "console/pointer-hold.h"

#if HANGAR_HAVE_X11
#include <gdk/x11/gdkx.h>
#endif

/**
 * hangar_pointer_hold_is_possible:
 * @widget: a widget in a window
 *
 * Returns: whether the pointer can be put back
 */
gboolean
hangar_pointer_hold_is_possible (GtkWidget *widget)
{
#if HANGAR_HAVE_X11
  return GDK_IS_X11_DISPLAY (gtk_widget_get_display (widget));
#else
  return FALSE;
#endif
}

/**
 * hangar_pointer_hold_move_to:
 * @x: in the widget
 * @y: in the widget
 *
 * Puts the pointer there.
 *
 * Returns: whether the desktop lets us
 */
gboolean
hangar_pointer_hold_move_to (GtkWidget *widget, double x, double y)
{
#if HANGAR_HAVE_X11
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  int scale = gtk_widget_get_scale_factor (widget);
  double left, top, in_native_x, in_native_y;

  if (!GDK_IS_X11_SURFACE (surface) ||
      !gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &in_native_x, &in_native_y))
    return FALSE;
  gtk_native_get_surface_transform (native, &left, &top);
  XWarpPointer (gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface)), None,
                gdk_x11_surface_get_xid (surface), 0, 0, 0, 0, (int) ((in_native_x + left) * scale),
                (int) ((in_native_y + top) * scale));
  return TRUE;
#else
  return FALSE;
#endif
}
