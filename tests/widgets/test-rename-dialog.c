/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/rename-dialog and model/domain-rename: another name for a machine, and the names that are
 * refused. */

#include "test-host.h"

#include "model/domain-rename.h"
#include "ui/domain/rename-dialog.h"

#define DOMAIN(name, number, state)                                              \
  "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>" \
  "<test:runstate>" #state "</test:runstate><name>" name "</name>"               \
  "<uuid>" #number #number "11-1111-1111-1111-111111111111</uuid>"               \
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"

static const char host[] = DOMAIN ("running", 100, 1) DOMAIN ("off", 300, 5);

static gboolean
can_rename (AdwMessageDialog *dialog, const char *name)
{
  GtkWidget *row = test_host_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL);

  gtk_editable_set_text (GTK_EDITABLE (row), name);
  return adw_message_dialog_get_response_enabled (dialog, "rename");
}

static void
test_refusals (void)
{
  HangarConnection *connection = test_host_open (host);
  g_autoptr (HangarDomain) domain = g_object_ref (hangar_connection_find_domain (connection, "off"));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (hangar_rename_dialog_new (domain, NULL));

  g_assert_null (hangar_domain_rename_refusal (domain));
  g_assert_nonnull (hangar_domain_rename_refusal (hangar_connection_find_domain (connection, "running")));
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, "rename"));
  g_assert_false (can_rename (dialog, ""));
  g_assert_false (can_rename (dialog, "a/b"));
  g_assert_false (can_rename (dialog, "running"));
  g_assert_nonnull (
    test_host_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Another machine of this host has this name."));
  g_assert_true (can_rename (dialog, "<b>neu & ü"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  hangar_connection_close (connection);
  g_assert_nonnull (hangar_domain_rename_refusal (domain));
  test_host_close (connection);
}

static void
test_rename (void)
{
  HangarConnection *connection = test_host_open (host);
  g_autoptr (HangarDomain) domain = g_object_ref (hangar_connection_find_domain (connection, "off"));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (hangar_rename_dialog_new (domain, NULL));

  g_assert_true (can_rename (dialog, "new name"));
  adw_message_dialog_response (dialog, "rename");
  WAIT_FOR (g_strcmp0 (hangar_object_get_name (HANGAR_OBJECT (domain)), "new name") == 0);
  g_assert_true (hangar_connection_find_domain (connection, "new name") == domain);
  gtk_window_destroy (GTK_WINDOW (dialog));
  test_host_close (connection);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/rename/refusals", test_refusals);
  g_test_add_func ("/rename/rename", test_rename);
  return g_test_run ();
}
