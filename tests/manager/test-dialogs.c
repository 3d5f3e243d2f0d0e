/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/dialogs and ui/host: adding, renaming and removing hosts, logging in, the first start, preferences. */

#include "find.h"

#include "model/first-run.h"
#include "tests/wait.h"
#include "ui/dialogs/about-window.h"
#include "ui/dialogs/add-host-dialog.h"
#include "ui/dialogs/credentials-dialog.h"
#include "ui/dialogs/console-preferences-group.h"
#include "ui/dialogs/preferences-window.h"
#include "ui/dialogs/remove-host-dialog.h"
#include "ui/dialogs/rename-host-dialog.h"
#include "ui/host/command-row.h"
#include "ui/host/first-run-page.h"
#include "ui/host/host-actions.h"
#include "ui/host/host-text.h"
#include "ui/host/problem-view.h"
#include "virt/connect.h"
#include "virt/error.h"

static void
set_text (GtkWidget *root, const char *title, const char *text)
{
  GtkWidget *row = find_widget (root, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
select_kind (GtkWidget *dialog, guint kind)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_widget (dialog, ADW_TYPE_COMBO_ROW, NULL)), kind);
}

static gboolean
can_connect (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (find_widget (dialog, GTK_TYPE_BUTTON, "add-host.connect"));
}

static void
test_add_host_fields (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  GtkWidget *dialog;

  hangar_connection_list_add (connections, "qemu:///system", NULL, FALSE);
  dialog = GTK_WIDGET (hangar_add_host_dialog_new (connections));
  g_assert_false (can_connect (dialog));
  g_assert_nonnull (gtk_widget_get_tooltip_text (find_widget (dialog, GTK_TYPE_BUTTON, "add-host.connect")));

  set_text (dialog, "_Computer", "server");
  set_text (dialog, "_User (empty: the same as here)", "eva");
  set_text (dialog, "_Port (empty: the usual one)", "2222");
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL, "qemu+ssh://eva@server:2222/system"));
  g_assert_true (can_connect (dialog));
  set_text (dialog, "_Port (empty: the usual one)", "ssh");
  g_assert_false (can_connect (dialog));
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL, "A port is a number from 1 to 65535."));

  /* What is in the list already is not added again. */
  select_kind (dialog, 1);
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL, "qemu:///system"));
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL, "This host is in the list already."));
  g_assert_false (can_connect (dialog));
  select_kind (dialog, 0);
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL, "qemu:///session"));
  g_assert_true (can_connect (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
added_cb (HangarAddHostDialog *dialog, HangarConnection *connection, HangarConnection **added)
{
  *added = connection;
}

/* A host that cannot be reached: the sentence stays in the dialog, what was typed stays, nothing is in the
 * list. */
static void
test_add_host_connect (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  GtkWidget *dialog = GTK_WIDGET (hangar_add_host_dialog_new (connections));
  HangarConnection *added = NULL;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_connect (dialog, "added", G_CALLBACK (added_cb), &added);
  gtk_window_present (GTK_WINDOW (dialog));
  WAIT_FOR (gtk_window_get_focus (GTK_WINDOW (dialog)) != NULL);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (dialog)) ==
                 find_widget (dialog, ADW_TYPE_COMBO_ROW, NULL));
  select_kind (dialog, 5);
  set_text (dialog, "_Address (URI)", "test:///nowhere/at/all.xml");
  set_text (dialog, "_Label (optional)", "Mine");
  gtk_widget_activate_action (dialog, "add-host.connect", NULL);
  g_assert_false (can_connect (dialog));
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (connections)) == 0);
  g_assert_true (can_connect (dialog));
  g_assert_true (gtk_widget_get_visible (find_widget (dialog, GTK_TYPE_BUTTON, "add-host.keep")));
  g_assert_null (added);

  set_text (dialog, "_Address (URI)", "test:///default");
  gtk_widget_activate_action (dialog, "add-host.connect", NULL);
  WAIT_FOR (dialog == NULL);
  g_assert_true (added == hangar_connection_list_find (connections, "test:///default"));
  g_assert_cmpstr (hangar_connection_get_label (added), ==, "Mine");
  g_assert_true (hangar_connection_get_autoconnect (added));
  hangar_connection_list_close_all (connections);
}

