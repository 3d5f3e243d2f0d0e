/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/domain-window and its overview: the right page, the reason in words, nothing left when it closes.
 */

#include "test-host.h"

#include "model/domain-lifecycle.h"
#include "model/settings.h"
#include "ui/domain/domain-banner.h"
#include "ui/domain/domain-window.h"
#include "ui/domain/fullscreen-bar.h"
#include "ui/domain/hardware-page.h"
#include "ui/domain/overview-facts.h"
#include "ui/domain/overview-page.h"
#include "ui/domain/overview-row.h"
#include "ui/domain/screen-actions.h"

#define DOMAIN(name, digit, state, extra)                                        \
  "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>" \
  "<test:runstate>" state "</test:runstate><name>" name "</name>"                \
  "<uuid>" digit "1111111-1111-1111-1111-111111111111</uuid>" extra "</domain>"

#define LEAST "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os>"

static const char host[] = DOMAIN ("running", "1", "1", LEAST) DOMAIN (
  "off", "2", "5",
  "<title>A &lt;b&gt;title&lt;/b&gt; &amp;</title><description>First line\nsecond</description>"
  "<memory unit='GiB'>2</memory><currentMemory unit='GiB'>1</currentMemory><vcpu>2</vcpu>"
  "<os><type arch='x86_64'>hvm</type></os><devices>"
  "<disk type='file' device='disk'><driver type='qcow2'/><source file='/pool/a&amp;b.qcow2'/>"
  "<target dev='vda' bus='virtio'/></disk>"
  "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>"
  "<interface type='network'><mac address='52:54:00:00:00:07'/><source network='default'/></interface>"
  "<graphics type='vnc' port='5907' listen='127.0.0.1'/></devices>");

typedef struct
{
  HangarConnection *connection;
  HangarSettings *settings;
  GtkApplication *application;
} Fixture;

static void
set_up_host (Fixture *f, const char *nodes)
{
  f->connection = test_host_open (nodes);
  f->settings = hangar_settings_new ();
  f->application = gtk_application_new ("io.github.hangar.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (f->application), NULL, NULL));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  set_up_host (f, host);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer window;

  while ((window = test_host_window (HANGAR_TYPE_DOMAIN_WINDOW)) != NULL)
    gtk_window_destroy (window);
  test_host_close (f->connection);
  g_object_unref (f->settings);
  g_object_unref (f->application);
}

static HangarDomainWindow *
open_window (Fixture *f, const char *name)
{
  return hangar_domain_window_open (f->application, hangar_connection_find_domain (f->connection, name),
                                    f->settings);
}

static const char *
page (HangarDomainWindow *window)
{
  GtkWidget *stack = test_host_find (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK, NULL);

  return adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack));
}

/* The text of the row with that title, NULL when there is none. */
static const char *
fact (GtkWidget *root, const char *title)
{
  const char *found = NULL;

  if (HANGAR_IS_OVERVIEW_ROW (root))
    return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0
             ? hangar_overview_row_get_text (HANGAR_OVERVIEW_ROW (root))
             : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = fact (child, title);
  return found;
}

static void
test_create (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_window (f, "off");
  gpointer watched = window;

  g_assert_cmpstr (page (window), ==, "overview");
  g_assert_true (open_window (f, "off") == window);
  g_assert_true (open_window (f, "running") != window);
  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (watched == NULL);
}

static void
test_pages (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *running = open_window (f, "running");
  HangarDomainWindow *off = open_window (f, "off");
  HangarDomain *domain = hangar_domain_window_get_domain (off);

  g_assert_cmpstr (page (running), ==, "console");
  /* It starts: its screen is what people want to see. */
  gtk_widget_activate_action (GTK_WIDGET (off), "domain.run", NULL);
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING);
  g_assert_cmpstr (page (off), ==, "console");

  /* What the user chose stays. */
  hangar_domain_window_show_page (off, "overview");
  WAIT_FOR (hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  gtk_widget_activate_action (GTK_WIDGET (off), "domain.suspend", NULL);
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_PAUSED);
  g_assert_cmpstr (page (off), ==, "overview");
}

