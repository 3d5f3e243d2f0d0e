/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to a guest's screen: where it is, what the display program told of the guest, and how it
 * ended. */

#include "config.h"

#include "console/display-session.h"

#include "console/display-link.h"

#define SESSION_PATH "/io/github/hangar/Display1"
#define SESSION "io.github.hangar.Display1.Session"
#define FIRST_FRAME_SECONDS 10
#define MAX_DETAILS 2048
/* A program that is the guest's by now may not open connections for ever. */
#define MOST_DESCRIPTORS 32

struct _HangarDisplaySession
{
  GObject parent_instance;

  HangarDisplaySessionState state;
  GError *error;
  char *details; /* the library's or the server's own text */
  guint deadline_id;

  HangarDisplayLink *link;
  HangarDisplayListener *listener;
  HangarDisplayClipboard *clipboard;
  HangarFramebuffer *framebuffer;

  char *kind;
  char *security;
  guint leds;
  gboolean absolute;
  gboolean can_resize;
  gboolean unseen; /* nobody looks */
  guint n_descriptors;
};

enum
{
  PROP_STATE = 1,
  PROP_FRAMEBUFFER,
  PROP_ABSOLUTE,
  PROP_CAN_RESIZE,
  PROP_LEDS,
  N_PROPS,
};

enum
{
  DAMAGED,
  CURSOR,
  CREDENTIALS,
  DESCRIPTOR,
  GUEST_TEXT,
  BELL,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDisplaySession, hangar_display_session, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HangarDisplaySessionState, hangar_display_session_state,
                    G_DEFINE_ENUM_VALUE (HANGAR_DISPLAY_SESSION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DISPLAY_SESSION_AUTHENTICATING, "authenticating"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DISPLAY_SESSION_LIVE, "live"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DISPLAY_SESSION_ENDED, "ended"))

static void
set_state (HangarDisplaySession *self, HangarDisplaySessionState state)
{
  /* What was on its way when the session ended comes too late. */
  if (self->state == state || self->state == HANGAR_DISPLAY_SESSION_ENDED)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
stop (HangarDisplaySession *self)
{
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  if (self->listener != NULL)
    hangar_display_listener_close (self->listener);
  if (self->link != NULL)
    hangar_display_link_close (self->link);
}

static void
fail (HangarDisplaySession *self, HangarDisplayError code, const char *details)
{
  if (self->state == HANGAR_DISPLAY_SESSION_ENDED || self->error != NULL)
    return;
  self->error = hangar_display_error_new (code);
  if (details != NULL && *details != '\0')
    {
      g_autofree char *clipped = g_strndup (details, MAX_DETAILS);

      self->details = g_utf8_make_valid (clipped, -1);
    }
  stop (self);
  set_state (self, HANGAR_DISPLAY_SESSION_ENDED);
}

static gboolean
deadline_cb (gpointer data)
{
  HangarDisplaySession *self = data;

  self->deadline_id = 0;
  fail (self, HANGAR_DISPLAY_ERROR_TIMEOUT, NULL);
  return G_SOURCE_REMOVE;
}

static void
start_deadline (HangarDisplaySession *self)
{
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  self->deadline_id = g_timeout_add_seconds (FIRST_FRAME_SECONDS, deadline_cb, self);
}

static void
scanout_cb (HangarDisplayListener *listener, HangarFramebuffer *framebuffer, HangarDisplaySession *self)
{
  if (self->state == HANGAR_DISPLAY_SESSION_ENDED)
    return;
  g_set_object (&self->framebuffer, framebuffer);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRAMEBUFFER]);
}

/* The first picture comes in any case: the page with the screen is shown when there is one. */
static void
tell_active (HangarDisplaySession *self)
{
  if (self->state == HANGAR_DISPLAY_SESSION_LIVE)
    hangar_display_session_call (self, SESSION_PATH, SESSION, "SetActive",
                                 g_variant_new ("(b)", !self->unseen));
}

static void
damaged_cb (HangarDisplayListener *listener, cairo_region_t *region, HangarDisplaySession *self)
{
  if (self->framebuffer == NULL || self->state == HANGAR_DISPLAY_SESSION_ENDED)
    return;
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_signal_emit (self, signals[DAMAGED], 0, region);
  if (self->state == HANGAR_DISPLAY_SESSION_LIVE)
    return;
  set_state (self, HANGAR_DISPLAY_SESSION_LIVE);
  if (self->unseen)
    tell_active (self);
}

