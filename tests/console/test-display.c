/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget: the guest's pixels where they belong at every scale, and the user's keys and pointer in the
 * guest. */

#include "console/display-input.h"
#include "console/display-tiles.h"
#include "console/display.h"
#include "console/follow-advice.h"
#include "console/framebuffer.h"
#include "console/keymap.h"
#include "console/pointer-hold.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rfb-player.h"

typedef struct
{
  RfbPlayer *player;
  HangarDisplaySession *session;
  HangarDisplay *display;
  GtkWindow *window;
} Fixture;

static gboolean
has_area (Fixture *fixture)
{
  cairo_rectangle_int_t area;

  hangar_display_get_area (fixture->display, &area);
  return area.width > 0 && gtk_widget_get_mapped (GTK_WIDGET (fixture->display));
}

static void
set_up (Fixture *fixture, gconstpointer mode)
{
  fixture->session = rfb_player_new_session (&fixture->player, mode);
  fixture->display = HANGAR_DISPLAY (hangar_display_new ());
  fixture->window = GTK_WINDOW (gtk_window_new ());
  hangar_display_set_session (fixture->display, fixture->session);
  gtk_window_set_decorated (fixture->window, FALSE);
  gtk_window_set_default_size (fixture->window, 800, 480);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->display));
  gtk_window_present (fixture->window);
  wait_for (hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_LIVE &&
            has_area (fixture));
}

static void
tear_down (Fixture *fixture, gconstpointer mode)
{
  gtk_window_destroy (fixture->window);
  hangar_display_session_close (fixture->session);
  g_object_unref (fixture->session);
  rfb_player_free (fixture->player);
}

/* What the widget would put on the monitor now */
static guint32
shown_at (Fixture *fixture, int x, int y)
{
  GtkWidget *widget = GTK_WIDGET (fixture->display);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  g_assert_cmpint (x, <, width);
  g_assert_cmpint (y, <, height);
  return pixels[y * width + x] & 0xffffffu;
}

