/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that are shown: folded until wanted, as plain text, without passwords until asked, copied as
 * shown. */

#include "test-host.h"

#include "ui/dialogs/commands-expander.h"
#include "ui/dialogs/commands-window.h"

#define SECRET "<domain><devices><graphics type='vnc' passwd='geheim'/></devices></domain>"

static HangarCommandText *
make_commands (const char *name)
{
  HangarCommandText *commands = hangar_command_text_new ("qemu:///session");

  hangar_command_text_virsh (commands, "start");
  hangar_command_text_operand (commands, "domain", name);
  return commands;
}

static void
test_view (void)
{
  GtkWidget *view = g_object_ref_sink (hangar_commands_view_new ());
  g_autoptr (HangarCommandText) commands = make_commands ("<b>web & co</b>");
  g_autofree char *none = hangar_commands_view_dup_text (HANGAR_COMMANDS_VIEW (view)), *text = NULL;

  g_assert_cmpstr (none, ==, "");
  hangar_commands_view_set_commands (HANGAR_COMMANDS_VIEW (view), commands);
  text = hangar_commands_view_dup_text (HANGAR_COMMANDS_VIEW (view));
  g_assert_cmpstr (text, ==, "virsh -c qemu:///session start '<b>web & co</b>'\n");
  g_assert_finalize_object (view);
}

static void
test_secrets (void)
{
  GtkWidget *view = g_object_ref_sink (hangar_commands_view_new ());
  GtkWidget *button = test_host_find (view, GTK_TYPE_TOGGLE_BUTTON, NULL);
  g_autoptr (HangarCommandText) commands = make_commands ("web");
  g_autofree char *masked = NULL, *whole = NULL;

  hangar_commands_view_set_commands (HANGAR_COMMANDS_VIEW (view), commands);
  g_assert_false (gtk_widget_get_visible (button));
  hangar_command_text_feed (commands, SECRET);
  hangar_commands_view_set_commands (HANGAR_COMMANDS_VIEW (view), NULL);
  hangar_commands_view_set_commands (HANGAR_COMMANDS_VIEW (view), commands);
  g_assert_true (gtk_widget_get_visible (button));
  masked = hangar_commands_view_dup_text (HANGAR_COMMANDS_VIEW (view));
  g_assert_null (strstr (masked, "geheim"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  whole = hangar_commands_view_dup_text (HANGAR_COMMANDS_VIEW (view));
  g_assert_nonnull (strstr (whole, "geheim"));
  g_assert_finalize_object (view);
}

static guint n_made;

static HangarCommandText *
make_cb (gpointer name)
{
  n_made++;
  return make_commands (name);
}

static void
test_expander (void)
{
  GtkWidget *expander = g_object_ref_sink (hangar_commands_expander_new ());
  GtkWidget *inner = test_host_find (expander, GTK_TYPE_EXPANDER, NULL);
  g_autofree char *text = NULL;
  GtkWidget *view;

  /* Nobody looks: nothing is made. */
  hangar_commands_expander_set_source (HANGAR_COMMANDS_EXPANDER (expander), make_cb, (gpointer) "web");
  hangar_commands_expander_refresh (HANGAR_COMMANDS_EXPANDER (expander));
  g_assert_cmpuint (n_made, ==, 0);
  gtk_expander_set_expanded (GTK_EXPANDER (inner), TRUE);
  g_assert_cmpuint (n_made, ==, 1);
  view = test_host_find (expander, HANGAR_TYPE_COMMANDS_VIEW, NULL);
  text = hangar_commands_view_dup_text (HANGAR_COMMANDS_VIEW (view));
  g_assert_nonnull (strstr (text, "start web"));
  hangar_commands_expander_refresh (HANGAR_COMMANDS_EXPANDER (expander));
  g_assert_cmpuint (n_made, ==, 2);
  g_assert_finalize_object (expander);
}

/* A question keeps what it shows already. */
static void
test_question (void)
{
  GtkWidget *dialog = adw_message_dialog_new (NULL, "Sure?", NULL);
  GtkWidget *check = gtk_check_button_new_with_label ("x");

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), check);
  hangar_commands_expander_add_to (ADW_MESSAGE_DIALOG (dialog), NULL);
  g_assert_true (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog)) == check);
  hangar_commands_expander_add_to (ADW_MESSAGE_DIALOG (dialog), make_commands ("web"));
  g_assert_nonnull (test_host_find (dialog, HANGAR_TYPE_COMMANDS_EXPANDER, NULL));
  g_assert_true (gtk_widget_is_ancestor (check, dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_window (void)
{
  g_autoptr (HangarCommandText) commands = make_commands ("web");
  g_autofree char *copied = NULL;
  HangarCommandsWindow *window;

  hangar_commands_window_show (NULL, "<web>", commands);
  window = test_host_window (HANGAR_TYPE_COMMANDS_WINDOW);
  g_assert_nonnull (window);
  gtk_widget_activate_action (test_host_find (GTK_WIDGET (window), HANGAR_TYPE_COMMANDS_VIEW, NULL),
                              "commands.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, copied_cb, &copied);
  WAIT_FOR (copied != NULL);
  g_assert_cmpstr (copied, ==, "virsh -c qemu:///session start web\n");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/commands/view", test_view);
  g_test_add_func ("/commands/secrets", test_secrets);
  g_test_add_func ("/commands/expander", test_expander);
  g_test_add_func ("/commands/question", test_question);
  g_test_add_func ("/commands/window", test_window);
  return g_test_run ();
}