static void
test_add_host_cancel (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  GtkWidget *dialog = GTK_WIDGET (hangar_add_host_dialog_new (connections));

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  select_kind (dialog, 5);
  set_text (dialog, "_Address (URI)", "test:///default");
  gtk_widget_activate_action (dialog, "add-host.connect", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 1);
  gtk_widget_activate_action (dialog, "add-host.cancel", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 0);
  g_assert_true (can_connect (dialog));

  gtk_widget_activate_action (dialog, "add-host.keep", NULL);
  WAIT_FOR (dialog == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 1);
}

static void
test_rename_and_remove (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  HangarConnection *host = hangar_connection_list_add (connections, "test:///default", NULL, FALSE);
  GtkWidget *rename = GTK_WIDGET (hangar_rename_host_dialog_new (host));
  GtkWidget *removal;

  set_text (rename, "_Label", "  <i>Mine</i> ");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (rename), "rename");
  g_assert_cmpstr (hangar_connection_get_label (host), ==, "<i>Mine</i>");
  gtk_window_destroy (GTK_WINDOW (rename));

  removal = GTK_WIDGET (hangar_remove_host_dialog_new (connections, host));
  g_assert_false (adw_message_dialog_get_heading_use_markup (ADW_MESSAGE_DIALOG (removal)));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (removal), "cancel");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 1);
  gtk_window_destroy (GTK_WINDOW (removal));
  removal = GTK_WIDGET (hangar_remove_host_dialog_new (connections, host));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (removal), "remove");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 0);
  gtk_window_destroy (GTK_WINDOW (removal));
}

static HangarVirtCredential *
make_question (const char *prompt, gboolean secret)
{
  HangarVirtCredential *question = g_new0 (HangarVirtCredential, 1);

  question->prompt = g_strdup (prompt);
  question->secret = secret;
  return question;
}

static void
test_credentials (void)
{
  g_autoptr (HangarConnection) host = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (GPtrArray) questions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_credential_free);
  g_autoptr (HangarCredentials) credentials = NULL;
  g_autoptr (HangarCredentials) refused = NULL;
  GtkWidget *dialog;

  g_ptr_array_add (questions, make_question ("<b>Name</b>", FALSE));
  g_ptr_array_add (questions, make_question ("Secret", TRUE));
  credentials = hangar_credentials_new (questions);
  dialog = GTK_WIDGET (hangar_credentials_dialog_new (host, credentials));
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (find_widget (dialog, ADW_TYPE_ENTRY_ROW, "Secret")));
  set_text (dialog, "<b>Name</b>", "eva");
  set_text (dialog, "Secret", "moon");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "login");
  g_assert_true (hangar_credentials_wait (credentials));
  g_assert_cmpstr (((HangarVirtCredential *) g_ptr_array_index (questions, 0))->answer, ==, "eva");
  g_assert_cmpstr (((HangarVirtCredential *) g_ptr_array_index (questions, 1))->answer, ==, "moon");
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* However the dialog ends, whoever waits gets an answer. */
  refused = hangar_credentials_new (questions);
  gtk_window_destroy (GTK_WINDOW (hangar_credentials_dialog_new (host, refused)));
  g_assert_false (hangar_credentials_wait (refused));
}

