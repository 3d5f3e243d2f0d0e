/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a console, as actions for menus and keys. */

#include "config.h"

#include "console/console-actions.h"

#include "console/keyring.h"
#include "console/typist.h"

static void
show_activated (GSimpleAction *action, GVariant *state, gpointer data)
{
  hangar_console_show (data, g_variant_get_string (state, NULL));
}

static void
add_line_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  hangar_console_add_line (data);
}

static void
autoconnect_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  hangar_console_set_autoconnect (data, g_variant_get_boolean (state));
}

/* No action of the property itself: it would keep the console alive, which keeps the action. */
static void
autoconnect_cb (HangarConsole *console, GParamSpec *pspec, GSimpleAction *action)
{
  gboolean automatic;

  g_object_get (console, "autoconnect", &automatic, NULL);
  g_simple_action_set_state (action, g_variant_new_boolean (automatic));
}

static void
connect_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  hangar_console_connect (data);
}

static void
disconnect_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  hangar_console_disconnect (data);
}

static void
copy_screenshot_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GdkTexture) texture = hangar_console_screenshot (data);

  if (texture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (data)), texture);
}

static void
forget_password_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  HangarDomain *domain = hangar_console_get_domain (data);
  HangarConnection *connection = hangar_domain_get_connection (domain);

  if (connection != NULL)
    hangar_keyring_forget (hangar_connection_get_uri (connection), hangar_domain_get_uuid (domain));
}

typedef struct
{
  HangarConsole *console;
  const HangarKeyLayout *layout;
} Typing;

static void
typing_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Typing *typing = data;
  g_autoptr (HangarConsole) self = typing->console;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  HangarDisplaySession *session;
  HangarTypist *typist;

  if (text == NULL || !hangar_console_is_live (self))
    return;
  session = hangar_display_get_session (hangar_console_get_display (self));
  typist = hangar_typist_new (session, typing->layout);
  if (hangar_typist_type (typist, text) > 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
  /* A text that is still being typed gives way to this one; both end with the session. */
  g_object_set_data_full (G_OBJECT (session), "hangar-typist", typist, g_object_unref);
}

static void
type_clipboard_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  HangarConsole *self = data;
  const HangarKeyLayout *layout = hangar_key_layout_find (g_variant_get_string (parameter, NULL));
  Typing *typing;

  if (layout == NULL)
    return;
  typing = g_new (Typing, 1);
  typing->console = g_object_ref (self);
  typing->layout = layout;
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, typing_text_cb, typing);
}

/**
 * hangar_console_actions_new:
 * @console: the console; it owns the actions
 * @clipboard: its clipboard
 *
 * Returns: (transfer full): the actions
 */
GSimpleActionGroup *
hangar_console_actions_new (HangarConsole *console, HangarGuestClipboard *clipboard)
{
  static const GActionEntry entries[] = {
    { "connect", connect_activated },
    { "disconnect", disconnect_activated },
    { "copy-screenshot", copy_screenshot_activated },
    { "type-clipboard", type_clipboard_activated, "s" },
    { "forget-password", forget_password_activated },
    { "show", NULL, "s", "'screen'", show_activated },
    { "add-line", add_line_activated },
    { "autoconnect", NULL, NULL, "true", autoconnect_changed },
  };
  HangarDisplay *display = hangar_console_get_display (console);
  GActionMap *actions = G_ACTION_MAP (g_simple_action_group_new ());
  g_autoptr (GPropertyAction) scale = g_property_action_new ("scale-mode", display, "scale-mode");
  g_autoptr (GPropertyAction) resize = g_property_action_new ("resize-guest", display, "resize-guest");
  g_autoptr (GPropertyAction) mode = g_property_action_new ("clipboard", clipboard, "mode");

  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), console);
  g_signal_connect_object (console, "notify::autoconnect", G_CALLBACK (autoconnect_cb),
                           g_action_map_lookup_action (actions, "autoconnect"), 0);
  g_action_map_add_action (actions, G_ACTION (scale));
  g_action_map_add_action (actions, G_ACTION (resize));
  g_action_map_add_action (actions, G_ACTION (mode));
  return G_SIMPLE_ACTION_GROUP (actions);
}
