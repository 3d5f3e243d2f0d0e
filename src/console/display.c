/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest's screen in a window: draws it, scales it, and takes the user's input for it. */

#include "config.h"

#include "console/display.h"

#include <glib/gi18n.h>
#include <math.h>

#include "console/display-input.h"
#include "console/display-tiles.h"
#include "console/keymap.h"
#include "console/pointer-hold.h"
#include "console/x11-painter.h"

/* Time for the user to finish pulling at the window before the guest is asked for its size. */
#define RESIZE_DELAY_MS 250
#define SMALLEST_GUEST 64

struct _HangarDisplay
{
  GtkWidget parent_instance;

  HangarDisplaySession *session;
  GSignalGroup *session_signals;
  HangarFramebuffer *framebuffer;
  HangarDisplayTiles *tiles;
  HangarX11Painter *painter;
  const HangarReleaseKeys *release_keys;
  HangarDisplayInput *input;
  cairo_rectangle_int_t area; /* where the screen is shown */

  HangarScaleMode scale_mode;
  gboolean resize_guest;
  guint resize_id;
  gboolean grabbed;
  gboolean inhibiting;
  GdkSurface *surface; /* of the window, while realized: says when it is minimised */
  GdkCursor *guest_cursor;
};

enum
{
  PROP_SESSION = 1,
  PROP_SCALE_MODE,
  PROP_RESIZE_GUEST,
  PROP_GRABBED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarDisplay, hangar_display, GTK_TYPE_WIDGET)

G_DEFINE_ENUM_TYPE (HangarScaleMode, hangar_scale_mode, G_DEFINE_ENUM_VALUE (HANGAR_SCALE_FIT, "fit"),
                    G_DEFINE_ENUM_VALUE (HANGAR_SCALE_ORIGINAL, "original"),
                    G_DEFINE_ENUM_VALUE (HANGAR_SCALE_INTEGER, "integer"))

/* The size of the guest's screen in the widget's pixels at scale 1: one guest pixel is one pixel of the
 * monitor. */