/* What ssh says of an unknown computer: nothing is typed, and refusing is the default. */
static void
test_confirmation (void)
{
  g_autoptr (HangarConnection) host = hangar_connection_new ("qemu+ssh://server/system", NULL, FALSE);
  g_autoptr (GPtrArray) questions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_credential_free);
  HangarVirtCredential *question = make_question ("The authenticity of <server> …", FALSE);
  g_autoptr (HangarCredentials) credentials = NULL;
  AdwMessageDialog *dialog;

  question->confirm = TRUE;
  g_ptr_array_add (questions, question);
  credentials = hangar_credentials_new (questions);
  g_assert_true (hangar_credentials_is_confirmation (credentials, 0));
  dialog = ADW_MESSAGE_DIALOG (hangar_credentials_dialog_new (host, credentials));
  g_assert_null (find_widget (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "The authenticity of <server> …"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  adw_message_dialog_response (dialog, "login");
  g_assert_true (hangar_credentials_wait (credentials));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_problem_view (void)
{
  g_autoptr (HangarProblemView) view = g_object_ref_sink (g_object_new (HANGAR_TYPE_PROBLEM_VIEW, NULL));
  g_autoptr (GError) refused =
    g_error_new_literal (HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_AUTH_UNAVAILABLE, "no <polkit> agent");
  g_autoptr (GError) strange = g_error_new_literal (HANGAR_VIRT_ERROR, 1, "strange \xff");
  GtkWidget *widget = GTK_WIDGET (view);

  hangar_problem_view_show (view, "qemu:///system", refused);
  g_assert_true (gtk_widget_get_visible (widget));
  g_assert_nonnull (find_widget (widget, HANGAR_TYPE_COMMAND_ROW, NULL));
  g_assert_true (gtk_widget_get_visible (find_widget (widget, GTK_TYPE_EXPANDER, NULL)));
  /* Words of which nothing is known are shown as they are, once. */
  hangar_problem_view_show (view, "qemu:///system", strange);
  g_assert_nonnull (find_widget (widget, GTK_TYPE_LABEL, "strange \357\277\275"));
  g_assert_null (find_widget (widget, HANGAR_TYPE_COMMAND_ROW, NULL));
  g_assert_false (gtk_widget_get_visible (find_widget (widget, GTK_TYPE_EXPANDER, NULL)));
  hangar_problem_view_show (view, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (widget));
  hangar_problem_view_show_text (view, "Choose one.");
  g_assert_true (gtk_widget_get_visible (widget));
  g_assert_nonnull (find_widget (widget, GTK_TYPE_LABEL, "Choose one."));
}

static void
test_preferences (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  GtkWidget *window = GTK_WIDGET (hangar_preferences_window_new (settings));
  GtkWidget *first = find_widget (window, GTK_TYPE_SWITCH, NULL);

  g_assert_true (hangar_settings_get_confirm (settings, HANGAR_CONFIRM_FORCE_OFF));
  gtk_switch_set_active (GTK_SWITCH (first), FALSE);
  g_assert_false (hangar_settings_get_confirm (settings, HANGAR_CONFIRM_FORCE_OFF));
  g_assert_true (hangar_settings_get_confirm (settings, HANGAR_CONFIRM_RESET));
  g_assert_true (hangar_settings_get_confirm (settings, HANGAR_CONFIRM_DELETE));
  gtk_switch_set_active (GTK_SWITCH (first), TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What holds for all consoles is chosen in the preferences. */
static void
test_console_preferences (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  GtkWidget *group = g_object_ref_sink (g_object_new (HANGAR_TYPE_CONSOLE_PREFERENCES_GROUP, NULL));
  g_autoptr (GVariant) scale = NULL;
  g_autoptr (GVariant) automatic = NULL;
  g_autofree char *keys = NULL;
  GtkWidget *row, *tabs;

  hangar_console_preferences_group_set_settings (HANGAR_CONSOLE_PREFERENCES_GROUP (group), settings);
  row = find_widget (group, ADW_TYPE_COMBO_ROW, NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 2);
  scale = hangar_settings_get_console (settings, NULL, HANGAR_CONSOLE_SCALE);
  g_assert_cmpstr (g_variant_get_string (scale, NULL), ==, "integer");
  gtk_switch_set_active (GTK_SWITCH (find_widget (group, GTK_TYPE_SWITCH, NULL)), FALSE);
  automatic = hangar_settings_get_console (settings, NULL, HANGAR_CONSOLE_AUTOCONNECT);
  g_assert_false (g_variant_get_boolean (automatic));
  keys = hangar_settings_get_release_keys (settings);
  g_assert_cmpstr (keys, ==, "ctrl-l+alt-l");
  g_assert_false (hangar_settings_get_machine_tabs (settings));
  tabs =
    gtk_widget_get_ancestor (find_widget (group, GTK_TYPE_LABEL, "Machines as tabs"), ADW_TYPE_ACTION_ROW);
  tabs = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (tabs));
  gtk_switch_set_active (GTK_SWITCH (tabs), TRUE);
  g_assert_true (hangar_settings_get_machine_tabs (settings));
  gtk_switch_set_active (GTK_SWITCH (tabs), FALSE);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  gtk_switch_set_active (GTK_SWITCH (find_widget (group, GTK_TYPE_SWITCH, NULL)), TRUE);
  g_object_unref (group);
}

static void
test_about_and_shortcuts (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWidget *window;

  hangar_about_window_show (parent);
  window = find_window (ADW_TYPE_ABOUT_WINDOW);
  g_assert_nonnull (window);
  gtk_window_destroy (GTK_WINDOW (window));
  hangar_shortcuts_window_show (parent);
  window = find_window (GTK_TYPE_SHORTCUTS_WINDOW);
  g_assert_nonnull (window);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (parent);
}

static void
test_first_run_page (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  g_autoptr (HangarFirstRun) first_run = hangar_first_run_new (connections, settings);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *page = g_object_new (HANGAR_TYPE_FIRST_RUN_PAGE, NULL);

  gtk_window_set_child (window, page);
  hangar_first_run_page_set_first_run (HANGAR_FIRST_RUN_PAGE (page), first_run);
  g_assert_nonnull (find_widget (page, GTK_TYPE_LABEL, "No Hosts"));
  gtk_widget_activate_action (page, "first-run.check", NULL);
  g_assert_true (hangar_first_run_is_checking (first_run));
  WAIT_FOR (!hangar_first_run_is_checking (first_run));
  gtk_widget_activate_action (page, "first-run.demonstrate", NULL);
  g_assert_nonnull (hangar_connection_list_find (connections, "test:///default"));
  gtk_window_destroy (window);
  hangar_connection_list_close_all (connections);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_command_row (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *row = GTK_WIDGET (hangar_command_row_new ("echo <hello> & bye"));
  g_autofree char *text = NULL;

  gtk_window_set_child (window, row);
  g_assert_nonnull (find_widget (row, GTK_TYPE_LABEL, "echo <hello> & bye"));
  gtk_widget_activate_action (row, "command.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (row), NULL, copied_cb, &text);
  WAIT_FOR (text != NULL);
  g_assert_cmpstr (text, ==, "echo <hello> & bye");
  gtk_window_destroy (window);
}

static void
test_host_actions (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  HangarConnection *host = hangar_connection_list_add (connections, "test:///default", NULL, FALSE);
  g_autoptr (HangarHostActions) actions = hangar_host_actions_new (connections);
  GActionGroup *group = G_ACTION_GROUP (actions);
  g_autofree char *closed = hangar_host_state_text (host);
  g_autofree char *open = NULL;

  g_assert_cmpstr (closed, ==, "not connected");
  g_assert_null (hangar_host_problem_text (host));
  g_assert_false (g_action_group_get_action_enabled (group, "connect"));
  hangar_host_actions_set_connection (actions, host);
  g_assert_true (g_action_group_get_action_enabled (group, "connect"));
  g_assert_false (g_action_group_get_action_enabled (group, "disconnect"));
  g_action_group_activate_action (group, "connect", NULL);
  g_assert_true (g_action_group_get_action_enabled (group, "disconnect"));
  WAIT_FOR (hangar_connection_get_state (host) == HANGAR_CONNECTION_OPEN);
  open = hangar_host_state_text (host);
  g_assert_cmpstr (open, ==, "connected");
  g_action_group_activate_action (group, "autoconnect", NULL);
  g_assert_true (hangar_connection_get_autoconnect (host));
  g_action_group_activate_action (group, "disconnect", NULL);
  g_assert_cmpint (hangar_connection_get_state (host), ==, HANGAR_CONNECTION_CLOSED);
  hangar_host_actions_set_connection (actions, NULL);
  g_assert_false (g_action_group_get_action_enabled (group, "rename"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/add-host/fields", test_add_host_fields);
  g_test_add_func ("/add-host/connect", test_add_host_connect);
  g_test_add_func ("/add-host/cancel", test_add_host_cancel);
  g_test_add_func ("/host/rename-and-remove", test_rename_and_remove);
  g_test_add_func ("/host/actions", test_host_actions);
  g_test_add_func ("/credentials", test_credentials);
  g_test_add_func ("/credentials/confirmation", test_confirmation);
  g_test_add_func ("/host/problem-view", test_problem_view);
  g_test_add_func ("/preferences", test_preferences);
  g_test_add_func ("/preferences/consoles", test_console_preferences);
  g_test_add_func ("/about-and-shortcuts", test_about_and_shortcuts);
  g_test_add_func ("/first-run/page", test_first_run_page);
  g_test_add_func ("/first-run/command-row", test_command_row);
  return g_test_run ();
}
