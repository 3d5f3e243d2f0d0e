/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest's screen over RFB, by gvnc. */

#include "display/vnc-source.h"

#include <gvnc.h>

#include "display/vnc-auth.h"

/* gvnc tells each rectangle in an idle of its own at priority 200: below it, all of an update has been told.
 */
#define FLUSH_PRIORITY (G_PRIORITY_DEFAULT_IDLE + 50)
#define LONG_UPDATE_MS 40
/* gvnc says that a session begins, with a size of 0×0, even when the handshake failed: its error comes after
 * that. */
#define EMPTY_MS 500
#define RELATIVE_ZERO 0x7fff

struct _HangarVncSource
{
  HangarSource parent_instance;

  HangarServer *server; /* unowned: it owns us */
  VncConnection *connection;
  HangarVncAuth *auth;
  HangarSurface *surface;
  char *hostname;
  gboolean local;

  gboolean active;
  gboolean request_due; /* the update that was asked for has come */
  guint flush_id;
  guint long_update_id;
  guint empty_id;
  guint8 buttons;
  guint16 x, y;
};

G_DEFINE_FINAL_TYPE (HangarVncSource, hangar_vnc_source, HANGAR_TYPE_SOURCE)

static gboolean
is_ready (HangarVncSource *self)
{
  return self->connection != NULL && vnc_connection_is_initialized (self->connection) &&
         self->surface != NULL;
}

static void
request_update (HangarVncSource *self, gboolean incremental)
{
  self->request_due = FALSE;
  vnc_connection_framebuffer_update_request (self->connection, incremental, 0, 0,
                                             (guint16) self->surface->width, (guint16) self->surface->height);
}

static void
request_if_due (HangarVncSource *self)
{
  if (is_ready (self) && self->active && self->request_due && !hangar_server_is_behind (self->server))
    request_update (self, TRUE);
}

static gboolean
flush_cb (gpointer data)
{
  HangarVncSource *self = data;

  self->flush_id = 0;
  g_clear_handle_id (&self->long_update_id, g_source_remove);
  self->request_due = TRUE;
  hangar_server_flush (self->server);
  request_if_due (self);
  return G_SOURCE_REMOVE;
}

/* An update of many rectangles shows its beginning while the rest is on its way. */
static gboolean
long_update_cb (gpointer data)
{
  HangarVncSource *self = data;

  self->long_update_id = 0;
  hangar_server_flush (self->server);
  return G_SOURCE_REMOVE;
}

static void
framebuffer_update_cb (VncConnection *connection, int x, int y, int width, int height, HangarVncSource *self)
{
  hangar_server_damage (self->server, (HangarRect) { x, y, width, height });
  if (self->flush_id == 0)
    self->flush_id = g_idle_add_full (FLUSH_PRIORITY, flush_cb, self, NULL);
  if (self->long_update_id == 0)
    self->long_update_id = g_timeout_add (LONG_UPDATE_MS, long_update_cb, self);
}

static void
fail (HangarVncSource *self, const char *reason, const char *message)
{
  hangar_server_fail (self->server, reason, message);
  if (self->connection != NULL)
    vnc_connection_shutdown (self->connection);
}

static gboolean
make_surface (HangarVncSource *self, int width, int height)
{
  static const VncPixelFormat local = {
    .bits_per_pixel = 32,
    .depth = 24,
    .byte_order = G_BYTE_ORDER,
    .true_color_flag = 1,
    .red_max = 255,
    .green_max = 255,
    .blue_max = 255,
    .red_shift = 16,
    .green_shift = 8,
    .blue_shift = 0,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarSurface) surface = hangar_surface_new (width, height, &error);
  VncBaseFramebuffer *framebuffer;

  if (surface == NULL)
    {
      fail (self, "too-large", error->message);
      return FALSE;
    }
  framebuffer = vnc_base_framebuffer_new (surface->pixels, (guint16) width, (guint16) height, surface->stride,
                                          &local, vnc_connection_get_pixel_format (self->connection));
  /* gvnc writes to the pixels for as long as it has the framebuffer. */
  g_object_set_data_full (G_OBJECT (framebuffer), "hangar-surface", hangar_surface_ref (surface),
                          (GDestroyNotify) hangar_surface_unref);
  vnc_connection_set_framebuffer (self->connection, VNC_FRAMEBUFFER (framebuffer));
  g_object_unref (framebuffer);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  self->surface = g_steal_pointer (&surface);
  hangar_server_set_surface (self->server, self->surface);
  return TRUE;
}

