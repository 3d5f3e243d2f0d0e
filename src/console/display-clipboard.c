/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts between us and the guest of one session, over the display program, and only the way that the user
 * allows. */

#include "config.h"

#include "console/display-clipboard.h"

#include "display-protocol.h"

#define CLIPBOARD_PATH "/org/qemu/Display1/Clipboard"
#define CLIPBOARD "org.qemu.Display1.Clipboard"
#define TEXT_MIME "text/plain;charset=utf-8"
#define MAX_TEXT (1u << 20)

struct _HangarDisplayClipboard
{
  GObject parent_instance;

  HangarDisplayLink *link;
  HangarQemuClipboard *skeleton;
  HangarClipboardMode mode;
  char *offered;
  guint serial;
};

enum
{
  GUEST_TEXT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDisplayClipboard, hangar_display_clipboard, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HangarClipboardMode, hangar_clipboard_mode,
                    G_DEFINE_ENUM_VALUE (HANGAR_CLIPBOARD_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CLIPBOARD_TO_GUEST, "to-guest"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CLIPBOARD_BOTH, "both"))

static gboolean
request_cb (HangarQemuClipboard *skeleton, GDBusMethodInvocation *invocation, guint selection,
            const char *const *mimes, HangarDisplayClipboard *self)
{
  if (self->mode == HANGAR_CLIPBOARD_OFF || self->offered == NULL)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED,
                                             "no clipboard");
      return TRUE;
    }
  hangar_qemu_clipboard_complete_request (
    skeleton, invocation, TEXT_MIME,
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->offered, strlen (self->offered), 1));
  return TRUE;
}

static void
guest_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarDisplayClipboard) self = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) bytes = NULL;
  g_autofree char *text = NULL;
  const char *content;
  gsize size = 0;

  if (reply == NULL || self->mode != HANGAR_CLIPBOARD_BOTH)
    return;
  g_variant_get (reply, "(s@ay)", NULL, &bytes);
  content = g_variant_get_fixed_array (bytes, &size, 1);
  if (size > MAX_TEXT || !g_utf8_validate (content, (gssize) size, NULL))
    return;
  text = g_strndup (content, size);
  g_signal_emit (self, signals[GUEST_TEXT], 0, text);
}

static gboolean
grab_cb (HangarQemuClipboard *skeleton, GDBusMethodInvocation *invocation, guint selection, guint serial,
         const char *const *mimes, HangarDisplayClipboard *self)
{
  const char *wanted[] = { TEXT_MIME, NULL };
  GDBusConnection *connection = hangar_display_link_get_connection (self->link);

  hangar_qemu_clipboard_complete_grab (skeleton, invocation);
  if (selection == 0 && connection != NULL && self->mode == HANGAR_CLIPBOARD_BOTH)
    g_dbus_connection_call (connection, NULL, CLIPBOARD_PATH, CLIPBOARD, "Request",
                            g_variant_new ("(u^as)", 0, wanted), G_VARIANT_TYPE ("(say)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, hangar_display_link_get_cancellable (self->link),
                            guest_text_cb, g_object_ref (self));
  return TRUE;
}

static void
grab (HangarDisplayClipboard *self)
{
  const char *mimes[] = { TEXT_MIME, NULL };

  hangar_display_link_call (self->link, CLIPBOARD_PATH, CLIPBOARD, "Grab",
                            g_variant_new ("(uu^as)", 0, ++self->serial, mimes));
}

/* What was chosen and offered before is told now. */
static void
connected_cb (HangarDisplayLink *link, HangarDisplayClipboard *self)
{
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                    hangar_display_link_get_connection (link), CLIPBOARD_PATH, NULL);
  if (self->mode == HANGAR_CLIPBOARD_BOTH)
    hangar_display_link_call (link, CLIPBOARD_PATH, CLIPBOARD, "Register", NULL);
}

static void
hangar_display_clipboard_dispose (GObject *object)
{
  HangarDisplayClipboard *self = HANGAR_DISPLAY_CLIPBOARD (object);

  g_clear_object (&self->link);
  g_clear_object (&self->skeleton);
  G_OBJECT_CLASS (hangar_display_clipboard_parent_class)->dispose (object);
}

static void
hangar_display_clipboard_finalize (GObject *object)
{
  g_free (HANGAR_DISPLAY_CLIPBOARD (object)->offered);
  G_OBJECT_CLASS (hangar_display_clipboard_parent_class)->finalize (object);
}

static void
hangar_display_clipboard_class_init (HangarDisplayClipboardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_display_clipboard_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_display_clipboard_finalize;

  /* A text that was copied in the guest */
  signals[GUEST_TEXT] = g_signal_new ("guest-text", HANGAR_TYPE_DISPLAY_CLIPBOARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hangar_display_clipboard_init (HangarDisplayClipboard *self)
{
  self->skeleton = hangar_qemu_clipboard_skeleton_new ();
  g_signal_connect_object (self->skeleton, "handle-request", G_CALLBACK (request_cb), self, 0);
  g_signal_connect_object (self->skeleton, "handle-grab", G_CALLBACK (grab_cb), self, 0);
}

/**
 * hangar_display_clipboard_new:
 * @link: to the display program
 *
 * Returns: (transfer full): a clipboard that is off
 */
HangarDisplayClipboard *
hangar_display_clipboard_new (HangarDisplayLink *link)
{
  HangarDisplayClipboard *self = g_object_new (HANGAR_TYPE_DISPLAY_CLIPBOARD, NULL);

  self->link = g_object_ref (link);
  g_signal_connect_object (link, "connected", G_CALLBACK (connected_cb), self, 0);
  return self;
}

/**
 * hangar_display_clipboard_set_mode:
 * @mode: which way texts may go; off at first
 *
 * Hangar asks nobody for a text that may not go.
 */
void
hangar_display_clipboard_set_mode (HangarDisplayClipboard *self, HangarClipboardMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  hangar_display_link_call (self->link, CLIPBOARD_PATH, CLIPBOARD,
                            mode == HANGAR_CLIPBOARD_BOTH ? "Register" : "Unregister", NULL);
}

/**
 * hangar_display_clipboard_offer:
 * @text: what the user copied; ignored while the clipboard is off
 */
void
hangar_display_clipboard_offer (HangarDisplayClipboard *self, const char *text)
{
  if (self->mode == HANGAR_CLIPBOARD_OFF || strlen (text) > MAX_TEXT)
    return;
  g_free (self->offered);
  self->offered = g_strdup (text);
  grab (self);
}