static void
run_xdotool (const char *arguments)
{
  g_auto (GStrv) argv = g_strsplit (arguments, " ", -1);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) command = g_ptr_array_new ();

  g_ptr_array_add (command, (gpointer) "xdotool");
  for (char **argument = argv; *argument != NULL; argument++)
    g_ptr_array_add (command, *argument);
  g_ptr_array_add (command, NULL);
  process = g_subprocess_newv ((const char *const *) command->pdata, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

static void
test_fit (Fixture *fixture, gconstpointer mode)
{
  cairo_rectangle_int_t area;

  /* 640×480 in 800×480: bars of 80 pixels at both sides */
  hangar_display_get_area (fixture->display, &area);
  g_assert_cmpint (area.x, ==, 80);
  g_assert_cmpint (area.width, ==, 640);
  g_assert_cmphex (shown_at (fixture, 10, 10), ==, 0);
  g_assert_cmphex (shown_at (fixture, 790, 470), ==, 0);
  g_assert_cmphex (shown_at (fixture, 80, 0), ==, 0xff0000);
  g_assert_cmphex (shown_at (fixture, 239, 256), ==, 0xff0000);
  g_assert_cmphex (shown_at (fixture, 240, 256), ==, 0x00ff00);
  g_assert_cmphex (shown_at (fixture, 719, 479), ==, 0xffffff);
}

/* Between tiles there is no line at a scale that is no whole number. */
static void
test_no_seams (Fixture *fixture, gconstpointer mode)
{
  gtk_window_set_default_size (fixture->window, 1013, 757);
  wait_for (gtk_widget_get_width (GTK_WIDGET (fixture->display)) == 1013);
  for (int y = 240; y < 270; y++)
    g_assert_cmphex (shown_at (fixture, 900, y), ==, 0xffffff);
  for (int x = 765; x < 775; x++)
    g_assert_cmphex (shown_at (fixture, x, 512), ==, 0xffffff);
}

static void
test_modes (Fixture *fixture, gconstpointer mode)
{
  cairo_rectangle_int_t area;

  gtk_window_set_default_size (fixture->window, 1400, 970);
  wait_for (gtk_widget_get_width (GTK_WIDGET (fixture->display)) == 1400);
  hangar_display_set_scale_mode (fixture->display, HANGAR_SCALE_ORIGINAL);
  hangar_display_get_area (fixture->display, &area);
  g_assert_cmpint (area.width, ==, 640);
  g_assert_cmpint (area.x, ==, 380);
  hangar_display_set_scale_mode (fixture->display, HANGAR_SCALE_INTEGER);
  hangar_display_get_area (fixture->display, &area);
  g_assert_cmpint (area.width, ==, 1280);
  g_assert_cmphex (shown_at (fixture, area.x + 319, area.y), ==, 0xff0000);
  g_assert_cmphex (shown_at (fixture, area.x + 320, area.y), ==, 0x00ff00);
}

static void
test_damage (Fixture *fixture, gconstpointer mode)
{
  guint qnum = 2;

  g_assert_cmphex (shown_at (fixture, 80 + 2 * 32 + 5, 5), ==, 0xff0000);
  hangar_display_send_keys (fixture->display, &qnum, 1);
  wait_for (shown_at (fixture, 80 + 2 * 32 + 5, 5) == 0xffff00);
  g_assert_cmphex (shown_at (fixture, 80 + 3 * 32 + 5, 5), ==, 0xff0000);
}

static void
test_pointer (Fixture *fixture, gconstpointer mode)
{
  run_xdotool ("mousemove 180 40 mousemove 181 41 click 1 click 4");
  wait_for (rfb_player_heard (fixture->player, "pointer 8 101 41"));
  g_assert_true (rfb_player_heard (fixture->player, "pointer 1 101 41"));
  g_assert_true (rfb_player_heard (fixture->player, "pointer 0 101 41"));
  g_assert_true (hangar_display_get_grabbed (fixture->display));
}

static void
test_keys (Fixture *fixture, gconstpointer mode)
{
  run_xdotool ("mousemove 180 40 click 1");
  wait_for (hangar_display_get_grabbed (fixture->display));
  run_xdotool ("keydown shift keydown a");
  wait_for (rfb_player_heard (fixture->player, "key down 65 30"));
  g_assert_true (rfb_player_heard (fixture->player, "key down 65505 42"));
  g_assert_false (rfb_player_heard (fixture->player, "key up 65 30"));

  /* Out of the window: nothing stays pressed. */
  gtk_window_set_focus (fixture->window, NULL);
  wait_for (rfb_player_heard (fixture->player, "key up 65 30"));
  wait_for (rfb_player_heard (fixture->player, "key up 65505 42"));
  g_assert_false (hangar_display_get_grabbed (fixture->display));
  run_xdotool ("keyup a keyup shift");
}

static void
test_release_keys (Fixture *fixture, gconstpointer mode)
{
  run_xdotool ("mousemove 180 40 click 1");
  wait_for (hangar_display_get_grabbed (fixture->display));
  run_xdotool ("keydown ctrl keydown alt key c keyup alt keyup ctrl");
  wait_for (rfb_player_heard (fixture->player, "key up 65507 29"));
  g_assert_true (hangar_display_get_grabbed (fixture->display));
  run_xdotool ("keydown ctrl keydown alt keyup alt keyup ctrl");
  wait_for (!hangar_display_get_grabbed (fixture->display));
}

/* Other keys were chosen: they give the keyboard back, and the usual ones are the guest's. */
static void
test_other_release_keys (Fixture *fixture, gconstpointer mode)
{
  hangar_display_set_release_keys (fixture->display, hangar_release_keys_find ("ctrl-r"));
  run_xdotool ("mousemove 180 40 click 1");
  wait_for (hangar_display_get_grabbed (fixture->display));
  run_xdotool ("keydown ctrl keydown alt keyup alt keyup ctrl");
  wait_for (rfb_player_heard (fixture->player, "key up 65507 29"));
  g_assert_true (hangar_display_get_grabbed (fixture->display));
  run_xdotool ("keydown 105 keyup 105");
  wait_for (!hangar_display_get_grabbed (fixture->display));
}

static void
test_release_key_words (void)
{
  const HangarReleaseKeys *usual = hangar_release_keys_find ("nonsense");

  g_assert_true (usual == hangar_release_keys_get (0));
  g_assert_cmpuint (hangar_release_keys_count (usual), ==, 2);
  g_assert_cmpstr (hangar_release_keys_words (usual), ==, "Left Ctrl and left Alt");
  g_assert_true (hangar_release_keys_contain (usual, HANGAR_QNUM_ALT_L));
  g_assert_false (hangar_release_keys_contain (usual, 0));
  for (guint i = 0; hangar_release_keys_get (i) != NULL; i++)
    {
      g_assert_true (hangar_release_keys_find (hangar_release_keys_get (i)->id) ==
                     hangar_release_keys_get (i));
      g_assert_nonnull (strstr (hangar_release_keys_hint (hangar_release_keys_get (i)), "Ctrl"));
    }
}

static void
test_relative (Fixture *fixture, gconstpointer mode)
{
  wait_for (!hangar_display_session_get_absolute (fixture->session));
  run_xdotool ("mousemove 300 200 click 1");
  wait_for (hangar_display_get_grabbed (fixture->display));
  g_assert_cmpuint (rfb_player_count (fixture->player, "pointer 1"), ==, 0);
  run_xdotool ("mousemove_relative 7 3");
  wait_for (rfb_player_heard (fixture->player, "pointer 0 32774 32770"));
  run_xdotool ("click 1");
  wait_for (rfb_player_heard (fixture->player, "pointer 1 32767 32767"));
}

/* Further than any monitor is wide: the pointer is put back each time, and that is no movement. */
static void
test_relative_without_end (Fixture *fixture, gconstpointer mode)
{
  wait_for (!hangar_display_session_get_absolute (fixture->session));
  g_assert_true (hangar_pointer_hold_is_possible (GTK_WIDGET (fixture->display)));
  run_xdotool ("mousemove 300 200 click 1");
  wait_for (hangar_display_get_grabbed (fixture->display));
  for (guint i = 1; i <= 30; i++)
    {
      run_xdotool ("mousemove_relative 100 0");
      wait_for (rfb_player_count (fixture->player, "pointer 0 32867 32767") == i);
    }
  g_assert_cmpuint (rfb_player_count (fixture->player, "pointer 0 "), ==, 30);
}

/* Asked to follow, and it does not: the menu says what it needs, until it does. */
static void
test_follow_advice (Fixture *fixture, gconstpointer mode)
{
  g_autoptr (GMenuModel) menu = hangar_follow_advice_menu_new (fixture->display);

  g_assert_null (hangar_follow_advice_text (fixture->display));
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 0);
  hangar_display_set_resize_guest (fixture->display, TRUE);
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 1);
  g_assert_nonnull (strstr (hangar_follow_advice_text (fixture->display), "video device"));
  wait_for (g_menu_model_get_n_items (menu) == 0);
}