static double
original_width (HangarDisplay *self)
{
  return (double) hangar_framebuffer_get_width (self->framebuffer) /
         gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static double
original_height (HangarDisplay *self)
{
  return (double) hangar_framebuffer_get_height (self->framebuffer) /
         gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static double
choose_scale (HangarDisplay *self, int width, int height)
{
  double fit = MIN (width / original_width (self), height / original_height (self));

  switch (self->scale_mode)
    {
    case HANGAR_SCALE_ORIGINAL:
      return 1.0;
    case HANGAR_SCALE_INTEGER:
      return MAX (floor (fit), 1.0);
    case HANGAR_SCALE_FIT:
    default:
      return fit;
    }
}

static void
place (HangarDisplay *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  cairo_rectangle_int_t area = { 0 };

  if (self->framebuffer != NULL && width > 0 && height > 0)
    {
      double scale = choose_scale (self, width, height);

      area.width = MAX ((int) round (original_width (self) * scale), 1);
      area.height = MAX ((int) round (original_height (self) * scale), 1);
      area.x = (width - area.width) / 2;
      area.y = (height - area.height) / 2;
    }
  self->area = area;
  hangar_display_tiles_set_area (self->tiles, &area);
}

static gboolean
is_visible (HangarDisplay *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  return !GDK_IS_TOPLEVEL (self->surface) ||
         (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) == 0;
}

static void
update_active (HangarDisplay *self)
{
  if (self->session != NULL)
    hangar_display_session_set_active (self->session, is_visible (self));
}

static gboolean
resize_cb (gpointer data)
{
  HangarDisplay *self = data;
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width = gtk_widget_get_width (GTK_WIDGET (self)) * factor;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) * factor;

  self->resize_id = 0;
  if (self->session != NULL && self->framebuffer != NULL && width >= SMALLEST_GUEST &&
      height >= SMALLEST_GUEST &&
      (width != hangar_framebuffer_get_width (self->framebuffer) ||
       height != hangar_framebuffer_get_height (self->framebuffer)))
    hangar_display_session_request_size (self->session, (guint) width, (guint) height);
  return G_SOURCE_REMOVE;
}

static void
schedule_resize (HangarDisplay *self)
{
  g_clear_handle_id (&self->resize_id, g_source_remove);
  if (self->resize_guest && self->session != NULL)
    self->resize_id = g_timeout_add (RESIZE_DELAY_MS, resize_cb, self);
}

static void
damaged_cb (HangarDisplaySession *session, const cairo_region_t *region, HangarDisplay *self)
{
  if (hangar_display_tiles_is_live (self->tiles) &&
      hangar_x11_painter_paint (self->painter, self->framebuffer, &self->area, region))
    return;
  hangar_display_tiles_damage (self->tiles, region);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
painted_cb (gpointer data)
{
  HangarDisplay *self = data;

  if (self->session != NULL)
    hangar_display_session_frame_shown (self->session);
}

static void
framebuffer_cb (HangarDisplaySession *session, GParamSpec *pspec, HangarDisplay *self)
{
  gboolean first = self->framebuffer == NULL;

  g_set_object (&self->framebuffer, hangar_display_session_get_framebuffer (session));
  hangar_display_tiles_set_framebuffer (self->tiles, self->framebuffer);
  place (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (first)
    schedule_resize (self);
}

static void
cursor_cb (HangarDisplaySession *session, GdkTexture *texture, int hot_x, int hot_y, HangarDisplay *self)
{
  g_clear_object (&self->guest_cursor);
  self->guest_cursor = texture != NULL ? gdk_cursor_new_from_texture (texture, hot_x, hot_y, NULL)
                                       : gdk_cursor_new_from_name ("none", NULL);
  gtk_widget_set_cursor (GTK_WIDGET (self), self->guest_cursor);
}

static void
ended_cb (HangarDisplaySession *session, GParamSpec *pspec, HangarDisplay *self)
{
  if (hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_ENDED)
    hangar_display_set_grabbed (self, FALSE);
}

static void
inhibit_shortcuts (HangarDisplay *self, gboolean inhibit)
{
  if (!GDK_IS_TOPLEVEL (self->surface) || self->inhibiting == inhibit)
    return;
  self->inhibiting = inhibit;
  if (inhibit)
    gdk_toplevel_inhibit_system_shortcuts (GDK_TOPLEVEL (self->surface), NULL);
  else
    gdk_toplevel_restore_system_shortcuts (GDK_TOPLEVEL (self->surface));
}

static void
surface_state_cb (GdkSurface *surface, GParamSpec *pspec, HangarDisplay *self)
{
  update_active (self);
}

static void
append_bars (HangarDisplay *self, GtkSnapshot *snapshot)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float left = (float) MAX (self->area.x, 0);
  float top = (float) MAX (self->area.y, 0);
  float right = MIN ((float) (self->area.x + self->area.width), width);
  float bottom = MIN ((float) (self->area.y + self->area.height), height);
  const graphene_rect_t bars[] = {
    GRAPHENE_RECT_INIT (0, 0, width, top),
    GRAPHENE_RECT_INIT (0, bottom, width, height - bottom),
    GRAPHENE_RECT_INIT (0, top, left, bottom - top),
    GRAPHENE_RECT_INIT (right, top, width - right, bottom - top),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bars); i++)
    if (bars[i].size.width > 0 && bars[i].size.height > 0)
      gtk_snapshot_append_color (snapshot, &black, &bars[i]);
}

static void
hangar_display_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarDisplay *self = HANGAR_DISPLAY (widget);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  gboolean with_cairo = renderer != NULL && g_str_equal (G_OBJECT_TYPE_NAME (renderer), "GskCairoRenderer");
  gboolean overflows = self->area.x < 0 || self->area.y < 0;

  if (overflows)
    gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                           (float) gtk_widget_get_height (widget)));
  append_bars (self, snapshot);
  hangar_display_tiles_snapshot (self->tiles, snapshot, with_cairo);
  if (overflows)
    gtk_snapshot_pop (snapshot);
  if (self->session != NULL)
    hangar_display_session_frame_shown (self->session);
}

