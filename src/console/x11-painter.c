/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets the X server take what changed on the guest's screen out of the display program's memory by itself.
 *
 * Without a graphics card GTK clears, draws and copies all that lies between the changes for every frame,
 * three times the work of showing them, and not before the next tick of its clock. When the window shows the
 * screen pixel by pixel with nothing above it, none of that is needed: the server shares the memory
 * (MIT-SHM 1.2) and copies the rectangles, with RENDER because a window's pixels may have an alpha channel
 * that the guest's have not. GTK draws the same pixels whenever it draws: the two never disagree. */

#include "config.h"

#include "console/x11-painter.h"

#if HANGAR_HAVE_X11

#include <X11/Xlib-xcb.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/Xrender.h>
#include <adwaita.h>
#include <fcntl.h>
#include <gdk/x11/gdkx.h>
#include <sys/socket.h>
#include <unistd.h>
#include <xcb/shm.h>

/* No rounding of a window is wider. */
#define CORNER 16

struct _HangarX11Painter
{
  GtkWidget *widget; /* owns us */
  HangarX11PainterShown shown;
  gpointer data;

  GdkDisplay *display; /* set while a framebuffer is attached */
  gulong event_id;
  HangarFramebuffer *framebuffer;
  HangarFramebuffer *refused; /* what the server could not share: it is not asked again for it */
  XShmSegmentInfo segment;
  Picture screen; /* the framebuffer */
  Picture target; /* the window */
  Window window;
  Pixmap unseen;
  XImage *image;
  GC gc;
  int completion;
  guint frames;
};

static Display *
xdisplay_of (HangarX11Painter *self)
{
  return gdk_x11_display_get_xdisplay (self->display);
}

static gboolean
xevent_cb (GdkDisplay *display, gpointer data, HangarX11Painter *self)
{
  const XEvent *event = data;
  const XShmCompletionEvent *completion = data;

  if (event->type != self->completion || completion->shmseg != self->segment.shmseg)
    return FALSE;
  self->shown (self->data);
  return TRUE;
}

/* A descriptor can be handed over on a socket of this machine only, and to a server that knows of it. */
static gboolean
can_share (Display *display)
{
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  int major, minor;
  Bool pixmaps;

  if (getsockname (ConnectionNumber (display), (struct sockaddr *) &address, &size) < 0 ||
      address.ss_family != AF_UNIX)
    return FALSE;
  return XShmQueryVersion (display, &major, &minor, &pixmaps) && pixmaps &&
         (major > 1 || (major == 1 && minor >= 2));
}

static gboolean
attach (HangarX11Painter *self, HangarFramebuffer *framebuffer)
{
  Display *display = xdisplay_of (self);
  xcb_connection_t *connection = XGetXCBConnection (display);
  xcb_generic_error_t *error;
  int fd = fcntl (hangar_framebuffer_get_fd (framebuffer), F_DUPFD_CLOEXEC, 3);

  if (fd < 0)
    return FALSE;
  self->segment.shmseg = xcb_generate_id (connection);
  self->segment.readOnly = False; /* of what can't be written no pixmap can be made */
  /* It closes the descriptor. */
  error = xcb_request_check (
    connection, xcb_shm_attach_fd_checked (connection, (xcb_shm_seg_t) self->segment.shmseg, fd, 0));
  if (error != NULL)
    self->segment.shmseg = None;
  free (error);
  return self->segment.shmseg != None;
}

/* What the server needs to draw from the memory; and one pixel that nobody sees, to hear when it has drawn.
 */
static gboolean
make_pictures (HangarX11Painter *self, HangarFramebuffer *framebuffer)
{
  Display *display = xdisplay_of (self);
  XRenderPictFormat *format = XRenderFindStandardFormat (display, PictStandardRGB24);
  XWindowAttributes attributes;
  gsize stride, offset;
  Pixmap pixmap;

  hangar_framebuffer_get_layout (framebuffer, &stride, &offset);
  if (format == NULL || format->direct.red != 16 || !attach (self, framebuffer) ||
      !XGetWindowAttributes (display, self->window, &attributes))
    return FALSE;
  /* Only the difference of the two addresses is told to the server. */
  pixmap =
    XShmCreatePixmap (display, self->window, (char *) NULL + offset, &self->segment, (unsigned) (stride / 4),
                      (unsigned) hangar_framebuffer_get_height (framebuffer), 24);
  self->screen = XRenderCreatePicture (display, pixmap, format, 0, NULL);
  XFreePixmap (display, pixmap);
  self->target = XRenderCreatePicture (display, self->window,
                                       XRenderFindVisualFormat (display, attributes.visual), 0, NULL);
  self->unseen = XCreatePixmap (display, self->window, 1, 1, 24);
  self->gc = XCreateGC (display, self->unseen, 0, NULL);
  self->image =
    XShmCreateImage (display, NULL, 24, ZPixmap, NULL, &self->segment, (unsigned) (stride / 4), 1);
  return self->image != NULL;
}

