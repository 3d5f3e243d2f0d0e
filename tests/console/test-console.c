/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console of a machine on libvirt's test driver, whose screen is the scripted server's socket. */

#include "config.h"

#include "console/console-actions.h"
#include "console/console.h"
#include "console/keyring.h"
#include "console/login-page.h"
#include "console/open-display.h"
#include "console/screenshot.h"
#include "console/text-console.h"
#include "console/text-lines.h"

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/domain-lifecycle.h"
#include "rfb-player.h"

typedef struct
{
  char *folder;
  char *socket;
  RfbPlayer *player;
  HangarConnection *connection;
  GtkWindow *window;
  HangarConsole *console;
} Fixture;

static const char node_format[] =
  "<node>"
  "<domain type='test'><name>screen</name><uuid>11111111-1111-1111-1111-111111111111</uuid>"
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os><on_reboot>restart</on_reboot>"
  "<devices><graphics type='vnc' socket='%s'/>"
  "<serial type='pty'><target port='0'/></serial><console type='pty'><target type='serial' "
  "port='0'/></console>"
  "</devices></domain>"
  "<domain type='test'><name>bare</name><uuid>22222222-2222-2222-2222-222222222222</uuid>"
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"
  "<domain type='test'><name>sdl</name><uuid>33333333-3333-3333-3333-333333333333</uuid>"
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os>"
  "<devices><graphics type='sdl'/></devices></domain>"
  "</node>";

static HangarConnection *
open_host (Fixture *fixture)
{
  g_autofree char *node = g_strdup_printf (node_format, fixture->socket);
  g_autofree char *path = g_build_filename (fixture->folder, "node.xml", NULL);
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  HangarConnection *connection;

  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (connection);
  wait_for (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  g_remove (path);
  return connection;
}

static void
set_up (Fixture *fixture, gconstpointer mode)
{
  fixture->folder = g_dir_make_tmp ("hangar-console-XXXXXX", NULL);
  fixture->socket = g_build_filename (fixture->folder, "vnc", NULL);
  if (mode != NULL)
    fixture->player = rfb_player_new_listening (mode, fixture->socket);
  fixture->connection = open_host (fixture);
}

static void
show (Fixture *fixture, const char *name)
{
  HangarDomain *domain = hangar_connection_find_domain (fixture->connection, name);

  g_assert_nonnull (domain);
  fixture->console = HANGAR_CONSOLE (hangar_console_new (domain));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 800, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->console));
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer mode)
{
  gpointer watched = fixture->connection;

  if (fixture->window != NULL)
    {
      gpointer console = fixture->console;

      g_object_add_weak_pointer (G_OBJECT (fixture->console), &console);
      gtk_window_destroy (fixture->window);
      wait_for (console == NULL);
    }
  hangar_connection_close (fixture->connection);
  g_object_add_weak_pointer (G_OBJECT (fixture->connection), &watched);
  g_object_unref (fixture->connection);
  wait_for (watched == NULL);
  g_clear_pointer (&fixture->player, rfb_player_free);
  g_remove (fixture->socket);
  g_rmdir (fixture->folder);
  g_free (fixture->socket);
  g_free (fixture->folder);
}

static gboolean
is_in (Fixture *fixture, HangarConsoleState state)
{
  return hangar_console_get_state (fixture->console) == state;
}

