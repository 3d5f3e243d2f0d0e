/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/domain-actions: what is enabled in which state, what asks first, on libvirt's test driver. */

#include "test-host.h"

#include "model/domain-lifecycle.h"
#include "model/settings.h"
#include "ui/domain/confirm-dialog.h"
#include "ui/domain/delete-dialog.h"
#include "ui/domain/domain-actions.h"

#define DOMAIN(name, number, state)                                              \
  "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>" \
  "<test:runstate>" #state "</test:runstate><name>" name "</name>"               \
  "<uuid>" #number #number "11-1111-1111-1111-111111111111</uuid>"               \
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"

static const char host[] = DOMAIN ("running", 100, 1) DOMAIN ("paused", 200, 3) DOMAIN ("off", 300, 5);

typedef struct
{
  HangarConnection *connection;
  HangarSettings *settings;
  HangarDomainActions *actions;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  f->connection = test_host_open (host);
  f->settings = hangar_settings_new ();
  f->actions = hangar_domain_actions_new (f->settings);
  f->window = GTK_WINDOW (gtk_window_new ());
  /* As narrow as windows get; toasts need that much. */
  gtk_window_set_default_size (f->window, 360, 300);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), gtk_label_new ("content"));
  gtk_window_set_child (f->window, overlay);
  gtk_widget_insert_action_group (overlay, "domain", G_ACTION_GROUP (f->actions));
  hangar_domain_actions_set_widget (f->actions, gtk_window_get_child (f->window));
  gtk_window_present (f->window);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer actions = f->actions;

  hangar_domain_actions_set_domain (f->actions, NULL);
  gtk_window_destroy (f->window);
  g_object_add_weak_pointer (G_OBJECT (f->actions), &actions);
  g_object_unref (f->actions);
  WAIT_FOR (actions == NULL);
  g_object_unref (f->settings);
  test_host_close (f->connection);
}

static HangarDomain *
use (Fixture *f, const char *name)
{
  HangarDomain *domain = hangar_connection_find_domain (f->connection, name);

  g_assert_nonnull (domain);
  hangar_domain_actions_set_domain (f->actions, domain);
  return domain;
}

static void
activate (Fixture *f, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->actions), name, NULL);
}

static gboolean
enabled (Fixture *f, const char *name)
{
  gboolean is_enabled = g_action_group_get_action_enabled (G_ACTION_GROUP (f->actions), name);

  /* A greyed control always says why. */
  g_assert_true (is_enabled == (hangar_domain_actions_get_refusal (f->actions, name) == NULL));
  return is_enabled;
}

static void
assert_enabled (Fixture *f, const char *name, const char *wanted)
{
  static const char *const all[] = { "start",   "suspend",   "resume", "shutdown", "reboot",
                                     "reset",   "force-off", "save",   "restore",  "drop-saved",
                                     "wake-up", "run",       "delete", "open",     "abort" };
  g_auto (GStrv) list = g_strsplit (wanted, " ", -1);

  if (name != NULL)
    use (f, name);
  else
    hangar_domain_actions_set_domain (f->actions, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      gboolean expected = g_strv_contains ((const char *const *) list, all[i]);

      if (enabled (f, all[i]) != expected)
        g_error ("%s, %s: expected %d", name, all[i], expected);
    }
}

static void
test_table (Fixture *f, gconstpointer data)
{
  assert_enabled (f, NULL, "");
  assert_enabled (f, "running", "suspend shutdown reboot reset force-off save delete open take-snapshot");
  assert_enabled (f, "paused", "resume run reset force-off save delete open take-snapshot");
  assert_enabled (f, "off", "start run delete open clone make-template take-snapshot");

  use (f, "off");
  hangar_connection_close (f->connection);
  assert_enabled (f, NULL, "");
}

static void
test_button (Fixture *f, gconstpointer data)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *run = gtk_button_new ();
  HangarDomain *domain;

  gtk_widget_set_tooltip_text (button, "Pause");
  g_object_ref_sink (button);
  g_object_ref_sink (run);
  domain = use (f, "running");
  hangar_domain_actions_bind_button (f->actions, button, "suspend");
  hangar_domain_actions_bind_button (f->actions, run, "run");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Pause");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (run), ==, "It is running.");

  activate (f, "suspend");
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_PAUSED &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "It is paused.");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (run), ==, "Resume");
  activate (f, "run");
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING);
  g_object_unref (button);
  g_object_unref (run);
}

static AdwMessageDialog *
wait_for_dialog (GType type)
{
  AdwMessageDialog *dialog = NULL;

  WAIT_FOR ((dialog = test_host_window (type)) != NULL);
  return dialog;
}

static void
test_force_off_asks (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "running");
  AdwMessageDialog *dialog;

  activate (f, "force-off");
  dialog = wait_for_dialog (HANGAR_TYPE_CONFIRM_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "Force off “running”?");
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  g_assert_cmpint (adw_message_dialog_get_response_appearance (dialog, "accept"), ==,
                   ADW_RESPONSE_DESTRUCTIVE);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == f->window);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_NONE);
  g_assert_cmpint (hangar_domain_get_state (domain), ==, HANGAR_DOMAIN_RUNNING);

  activate (f, "force-off");
  dialog = wait_for_dialog (HANGAR_TYPE_CONFIRM_DIALOG);
  adw_message_dialog_response (dialog, "accept");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
  g_assert_true (hangar_settings_get_confirm (f->settings, HANGAR_CONFIRM_FORCE_OFF));
}

