/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session with a scripted server: pixels come, input goes, and every end has its sentence. */

#include "console/display-clipboard.h"
#include "console/display-error.h"
#include "console/display-link.h"
#include "console/display-listener.h"
#include "console/display-process.h"
#include "console/display-session.h"

#include <gtk/gtk.h>
#include <signal.h>

#include "rfb-player.h"

static guint32
pixel_at (HangarDisplaySession *session, int x, int y)
{
  cairo_surface_t *surface =
    hangar_framebuffer_get_surface (hangar_display_session_get_framebuffer (session));
  const guchar *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] & 0xffffffu;
}

static gboolean
is_live (HangarDisplaySession *session)
{
  return hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE;
}

static gboolean
has_ended (HangarDisplaySession *session)
{
  return hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_ENDED;
}

static void
test_create (void)
{
  RfbPlayer *player;
  HangarDisplaySession *session = rfb_player_new_session (&player, "silent");

  g_assert_cmpint (hangar_display_session_get_state (session), ==, HANGAR_DISPLAY_SESSION_CONNECTING);
  hangar_display_session_close (session);
  g_assert_true (has_ended (session));
  g_assert_null (hangar_display_session_get_error (session));
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  wait_for (session == NULL);
  rfb_player_free (player);
}

/* Without a program: nobody is called, and nothing is kept alive. */
static void
test_link (void)
{
  g_autoptr (HangarDisplayListener) listener = hangar_display_listener_new ();
  HangarDisplayLink *link = hangar_display_link_new (listener);
  HangarDisplayClipboard *clipboard = hangar_display_clipboard_new (link);

  g_assert_true (HANGAR_IS_DISPLAY_LINK (link) && HANGAR_IS_DISPLAY_CLIPBOARD (clipboard));
  hangar_display_clipboard_set_mode (clipboard, HANGAR_CLIPBOARD_BOTH);
  hangar_display_clipboard_offer (clipboard, "text");
  hangar_display_link_call (link, "/", "a.b", "C", g_variant_new ("(s)", "d"));
  g_assert_null (hangar_display_link_get_connection (link));
  g_assert_cmpint (hangar_display_link_get_pid (link), ==, 0);
  hangar_display_link_close (link);
  g_assert_true (g_cancellable_is_cancelled (hangar_display_link_get_cancellable (link)));
  g_object_add_weak_pointer (G_OBJECT (link), (gpointer *) &link);
  g_object_add_weak_pointer (G_OBJECT (clipboard), (gpointer *) &clipboard);
  g_object_unref (link);
  g_object_unref (clipboard);
  g_assert_true (link == NULL && clipboard == NULL);
}