static void
operated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hangar_domain_operate_finish (HANGAR_DOMAIN (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* Until the host has answered: its event may come before, and the next operation would be refused. */
static void
operate (Fixture *fixture, HangarDomainOperation operation)
{
  gboolean answered = FALSE;

  hangar_domain_operate_async (hangar_console_get_domain (fixture->console), operation, NULL, operated_cb,
                               &answered);
  wait_for (answered);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hangar_console_screenshot_finish (HANGAR_CONSOLE (data), result, &error));
  g_assert_no_error (error);
  g_object_set_data (G_OBJECT (data), "saved", data);
}

static void
test_live (Fixture *fixture, gconstpointer mode)
{
  const guint keys[] = { 0x1d, 0x38, 0xd3 };
  g_autofree char *path = g_build_filename (fixture->folder, "shot.png", NULL);
  g_autoptr (GdkTexture) texture = NULL;
  guint32 pixel;
  g_autofree guint32 *pixels = g_new (guint32, 640 * 480);

  show (fixture, "screen");
  g_assert_false (hangar_console_is_live (fixture->console));
  wait_for (hangar_console_is_live (fixture->console));
  hangar_console_send_keys (fixture->console, keys, G_N_ELEMENTS (keys));
  wait_for (rfb_player_heard (fixture->player, "key up 65507 29"));
  g_assert_cmpuint (rfb_player_index (fixture->player, "key down 65535 211"), <,
                    rfb_player_index (fixture->player, "key up 65535 211"));
  g_assert_cmpuint (rfb_player_index (fixture->player, "key up 65535 211"), <,
                    rfb_player_index (fixture->player, "key up 65513 56"));

  hangar_console_screenshot_async (fixture->console, path, NULL, saved_cb, fixture->console);
  wait_for (g_object_get_data (G_OBJECT (fixture->console), "saved") != NULL);
  texture = gdk_texture_new_from_filename (path, NULL);
  g_assert_nonnull (texture);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 640);
  gdk_texture_download (texture, (guchar *) pixels, 640 * 4);
  pixel = pixels[479 * 640 + 300];
  g_assert_cmphex (pixel, ==, 0xff00ff00);
  g_remove (path);
}

/* Off: the page says so; on again: the screen comes by itself. */
static void
test_off_and_on (Fixture *fixture, gconstpointer mode)
{
  show (fixture, "screen");
  wait_for (hangar_console_is_live (fixture->console));
  operate (fixture, HANGAR_DOMAIN_OPERATION_FORCE_OFF);
  wait_for (is_in (fixture, HANGAR_CONSOLE_OFF));
  g_assert_null (hangar_display_get_session (hangar_console_get_display (fixture->console)));
  operate (fixture, HANGAR_DOMAIN_OPERATION_START);
  wait_for (hangar_console_is_live (fixture->console));
}

/* A tab that goes to another window: the same session, and what the guest draws is seen there. */
static void
test_moved (Fixture *fixture, gconstpointer mode)
{
  const guint key = 0x1e;
  HangarDisplaySession *session;
  GtkWindow *other = GTK_WINDOW (gtk_window_new ());

  show (fixture, "screen");
  wait_for (hangar_console_is_live (fixture->console));
  session = hangar_display_get_session (hangar_console_get_display (fixture->console));
  g_object_ref (fixture->console);
  gtk_window_set_child (fixture->window, NULL);
  gtk_window_set_child (other, GTK_WIDGET (fixture->console));
  g_object_unref (fixture->console);
  gtk_window_destroy (fixture->window);
  fixture->window = other;
  gtk_window_present (other);
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->console)));
  hangar_console_send_keys (fixture->console, &key, 1);
  wait_for (rfb_player_count (fixture->player, "key up ") == 1);
  g_assert_true (hangar_console_is_live (fixture->console));
  g_assert_true (hangar_display_get_session (hangar_console_get_display (fixture->console)) == session);
  g_assert_cmpuint (rfb_player_count (fixture->player, "encodings"), ==, 1);
}

static void
test_disconnect (Fixture *fixture, gconstpointer mode)
{
  show (fixture, "screen");
  wait_for (hangar_console_is_live (fixture->console));
  hangar_console_disconnect (fixture->console);
  g_assert_true (is_in (fixture, HANGAR_CONSOLE_DISCONNECTED));
  wait_for (rfb_player_heard (fixture->player, "end"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->console), "console.connect", NULL);
  wait_for (hangar_console_is_live (fixture->console));
}

/* Nobody looks at the page: nothing connects, because that might end another viewer's session. */
static void
test_not_seen (Fixture *fixture, gconstpointer mode)
{
  HangarDomain *domain = hangar_connection_find_domain (fixture->connection, "screen");

  fixture->console = HANGAR_CONSOLE (g_object_ref_sink (hangar_console_new (domain)));
  g_assert_true (is_in (fixture, HANGAR_CONSOLE_DISCONNECTED));
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (is_in (fixture, HANGAR_CONSOLE_DISCONNECTED));
  g_assert_cmpuint (rfb_player_count (fixture->player, "encodings"), ==, 0);
  g_object_unref (fixture->console);
}