static void
test_facts (Fixture *f, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (open_window (f, "off"));

  /* Rows are made a few at once; this is the last. */
  WAIT_FOR (fact (window, "Description") != NULL);
  g_assert_cmpstr (fact (window, "Name"), ==, "off");
  g_assert_cmpstr (fact (window, "Title"), ==, "A <b>title</b> &");
  g_assert_cmpstr (fact (window, "UUID"), ==, "21111111-1111-1111-1111-111111111111");
  g_assert_cmpstr (fact (window, "State"), ==, "off");
  g_assert_cmpstr (fact (window, "Memory"), ==, "1.0\u00a0GiB, up to 2.0\u00a0GiB");
  g_assert_cmpstr (fact (window, "Processors"), ==, "2");
  g_assert_cmpstr (fact (window, "Disk vda"), ==, "/pool/a&b.qcow2 · virtio · qcow2");
  g_assert_cmpstr (fact (window, "CD drive hdc"), ==, "empty · ide");
  g_assert_nonnull (strstr (fact (window, "Network card 1"), "52:54:00:00:00:07"));
  g_assert_cmpstr (fact (window, "Screen"), ==, "VNC · 127.0.0.1:5907");
  g_assert_cmpstr (fact (window, "Description"), ==, "First line\nsecond");
  g_assert_nonnull (test_host_find (window, GTK_TYPE_LABEL, "/pool/a&b.qcow2 · virtio · qcow2"));

  gtk_widget_activate_action (window, "domain.run", NULL);
  WAIT_FOR (g_strcmp0 (fact (window, "State"), "running") == 0);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (Fixture *f, gconstpointer data)
{
  GtkWidget *row = g_object_ref_sink (hangar_overview_row_new ());
  g_autofree char *text = NULL;

  hangar_overview_row_set_fact (HANGAR_OVERVIEW_ROW (row), "UUID", "<1> & 2");
  gtk_widget_activate_action (row, "row.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (row), NULL, copied_cb, &text);
  WAIT_FOR (text != NULL);
  g_assert_cmpstr (text, ==, "<1> & 2");
  g_object_unref (row);
}

static void
test_many_devices (Fixture *f, gconstpointer data)
{
  GString *node = g_string_new ("<domain type='test'><name>many</name>" LEAST "<devices>");
  GtkWidget *window;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (node,
                            "<disk type='file' device='disk'><source file='/pool/%d'/>"
                            "<target dev='vd%c%c' bus='virtio'/></disk>",
                            i, 'a' + i / 26, 'a' + i % 26);
  g_string_append (node, "</devices></domain>");
  set_up_host (f, node->str);
  window = GTK_WIDGET (open_window (f, "many"));
  hangar_domain_window_show_page (HANGAR_DOMAIN_WINDOW (window), "overview");
  WAIT_FOR (fact (window, "Disk vdch") != NULL);
  g_assert_nonnull (fact (window, "Disk vdaa"));
  g_string_free (node, TRUE);
}

static void
test_banner (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = hangar_connection_find_domain (f->connection, "running");
  GtkWidget *window = GTK_WIDGET (open_window (f, "running"));
  GtkRevealer *banner;

  g_assert_null (hangar_domain_banner_text (domain));
  hangar_domain_set_state (domain, HANGAR_DOMAIN_PAUSED, HANGAR_DOMAIN_REASON_IO_ERROR);
  g_assert_nonnull (strstr (hangar_domain_banner_text (domain), "free space"));
  banner = GTK_REVEALER (gtk_widget_get_ancestor (
    test_host_find (window, GTK_TYPE_LABEL, hangar_domain_banner_text (domain)), GTK_TYPE_REVEALER));
  g_assert_true (gtk_revealer_get_reveal_child (banner));
  hangar_domain_set_state (domain, HANGAR_DOMAIN_CRASHED, HANGAR_DOMAIN_REASON_PANICKED);
  g_assert_nonnull (strstr (hangar_domain_banner_text (domain), "panicked"));
  hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
  g_assert_false (gtk_revealer_get_reveal_child (banner));
}

static void
test_removed (Fixture *f, gconstpointer data)
{
  open_window (f, "off");
  hangar_connection_close (f->connection);
  WAIT_FOR (test_host_window (HANGAR_TYPE_DOMAIN_WINDOW) == NULL);
}

static void
test_bar (Fixture *f, gconstpointer data)
{
  HangarFullscreenBar *bar = g_object_ref_sink (g_object_new (HANGAR_TYPE_FULLSCREEN_BAR, NULL));

  hangar_fullscreen_bar_set_name (bar, "<web>");
  hangar_fullscreen_bar_pointer_moved (bar, 0);
  hangar_fullscreen_bar_set_active (bar, FALSE);
  g_assert_false (hangar_fullscreen_bar_is_revealed (bar));
  hangar_fullscreen_bar_set_active (bar, TRUE);
  g_assert_true (hangar_fullscreen_bar_is_revealed (bar));
  /* Shown for a while at first, whatever the pointer does; then it comes at the edge and goes away from it.
   */
  hangar_fullscreen_bar_pointer_moved (bar, 500);
  g_assert_true (hangar_fullscreen_bar_is_revealed (bar));
  WAIT_FOR (!hangar_fullscreen_bar_is_revealed (bar));
  hangar_fullscreen_bar_pointer_moved (bar, 0);
  g_assert_true (hangar_fullscreen_bar_is_revealed (bar));
  hangar_fullscreen_bar_pointer_moved (bar, 500);
  g_assert_false (hangar_fullscreen_bar_is_revealed (bar));
  g_object_unref (bar);
}

static GtkWidget *
button_for (GtkWidget *root, const char *action)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = button_for (child, action);
  return found;
}

/* What cannot be pressed says why, here as in the header. */
static void
test_bar_reasons (Fixture *f, gconstpointer data)
{
  HangarDomain *off = hangar_connection_find_domain (f->connection, "off");
  HangarFullscreenBar *bar = g_object_ref_sink (g_object_new (HANGAR_TYPE_FULLSCREEN_BAR, NULL));
  g_autoptr (HangarDomainActions) actions = hangar_domain_actions_new (f->settings);
  GtkWidget *insert, *snapshot, *screenshot = button_for (GTK_WIDGET (bar), "win.screenshot");

  hangar_fullscreen_bar_set_actions (bar, actions);
  insert = button_for (GTK_WIDGET (bar), "domain.insert-media");
  snapshot = button_for (GTK_WIDGET (bar), "domain.take-snapshot");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (insert), ==, "No machine is selected.");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (snapshot), ==, "No machine is selected.");
  hangar_domain_actions_set_domain (actions, off);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (insert), ==, "Insert a disc (Ctrl+Shift+I)");
  hangar_domain_set_operation (off, HANGAR_DOMAIN_OPERATION_START);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (snapshot), ==, "Another operation on it is under way.");
  hangar_domain_set_operation (off, HANGAR_DOMAIN_OPERATION_NONE);
  hangar_fullscreen_bar_set_screenshot_tooltip (bar, "<none>");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (screenshot), ==, "<none>");
  g_object_unref (bar);
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  guint qnums[4];

  g_assert_cmpuint (hangar_screen_actions_parse_keys ("ctrl-alt-del", qnums, 4), ==, 3);
  g_assert_cmpuint (qnums[0], ==, 0x1d);
  g_assert_cmpuint (qnums[1], ==, 0x38);
  g_assert_cmpuint (qnums[2], ==, 0xd3);
  g_assert_cmpuint (hangar_screen_actions_parse_keys ("ctrl-alt-f12", qnums, 4), ==, 3);
  g_assert_cmpuint (qnums[2], ==, 0x58);
  g_assert_cmpuint (hangar_screen_actions_parse_keys ("print", qnums, 4), ==, 1);
  g_assert_cmpuint (hangar_screen_actions_parse_keys ("ctrl-nothing", qnums, 4), ==, 0);
  g_assert_cmpuint (hangar_screen_actions_parse_keys ("", qnums, 4), ==, 0);
  g_assert_cmpuint (hangar_screen_actions_parse_keys ("f1-f2-f3-f4-f5", qnums, 4), ==, 0);
}