static void
cursor_cb (HangarDisplayListener *listener, GdkTexture *texture, int hot_x, int hot_y,
           HangarDisplaySession *self)
{
  g_signal_emit (self, signals[CURSOR], 0, texture, hot_x, hot_y);
}

static void
broken_cb (HangarDisplayListener *listener, const char *message, HangarDisplaySession *self)
{
  fail (self, HANGAR_DISPLAY_ERROR_PROTOCOL, message);
}

static void
credentials_needed (HangarDisplaySession *self, GVariant *kinds)
{
  gboolean user = FALSE, password = FALSE;
  GVariantIter iter;
  guint kind;

  g_variant_iter_init (&iter, kinds);
  while (g_variant_iter_next (&iter, "u", &kind))
    {
      password = password || kind == 0;
      user = user || kind == 1;
    }
  if (self->state != HANGAR_DISPLAY_SESSION_CONNECTING)
    return;
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  set_state (self, HANGAR_DISPLAY_SESSION_AUTHENTICATING);
  g_signal_emit (self, signals[CREDENTIALS], 0, user, password);
}

static void
told_cb (HangarDisplayLink *link, const char *signal, GVariant *parameters, HangarDisplaySession *self)
{
  if (g_str_equal (signal, "Failed") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ss)")))
    {
      const char *reason, *message;

      g_variant_get (parameters, "(&s&s)", &reason, &message);
      fail (self, hangar_display_error_code_of (reason), message);
    }
  else if (g_str_equal (signal, "CredentialsNeeded") &&
           g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(au)")))
    {
      g_autoptr (GVariant) kinds = g_variant_get_child_value (parameters, 0);

      credentials_needed (self, kinds);
    }
  else if (g_str_equal (signal, "DescriptorNeeded") &&
           g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)")))
    {
      guint id;

      g_variant_get (parameters, "(u)", &id);
      if (self->n_descriptors++ < MOST_DESCRIPTORS)
        g_signal_emit (self, signals[DESCRIPTOR], 0, id);
    }
  else if (g_str_equal (signal, "Bell"))
    g_signal_emit (self, signals[BELL], 0);
}

static void
set_boolean (HangarDisplaySession *self, gboolean *field, gboolean value, int property)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
changed_cb (HangarDisplayLink *link, GVariant *changed, HangarDisplaySession *self)
{
  gboolean flag;
  guint leds;
  const char *security;

  if (g_variant_lookup (changed, "IsAbsolute", "b", &flag))
    set_boolean (self, &self->absolute, flag, PROP_ABSOLUTE);
  if (g_variant_lookup (changed, "CanResize", "b", &flag))
    set_boolean (self, &self->can_resize, flag, PROP_CAN_RESIZE);
  if (g_variant_lookup (changed, "Security", "&s", &security))
    {
      g_free (self->security);
      self->security = g_strdup (security);
    }
  if (g_variant_lookup (changed, "Modifiers", "u", &leds) && leds != self->leds)
    {
      self->leds = leds;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEDS]);
    }
}

static void
failed_cb (HangarDisplayLink *link, guint code, const char *details, HangarDisplaySession *self)
{
  fail (self, (HangarDisplayError) code, details);
}

static void
guest_text_cb (HangarDisplayClipboard *clipboard, const char *text, HangarDisplaySession *self)
{
  g_signal_emit (self, signals[GUEST_TEXT], 0, text);
}