static gboolean
take (HangarX11Painter *self, HangarFramebuffer *framebuffer)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (self->widget));
  Window window = GDK_IS_X11_SURFACE (surface) ? gdk_x11_surface_get_xid (surface) : None;
  gboolean made;

  if (self->framebuffer == framebuffer && self->window == window)
    return TRUE;
  if (self->refused == framebuffer || window == None)
    return FALSE;
  hangar_x11_painter_forget (self);
  self->display = g_object_ref (gdk_surface_get_display (surface));
  self->window = window;
  self->framebuffer = g_object_ref (framebuffer);
  gdk_x11_display_error_trap_push (self->display);
  made = can_share (xdisplay_of (self)) && make_pictures (self, framebuffer);
  if (gdk_x11_display_error_trap_pop (self->display) != 0 || !made)
    {
      hangar_x11_painter_forget (self);
      g_set_object (&self->refused, framebuffer);
      return FALSE;
    }
  self->completion = XShmGetEventBase (xdisplay_of (self)) + ShmCompletion;
  self->event_id = g_signal_connect (self->display, "xevent", G_CALLBACK (xevent_cb), self);
  return TRUE;
}

static gboolean
is_moving (GtkWidget *widget)
{
  if (GTK_IS_STACK (widget))
    return gtk_stack_get_transition_running (GTK_STACK (widget));
  if (ADW_IS_LEAFLET (widget))
    return adw_leaflet_get_child_transition_running (ADW_LEAFLET (widget));
  return FALSE;
}

static gboolean
shows_something (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget) || GTK_IS_NATIVE (widget))
    return FALSE;
  return !GTK_IS_REVEALER (widget) || gtk_revealer_get_reveal_child (GTK_REVEALER (widget)) ||
         gtk_revealer_get_child_revealed (GTK_REVEALER (widget));
}

/* What comes after a widget among its siblings is drawn above it. */
static gboolean
is_covered (HangarX11Painter *self)
{
  for (GtkWidget *widget = self->widget; !GTK_IS_NATIVE (widget); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);
      graphene_rect_t ours, theirs;

      if (is_moving (parent) || gtk_widget_get_opacity (parent) < 1.0)
        return TRUE;
      if (!gtk_widget_compute_bounds (widget, parent, &ours))
        return TRUE;
      for (GtkWidget *other = gtk_widget_get_next_sibling (widget); other != NULL;
           other = gtk_widget_get_next_sibling (other))
        if (shows_something (other) && gtk_widget_compute_bounds (other, parent, &theirs) &&
            graphene_rect_intersection (&ours, &theirs, NULL))
          return TRUE;
    }
  return FALSE;
}

/* Where the first pixel of the screen is in the window; %FALSE unless its pixels are the monitor's. */
static gboolean
find_origin (HangarX11Painter *self, HangarFramebuffer *framebuffer, const cairo_rectangle_int_t *area,
             int *x, int *y)
{
  GtkNative *native = gtk_widget_get_native (self->widget);
  int scale = gtk_widget_get_scale_factor (self->widget);
  graphene_point_t origin;
  double left, top;

  if (native == NULL || area->x < 0 || area->y < 0 ||
      area->width * scale != hangar_framebuffer_get_width (framebuffer) ||
      area->height * scale != hangar_framebuffer_get_height (framebuffer) ||
      !gtk_widget_compute_point (self->widget, GTK_WIDGET (native),
                                 &GRAPHENE_POINT_INIT ((float) area->x, (float) area->y), &origin))
    return FALSE;
  gtk_native_get_surface_transform (native, &left, &top);
  *x = (int) ((origin.x + left) * scale);
  *y = (int) ((origin.y + top) * scale);
  return TRUE;
}

/* Decorations of ours may be round at the window's corners. */
static gboolean
touches_corner (HangarX11Painter *self, const cairo_region_t *region, int x, int y)
{
  const GdkToplevelState square = GDK_TOPLEVEL_STATE_MAXIMIZED | GDK_TOPLEVEL_STATE_FULLSCREEN;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_native (self->widget));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (root));
  int scale = gtk_widget_get_scale_factor (root);
  double left, top;

  if (!gtk_widget_has_css_class (root, "csd") || !GDK_IS_TOPLEVEL (surface) ||
      (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & square) != 0)
    return FALSE;
  gtk_native_get_surface_transform (GTK_NATIVE (root), &left, &top);
  for (int corner = 0; corner < 4; corner++)
    {
      int right = (corner & 1) != 0 ? gtk_widget_get_width (root) - CORNER : 0;
      int down = (corner & 2) != 0 ? gtk_widget_get_height (root) - CORNER : 0;
      cairo_rectangle_int_t rect = { (int) (left + right) * scale - x, (int) (top + down) * scale - y,
                                     CORNER * scale, CORNER * scale };

      if (cairo_region_contains_rectangle (region, &rect) != CAIRO_REGION_OVERLAP_OUT)
        return TRUE;
    }
  return FALSE;
}