static void
collect_keys (GMenuModel *menu, GPtrArray *found)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuLinkIter) links = g_menu_model_iterate_item_links (menu, i);
      g_autofree char *action = NULL;
      char *target = NULL;
      GMenuModel *below = NULL;

      if (g_menu_model_get_item_attribute (menu, i, "action", "s", &action) &&
          g_str_equal (action, "win.send-key") &&
          g_menu_model_get_item_attribute (menu, i, "target", "s", &target))
        g_ptr_array_add (found, target);
      while (g_menu_link_iter_get_next (links, NULL, &below))
        {
          collect_keys (below, found);
          g_object_unref (below);
        }
    }
}

static GtkMenuButton *
find_menu (GtkWidget *root)
{
  if (GTK_IS_MENU_BUTTON (root) && g_strcmp0 (gtk_widget_get_tooltip_text (root), "Menu") == 0)
    return GTK_MENU_BUTTON (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkMenuButton *found = find_menu (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Ctrl+Alt+Del, Ctrl+Alt+Backspace, Print and Ctrl+Alt+F1 to F12, each of keys that are known. */
static void
test_keys_menu (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_window (f, "off");
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  GtkMenuButton *button = find_menu (GTK_WIDGET (window));
  guint qnums[4];

  /* It is made when it is opened. */
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (button)));
  gtk_menu_button_popup (button);
  collect_keys (gtk_menu_button_get_menu_model (button), found);
  gtk_menu_button_popdown (button);
  g_assert_cmpuint (found->len, ==, 15);
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpuint (hangar_screen_actions_parse_keys (found->pdata[i], qnums, 4), >, 0);
  for (guint i = 1; i <= 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("ctrl-alt-f%u", i);

      g_assert_true (g_ptr_array_find_with_equal_func (found, name, g_str_equal, NULL));
    }
}

static void
test_screenshot_name (Fixture *f, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 21, 9, 8, 7);
  g_autofree char *plain = hangar_screen_actions_suggest_name ("web", now);
  g_autofree char *hostile = hangar_screen_actions_suggest_name ("../<b>\n/é", now);
  g_autofree char *name = g_strnfill (5000, 'x');
  g_autofree char *endless = hangar_screen_actions_suggest_name (name, now);

  g_assert_cmpstr (plain, ==, "web-2026-11-21-09-08-07.png");
  g_assert_cmpstr (hostile, ==, "_.__b___é-2026-11-21-09-08-07.png");
  g_assert_cmpuint (strlen (endless), <, 255);
}