static void
desktop_resize_cb (VncConnection *connection, int width, int height, HangarVncSource *self)
{
  if (self->surface == NULL)
    return;
  /* TigerVNC answers a full request by telling the size, and counts it as answered: what changed comes with
   * the next. */
  if (self->surface->width == width && self->surface->height == height)
    {
      self->request_due = TRUE;
      request_if_due (self);
      return;
    }
  if (make_surface (self, width, height))
    request_update (self, FALSE);
}

static void
pixel_format_changed_cb (VncConnection *connection, VncPixelFormat *format, HangarVncSource *self)
{
  if (self->surface != NULL && make_surface (self, self->surface->width, self->surface->height))
    request_update (self, FALSE);
}

/* On this machine bytes cost less than packing and unpacking them; over a network it is the other way round.
 */
static gboolean
set_encodings (HangarVncSource *self)
{
  gint32 local[] = {
    VNC_CONNECTION_ENCODING_RAW,
    VNC_CONNECTION_ENCODING_COPY_RECT,
    VNC_CONNECTION_ENCODING_TIGHT,
    VNC_CONNECTION_ENCODING_ZRLE,
    VNC_CONNECTION_ENCODING_HEXTILE,
    VNC_CONNECTION_ENCODING_RRE,
    VNC_CONNECTION_ENCODING_DESKTOP_RESIZE,
    VNC_CONNECTION_ENCODING_EXTENDED_DESKTOP_RESIZE,
    VNC_CONNECTION_ENCODING_LAST_RECT,
    VNC_CONNECTION_ENCODING_WMVi,
    VNC_CONNECTION_ENCODING_ALPHA_CURSOR,
    VNC_CONNECTION_ENCODING_RICH_CURSOR,
    VNC_CONNECTION_ENCODING_XCURSOR,
    VNC_CONNECTION_ENCODING_POINTER_CHANGE,
    VNC_CONNECTION_ENCODING_EXT_KEY_EVENT,
    VNC_CONNECTION_ENCODING_LED_STATE,
    VNC_CONNECTION_ENCODING_DESKTOP_NAME,
  };
  gint32 remote[G_N_ELEMENTS (local) + 1];

  if (self->local)
    return vnc_connection_set_encodings (self->connection, G_N_ELEMENTS (local), local);
  memcpy (remote, local, sizeof local);
  remote[0] = VNC_CONNECTION_ENCODING_TIGHT;
  remote[2] = VNC_CONNECTION_ENCODING_TIGHT_JPEG8;
  remote[G_N_ELEMENTS (local)] = VNC_CONNECTION_ENCODING_RAW;
  return vnc_connection_set_encodings (self->connection, G_N_ELEMENTS (remote), remote);
}

static gboolean
empty_cb (gpointer data)
{
  HangarVncSource *self = data;

  self->empty_id = 0;
  fail (self, "too-large", "a screen of 0×0");
  return G_SOURCE_REMOVE;
}

static void
initialized_cb (VncConnection *connection, HangarVncSource *self)
{
  static const VncPixelFormat wanted = {
    .bits_per_pixel = 32,
    .depth = 24,
    .byte_order = G_BYTE_ORDER,
    .true_color_flag = 1,
    .red_max = 255,
    .green_max = 255,
    .blue_max = 255,
    .red_shift = 16,
    .green_shift = 8,
    .blue_shift = 0,
  };

  if (vnc_connection_get_width (connection) <= 0 || vnc_connection_get_height (connection) <= 0)
    {
      self->empty_id = g_timeout_add (EMPTY_MS, empty_cb, self);
      return;
    }
  hangar_server_set_name (self->server, vnc_connection_get_name (connection));
  hangar_server_set_absolute (self->server, vnc_connection_get_abs_pointer (connection));
  if (!vnc_connection_set_pixel_format (connection, &wanted) || !set_encodings (self))
    {
      fail (self, "protocol", "The pixel format could not be set.");
      return;
    }
  if (!make_surface (self, vnc_connection_get_width (connection), vnc_connection_get_height (connection)))
    return;
  hangar_server_set_can_resize (self->server, TRUE);
  request_update (self, FALSE);
}

static void
cursor_changed_cb (VncConnection *connection, VncCursor *cursor, HangarVncSource *self)
{
  HangarCursor shape;

  if (cursor == NULL)
    {
      hangar_server_define_cursor (self->server, NULL);
      return;
    }
  shape.width = vnc_cursor_get_width (cursor);
  shape.height = vnc_cursor_get_height (cursor);
  shape.hot_x = vnc_cursor_get_hotx (cursor);
  shape.hot_y = vnc_cursor_get_hoty (cursor);
  shape.pixels = vnc_cursor_get_data (cursor);
  hangar_server_define_cursor (self->server, &shape);
}

