/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest's screen over SPICE, by spice-client-glib. Each of its channels wants a connection of its own: they
 * are asked of the manager. */

#include "display/spice-source.h"

#include <spice/vd_agent.h>
#include <unistd.h>

#include "display/spice-screen.h"

#define MOST_CHANNELS 16
#define TEXT VD_AGENT_CLIPBOARD_UTF8_TEXT
#define CLIPBOARD VD_AGENT_CLIPBOARD_SELECTION_CLIPBOARD

struct _HangarSpiceSource
{
  HangarSource parent_instance;

  HangarServer *server; /* unowned: it owns us */
  HangarSpiceScreen *screen;
  SpiceSession *session;
  SpiceAudio *audio;
  SpiceChannel *main;
  SpiceChannel *inputs;
  SpiceChannel *waiting[MOST_CHANNELS]; /* for a descriptor; number 0 is a new session's first */
  char *hostname;
  char *text; /* what the user offers the guest */
  int buttons;
  gboolean authenticated;
};

G_DEFINE_FINAL_TYPE (HangarSpiceSource, hangar_spice_source, HANGAR_TYPE_SOURCE)

static const char *
reason_of (SpiceChannelEvent event)
{
  switch ((int) event)
    {
    case SPICE_CHANNEL_ERROR_TLS:
      return "certificate";
    case SPICE_CHANNEL_ERROR_AUTH:
      return "auth";
    case SPICE_CHANNEL_CLOSED:
    case SPICE_CHANNEL_ERROR_IO:
      return "closed";
    default:
      return "protocol";
    }
}

static void
main_event_cb (SpiceChannel *channel, SpiceChannelEvent event, HangarSpiceSource *self)
{
  const GError *error = spice_channel_get_error (channel);
  g_autofree char *password = NULL;

  if (event == SPICE_CHANNEL_OPENED)
    {
      self->authenticated = TRUE;
      return;
    }
  if (event == SPICE_CHANNEL_NONE || event == SPICE_CHANNEL_SWITCHING)
    return;
  g_object_get (self->session, "password", &password, NULL);
  if (event == SPICE_CHANNEL_ERROR_AUTH && password == NULL)
    hangar_server_ask_credentials (self->server, FALSE, TRUE);
  else
    hangar_server_fail (self->server, reason_of (event), error != NULL ? error->message : "");
}

static void
agent_cb (SpiceChannel *channel, GParamSpec *pspec, HangarSpiceSource *self)
{
  gboolean connected = FALSE;

  g_object_get (channel, "agent-connected", &connected, NULL);
  hangar_server_set_can_resize (self->server, connected);
}

static void
mouse_mode_cb (SpiceChannel *channel, GParamSpec *pspec, HangarSpiceSource *self)
{
  int mode = SPICE_MOUSE_MODE_CLIENT;

  g_object_get (channel, "mouse-mode", &mode, NULL);
  hangar_server_set_absolute (self->server, mode == SPICE_MOUSE_MODE_CLIENT);
}

static void
guest_text_cb (SpiceMainChannel *channel, guint selection, guint type, gpointer data, guint size,
               HangarSpiceSource *self)
{
  g_autofree char *text = NULL;

  if (selection != CLIPBOARD || type != TEXT || size > HANGAR_CLIPBOARD_MAX ||
      !g_utf8_validate (data, (gssize) size, NULL))
    return;
  text = g_strndup (data, size);
  hangar_server_set_guest_clipboard (self->server, text);
}

static gboolean
guest_grab_cb (SpiceMainChannel *channel, guint selection, gpointer types, guint n_types,
               HangarSpiceSource *self)
{
  const guint32 *offered = types;

  for (guint i = 0; selection == CLIPBOARD && i < n_types; i++)
    if (offered[i] == TEXT)
      spice_main_channel_clipboard_selection_request (channel, selection, TEXT);
  return TRUE;
}

static gboolean
guest_request_cb (SpiceMainChannel *channel, guint selection, guint type, HangarSpiceSource *self)
{
  const char *text = self->text != NULL ? self->text : "";

  if (selection != CLIPBOARD || type != TEXT)
    return FALSE;
  spice_main_channel_clipboard_selection_notify (channel, selection, TEXT, (const guchar *) text,
                                                 strlen (text));
  return TRUE;
}

static void
modifiers_cb (SpiceChannel *channel, HangarSpiceSource *self)
{
  int modifiers = 0;

  g_object_get (channel, "key-modifiers", &modifiers, NULL);
  hangar_server_set_leds (self->server, (guint) modifiers & 7);
}