/* Without a picture there is nothing to save and nobody to send keys to; the button says so. */
static void
test_screen_actions (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_window (f, "off");
  GActionGroup *group = G_ACTION_GROUP (window);

  g_assert_false (g_action_group_get_action_enabled (group, "screenshot"));
  g_assert_false (g_action_group_get_action_enabled (group, "send-key"));
  g_assert_true (g_action_group_has_action (group, "screenshot"));
}

static void
no_set_up (Fixture *f, gconstpointer data)
{
}

/* The label with that text that is on the screen. */
static GtkWidget *
find_shown (GtkWidget *root, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) && gtk_widget_get_width (root) > 0 &&
      g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_shown (child, text);
  return found;
}

/* The name is read beside all the pages, and what only shows an icon has a name for who cannot see it. */
static void
test_title (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_window (f, "running");
  GtkWidget *split = test_host_find (GTK_WIDGET (window), ADW_TYPE_SPLIT_BUTTON, NULL);
  GtkWidget *name = NULL;

  WAIT_FOR ((name = find_shown (GTK_WIDGET (window), "running")) != NULL);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (name))));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (split)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Shut down");
}

/* What the machine's menu says in the place of its text lines, NULL when it has some. */
static char *
dup_line_item (GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuLinkIter) links = g_menu_model_iterate_item_links (menu, i);
      g_autofree char *action = NULL;
      char *label = NULL;
      g_autoptr (GMenuModel) below = NULL;

      if (g_menu_model_get_item_attribute (menu, i, "action", "s", &action) &&
          (g_str_equal (action, "console.add-line") || g_str_equal (action, "console.none")) &&
          g_menu_model_get_item_attribute (menu, i, "label", "s", &label))
        return label;
      while (label == NULL && g_menu_link_iter_get_next (links, NULL, &below))
        {
          label = dup_line_item (below);
          g_clear_object (&below);
        }
      if (label != NULL)
        return label;
    }
  return NULL;
}