static void
pointer_mode_cb (VncConnection *connection, gboolean absolute, HangarVncSource *self)
{
  hangar_server_set_absolute (self->server, absolute);
}

static void
led_state_cb (VncConnection *connection, HangarVncSource *self)
{
  hangar_server_set_leds (self->server, (guint) MAX (vnc_connection_get_ledstate (connection), 0));
}

static void
renamed_cb (VncConnection *connection, const char *name, HangarVncSource *self)
{
  hangar_server_set_name (self->server, name);
}

static void
bell_cb (VncConnection *connection, HangarVncSource *self)
{
  hangar_server_bell (self->server);
}

/* RFB says that the text is Latin-1. gvnc's header says that it comes as a GString: it comes as a string. */
static void
cut_text_cb (VncConnection *connection, const char *text, HangarVncSource *self)
{
  g_autofree char *converted = NULL;
  gsize size = text != NULL ? strnlen (text, HANGAR_CLIPBOARD_MAX + 1) : 0;

  if (size == 0 || size > HANGAR_CLIPBOARD_MAX)
    return;
  converted = g_convert (text, (gssize) size, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  if (converted != NULL)
    hangar_server_set_guest_clipboard (self->server, converted);
}

static void
error_cb (VncConnection *connection, const char *message, HangarVncSource *self)
{
  hangar_server_fail (self->server, hangar_vnc_auth_reason_of (self->auth, message), message);
}

static void
disconnected_cb (VncConnection *connection, HangarVncSource *self)
{
  hangar_server_fail (self->server, "closed", "");
}

static void
connect_signals (HangarVncSource *self)
{
  VncConnection *connection = self->connection;
  GClosure *leds = g_cclosure_new (G_CALLBACK (led_state_cb), self, NULL);

  /* gvnc declares the signal without an argument and gives it a marshaller for one. */
  g_closure_set_marshal (leds, g_cclosure_marshal_VOID__VOID);
  g_signal_connect_closure (connection, "vnc-led-state", leds, FALSE);
  g_signal_connect (connection, "vnc-initialized", G_CALLBACK (initialized_cb), self);
  g_signal_connect (connection, "vnc-framebuffer-update", G_CALLBACK (framebuffer_update_cb), self);
  g_signal_connect (connection, "vnc-desktop-resize", G_CALLBACK (desktop_resize_cb), self);
  g_signal_connect (connection, "vnc-pixel-format-changed", G_CALLBACK (pixel_format_changed_cb), self);
  g_signal_connect (connection, "vnc-cursor-changed", G_CALLBACK (cursor_changed_cb), self);
  g_signal_connect (connection, "vnc-pointer-mode-changed", G_CALLBACK (pointer_mode_cb), self);
  g_signal_connect (connection, "vnc-desktop-rename", G_CALLBACK (renamed_cb), self);
  g_signal_connect (connection, "vnc-bell", G_CALLBACK (bell_cb), self);
  g_signal_connect (connection, "vnc-server-cut-text", G_CALLBACK (cut_text_cb), self);
  g_signal_connect (connection, "vnc-error", G_CALLBACK (error_cb), self);
  g_signal_connect (connection, "vnc-disconnected", G_CALLBACK (disconnected_cb), self);
}

static void
hangar_vnc_source_start (HangarSource *source, int fd)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);

  vnc_connection_set_shared (self->connection, TRUE);
  if (!vnc_connection_open_fd_with_hostname (self->connection, fd, self->hostname))
    hangar_server_fail (self->server, "protocol", "The connection could not be used.");
}

static void
hangar_vnc_source_set_active (HangarSource *source, gboolean active)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);

  self->active = active;
  request_if_due (self);
}

static void
hangar_vnc_source_frame_shown (HangarSource *source)
{
  request_if_due (HANGAR_VNC_SOURCE (source));
}

static void
hangar_vnc_source_key (HangarSource *source, guint qnum, guint keysym, gboolean down)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);

  if (is_ready (self) && qnum < 0x100)
    vnc_connection_key_event (self->connection, down, keysym, (guint16) qnum);
}

static void
send_pointer (HangarVncSource *self, guint x, guint y)
{
  if (is_ready (self))
    vnc_connection_pointer_event (self->connection, self->buttons, (guint16) x, (guint16) y);
}