static void
hangar_display_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarDisplaySession *self = HANGAR_DISPLAY_SESSION (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_FRAMEBUFFER:
      g_value_set_object (value, self->framebuffer);
      break;
    case PROP_ABSOLUTE:
      g_value_set_boolean (value, self->absolute);
      break;
    case PROP_CAN_RESIZE:
      g_value_set_boolean (value, self->can_resize);
      break;
    case PROP_LEDS:
      g_value_set_uint (value, self->leds);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_display_session_dispose (GObject *object)
{
  HangarDisplaySession *self = HANGAR_DISPLAY_SESSION (object);

  stop (self);
  g_clear_object (&self->clipboard);
  g_clear_object (&self->link);
  g_clear_object (&self->listener);
  g_clear_object (&self->framebuffer);
  G_OBJECT_CLASS (hangar_display_session_parent_class)->dispose (object);
}

static void
hangar_display_session_finalize (GObject *object)
{
  HangarDisplaySession *self = HANGAR_DISPLAY_SESSION (object);

  g_clear_error (&self->error);
  g_free (self->details);
  g_free (self->kind);
  g_free (self->security);
  G_OBJECT_CLASS (hangar_display_session_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  /* A cairo_region_t of the framebuffer */
  signals[DAMAGED] =
    g_signal_new ("damaged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /* Texture (or NULL: hidden), hot spot */
  signals[CURSOR] = g_signal_new ("cursor", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  GDK_TYPE_TEXTURE, G_TYPE_INT, G_TYPE_INT);
  /* Whether a user name, whether a password is asked for */
  signals[CREDENTIALS] = g_signal_new ("credentials-needed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
  /* The number of a further connection to the guest's display that is wanted */
  signals[DESCRIPTOR] = g_signal_new ("descriptor-needed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[GUEST_TEXT] =
    g_signal_new ("guest-text", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BELL] = g_signal_new ("bell", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_display_session_class_init (HangarDisplaySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hangar_display_session_get_property;
  object_class->dispose = hangar_display_session_dispose;
  object_class->finalize = hangar_display_session_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HANGAR_TYPE_DISPLAY_SESSION_STATE,
                                              HANGAR_DISPLAY_SESSION_CONNECTING, flags);
  properties[PROP_FRAMEBUFFER] =
    g_param_spec_object ("framebuffer", NULL, NULL, HANGAR_TYPE_FRAMEBUFFER, flags);
  properties[PROP_ABSOLUTE] = g_param_spec_boolean ("absolute", NULL, NULL, TRUE, flags);
  properties[PROP_CAN_RESIZE] = g_param_spec_boolean ("can-resize", NULL, NULL, FALSE, flags);
  properties[PROP_LEDS] = g_param_spec_uint ("leds", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (G_TYPE_FROM_CLASS (klass));
}

static void
hangar_display_session_init (HangarDisplaySession *self)
{
  self->absolute = TRUE;
  self->listener = hangar_display_listener_new ();
  self->link = hangar_display_link_new (self->listener);
  self->clipboard = hangar_display_clipboard_new (self->link);
  g_signal_connect_object (self->listener, "scanout", G_CALLBACK (scanout_cb), self, 0);
  g_signal_connect_object (self->listener, "damaged", G_CALLBACK (damaged_cb), self, 0);
  g_signal_connect_object (self->listener, "cursor", G_CALLBACK (cursor_cb), self, 0);
  g_signal_connect_object (self->listener, "broken", G_CALLBACK (broken_cb), self, 0);
  g_signal_connect_object (self->link, "told", G_CALLBACK (told_cb), self, 0);
  g_signal_connect_object (self->link, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->link, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->clipboard, "guest-text", G_CALLBACK (guest_text_cb), self, 0);
}

/**
 * hangar_display_session_new_for_fd:
 * @fd: (transfer full): connected to the guest's display
 * @target: what is spoken on it
 *
 * Starts the display program and the deadline of ten seconds until the first picture.
 *
 * Returns: (transfer full): a session that is connecting
 */
HangarDisplaySession *
hangar_display_session_new_for_fd (int fd, const HangarDisplayTarget *target)
{
  HangarDisplaySession *self = g_object_new (HANGAR_TYPE_DISPLAY_SESSION, NULL);

  self->kind = g_strdup (target->type);
  start_deadline (self);
  hangar_display_link_start (self->link, target, fd);
  return self;
}

/**
 * hangar_display_session_close:
 *
 * Ends the session without an error.
 */
void
hangar_display_session_close (HangarDisplaySession *self)
{
  stop (self);
  set_state (self, HANGAR_DISPLAY_SESSION_ENDED);
}

/**
 * hangar_display_session_get_state:
 *
 * Returns: where the session is
 */
HangarDisplaySessionState
hangar_display_session_get_state (HangarDisplaySession *self)
{
  return self->state;
}

/**
 * hangar_display_session_get_error:
 *
 * Returns: (nullable): why it ended, in words for the user; %NULL when it was closed or goes on
 */
const GError *
hangar_display_session_get_error (HangarDisplaySession *self)
{
  return self->error;
}

/**
 * hangar_display_session_get_details:
 *
 * Returns: (nullable): the server's own text about the end; may say anything
 */
const char *
hangar_display_session_get_details (HangarDisplaySession *self)
{
  return self->details;
}

/**
 * hangar_display_session_get_framebuffer:
 *
 * Returns: (transfer none) (nullable): the screen
 */
HangarFramebuffer *
hangar_display_session_get_framebuffer (HangarDisplaySession *self)
{
  return self->framebuffer;
}

/**
 * hangar_display_session_get_absolute:
 *
 * Returns: whether the guest's pointer goes where ours is; otherwise it takes only movements
 */
gboolean
hangar_display_session_get_absolute (HangarDisplaySession *self)
{
  return self->absolute;
}

/**
 * hangar_display_session_get_can_resize:
 *
 * Returns: whether the guest's screen can be asked for another size
 */
gboolean
hangar_display_session_get_can_resize (HangarDisplaySession *self)
{
  return self->can_resize;
}

/**
 * hangar_display_session_get_kind:
 *
 * Returns: what is spoken: "vnc" or "spice"
 */
const char *
hangar_display_session_get_kind (HangarDisplaySession *self)
{
  return self->kind;
}

/**
 * hangar_display_session_get_security:
 *
 * Returns: (nullable): none, password, tls or certificate
 */
const char *
hangar_display_session_get_security (HangarDisplaySession *self)
{
  return self->security;
}

/**
 * hangar_display_session_get_leds:
 *
 * Returns: the lights of the guest's keyboard: 1 scroll lock, 2 num lock, 4 caps lock
 */
guint
hangar_display_session_get_leds (HangarDisplaySession *self)
{
  return self->leds;
}

/**
 * hangar_display_session_get_pid:
 *
 * Returns: the process of the display program, or 0
 */
GPid
hangar_display_session_get_pid (HangarDisplaySession *self)
{
  return hangar_display_link_get_pid (self->link);
}

/**
 * hangar_display_session_call:
 * @path: an object of the display program
 * @parameters: (nullable): what the method takes
 *
 * Calls without waiting for an answer; a session that is not connected calls nobody.
 */
void
hangar_display_session_call (HangarDisplaySession *self, const char *path, const char *interface,
                             const char *method, GVariant *parameters)
{
  hangar_display_link_call (self->link, path, interface, method, parameters);
}

/**
 * hangar_display_session_set_active:
 * @active: whether somebody sees the screen; while nobody does, the server is asked for nothing
 */
void
hangar_display_session_set_active (HangarDisplaySession *self, gboolean active)
{
  self->unseen = !active;
  hangar_display_listener_set_active (self->listener, active);
  tell_active (self);
}

/**
 * hangar_display_session_frame_shown:
 *
 * To be called when what the "damaged" signal told was painted: only then more is sent.
 */
void
hangar_display_session_frame_shown (HangarDisplaySession *self)
{
  hangar_display_listener_frame_shown (self->listener);
}

/**
 * hangar_display_session_give_credentials:
 * @user: (nullable): answer to "credentials-needed"
 * @password: (nullable): answer to "credentials-needed"
 */
void
hangar_display_session_give_credentials (HangarDisplaySession *self, const char *user, const char *password)
{
  GVariantBuilder builder;

  if (self->state != HANGAR_DISPLAY_SESSION_AUTHENTICATING)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{us}"));
  if (password != NULL)
    g_variant_builder_add (&builder, "{us}", 0, password);
  if (user != NULL)
    g_variant_builder_add (&builder, "{us}", 1, user);
  hangar_display_session_call (self, SESSION_PATH, SESSION, "GiveCredentials",
                               g_variant_new ("(a{us})", &builder));
  start_deadline (self);
  set_state (self, HANGAR_DISPLAY_SESSION_CONNECTING);
}

/**
 * hangar_display_session_give_descriptor:
 * @id: of the signal "descriptor-needed"
 * @fd: (transfer full): a further connection to the guest's display
 */
void
hangar_display_session_give_descriptor (HangarDisplaySession *self, guint id, int fd)
{
  hangar_display_link_give_descriptor (self->link, id, fd);
}

/**
 * hangar_display_session_set_clipboard_mode:
 * @mode: which way texts may go; off at first
 *
 * Hangar asks nobody for a text that may not go.
 */
void
hangar_display_session_set_clipboard_mode (HangarDisplaySession *self, HangarClipboardMode mode)
{
  hangar_display_clipboard_set_mode (self->clipboard, mode);
}

/**
 * hangar_display_session_offer_text:
 * @text: what the user copied; ignored while the clipboard is off
 */
void
hangar_display_session_offer_text (HangarDisplaySession *self, const char *text)
{
  hangar_display_clipboard_offer (self->clipboard, text);
}