static gboolean
line_item_is (GMenuModel *menu, const char *wanted)
{
  g_autofree char *label = dup_line_item (menu);

  return g_strcmp0 (label, wanted) == 0;
}

/* Asked, it gets a line; of one that runs is said that it waits for the next start. */
static void
test_serial (Fixture *f, gconstpointer name)
{
  HangarDomainWindow *window = open_window (f, name);
  GtkMenuButton *button = find_menu (GTK_WIDGET (window));
  GMenuModel *menu;
  gpointer dialog = NULL;

  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (button)));
  gtk_menu_button_popup (button);
  menu = gtk_menu_button_get_menu_model (button);
  WAIT_FOR (line_item_is (menu, "_Add a Serial Console…"));
  gtk_menu_button_popdown (button);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (button), "console.add-line", NULL));
  WAIT_FOR ((dialog = test_host_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (dialog);
  g_assert_true (line_item_is (menu, "_Add a Serial Console…"));

  gtk_widget_activate_action (GTK_WIDGET (button), "console.add-line", NULL);
  WAIT_FOR ((dialog = test_host_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  adw_message_dialog_response (dialog, "add");
  gtk_window_destroy (dialog);
  WAIT_FOR (line_item_is (menu, g_str_equal (name, "running") ? "Serial line from the next start" : NULL));
}

static guint
count_windows (Fixture *f)
{
  guint n = 0;

  for (GList *l = gtk_application_get_windows (f->application); l != NULL; l = l->next)
    n += HANGAR_IS_DOMAIN_WINDOW (l->data) ? 1 : 0;
  return n;
}

static gboolean
shows (HangarDomainWindow *window, const char *name)
{
  return g_str_equal (hangar_domain_get_name (hangar_domain_window_get_domain (window)), name);
}

static void
removed_cb (HangarDomainView *view, guint *removed)
{
  (*removed)++;
}

/* What fills the window also stands alone: a tab that is between two windows. */
static void
test_view (Fixture *f, gconstpointer data)
{
  HangarDomain *off = hangar_connection_find_domain (f->connection, "off");
  HangarDomainView *view = HANGAR_DOMAIN_VIEW (g_object_ref_sink (hangar_domain_view_new (off, f->settings)));
  gpointer watched = view;
  guint removed = 0;

  g_assert_true (hangar_domain_view_get_domain (view) == off);
  g_assert_null (hangar_domain_view_get_console (view));
  g_assert_false (hangar_domain_view_has_edits (view));
  g_assert_true (g_action_group_has_action (hangar_domain_view_get_actions (view), "run"));
  g_assert_nonnull (strstr (hangar_domain_view_get_title (view), " · "));
  hangar_domain_view_set_width (view, 360);
  hangar_domain_view_set_fullscreen (view, TRUE);
  hangar_domain_view_set_fullscreen (view, FALSE);
  g_signal_connect (view, "removed", G_CALLBACK (removed_cb), &removed);
  hangar_connection_close (f->connection);
  WAIT_FOR (removed == 1);
  g_object_add_weak_pointer (G_OBJECT (view), &watched);
  g_object_unref (view);
  WAIT_FOR (watched == NULL);
}

/* As tabs of one window, in a window of its own, together again, and gone one after the other. */
static void
test_tabs (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *first, *second;

  hangar_settings_set_machine_tabs (f->settings, TRUE);
  first = open_window (f, "running");
  g_assert_true (open_window (f, "off") == first);
  g_assert_true (open_window (f, "off") == first);
  g_assert_cmpuint (hangar_domain_window_get_n_domains (first), ==, 2);
  g_assert_true (shows (first, "off"));
  /* The host tells a machine's title a little later. */
  WAIT_FOR (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (first)), "A <b>title</b> &"));
  g_assert_true (open_window (f, "running") == first);
  g_assert_true (shows (first, "running"));
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (first)), "running"));

  gtk_widget_activate_action (GTK_WIDGET (first), "win.detach-tab", NULL);
  g_assert_cmpuint (count_windows (f), ==, 2);
  g_assert_true (shows (first, "off"));
  second = open_window (f, "running");
  g_assert_true (second != first && shows (second, "running"));
  g_assert_cmpuint (hangar_domain_window_get_n_domains (second), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (first), "win.gather-tabs", NULL);
  g_assert_cmpuint (hangar_domain_window_get_n_domains (first), ==, 2);
  g_assert_true (shows (first, "off"));
  WAIT_FOR (count_windows (f) == 1);

  gtk_widget_activate_action (GTK_WIDGET (first), "win.close-tab", NULL);
  g_assert_cmpuint (hangar_domain_window_get_n_domains (first), ==, 1);
  g_assert_true (shows (first, "running"));
  gtk_widget_activate_action (GTK_WIDGET (first), "win.close-tab", NULL);
  WAIT_FOR (count_windows (f) == 0);
  hangar_settings_set_machine_tabs (f->settings, FALSE);
}