static void
put (HangarX11Painter *self, const cairo_region_t *region, int x, int y)
{
  Display *display = xdisplay_of (self);
  int n = cairo_region_num_rectangles (region);

  gdk_x11_display_error_trap_push (self->display);
  for (int i = 0; i < n; i++)
    {
      cairo_rectangle_int_t rect;

      cairo_region_get_rectangle (region, i, &rect);
      XRenderComposite (display, PictOpSrc, self->screen, None, self->target, rect.x, rect.y, 0, 0,
                        x + rect.x, y + rect.y, (unsigned) rect.width, (unsigned) rect.height);
    }
  XShmPutImage (display, self->unseen, self->gc, self->image, 0, 0, 0, 0, 1, 1, True);
  gdk_x11_display_error_trap_pop_ignored (self->display);
  XFlush (display);
}

/**
 * hangar_x11_painter_new:
 * @widget: what shows the guest's screen; it must live longer
 * @shown: called when a frame that was painted here is on the window
 */
HangarX11Painter *
hangar_x11_painter_new (GtkWidget *widget, HangarX11PainterShown shown, gpointer data)
{
  HangarX11Painter *self = g_new0 (HangarX11Painter, 1);

  self->widget = widget;
  self->shown = shown;
  self->data = data;
  return self;
}

/**
 * hangar_x11_painter_free:
 *
 * Lets the server forget the memory.
 */
void
hangar_x11_painter_free (HangarX11Painter *self)
{
  hangar_x11_painter_forget (self);
  g_free (self);
}

/**
 * hangar_x11_painter_forget:
 *
 * To be called before the window goes away.
 */
void
hangar_x11_painter_forget (HangarX11Painter *self)
{
  g_clear_object (&self->refused);
  g_clear_object (&self->framebuffer);
  if (self->display == NULL)
    return;
  g_clear_signal_handler (&self->event_id, self->display);
  gdk_x11_display_error_trap_push (self->display);
  if (self->screen != None)
    XRenderFreePicture (xdisplay_of (self), self->screen);
  if (self->target != None)
    XRenderFreePicture (xdisplay_of (self), self->target);
  if (self->gc != NULL)
    XFreeGC (xdisplay_of (self), self->gc);
  if (self->unseen != None)
    XFreePixmap (xdisplay_of (self), self->unseen);
  if (self->segment.shmseg != None)
    XShmDetach (xdisplay_of (self), &self->segment);
  if (self->image != NULL)
    XDestroyImage (self->image);
  gdk_x11_display_error_trap_pop_ignored (self->display);
  memset (&self->segment, 0, sizeof self->segment);
  self->screen = None;
  self->target = None;
  self->unseen = None;
  self->gc = NULL;
  self->image = NULL;
  self->window = None;
  g_clear_object (&self->display);
}

/**
 * hangar_x11_painter_paint:
 * @framebuffer: the screen
 * @area: where the widget shows it
 * @region: what changed on it
 *
 * Returns: whether the region is on its way to the window; otherwise the widget must be drawn
 */
gboolean
hangar_x11_painter_paint (HangarX11Painter *self, HangarFramebuffer *framebuffer,
                          const cairo_rectangle_int_t *area, const cairo_region_t *region)
{
  int x, y;

  if (!gtk_widget_get_mapped (self->widget) || cairo_region_is_empty (region) ||
      !find_origin (self, framebuffer, area, &x, &y) || is_covered (self) ||
      touches_corner (self, region, x, y) || !take (self, framebuffer))
    return FALSE;
  put (self, region, x, y);
  self->frames++;
  return TRUE;
}

/**
 * hangar_x11_painter_get_frames:
 *
 * Returns: how many frames went this way
 */
guint
hangar_x11_painter_get_frames (HangarX11Painter *self)
{
  return self->frames;
}

#else

HangarX11Painter *
hangar_x11_painter_new (GtkWidget *widget, HangarX11PainterShown shown, gpointer data)
{
  return NULL;
}

void
hangar_x11_painter_free (HangarX11Painter *self)
{
}

void
hangar_x11_painter_forget (HangarX11Painter *self)
{
}

gboolean
hangar_x11_painter_paint (HangarX11Painter *self, HangarFramebuffer *framebuffer,
                          const cairo_rectangle_int_t *area, const cairo_region_t *region)
{
  return FALSE;
}

guint
hangar_x11_painter_get_frames (HangarX11Painter *self)
{
  return 0;
}

#endif