static void
test_pixels (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");
  HangarFramebuffer *framebuffer;

  wait_for (is_live (session));
  framebuffer = hangar_display_session_get_framebuffer (session);
  g_assert_cmpint (hangar_framebuffer_get_width (framebuffer), ==, 640);
  g_assert_cmpint (hangar_framebuffer_get_height (framebuffer), ==, 480);
  g_assert_cmphex (pixel_at (session, 0, 0), ==, 0xff0000);
  g_assert_cmphex (pixel_at (session, 200, 479), ==, 0x00ff00);
  g_assert_cmphex (pixel_at (session, 479, 240), ==, 0x0000ff);
  g_assert_cmphex (pixel_at (session, 639, 479), ==, 0xffffff);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
test_input (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");

  wait_for (is_live (session));
  hangar_display_session_key (session, 0x1e, 'a', TRUE);
  hangar_display_session_key (session, 0x1e, 'a', FALSE);
  hangar_display_session_move_to (session, 100, 200);
  hangar_display_session_button (session, 0, TRUE);
  hangar_display_session_button (session, 0, FALSE);
  hangar_display_session_button (session, 4, TRUE);
  wait_for (rfb_player_heard (player, "pointer 16 100 200"));
  g_assert_true (rfb_player_heard (player, "key down 97 30"));
  g_assert_true (rfb_player_heard (player, "key up 97 30"));
  g_assert_true (rfb_player_heard (player, "pointer 0 100 200"));
  g_assert_true (rfb_player_heard (player, "pointer 1 100 200"));
  /* The key painted its square: 30 is in the second row. */
  wait_for (pixel_at (session, 10 * 32 + 5, 32 + 5) == 0xffff00);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
test_relative (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "relative");

  wait_for (is_live (session));
  wait_for (!hangar_display_session_get_absolute (session));
  hangar_display_session_move_by (session, 5, -3);
  wait_for (rfb_player_heard (player, "pointer 0 32772 32764"));
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
cursor_cb (HangarDisplaySession *session, GdkTexture *texture, int hot_x, int hot_y, GdkTexture **cursor)
{
  g_assert_cmpint (hot_x, ==, 3);
  g_assert_cmpint (hot_y, ==, 4);
  g_set_object (cursor, texture);
}

static void
test_cursor (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "cursor");
  g_autoptr (GdkTexture) cursor = NULL;
  guint32 pixels[64];

  g_signal_connect (session, "cursor", G_CALLBACK (cursor_cb), &cursor);
  wait_for (cursor != NULL);
  g_assert_cmpint (gdk_texture_get_width (cursor), ==, 8);
  gdk_texture_download (cursor, (guchar *) pixels, 8 * 4);
  g_assert_cmphex (pixels[0], ==, 0xffff00ff);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
text_cb (HangarDisplaySession *session, const char *text, char **heard)
{
  g_free (*heard);
  *heard = g_strdup (text);
}

static void
test_clipboard (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");

  wait_for (is_live (session));
  hangar_display_session_offer_text (session, "nothing goes while it is off");
  hangar_display_session_set_clipboard_mode (session, HANGAR_CLIPBOARD_TO_GUEST);
  hangar_display_session_offer_text (session, "déjà vu");
  wait_for (rfb_player_heard (player, "cut déjà vu"));
  g_assert_cmpuint (rfb_player_count (player, "cut "), ==, 1);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
test_guest_clipboard (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "copies-on-key");
  g_autofree char *heard = NULL;

  g_signal_connect (session, "guest-text", G_CALLBACK (text_cb), &heard);
  wait_for (is_live (session));
  hangar_display_session_key (session, 0x1e, 'a', TRUE);
  /* The key's square comes behind the text: by now the display program has had it, and let it go. */
  wait_for (pixel_at (session, 10 * 32 + 5, 32 + 5) == 0xffff00);
  wait_for (rfb_player_heard (player, "copied 1"));
  hangar_display_session_set_clipboard_mode (session, HANGAR_CLIPBOARD_BOTH);
  hangar_display_session_key (session, 0x1e, 'a', TRUE);
  wait_for (heard != NULL);
  g_assert_cmpstr (heard, ==, "copié 2");
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
test_resize (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "resizable");

  wait_for (is_live (session) && hangar_display_session_get_can_resize (session));
  hangar_display_session_request_size (session, 801, 602);
  wait_for (rfb_player_heard (player, "resize 801 602"));
  wait_for (hangar_framebuffer_get_width (hangar_display_session_get_framebuffer (session)) == 801);
  wait_for (pixel_at (session, 200, 601) == 0x00ff00);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

static void
credentials_cb (HangarDisplaySession *session, gboolean user, gboolean password, guint *asked)
{
  g_assert_false (user);
  g_assert_true (password);
  (*asked)++;
}

static void
test_password (gconstpointer mode)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, mode);
  guint asked = 0;

  g_signal_connect (session, "credentials-needed", G_CALLBACK (credentials_cb), &asked);
  wait_for (asked == 1);
  g_assert_cmpint (hangar_display_session_get_state (session), ==, HANGAR_DISPLAY_SESSION_AUTHENTICATING);
  hangar_display_session_give_credentials (session, NULL, "secret");
  wait_for (is_live (session) || has_ended (session));
  g_assert_cmpuint (rfb_player_count (player, "answer "), ==, 1);
  if (g_str_equal (mode, "password"))
    {
      g_assert_true (is_live (session));
      g_assert_cmpstr (hangar_display_session_get_security (session), ==, "password");
    }
  else
    {
      g_assert_error ((GError *) hangar_display_session_get_error (session), HANGAR_DISPLAY_ERROR,
                      HANGAR_DISPLAY_ERROR_AUTH);
      g_assert_cmpstr (hangar_display_session_get_details (session), ==, "password check failed");
    }
  hangar_display_session_close (session);
  rfb_player_free (player);
}

/* Keys go on, pictures come only when somebody looks again. */
static void
assert_quiet_until_active (HangarDisplaySession *session, RfbPlayer *player)
{
  guint requests;

  hangar_display_session_key (session, 2, '1', TRUE);
  wait_for (rfb_player_heard (player, "key down 49 2"));
  requests = rfb_player_count (player, "request 1");
  for (guint qnum = 3; qnum < 8; qnum++)
    hangar_display_session_key (session, qnum, 0, TRUE);
  wait_for (rfb_player_heard (player, "key down 0 7"));
  g_assert_cmpuint (rfb_player_count (player, "request 1"), <=, MAX (requests, 1));
  hangar_display_session_set_active (session, TRUE);
  wait_for (pixel_at (session, 7 * 32 + 5, 5) == 0xffff00);
}

/* Nobody looks: nothing is asked of the server. */
static void
test_inactive (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");

  wait_for (is_live (session));
  hangar_display_session_set_active (session, FALSE);
  assert_quiet_until_active (session, player);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

/* Left before there was a program to tell: the first picture comes, and more when somebody looks. */
static void
test_inactive_from_the_start (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");

  hangar_display_session_set_active (session, FALSE);
  wait_for (is_live (session));
  assert_quiet_until_active (session, player);
  hangar_display_session_close (session);
  rfb_player_free (player);
}

/* Allowed before there was a program to tell: the guest's texts come all the same. */
static void
test_clipboard_from_the_start (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "copies-on-key");
  g_autofree char *heard = NULL;

  g_signal_connect (session, "guest-text", G_CALLBACK (text_cb), &heard);
  hangar_display_session_set_clipboard_mode (session, HANGAR_CLIPBOARD_BOTH);
  wait_for (is_live (session));
  hangar_display_session_key (session, 0x1e, 'a', TRUE);
  wait_for (heard != NULL);
  g_assert_cmpstr (heard, ==, "copié 1");
  hangar_display_session_close (session);
  rfb_player_free (player);
}

/* The display program is killed: one sentence, and nothing else. */
static void
test_killed (void)
{
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, "good");

  wait_for (is_live (session));
  g_assert_cmpint (kill (hangar_display_session_get_pid (session), SIGKILL), ==, 0);
  wait_for (has_ended (session));
  g_assert_error ((GError *) hangar_display_session_get_error (session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_DIED);
  g_assert_cmphex (pixel_at (session, 0, 0), ==, 0xff0000);
  rfb_player_free (player);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display-session/create", test_create);
  g_test_add_func ("/display-session/link", test_link);
  g_test_add_func ("/display-session/pixels", test_pixels);
  g_test_add_func ("/display-session/input", test_input);
  g_test_add_func ("/display-session/relative", test_relative);
  g_test_add_func ("/display-session/cursor", test_cursor);
  g_test_add_func ("/display-session/clipboard", test_clipboard);
  g_test_add_func ("/display-session/guest-clipboard", test_guest_clipboard);
  g_test_add_func ("/display-session/resize", test_resize);
  g_test_add_data_func ("/display-session/password", "password", test_password);
  g_test_add_data_func ("/display-session/password-wrong", "password-wrong", test_password);
  g_test_add_func ("/display-session/inactive", test_inactive);
  g_test_add_func ("/display-session/inactive-from-the-start", test_inactive_from_the_start);
  g_test_add_func ("/display-session/clipboard-from-the-start", test_clipboard_from_the_start);
  g_test_add_func ("/display-session/killed", test_killed);
  return g_test_run ();
}