static void
test_autoconnect_off (Fixture *fixture, gconstpointer mode)
{
  HangarDomain *domain = hangar_connection_find_domain (fixture->connection, "screen");

  fixture->console = HANGAR_CONSOLE (hangar_console_new (domain));
  hangar_console_set_autoconnect (fixture->console, FALSE);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->console));
  gtk_window_present (fixture->window);
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->console)));
  g_assert_true (is_in (fixture, HANGAR_CONSOLE_DISCONNECTED));
  hangar_console_connect (fixture->console);
  wait_for (hangar_console_is_live (fixture->console));
}

static char *
scale_of (Fixture *fixture, HangarSettings *settings, const char *machine)
{
  g_autoptr (GVariant) value = hangar_settings_get_console (settings, machine, HANGAR_CONSOLE_SCALE);

  return g_variant_dup_string (value, NULL);
}

/* What is chosen stays with its machine; what holds for all is followed by those that chose nothing. */
static void
test_remembered (Fixture *fixture, gconstpointer mode)
{
  HangarDomain *screen = hangar_connection_find_domain (fixture->connection, "screen");
  HangarDomain *bare = hangar_connection_find_domain (fixture->connection, "bare");
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  g_autoptr (HangarConsole) first = HANGAR_CONSOLE (g_object_ref_sink (hangar_console_new (screen)));
  g_autoptr (HangarConsole) second = NULL;
  g_autoptr (HangarConsole) other = HANGAR_CONSOLE (g_object_ref_sink (hangar_console_new (bare)));
  g_autofree char *own = NULL;
  g_autofree char *general = NULL;
  HangarScaleMode scale;

  hangar_console_set_settings (first, settings);
  hangar_console_set_settings (other, settings);
  g_action_group_change_action_state (hangar_console_get_actions (first), "scale-mode",
                                      g_variant_new_string ("integer"));
  g_action_group_activate_action (hangar_console_get_actions (first), "resize-guest", NULL);
  g_action_group_activate_action (hangar_console_get_actions (first), "autoconnect", NULL);
  own = scale_of (fixture, settings, hangar_domain_get_uuid (screen));
  general = scale_of (fixture, settings, NULL);
  g_assert_cmpstr (own, ==, "integer");
  g_assert_cmpstr (general, ==, "fit");

  second = HANGAR_CONSOLE (g_object_ref_sink (hangar_console_new (screen)));
  hangar_console_set_settings (second, settings);
  g_object_get (second, "scale-mode", &scale, NULL);
  g_assert_cmpint (scale, ==, HANGAR_SCALE_INTEGER);
  g_assert_true (hangar_display_get_resize_guest (hangar_console_get_display (second)));
  g_assert_false (hangar_display_get_resize_guest (hangar_console_get_display (other)));

  hangar_settings_set_console (settings, NULL, HANGAR_CONSOLE_SCALE, g_variant_new_string ("original"));
  g_object_get (other, "scale-mode", &scale, NULL);
  g_assert_cmpint (scale, ==, HANGAR_SCALE_ORIGINAL);
  g_object_get (second, "scale-mode", &scale, NULL);
  g_assert_cmpint (scale, ==, HANGAR_SCALE_INTEGER);

  /* As for all again: nothing of its own is kept. */
  hangar_settings_set_console (settings, hangar_domain_get_uuid (screen), HANGAR_CONSOLE_SCALE,
                               g_variant_new_string ("original"));
  hangar_settings_set_console (settings, NULL, HANGAR_CONSOLE_SCALE, g_variant_new_string ("fit"));
  g_object_get (second, "scale-mode", &scale, NULL);
  g_assert_cmpint (scale, ==, HANGAR_SCALE_FIT);

  /* A machine of which was chosen that it does not connect by itself. */
  fixture->console = HANGAR_CONSOLE (hangar_console_new (screen));
  hangar_console_set_settings (fixture->console, settings);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->console));
  gtk_window_present (fixture->window);
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->console)));
  g_assert_true (is_in (fixture, HANGAR_CONSOLE_DISCONNECTED));
  g_assert_cmpuint (rfb_player_count (fixture->player, "encodings"), ==, 0);
}