/* What is done to the window is done to the machine whose tab is shown. */
static void
test_tab_actions (Fixture *f, gconstpointer data)
{
  HangarDomain *off = hangar_connection_find_domain (f->connection, "off");
  HangarDomainWindow *window;

  hangar_settings_set_machine_tabs (f->settings, TRUE);
  open_window (f, "off");
  window = open_window (f, "running");
  g_assert_cmpuint (hangar_domain_window_get_n_domains (window), ==, 2);
  open_window (f, "off");
  gtk_widget_activate_action (GTK_WIDGET (window), "domain.run", NULL);
  WAIT_FOR (hangar_domain_get_state (off) == HANGAR_DOMAIN_RUNNING);
  /* A machine that is gone takes its tab with it, and the last one the window. */
  hangar_connection_close (f->connection);
  WAIT_FOR (count_windows (f) == 0);
  hangar_settings_set_machine_tabs (f->settings, FALSE);
}

static GtkWidget *
find_entry (GtkWidget *root, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_ENTRY_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child, title);
  return found;
}

/* "off" with edits that were not applied, in a tab that is not shown, beside "running" */
static HangarDomainWindow *
open_with_edits (Fixture *f)
{
  HangarDomainWindow *window;
  GtkWidget *hardware, *entry = NULL;

  hangar_settings_set_machine_tabs (f->settings, TRUE);
  window = open_window (f, "off");
  hangar_domain_window_show_page (window, "hardware");
  WAIT_FOR ((hardware = test_host_find (GTK_WIDGET (window), HANGAR_TYPE_HARDWARE_PAGE, NULL)) != NULL);
  WAIT_FOR ((hangar_hardware_page_show_kind (HANGAR_HARDWARE_PAGE (hardware), "overview"),
             entry = find_entry (hardware, "Title")) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "not applied");
  g_assert_true (hangar_hardware_page_has_edits (HANGAR_HARDWARE_PAGE (hardware)));
  hangar_domain_window_show_page (window, "overview");
  g_assert_true (open_window (f, "running") == window && shows (window, "running"));
  hangar_settings_set_machine_tabs (f->settings, FALSE);
  return window;
}