static void
watch_main (HangarSpiceSource *self, SpiceChannel *channel)
{
  g_set_object (&self->main, channel);
  g_signal_connect_object (channel, "channel-event", G_CALLBACK (main_event_cb), self, 0);
  g_signal_connect_object (channel, "notify::agent-connected", G_CALLBACK (agent_cb), self, 0);
  g_signal_connect_object (channel, "notify::mouse-mode", G_CALLBACK (mouse_mode_cb), self, 0);
  g_signal_connect_object (channel, "main-clipboard-selection", G_CALLBACK (guest_text_cb), self, 0);
  g_signal_connect_object (channel, "main-clipboard-selection-grab", G_CALLBACK (guest_grab_cb), self, 0);
  g_signal_connect_object (channel, "main-clipboard-selection-request", G_CALLBACK (guest_request_cb), self,
                           0);
}

static void
open_fd_cb (SpiceChannel *channel, int with_tls, HangarSpiceSource *self)
{
  for (guint i = 1; i < MOST_CHANNELS; i++)
    if (self->waiting[i] == NULL)
      {
        self->waiting[i] = g_object_ref (channel);
        hangar_server_ask_descriptor (self->server, i);
        return;
      }
}

/* What is recorded here stays here: the microphone's channel is never opened. */
static void
channel_new_cb (SpiceSession *session, SpiceChannel *channel, HangarSpiceSource *self)
{
  int id = 0;

  g_object_get (channel, "channel-id", &id, NULL);
  if (!SPICE_IS_RECORD_CHANNEL (channel))
    g_signal_connect_object (channel, "open-fd", G_CALLBACK (open_fd_cb), self, 0);
  if (SPICE_IS_MAIN_CHANNEL (channel))
    {
      watch_main (self, channel);
      return;
    }
  if (SPICE_IS_DISPLAY_CHANNEL (channel) && id == 0)
    hangar_spice_screen_watch_display (self->screen, channel);
  else if (SPICE_IS_CURSOR_CHANNEL (channel) && id == 0)
    hangar_spice_screen_watch_cursor (self->screen, channel);
  else if (SPICE_IS_INPUTS_CHANNEL (channel))
    {
      g_set_object (&self->inputs, channel);
      g_signal_connect_object (channel, "inputs-modifiers", G_CALLBACK (modifiers_cb), self, 0);
    }
  else
    return;
  spice_channel_connect (channel);
}

static void
drop_session (HangarSpiceSource *self)
{
  for (guint i = 0; i < MOST_CHANNELS; i++)
    g_clear_object (&self->waiting[i]);
  g_clear_object (&self->main);
  g_clear_object (&self->inputs);
  g_clear_object (&self->audio);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      spice_session_disconnect (self->session);
    }
  g_clear_object (&self->session);
}

static void
make_session (HangarSpiceSource *self, const char *password)
{
  drop_session (self);
  self->session = spice_session_new ();
  g_object_set (self->session, "enable-usbredir", FALSE, "enable-smartcard", FALSE, "password", password,
                "cert-subject", NULL, "client-sockets", TRUE, NULL);
  g_signal_connect (self->session, "channel-new", G_CALLBACK (channel_new_cb), self);
  self->audio = spice_audio_get (self->session, NULL);
  if (self->audio != NULL)
    g_object_ref (self->audio);
}

static void
hangar_spice_source_start (HangarSource *source, int fd)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);

  make_session (self, NULL);
  if (!spice_session_open_fd (self->session, fd))
    hangar_server_fail (self->server, "protocol", "The connection could not be used.");
}

static void
hangar_spice_source_give_descriptor (HangarSource *source, guint id, int fd)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);
  SpiceChannel *channel = id < MOST_CHANNELS ? g_steal_pointer (&self->waiting[id]) : NULL;

  if (channel != NULL)
    spice_channel_open_fd (channel, fd);
  else if (id == 0 && self->session != NULL && fd >= 0)
    spice_session_open_fd (self->session, fd);
  else if (fd >= 0)
    close (fd);
  g_clear_object (&channel);
}

static void
hangar_spice_source_set_active (HangarSource *source, gboolean active)
{
  hangar_spice_screen_set_active (HANGAR_SPICE_SOURCE (source)->screen, active);
}

static void
hangar_spice_source_frame_shown (HangarSource *source)
{
}