static void
test_no_graphics (Fixture *fixture, gconstpointer mode)
{
  show (fixture, "bare");
  wait_for (is_in (fixture, HANGAR_CONSOLE_NO_GRAPHICS));
  gtk_window_destroy (fixture->window);
  show (fixture, "sdl");
  wait_for (is_in (fixture, HANGAR_CONSOLE_NO_GRAPHICS));
}

/* Nobody listens on the socket: the reason, and a way to try again that works when somebody does. */
static void
test_refused (Fixture *fixture, gconstpointer mode)
{
  show (fixture, "screen");
  wait_for (is_in (fixture, HANGAR_CONSOLE_FAILED));
  fixture->player = rfb_player_new_listening ("good", fixture->socket);
  gtk_widget_activate_action (GTK_WIDGET (fixture->console), "console.connect", NULL);
  wait_for (hangar_console_is_live (fixture->console));
}

/* The server goes away while the machine runs on: a few tries, then the reason. */
static void
test_comes_back (Fixture *fixture, gconstpointer mode)
{
  const guint key = 0x1e;

  show (fixture, "screen");
  for (guint round = 1; round <= 5; round++)
    {
      wait_for (hangar_console_is_live (fixture->console));
      hangar_console_send_keys (fixture->console, &key, 1);
      wait_for (!hangar_console_is_live (fixture->console));
      wait_for (rfb_player_count (fixture->player, "encodings") == round);
    }
  wait_for (is_in (fixture, HANGAR_CONSOLE_FAILED));
}

static GtkWidget *
find_by_id (GtkWidget *widget, const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_id (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
log_in (Fixture *fixture, const char *password)
{
  GtkWidget *console = GTK_WIDGET (fixture->console);

  wait_for (is_in (fixture, HANGAR_CONSOLE_AUTHENTICATING));
  gtk_editable_set_text (GTK_EDITABLE (find_by_id (console, "password_row")), password);
  g_signal_emit_by_name (find_by_id (console, "login_button"), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_by_id (console, "password_row"))), ==, "");
}

static void
test_wrong_password (Fixture *fixture, gconstpointer mode)
{
  show (fixture, "screen");
  log_in (fixture, "wrong");
  wait_for (is_in (fixture, HANGAR_CONSOLE_FAILED));
  hangar_console_connect (fixture->console);
  wait_for (is_in (fixture, HANGAR_CONSOLE_AUTHENTICATING));
}

static void
test_right_password (Fixture *fixture, gconstpointer mode)
{
  show (fixture, "screen");
  g_assert_cmpint (hangar_keyring_is_available (), ==, HANGAR_HAVE_SECRET);
  log_in (fixture, "right");
  wait_for (hangar_console_is_live (fixture->console));
  g_assert_cmpuint (rfb_player_count (fixture->player, "answer "), ==, 1);
}

static gboolean
terminal_shows (GtkWidget *line, const char *wanted)
{
  g_autofree char *text = hangar_text_console_dup_text (HANGAR_TEXT_CONSOLE (line));

  return text != NULL && strstr (text, wanted) != NULL;
}

static GtkWidget *
text_window (GtkWidget *line)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), line);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 400);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (gtk_widget_get_mapped (line));
  return window;
}