static void
hangar_vnc_source_button (HangarSource *source, guint button, gboolean down)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);
  gboolean absolute;

  /* Beyond the wheel RFB and QEMU number the buttons differently, and servers mostly ignore them. */
  if (button > 4 || self->connection == NULL)
    return;
  if (down)
    self->buttons |= (guint8) (1u << button);
  else
    self->buttons &= (guint8) ~(1u << button);
  absolute = vnc_connection_get_abs_pointer (self->connection);
  send_pointer (self, absolute ? self->x : RELATIVE_ZERO, absolute ? self->y : RELATIVE_ZERO);
}

static void
hangar_vnc_source_move_to (HangarSource *source, guint x, guint y)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);

  if (!is_ready (self) || !vnc_connection_get_abs_pointer (self->connection))
    return;
  self->x = (guint16) MIN (x, (guint) self->surface->width - 1);
  self->y = (guint16) MIN (y, (guint) self->surface->height - 1);
  send_pointer (self, self->x, self->y);
}

static void
hangar_vnc_source_move_by (HangarSource *source, int dx, int dy)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);

  if (!is_ready (self) || vnc_connection_get_abs_pointer (self->connection))
    return;
  send_pointer (self, (guint) (RELATIVE_ZERO + CLAMP (dx, -1024, 1024)),
                (guint) (RELATIVE_ZERO + CLAMP (dy, -1024, 1024)));
}

static void
hangar_vnc_source_resize (HangarSource *source, guint width, guint height)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);
  int result;

  if (!is_ready (self))
    return;
  /* In spite of its type it gives 1 for "sent", -1 for "the server can't". */
  result = (int) vnc_connection_set_size (self->connection, width, height);
  hangar_server_set_can_resize (self->server, result != -1);
}

static void
hangar_vnc_source_give_credentials (HangarSource *source, const HangarCredentials *credentials)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);

  hangar_vnc_auth_give (self->auth, credentials);
}

static void
hangar_vnc_source_set_clipboard (HangarSource *source, const char *text)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (source);
  g_autofree char *latin = NULL;
  gsize size = 0;

  if (!is_ready (self))
    return;
  latin = g_convert_with_fallback (text, -1, "ISO-8859-1", "UTF-8", "?", NULL, &size, NULL);
  if (latin != NULL)
    vnc_connection_client_cut_text (self->connection, latin, size);
}

static void
hangar_vnc_source_dispose (GObject *object)
{
  HangarVncSource *self = HANGAR_VNC_SOURCE (object);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_clear_handle_id (&self->long_update_id, g_source_remove);
  g_clear_handle_id (&self->empty_id, g_source_remove);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_pointer (&self->auth, hangar_vnc_auth_free);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->surface, hangar_surface_unref);
  g_clear_pointer (&self->hostname, g_free);
  G_OBJECT_CLASS (hangar_vnc_source_parent_class)->dispose (object);
}

static void
hangar_vnc_source_class_init (HangarVncSourceClass *klass)
{
  HangarSourceClass *source_class = HANGAR_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_vnc_source_dispose;
  source_class->start = hangar_vnc_source_start;
  source_class->set_active = hangar_vnc_source_set_active;
  source_class->frame_shown = hangar_vnc_source_frame_shown;
  source_class->key = hangar_vnc_source_key;
  source_class->button = hangar_vnc_source_button;
  source_class->move_to = hangar_vnc_source_move_to;
  source_class->move_by = hangar_vnc_source_move_by;
  source_class->resize = hangar_vnc_source_resize;
  source_class->give_credentials = hangar_vnc_source_give_credentials;
  source_class->set_clipboard = hangar_vnc_source_set_clipboard;
}

static void
hangar_vnc_source_init (HangarVncSource *self)
{
  self->connection = vnc_connection_new ();
  self->active = TRUE;
}

/**
 * hangar_vnc_source_new:
 * @server: who is told; it must live longer
 * @hostname: what a certificate must be made out to
 * @local: whether the server runs on this machine
 */
HangarSource *
hangar_vnc_source_new (HangarServer *server, const char *hostname, gboolean local)
{
  HangarVncSource *self = g_object_new (HANGAR_TYPE_VNC_SOURCE, NULL);

  self->server = server;
  self->hostname = g_strdup (hostname);
  self->local = local;
  self->auth = hangar_vnc_auth_new (server, self->connection, local);
  connect_signals (self);
  return HANGAR_SOURCE (self);
}
