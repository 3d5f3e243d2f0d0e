/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the X server takes out of the guest's memory by itself: it is on the monitor, and it never covers
 * anything. */

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <gdk/x11/gdkx.h>

#include "console/display.h"

#include "rfb-player.h"

#define BOX_X (80 + 2 * 32 + 5)

typedef struct
{
  RfbPlayer *player;
  HangarDisplaySession *session;
  HangarDisplay *display;
  GtkWidget *above;
  GtkWindow *window;
} Fixture;

static guint
frames (Fixture *fixture)
{
  return hangar_display_get_direct_frames (fixture->display);
}

/* A pixel of the monitor */
static guint32
monitor_at (int x, int y)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  XImage *image = XGetImage (display, DefaultRootWindow (display), x, y, 1, 1, AllPlanes, ZPixmap);
  guint32 pixel = (guint32) XGetPixel (image, 0, 0) & 0xffffffu;

  XDestroyImage (image);
  return pixel;
}

static void
press (Fixture *fixture, guint qnum)
{
  hangar_display_send_keys (fixture->display, &qnum, 1);
}

static void
set_up (Fixture *fixture, gconstpointer size)
{
  GtkWidget *overlay = gtk_overlay_new ();

  fixture->session = rfb_player_new_session (&fixture->player, "good");
  fixture->display = HANGAR_DISPLAY (hangar_display_new ());
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->above = gtk_label_new ("above");
  gtk_widget_set_visible (fixture->above, FALSE);
  hangar_display_set_session (fixture->display, fixture->session);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (fixture->display));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), fixture->above);
  gtk_window_set_decorated (fixture->window, FALSE);
  gtk_window_set_default_size (fixture->window, GPOINTER_TO_INT (size), 480);
  gtk_window_set_child (fixture->window, overlay);
  gtk_window_present (fixture->window);
  wait_for (hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_LIVE &&
            monitor_at (GPOINTER_TO_INT (size) / 2 - 40, 100) == 0x00ff00);
}

static void
tear_down (Fixture *fixture, gconstpointer size)
{
  gtk_window_destroy (fixture->window);
  hangar_display_session_close (fixture->session);
  g_object_unref (fixture->session);
  rfb_player_free (fixture->player);
}

static void
test_direct (Fixture *fixture, gconstpointer size)
{
  g_assert_cmphex (monitor_at (BOX_X, 5), ==, 0xff0000);
  press (fixture, 2);
  wait_for (monitor_at (BOX_X, 5) == 0xffff00);
  /* GTK, drawing for a reason of its own, may show what is in the memory before it is told. */
  wait_for (frames (fixture) > 0);
  g_assert_cmphex (monitor_at (BOX_X + 32, 5), ==, 0xff0000);

  /* GTK would draw the same. */
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  press (fixture, 3);
  wait_for (monitor_at (BOX_X + 32, 5) == 0xffff00);
  g_assert_cmphex (monitor_at (BOX_X, 5), ==, 0xffff00);
}

/* The next frame comes only when the server has said that it took the last. */
static void
test_many_frames (Fixture *fixture, gconstpointer size)
{
  for (guint key = 2; key < 12; key++)
    {
      guint before = frames (fixture);

      press (fixture, key);
      wait_for (monitor_at (80 + (int) key * 32 + 5, 5) == 0xffff00);
      wait_for (frames (fixture) > before);
    }
}

static void
test_covered (Fixture *fixture, gconstpointer size)
{
  guint before;

  gtk_widget_set_visible (fixture->above, TRUE);
  wait_for (gtk_widget_get_mapped (fixture->above) && gtk_widget_get_width (fixture->above) > 0);
  before = frames (fixture);
  press (fixture, 2);
  wait_for (monitor_at (BOX_X, 5) == 0xffff00);
  g_assert_cmpuint (frames (fixture), ==, before);

  gtk_widget_set_visible (fixture->above, FALSE);
  press (fixture, 3);
  wait_for (monitor_at (BOX_X + 32, 5) == 0xffff00);
  wait_for (frames (fixture) > before);
}

/* At another scale GTK draws. */
static void
test_scaled (Fixture *fixture, gconstpointer size)
{
  press (fixture, 2);
  wait_for (monitor_at (2 * 32 * 560 / 640 + 5, 40) == 0xffff00);
  g_assert_cmpuint (frames (fixture), ==, 0);
}

static void
test_window_goes (Fixture *fixture, gconstpointer size)
{
  guint before;

  press (fixture, 2);
  wait_for (frames (fixture) > 0);
  gtk_widget_set_visible (GTK_WIDGET (fixture->window), FALSE);
  gtk_widget_unrealize (GTK_WIDGET (fixture->window));
  gtk_window_present (fixture->window);
  wait_for (monitor_at (BOX_X, 5) == 0xffff00);
  before = frames (fixture);
  press (fixture, 3);
  wait_for (monitor_at (BOX_X + 32, 5) == 0xffff00);
  wait_for (frames (fixture) > before);
}

/* What a window manager says of a window that it has made an icon of, or shows again. */
static void
set_minimised (Fixture *fixture, gboolean minimised)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  GdkDisplay *gdk_display = gdk_surface_get_display (surface);
  Display *display = gdk_x11_display_get_xdisplay (gdk_display);
  Atom hidden = gdk_x11_get_xatom_by_name_for_display (gdk_display, "_NET_WM_STATE_HIDDEN");

  XChangeProperty (display, gdk_x11_surface_get_xid (surface),
                   gdk_x11_get_xatom_by_name_for_display (gdk_display, "_NET_WM_STATE"), XA_ATOM, 32,
                   PropModeReplace, (guchar *) &hidden, minimised ? 1 : 0);
  XSync (display, False);
  wait_for (((gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) != 0) ==
            minimised);
}

/* Nothing is asked of the server for a window that nobody can see. */
static void
test_minimised (Fixture *fixture, gconstpointer size)
{
  guint requests;

  set_minimised (fixture, TRUE);
  /* What was asked for before is answered, at the latest with this. */
  press (fixture, 2);
  wait_for (rfb_player_count (fixture->player, "key up ") == 1);
  requests = rfb_player_count (fixture->player, "request ");
  for (guint key = 3; key < 9; key++)
    press (fixture, key);
  wait_for (rfb_player_count (fixture->player, "key up ") == 7);
  g_assert_cmpuint (rfb_player_count (fixture->player, "request "), ==, requests);

  set_minimised (fixture, FALSE);
  wait_for (monitor_at (80 + 8 * 32 + 5, 5) == 0xffff00);
  g_assert_cmpuint (rfb_player_count (fixture->player, "request "), >, requests);
}

#define ADD(path, size, function) \
  g_test_add (path, Fixture, GINT_TO_POINTER (size), set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("/x11-painter/direct", 800, test_direct);
  ADD ("/x11-painter/many-frames", 800, test_many_frames);
  ADD ("/x11-painter/covered", 800, test_covered);
  ADD ("/x11-painter/scaled", 560, test_scaled);
  ADD ("/x11-painter/window-goes", 800, test_window_goes);
  ADD ("/x11-painter/minimised", 800, test_minimised);
  return g_test_run ();
}