static AdwMessageDialog *
question (void)
{
  return test_host_window (ADW_TYPE_MESSAGE_DIALOG);
}

static void
answer (const char *response)
{
  AdwMessageDialog *dialog = question ();

  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What is asked about is what is shown. */
static void
test_edits (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_with_edits (f);

  gtk_window_close (GTK_WINDOW (window));
  WAIT_FOR (question () != NULL);
  g_assert_true (shows (window, "off"));
  answer ("cancel");
  g_assert_cmpuint (hangar_domain_window_get_n_domains (window), ==, 2);
  open_window (f, "running");
  gtk_window_close (GTK_WINDOW (window));
  WAIT_FOR (question () != NULL);
  answer ("discard");
  WAIT_FOR (count_windows (f) == 0);
  g_assert_null (question ());
}

/* The tab and the window are closed one after the other, whichever asks first: one question, one answer. */
static void
test_edits_of_both (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_with_edits (f);

  gtk_window_close (GTK_WINDOW (window));
  WAIT_FOR (question () != NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-tab", NULL);
  answer ("cancel");
  g_assert_null (question ());
  g_assert_cmpuint (hangar_domain_window_get_n_domains (window), ==, 2);

  /* The tab is not taken for one that is being closed. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-tab", NULL);
  WAIT_FOR (question () != NULL);
  gtk_window_close (GTK_WINDOW (window));
  answer ("discard");
  WAIT_FOR (count_windows (f) == 0);
  g_assert_null (question ());
}

static void
undefine (Fixture *f)
{
  hangar_domain_operate_async (hangar_connection_find_domain (f->connection, "off"),
                               HANGAR_DOMAIN_OPERATION_UNDEFINE, NULL, NULL, NULL);
}

/* The machine goes while it is asked whether its tab may: nothing is left to ask. */
static void
test_edits_of_none (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_with_edits (f);

  open_window (f, "off");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-tab", NULL);
  WAIT_FOR (question () != NULL);
  answer ("cancel");
  g_assert_cmpuint (hangar_domain_window_get_n_domains (window), ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-tab", NULL);
  WAIT_FOR (question () != NULL);
  undefine (f);
  WAIT_FOR (hangar_domain_window_get_n_domains (window) == 1 && question () == NULL);
  g_assert_true (shows (window, "running"));
}

/* As above, when the whole window was to be closed: it closes. */
static void
test_edits_of_none_in_window (Fixture *f, gconstpointer data)
{
  HangarDomainWindow *window = open_with_edits (f);

  gtk_window_close (GTK_WINDOW (window));
  WAIT_FOR (question () != NULL);
  undefine (f);
  WAIT_FOR (count_windows (f) == 0);
  g_assert_null (question ());
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/domain-window/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("create", test_create);
  ADD ("pages", test_pages);
  ADD ("facts", test_facts);
  ADD ("copy", test_copy);
  ADD ("banner", test_banner);
  ADD ("removed", test_removed);
  ADD ("bar", test_bar);
  ADD ("bar-reasons", test_bar_reasons);
  ADD ("keys", test_keys);
  ADD ("keys-menu", test_keys_menu);
  ADD ("screenshot-name", test_screenshot_name);
  ADD ("screen-actions", test_screen_actions);
  ADD ("title", test_title);
  ADD ("view", test_view);
  ADD ("tabs", test_tabs);
  ADD ("tab-actions", test_tab_actions);
  ADD ("edits", test_edits);
  ADD ("edits-of-both", test_edits_of_both);
  ADD ("edits-of-none", test_edits_of_none);
  ADD ("edits-of-none-in-window", test_edits_of_none_in_window);
  g_test_add ("/domain-window/serial-off", Fixture, "off", set_up, test_serial, tear_down);
  g_test_add ("/domain-window/serial-running", Fixture, "running", set_up, test_serial, tear_down);
  g_test_add ("/domain-window/many-devices", Fixture, NULL, no_set_up, test_many_devices, tear_down);
  return g_test_run ();
}