static void
hangar_spice_source_key (HangarSource *source, guint qnum, guint keysym, gboolean down)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);
  /* SPICE takes the same codes with the prefix e0 as 0x100. */
  guint code = (qnum & 0x7f) | ((qnum & 0x80) != 0 ? 0x100u : 0u);

  if (self->inputs == NULL || qnum == 0 || qnum > 0xff)
    return;
  if (down)
    spice_inputs_channel_key_press (SPICE_INPUTS_CHANNEL (self->inputs), code);
  else
    spice_inputs_channel_key_release (SPICE_INPUTS_CHANNEL (self->inputs), code);
}

static void
hangar_spice_source_button (HangarSource *source, guint button, gboolean down)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);

  if (self->inputs == NULL || button > 6)
    return;
  if (down)
    {
      self->buttons |= 1 << button;
      spice_inputs_channel_button_press (SPICE_INPUTS_CHANNEL (self->inputs), (int) button + 1,
                                         self->buttons);
      return;
    }
  self->buttons &= ~(1 << button);
  spice_inputs_channel_button_release (SPICE_INPUTS_CHANNEL (self->inputs), (int) button + 1, self->buttons);
}

static void
hangar_spice_source_move_to (HangarSource *source, guint x, guint y)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);

  if (self->inputs != NULL)
    spice_inputs_channel_position (SPICE_INPUTS_CHANNEL (self->inputs), (int) MIN (x, 0xffff),
                                   (int) MIN (y, 0xffff), 0, self->buttons);
}

static void
hangar_spice_source_move_by (HangarSource *source, int dx, int dy)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);

  if (self->inputs != NULL)
    spice_inputs_channel_motion (SPICE_INPUTS_CHANNEL (self->inputs), dx, dy, self->buttons);
}

static void
hangar_spice_source_resize (HangarSource *source, guint width, guint height)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);

  if (self->main != NULL)
    spice_main_channel_update_display (SPICE_MAIN_CHANNEL (self->main), 0, 0, 0, (int) width, (int) height,
                                       TRUE);
}

/* The password is asked when the session has already been refused: it begins again. */
static void
hangar_spice_source_give_credentials (HangarSource *source, const HangarCredentials *credentials)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);

  if (self->authenticated || credentials->password == NULL)
    return;
  make_session (self, credentials->password);
  hangar_server_ask_descriptor (self->server, 0);
}

static void
hangar_spice_source_set_clipboard (HangarSource *source, const char *text)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (source);
  guint32 type = TEXT;

  g_free (self->text);
  self->text = g_strdup (text);
  if (self->main != NULL)
    spice_main_channel_clipboard_selection_grab (SPICE_MAIN_CHANNEL (self->main), CLIPBOARD, &type, 1);
}

static void
hangar_spice_source_dispose (GObject *object)
{
  HangarSpiceSource *self = HANGAR_SPICE_SOURCE (object);

  drop_session (self);
  g_clear_pointer (&self->screen, hangar_spice_screen_free);
  g_clear_pointer (&self->hostname, g_free);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (hangar_spice_source_parent_class)->dispose (object);
}

static void
hangar_spice_source_class_init (HangarSpiceSourceClass *klass)
{
  HangarSourceClass *source_class = HANGAR_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_spice_source_dispose;
  source_class->start = hangar_spice_source_start;
  source_class->give_descriptor = hangar_spice_source_give_descriptor;
  source_class->set_active = hangar_spice_source_set_active;
  source_class->frame_shown = hangar_spice_source_frame_shown;
  source_class->key = hangar_spice_source_key;
  source_class->button = hangar_spice_source_button;
  source_class->move_to = hangar_spice_source_move_to;
  source_class->move_by = hangar_spice_source_move_by;
  source_class->resize = hangar_spice_source_resize;
  source_class->give_credentials = hangar_spice_source_give_credentials;
  source_class->set_clipboard = hangar_spice_source_set_clipboard;
}

static void
hangar_spice_source_init (HangarSpiceSource *self)
{
}

/**
 * hangar_spice_source_new:
 * @server: who is told; it must live longer
 * @hostname: what a certificate must be made out to
 */
HangarSource *
hangar_spice_source_new (HangarServer *server, const char *hostname)
{
  HangarSpiceSource *self = g_object_new (HANGAR_TYPE_SPICE_SOURCE, NULL);

  self->server = server;
  self->hostname = g_strdup (hostname);
  self->screen = hangar_spice_screen_new (server);
  return HANGAR_SOURCE (self);
}