static void
hangar_display_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  HangarDisplay *self = HANGAR_DISPLAY (widget);
  double size = 0;

  if (self->framebuffer != NULL)
    size = orientation == GTK_ORIENTATION_HORIZONTAL ? original_width (self) : original_height (self);
  *natural = (int) ceil (size);
  *minimum = self->scale_mode == HANGAR_SCALE_FIT || self->resize_guest ? 0 : *natural;
}

static void
hangar_display_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HangarDisplay *self = HANGAR_DISPLAY (widget);

  place (self);
  schedule_resize (self);
}

static void
hangar_display_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_display_parent_class)->map (widget);
  update_active (HANGAR_DISPLAY (widget));
}

static void
hangar_display_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_display_parent_class)->unmap (widget);
  update_active (HANGAR_DISPLAY (widget));
}

static void
hangar_display_realize (GtkWidget *widget)
{
  HangarDisplay *self = HANGAR_DISPLAY (widget);

  GTK_WIDGET_CLASS (hangar_display_parent_class)->realize (widget);
  g_set_object (&self->surface, gtk_native_get_surface (gtk_widget_get_native (widget)));
  if (GDK_IS_TOPLEVEL (self->surface))
    g_signal_connect (self->surface, "notify::state", G_CALLBACK (surface_state_cb), self);
}

static void
hangar_display_unrealize (GtkWidget *widget)
{
  HangarDisplay *self = HANGAR_DISPLAY (widget);

  hangar_display_set_grabbed (self, FALSE);
  hangar_x11_painter_forget (self->painter);
  if (self->surface != NULL)
    g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
  GTK_WIDGET_CLASS (hangar_display_parent_class)->unrealize (widget);
}

static void
hangar_display_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_display_parent_class)->root (widget);
  hangar_display_input_set_root (HANGAR_DISPLAY (widget)->input, GTK_WIDGET (gtk_widget_get_root (widget)));
}

static void
hangar_display_unroot (GtkWidget *widget)
{
  hangar_display_input_set_root (HANGAR_DISPLAY (widget)->input, NULL);
  GTK_WIDGET_CLASS (hangar_display_parent_class)->unroot (widget);
}

