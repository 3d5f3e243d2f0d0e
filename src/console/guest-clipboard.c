/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets texts pass between the desktop's clipboard and the guest's, as far as the user allows. */

#include "config.h"

#include "console/guest-clipboard.h"

struct _HangarGuestClipboard
{
  GObject parent_instance;

  GdkClipboard *desktop;
  HangarDisplaySession *session;
  GSignalGroup *session_signals;
  HangarClipboardMode mode;
  GCancellable *reading;
  char *from_guest; /* what came from there does not go back */
};

enum
{
  PROP_MODE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarGuestClipboard, hangar_guest_clipboard, G_TYPE_OBJECT)

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarGuestClipboard) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->session != NULL && g_strcmp0 (text, self->from_guest) != 0)
    hangar_display_session_offer_text (self->session, text);
}

static void
offer (HangarGuestClipboard *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->mode == HANGAR_CLIPBOARD_OFF || self->session == NULL)
    return;
  self->reading = g_cancellable_new ();
  gdk_clipboard_read_text_async (self->desktop, self->reading, text_read_cb, g_object_ref (self));
}

static void
guest_text_cb (HangarDisplaySession *session, const char *text, HangarGuestClipboard *self)
{
  if (self->mode != HANGAR_CLIPBOARD_BOTH)
    return;
  g_free (self->from_guest);
  self->from_guest = g_strdup (text);
  gdk_clipboard_set_text (self->desktop, text);
}

static void
state_cb (HangarDisplaySession *session, GParamSpec *pspec, HangarGuestClipboard *self)
{
  if (hangar_display_session_get_state (session) != HANGAR_DISPLAY_SESSION_LIVE)
    return;
  hangar_display_session_set_clipboard_mode (session, self->mode);
  offer (self);
}

static void
set_mode (HangarGuestClipboard *self, HangarClipboardMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  if (self->session != NULL)
    hangar_display_session_set_clipboard_mode (self->session, mode);
  offer (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
}

static void
hangar_guest_clipboard_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_enum (value, HANGAR_GUEST_CLIPBOARD (object)->mode);
}

static void
hangar_guest_clipboard_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_mode (HANGAR_GUEST_CLIPBOARD (object), g_value_get_enum (value));
}

static void
hangar_guest_clipboard_dispose (GObject *object)
{
  HangarGuestClipboard *self = HANGAR_GUEST_CLIPBOARD (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  g_clear_object (&self->desktop);
  g_clear_pointer (&self->from_guest, g_free);
  G_OBJECT_CLASS (hangar_guest_clipboard_parent_class)->dispose (object);
}

static void
hangar_guest_clipboard_class_init (HangarGuestClipboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_guest_clipboard_get_property;
  object_class->set_property = hangar_guest_clipboard_set_property;
  object_class->dispose = hangar_guest_clipboard_dispose;
  properties[PROP_MODE] =
    g_param_spec_enum ("mode", NULL, NULL, HANGAR_TYPE_CLIPBOARD_MODE, HANGAR_CLIPBOARD_OFF,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hangar_guest_clipboard_init (HangarGuestClipboard *self)
{
  self->session_signals = g_signal_group_new (HANGAR_TYPE_DISPLAY_SESSION);
  g_signal_group_connect (self->session_signals, "guest-text", G_CALLBACK (guest_text_cb), self);
  g_signal_group_connect (self->session_signals, "notify::state", G_CALLBACK (state_cb), self);
}

/**
 * hangar_guest_clipboard_new:
 * @widget: whose desktop's clipboard
 *
 * Returns: (transfer full): a connection that is off
 */
HangarGuestClipboard *
hangar_guest_clipboard_new (GtkWidget *widget)
{
  HangarGuestClipboard *self = g_object_new (HANGAR_TYPE_GUEST_CLIPBOARD, NULL);

  self->desktop = g_object_ref (gtk_widget_get_clipboard (widget));
  g_signal_connect_object (self->desktop, "changed", G_CALLBACK (offer), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * hangar_guest_clipboard_set_session:
 * @session: (nullable): the guest
 */
void
hangar_guest_clipboard_set_session (HangarGuestClipboard *self, HangarDisplaySession *session)
{
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
}
