/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as keystrokes, and the clipboard between the desktop and a guest. */

#include "console/guest-clipboard.h"
#include "console/key-layout.h"
#include "console/typist.h"

#include "rfb-player.h"

/* What the guest would make of the strokes, "S" and "G" for Shift and AltGr. */
static char *
strokes_of (const char *layout, const char *text)
{
  const HangarKeyLayout *keyboard = hangar_key_layout_find (layout);
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      HangarKeyStroke strokes[HANGAR_KEY_STROKES_MAX];
      guint n = hangar_key_layout_strokes (keyboard, g_utf8_get_char (p), strokes);

      if (n == 0)
        g_string_append (out, "? ");
      for (guint i = 0; i < n; i++)
        g_string_append_printf (out, "%s%s%02x ", strokes[i].shift ? "S" : "", strokes[i].altgr ? "G" : "",
                                strokes[i].qnum);
    }
  return g_string_free (out, FALSE);
}

static void
assert_strokes (const char *layout, const char *text, const char *expected)
{
  g_autofree char *strokes = strokes_of (layout, text);

  g_assert_cmpstr (strokes, ==, expected);
}

static void
test_layouts (void)
{
  g_assert_null (hangar_key_layout_find ("dvorak"));
  assert_strokes ("us", "aA1! ~\\|\n", "1e S1e 02 S02 39 S29 2b S2b 1c ");
  assert_strokes ("us", "é", "? ");
  assert_strokes ("fr", "aqzw", "10 1e 11 2c ");
  assert_strokes ("fr", "é@|~", "03 G0b G07 G03 ");
  assert_strokes ("fr", "12ê{}[]\\", "S02 S03 1a 12 G05 G0d G06 G0c G09 ");
  assert_strokes ("fr", "mM.?ç<>", "27 S27 S33 S32 0a 56 S56 ");
  assert_strokes ("de", "yzß@|~", "2c 15 0c G10 G56 G1b ");
  assert_strokes ("de", "äÖ{\\}é", "28 S27 G08 G0c G0b 0d 12 ");
}

/* Every character that shells and programs are made of can be typed on each keyboard. */
static void
test_complete (void)
{
  const char *const names[] = { "us", "fr", "de" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gunichar character = ' '; character < 0x7f; character++)
      {
        HangarKeyStroke strokes[HANGAR_KEY_STROKES_MAX];

        if (hangar_key_layout_strokes (hangar_key_layout_find (names[i]), character, strokes) == 0)
          g_error ("%s can not type %c", names[i], (char) character);
      }
}

static gboolean
is_live (HangarDisplaySession *session)
{
  return hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE;
}

static void
test_typist (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");
  g_autoptr (HangarTypist) typist = NULL;

  wait_for (is_live (session));
  typist = hangar_typist_new (session, hangar_key_layout_find ("fr"));
  g_assert_cmpuint (hangar_typist_type (typist, "É"), ==, 1);
  g_assert_false (hangar_typist_is_typing (typist));
  g_assert_cmpuint (hangar_typist_type (typist, "é@|\n"), ==, 0);
  g_assert_true (hangar_typist_is_typing (typist));
  wait_for (!hangar_typist_is_typing (typist));
  wait_for (rfb_player_heard (player, "key up 65293 28"));
  g_assert_true (rfb_player_heard (player, "key down 233 3"));
  g_assert_cmpuint (rfb_player_index (player, "key down 65027 184"), <,
                    rfb_player_index (player, "key down 64 11"));
  g_assert_cmpuint (rfb_player_index (player, "key up 64 11"), <,
                    rfb_player_index (player, "key up 65027 184"));
  g_assert_cmpuint (rfb_player_count (player, "key down"), ==, 6);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
desktop_text (GdkClipboard *clipboard)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, &text);
  wait_for (text != NULL);
  return text;
}

static void
test_clipboard (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "copies-on-key");
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  GdkClipboard *desktop = gtk_widget_get_clipboard (widget);
  g_autoptr (HangarGuestClipboard) clipboard = hangar_guest_clipboard_new (widget);
  g_autofree char *untouched = NULL;
  g_autofree char *copied = NULL;

  hangar_guest_clipboard_set_session (clipboard, session);
  wait_for (is_live (session));
  gdk_clipboard_set_text (desktop, "secret");
  hangar_display_session_key (session, 0x1e, 'a', TRUE);
  wait_for (rfb_player_heard (player, "copied 1"));
  untouched = desktop_text (desktop);
  g_assert_cmpstr (untouched, ==, "secret");
  g_assert_cmpuint (rfb_player_count (player, "cut "), ==, 0);

  g_object_set (clipboard, "mode", HANGAR_CLIPBOARD_TO_GUEST, NULL);
  wait_for (rfb_player_heard (player, "cut secret"));
  gdk_clipboard_set_text (desktop, "more");
  wait_for (rfb_player_heard (player, "cut more"));

  g_object_set (clipboard, "mode", HANGAR_CLIPBOARD_BOTH, NULL);
  hangar_display_session_key (session, 0x1e, 'a', TRUE);
  while (g_strcmp0 (copied, "copié 2") != 0)
    {
      g_free (copied);
      copied = desktop_text (desktop);
    }
  gdk_clipboard_set_text (desktop, "last");
  wait_for (rfb_player_heard (player, "cut last"));
  g_assert_false (rfb_player_heard (player, "cut copié 2"));
  hangar_guest_clipboard_set_session (clipboard, NULL);
  hangar_display_session_close (session);
  rfb_player_free (player);
  g_object_unref (widget);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typing/layouts", test_layouts);
  g_test_add_func ("/typing/complete", test_complete);
  g_test_add_func ("/typing/typist", test_typist);
  g_test_add_func ("/typing/clipboard", test_clipboard);
  return g_test_run ();
}