static void
test_guest_follows (Fixture *fixture, gconstpointer mode)
{
  hangar_display_set_resize_guest (fixture->display, TRUE);
  wait_for (rfb_player_heard (fixture->player, "resize 800 480"));
  wait_for (shown_at (fixture, 0, 0) == 0xff0000);
  gtk_window_set_default_size (fixture->window, 701, 401);
  wait_for (rfb_player_heard (fixture->player, "resize 701 401"));
}

/* Hidden: no more requests; shown again: the picture is up to date. */
static void
test_unmapped (Fixture *fixture, gconstpointer mode)
{
  guint qnum = 2;
  guint requests;

  gtk_widget_set_visible (GTK_WIDGET (fixture->window), FALSE);
  hangar_display_send_keys (fixture->display, &qnum, 1);
  wait_for (rfb_player_heard (fixture->player, "key up 49 2"));
  /* What was asked for before is answered, at the latest with this. */
  requests = rfb_player_count (fixture->player, "request ");
  for (qnum = 8; qnum > 2; qnum--)
    hangar_display_send_keys (fixture->display, &qnum, 1);
  wait_for (rfb_player_count (fixture->player, "key up ") == 7);
  g_assert_cmpuint (rfb_player_count (fixture->player, "request "), ==, requests);
  gtk_window_present (fixture->window);
  wait_for (has_area (fixture) && shown_at (fixture, 80 + 2 * 32 + 5, 5) == 0xffff00);
}