static void
test_do_not_ask_again (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "running");
  AdwMessageDialog *dialog;
  GtkWidget *check;

  activate (f, "reset");
  dialog = wait_for_dialog (HANGAR_TYPE_CONFIRM_DIALOG);
  check = test_host_find (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (hangar_settings_get_confirm (f->settings, HANGAR_CONFIRM_RESET));

  activate (f, "force-off");
  dialog = wait_for_dialog (HANGAR_TYPE_CONFIRM_DIALOG);
  check = test_host_find (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_message_dialog_response (dialog, "accept");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_false (hangar_settings_get_confirm (f->settings, HANGAR_CONFIRM_FORCE_OFF));
  /* The event may come before the answer, and until then nothing else can be done to it. */
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  activate (f, "start");
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  activate (f, "force-off");
  g_assert_null (test_host_window (HANGAR_TYPE_CONFIRM_DIALOG));
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
  hangar_settings_set_confirm (f->settings, HANGAR_CONFIRM_FORCE_OFF, TRUE);
}

/* The test driver obeys at once, so the guest's deafness is played. */
static void
test_shutdown_ignored (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "running");
  AdwMessageDialog *dialog;

  activate (f, "shutdown");
  g_signal_emit_by_name (domain, "shutdown-ignored");
  dialog = wait_for_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "“running” is still running");
  /* It did shut down after all: nothing is left to decide. */
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
  WAIT_FOR (test_host_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);

  /* Told once for each time that it was asked here. */
  g_signal_emit_by_name (domain, "shutdown-ignored");
  g_assert_null (test_host_window (ADW_TYPE_MESSAGE_DIALOG));
}

static void
test_save_and_restore (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "running");

  activate (f, "save");
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  assert_enabled (f, "running", "restore run drop-saved delete open clone take-snapshot");
  activate (f, "run");
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING);
}

static void
test_discard_and_start (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "running");
  AdwMessageDialog *dialog;

  activate (f, "save");
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  activate (f, "drop-saved");
  dialog = wait_for_dialog (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (dialog, "discard");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
}

static AdwMessageDialog *
ask_delete (Fixture *f)
{
  activate (f, "delete");
  return wait_for_dialog (HANGAR_TYPE_DELETE_DIALOG);
}

/* Until the toast is gone. */
static void
undo_deletion (Fixture *f, HangarDomain *domain)
{
  GtkWidget *undo = NULL;

  WAIT_FOR ((undo = test_host_find (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "Undo")) != NULL);
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_UNDEFINE);
  g_signal_emit_by_name (gtk_widget_get_ancestor (undo, GTK_TYPE_BUTTON), "clicked");
  WAIT_FOR (hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  WAIT_FOR (test_host_find (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "Undo") == NULL);
}

static void
test_undo_delete (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "running");
  AdwMessageDialog *dialog = ask_delete (f);

  adw_message_dialog_response (dialog, "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  undo_deletion (f, domain);
  g_assert_cmpint (hangar_domain_get_state (domain), ==, HANGAR_DOMAIN_RUNNING);
  g_assert_true (hangar_connection_find_domain (f->connection, "running") == domain);
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = g_object_ref (use (f, "running"));
  gboolean removed = FALSE;
  AdwMessageDialog *dialog;

  dialog = ask_delete (f);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "Delete “running”?");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "forced off"));
  WAIT_FOR (test_host_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Its disks are not touched.") != NULL);
  g_signal_connect_swapped (domain, "removed", G_CALLBACK (g_atomic_int_inc), &removed);
  adw_message_dialog_response (dialog, "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (removed);
  g_assert_null (hangar_connection_find_domain (f->connection, "running"));
  g_assert_null (hangar_domain_actions_get_domain (f->actions));
  g_object_unref (domain);
}

/* Who does not want to be asked is asked only when there is something to decide. */
static void
test_delete_unasked (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = use (f, "off");
  AdwMessageDialog *dialog = ask_delete (f);
  GtkWidget *check = test_host_find (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);

  WAIT_FOR (gtk_widget_get_visible (check));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_true (hangar_settings_get_confirm (f->settings, HANGAR_CONFIRM_DELETE));

  hangar_settings_set_confirm (f->settings, HANGAR_CONFIRM_DELETE, FALSE);
  activate (f, "delete");
  undo_deletion (f, domain);
  g_assert_null (test_host_window (HANGAR_TYPE_DELETE_DIALOG));

  /* It runs: unsaved data would be lost. */
  use (f, "running");
  dialog = ask_delete (f);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  adw_message_dialog_response (dialog, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));

  use (f, "off");
  hangar_settings_set_confirm (f->settings, HANGAR_CONFIRM_DELETE, TRUE);
  dialog = ask_delete (f);
  check = test_host_find (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);
  WAIT_FOR (gtk_widget_get_visible (check));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_message_dialog_response (dialog, "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_false (hangar_settings_get_confirm (f->settings, HANGAR_CONFIRM_DELETE));
  undo_deletion (f, domain);
  hangar_settings_set_confirm (f->settings, HANGAR_CONFIRM_DELETE, TRUE);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* libadwaita 1.2 does not survive a toast that is dismissed while it still comes in. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#define ADD(name, func) g_test_add ("/domain-actions/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("table", test_table);
  ADD ("button", test_button);
  ADD ("force-off-asks", test_force_off_asks);
  ADD ("do-not-ask-again", test_do_not_ask_again);
  ADD ("shutdown-ignored", test_shutdown_ignored);
  ADD ("save-and-restore", test_save_and_restore);
  ADD ("discard-and-start", test_discard_and_start);
  ADD ("undo-delete", test_undo_delete);
  ADD ("delete", test_delete);
  ADD ("delete-unasked", test_delete_unasked);
  return g_test_run ();
}