/* Bytes of the guest are shown, typed ones reach it, and no title or clipboard can be set by it. */
static void
test_text_console (void)
{
  GtkWidget *line = hangar_text_console_new (NULL, NULL);
  GtkWidget *window = text_window (line);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (line);
  const char hostile[] = "\033]0;evil title\007\033]52;c;ZXZpbA==\007\033[31mred\033[0m login: ";
  char typed[64] = { 0 };
  int fds[2];
  gssize n = -1;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), ==, 0);
  gdk_clipboard_set_text (clipboard, "mine");
  hangar_text_console_attach (HANGAR_TEXT_CONSOLE (line), fds[0]);
  g_assert_true (hangar_text_console_is_open (HANGAR_TEXT_CONSOLE (line)));
  g_assert_cmpint (write (fds[1], hostile, sizeof hostile - 1), ==, sizeof hostile - 1);
  wait_for (terminal_shows (line, "red login:"));
  g_assert_null (gtk_window_get_title (GTK_WINDOW (window)));
  g_assert_true (gdk_clipboard_is_local (clipboard));

  gtk_widget_activate_action (line, "text-console.paste", NULL);
  wait_for ((n = read (fds[1], typed, sizeof typed - 1)) > 0);
  g_assert_cmpstr (typed, ==, "mine");
  gtk_widget_activate_action (line, "text-console.zoom-in", NULL);
  close (fds[1]);
  wait_for (!hangar_text_console_is_open (HANGAR_TEXT_CONSOLE (line)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
menu_has (GMenuModel *menu, const char *label)
{
  g_autoptr (GMenuModel) views = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SUBMENU);

  for (int i = 0; i < g_menu_model_get_n_items (views); i++)
    {
      g_autofree char *found = NULL;

      g_menu_model_get_item_attribute (views, i, G_MENU_ATTRIBUTE_LABEL, "s", &found);
      if (g_strcmp0 (found, label) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The lines of the machine are in the menu; the test driver opens none, and the page says so. */
static void
test_lines (Fixture *fixture, gconstpointer mode)
{
  GActionGroup *actions;
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GVariant) state = NULL;

  show (fixture, "screen");
  actions = hangar_console_get_actions (fixture->console);
  menu = hangar_console_make_menu (fixture->console);
  g_assert_true (menu_has (menu, "_Graphical screen"));
  /* The test driver gives no names to what runs: as if the line had just been added. */
  wait_for (menu_has (menu, "Serial line from the next start"));
  g_assert_false (menu_has (menu, "_Add a Serial Console…"));
  hangar_console_show (fixture->console, "serial0");
  state = g_action_group_get_action_state (actions, "show");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "serial0");
  g_action_group_change_action_state (actions, "show", g_variant_new_string ("screen"));
  wait_for (hangar_console_is_live (fixture->console));
}

static void
wanted_cb (HangarConsole *console, guint *wanted)
{
  (*wanted)++;
}

/* A machine without a line is offered one, whether it runs or not. */
static void
test_no_line (Fixture *fixture, gconstpointer mode)
{
  g_autoptr (GMenuModel) menu = NULL;
  guint wanted = 0;

  show (fixture, "bare");
  g_signal_connect (fixture->console, "line-wanted", G_CALLBACK (wanted_cb), &wanted);
  menu = hangar_console_make_menu (fixture->console);
  wait_for (menu_has (menu, "_Add a Serial Console…"));
  g_action_group_activate_action (hangar_console_get_actions (fixture->console), "add-line", NULL);
  g_assert_cmpuint (wanted, ==, 1);
  operate (fixture, HANGAR_DOMAIN_OPERATION_FORCE_OFF);
  wait_for (is_in (fixture, HANGAR_CONSOLE_OFF));
  wait_for (menu_has (menu, "_Add a Serial Console…"));
  g_signal_handlers_disconnect_by_data (fixture->console, &wanted);
}

#define ADD(path, mode, function) g_test_add (path, Fixture, mode, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/console/text", test_text_console);
  ADD ("/console/lines", "good", test_lines);
  ADD ("/console/no-line", NULL, test_no_line);
  ADD ("/console/live", "good", test_live);
  ADD ("/console/off-and-on", "good", test_off_and_on);
  ADD ("/console/moved", "good", test_moved);
  ADD ("/console/disconnect", "good", test_disconnect);
  ADD ("/console/not-seen", "good", test_not_seen);
  ADD ("/console/autoconnect-off", "good", test_autoconnect_off);
  ADD ("/console/remembered", "good", test_remembered);
  ADD ("/console/no-graphics", NULL, test_no_graphics);
  ADD ("/console/refused", NULL, test_refused);
  ADD ("/console/comes-back", "dies-on-key", test_comes_back);
  ADD ("/console/right-password", "password", test_right_password);
  ADD ("/console/wrong-password", "password-wrong", test_wrong_password);
  return g_test_run ();
}