static void
hangar_display_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarDisplay *self = HANGAR_DISPLAY (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SCALE_MODE:
      g_value_set_enum (value, self->scale_mode);
      break;
    case PROP_RESIZE_GUEST:
      g_value_set_boolean (value, self->resize_guest);
      break;
    case PROP_GRABBED:
      g_value_set_boolean (value, self->grabbed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_display_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HangarDisplay *self = HANGAR_DISPLAY (object);

  switch (id)
    {
    case PROP_SESSION:
      hangar_display_set_session (self, g_value_get_object (value));
      break;
    case PROP_SCALE_MODE:
      hangar_display_set_scale_mode (self, g_value_get_enum (value));
      break;
    case PROP_RESIZE_GUEST:
      hangar_display_set_resize_guest (self, g_value_get_boolean (value));
      break;
    case PROP_GRABBED:
      hangar_display_set_grabbed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_display_dispose (GObject *object)
{
  HangarDisplay *self = HANGAR_DISPLAY (object);

  hangar_display_set_session (self, NULL);
  g_clear_handle_id (&self->resize_id, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->guest_cursor);
  G_OBJECT_CLASS (hangar_display_parent_class)->dispose (object);
}

static void
hangar_display_finalize (GObject *object)
{
  HangarDisplay *self = HANGAR_DISPLAY (object);

  hangar_display_input_free (self->input);
  hangar_display_tiles_free (self->tiles);
  hangar_x11_painter_free (self->painter);
  G_OBJECT_CLASS (hangar_display_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, HANGAR_TYPE_DISPLAY_SESSION, flags);
  properties[PROP_SCALE_MODE] =
    g_param_spec_enum ("scale-mode", NULL, NULL, HANGAR_TYPE_SCALE_MODE, HANGAR_SCALE_FIT, flags);
  properties[PROP_RESIZE_GUEST] = g_param_spec_boolean ("resize-guest", NULL, NULL, FALSE, flags);
  properties[PROP_GRABBED] = g_param_spec_boolean ("grabbed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hangar_display_class_init (HangarDisplayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hangar_display_get_property;
  object_class->set_property = hangar_display_set_property;
  object_class->dispose = hangar_display_dispose;
  object_class->finalize = hangar_display_finalize;
  widget_class->snapshot = hangar_display_snapshot;
  widget_class->measure = hangar_display_measure;
  widget_class->size_allocate = hangar_display_size_allocate;
  widget_class->map = hangar_display_map;
  widget_class->unmap = hangar_display_unmap;
  widget_class->realize = hangar_display_realize;
  widget_class->unrealize = hangar_display_unrealize;
  widget_class->root = hangar_display_root;
  widget_class->unroot = hangar_display_unroot;
  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "hangar-display");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hangar_display_init (HangarDisplay *self)
{
  self->tiles = hangar_display_tiles_new ();
  self->input = hangar_display_input_new (self);
  self->release_keys = hangar_release_keys_get (0);
  self->painter = hangar_x11_painter_new (GTK_WIDGET (self), painted_cb, self);
  self->session_signals = g_signal_group_new (HANGAR_TYPE_DISPLAY_SESSION);
  g_signal_group_connect (self->session_signals, "damaged", G_CALLBACK (damaged_cb), self);
  g_signal_group_connect (self->session_signals, "notify::framebuffer", G_CALLBACK (framebuffer_cb), self);
  g_signal_group_connect (self->session_signals, "notify::state", G_CALLBACK (ended_cb), self);
  g_signal_group_connect (self->session_signals, "cursor", G_CALLBACK (cursor_cb), self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * hangar_display_new:
 *
 * Returns: (transfer floating): a display that shows nothing yet
 */
GtkWidget *
hangar_display_new (void)
{
  return g_object_new (HANGAR_TYPE_DISPLAY, NULL);
}

/**
 * hangar_display_set_session:
 * @session: (nullable): what to show
 *
 * The last picture of a session that ended stays until the next session has one, or until %NULL is set.
 */
void
hangar_display_set_session (HangarDisplay *self, HangarDisplaySession *session)
{
  HangarFramebuffer *framebuffer;

  if (self->session == session)
    return;
  hangar_display_set_grabbed (self, FALSE);
  hangar_display_input_release_all (self->input);
  g_set_object (&self->session, session);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, session);
  g_clear_object (&self->guest_cursor);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  framebuffer = session != NULL ? hangar_display_session_get_framebuffer (session) : NULL;
  g_set_object (&self->framebuffer, framebuffer);
  hangar_display_tiles_set_framebuffer (self->tiles, self->framebuffer);
  place (self);
  update_active (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * hangar_display_get_session:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
HangarDisplaySession *
hangar_display_get_session (HangarDisplay *self)
{
  return self->session;
}

/**
 * hangar_display_set_scale_mode:
 * @mode: how the screen is brought to the widget's size
 */
void
hangar_display_set_scale_mode (HangarDisplay *self, HangarScaleMode mode)
{
  if (self->scale_mode == mode)
    return;
  self->scale_mode = mode;
  place (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCALE_MODE]);
}

/**
 * hangar_display_get_scale_mode:
 *
 * Returns: how the screen is brought to the widget's size
 */
HangarScaleMode
hangar_display_get_scale_mode (HangarDisplay *self)
{
  return self->scale_mode;
}

/**
 * hangar_display_set_resize_guest:
 * @resize_guest: whether the guest is asked for the size of the widget whenever that changes
 */
void
hangar_display_set_resize_guest (HangarDisplay *self, gboolean resize_guest)
{
  if (self->resize_guest == resize_guest)
    return;
  self->resize_guest = resize_guest;
  schedule_resize (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESIZE_GUEST]);
}

/**
 * hangar_display_get_resize_guest:
 *
 * Returns: whether the guest is asked for the size of the widget
 */
gboolean
hangar_display_get_resize_guest (HangarDisplay *self)
{
  return self->resize_guest;
}

/**
 * hangar_display_get_grabbed:
 *
 * Returns: whether all keys are the guest's
 */
gboolean
hangar_display_get_grabbed (HangarDisplay *self)
{
  return self->grabbed;
}

/**
 * hangar_display_set_grabbed:
 * @grabbed: whether the window's and the desktop's shortcuts are the guest's too
 *
 * The desktop may refuse its part.
 */
void
hangar_display_set_grabbed (HangarDisplay *self, gboolean grabbed)
{
  if (self->session == NULL ||
      hangar_display_session_get_state (self->session) != HANGAR_DISPLAY_SESSION_LIVE)
    grabbed = FALSE;
  if (self->grabbed == grabbed)
    return;
  self->grabbed = grabbed;
  inhibit_shortcuts (self, grabbed);
  if (!grabbed)
    hangar_display_input_release_all (self->input);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

/**
 * hangar_display_set_release_keys:
 * @keys: what gives keyboard and pointer back
 */
void
hangar_display_set_release_keys (HangarDisplay *self, const HangarReleaseKeys *keys)
{
  self->release_keys = keys;
  hangar_display_input_set_release_keys (self->input, keys);
}

/**
 * hangar_display_get_grab_hint:
 *
 * Returns: a sentence on how to get out of the guest, or on what the desktop does not let it have
 */
const char *
hangar_display_get_grab_hint (HangarDisplay *self)
{
  if (self->session != NULL && !hangar_display_session_get_absolute (self->session) &&
      !hangar_pointer_hold_is_possible (GTK_WIDGET (self)))
    return _ ("This machine takes only movements of the pointer, and on this desktop the pointer can’t be "
              "held in the "
              "window. With a USB tablet among its hardware the two pointers are one.");
  return hangar_release_keys_hint (self->release_keys);
}

/**
 * hangar_display_send_keys:
 * @qnums: key codes, pressed in this order and let go in reverse
 */
void
hangar_display_send_keys (HangarDisplay *self, const guint *qnums, gsize n_qnums)
{
  if (self->session == NULL)
    return;
  for (gsize i = 0; i < n_qnums; i++)
    hangar_display_session_key (self->session, qnums[i], hangar_keymap_keysym_of_qnum (qnums[i]), TRUE);
  for (gsize i = n_qnums; i > 0; i--)
    hangar_display_session_key (self->session, qnums[i - 1], hangar_keymap_keysym_of_qnum (qnums[i - 1]),
                                FALSE);
}

/**
 * hangar_display_get_direct_frames:
 *
 * Returns: how many frames the X server took by itself, without a drawing of ours
 */
guint
hangar_display_get_direct_frames (HangarDisplay *self)
{
  return hangar_x11_painter_get_frames (self->painter);
}

/**
 * hangar_display_get_area:
 * @area: (out): where the guest's screen is in the widget
 */
void
hangar_display_get_area (HangarDisplay *self, cairo_rectangle_int_t *area)
{
  *area = self->area;
}

/**
 * hangar_display_to_guest:
 * @x: in the widget
 * @y: in the widget
 *
 * Returns: whether there is a screen; a place beside it gives the nearest of its pixels
 */
gboolean
hangar_display_to_guest (HangarDisplay *self, double x, double y, guint *guest_x, guint *guest_y)
{
  int width, height;

  if (self->framebuffer == NULL || self->area.width <= 0 || self->area.height <= 0)
    return FALSE;
  width = hangar_framebuffer_get_width (self->framebuffer);
  height = hangar_framebuffer_get_height (self->framebuffer);
  *guest_x = (guint) CLAMP ((x - self->area.x) * width / self->area.width, 0, width - 1);
  *guest_y = (guint) CLAMP ((y - self->area.y) * height / self->area.height, 0, height - 1);
  return TRUE;
}