static int
sealed_memory (gsize size, int seals)
{
  int fd = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals), ==, 0);
  return fd;
}

static void
assert_refused (int fd, const HangarFramebufferLayout *layout)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hangar_framebuffer_new_for_fd (fd, layout, &error));
  g_assert_nonnull (error);
}

/* The display program may be the guest's by now. */
static void
test_framebuffer_is_checked (void)
{
  const HangarFramebufferLayout good = { .width = 10, .height = 10, .stride = 40, .format = 0x20020888 };
  HangarFramebufferLayout bad[] = { good, good, good, good, good, good, good, good };
  g_autoptr (HangarFramebuffer) framebuffer = NULL;
  int fd = sealed_memory (400, F_SEAL_SHRINK);
  int unsealed = sealed_memory (400, 0);
  int file = open ("/dev/zero", O_RDONLY | O_CLOEXEC);

  framebuffer = hangar_framebuffer_new_for_fd (fd, &good, NULL);
  g_assert_nonnull (framebuffer);
  bad[0].width = 0;
  bad[1].height = 11;
  bad[2].stride = 36;
  bad[3].stride = 44;
  bad[4].offset = 4;
  bad[5].format = 0;
  bad[6].width = bad[6].height = 65535;
  bad[7].stride = G_MAXUINT - 3;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (fd, &bad[i]);
  assert_refused (unsealed, &good);
  assert_refused (file, &good);
  close (fd);
  close (unsealed);
  close (file);
}

static void
test_keymap (void)
{
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (8 + 30), ==, 0x1e);  /* A */
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (8 + 97), ==, 0x9d);  /* right Ctrl */
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (8 + 100), ==, 0xb8); /* AltGr */
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (8 + 111), ==, 0xd3); /* Delete */
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (8 + 86), ==, 0x56);  /* the key beside left Shift */
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (3), ==, 0);
  g_assert_cmphex (hangar_keymap_qnum_of_keycode (70000), ==, 0);
  g_assert_cmphex (hangar_keymap_keysym_of_qnum (HANGAR_QNUM_F1 + 2), ==, GDK_KEY_F3);
  g_assert_cmphex (hangar_keymap_keysym_of_qnum (HANGAR_QNUM_DELETE), ==, GDK_KEY_Delete);
}

#define ADD(path, mode, function) g_test_add (path, Fixture, mode, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/keymap", test_keymap);
  g_test_add_func ("/display/framebuffer-is-checked", test_framebuffer_is_checked);
  ADD ("/display/fit", "good", test_fit);
  ADD ("/display/no-seams", "good", test_no_seams);
  ADD ("/display/modes", "good", test_modes);
  ADD ("/display/damage", "good", test_damage);
  ADD ("/display/pointer", "good", test_pointer);
  ADD ("/display/keys", "good", test_keys);
  ADD ("/display/release-keys", "good", test_release_keys);
  ADD ("/display/other-release-keys", "good", test_other_release_keys);
  g_test_add_func ("/display/release-key-words", test_release_key_words);
  ADD ("/display/relative", "relative", test_relative);
  ADD ("/display/relative-without-end", "relative", test_relative_without_end);
  ADD ("/display/follow-advice", "resizable", test_follow_advice);
  ADD ("/display/guest-follows", "resizable", test_guest_follows);
  ADD ("/display/unmapped", "good", test_unmapped);
  return g_test_run ();
}
