/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/clone-dialog: names, refusals, what becomes of each drive, on libvirt's test driver. */

#include "test-host.h"

#include "ui/domain/clone-dialog.h"
#include "ui/domain/clone-disk-row.h"

#define DOMAIN(name, digit, state, devices)                                                               \
  "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"                          \
  "<test:runstate>" state "</test:runstate><name>" name "</name>"                                         \
  "<uuid>" digit "1111111-1111-1111-1111-111111111111</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>" \
  "<os><type>hvm</type></os><devices>" devices "</devices></domain>"

static const char host[] = DOMAIN ("bare", "1", "5", "") DOMAIN ("running", "2", "1", "")
  DOMAIN ("disks", "3", "5",
          "<disk type='file' device='disk'><driver type='qcow2'/><source file='/p/<a>'/>"
          "<target dev='vda' bus='virtio'/></disk>"
          "<disk type='file' device='cdrom'><source file='/p/iso'/><target dev='hdc'/><readonly/></disk>");

typedef struct
{
  HangarConnection *connection;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) parts = g_strsplit (host, "<a>", -1);
  g_autofree char *nodes = g_strjoinv ("&lt;a&gt;", parts);

  f->connection = test_host_open (nodes);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (f->window, adw_toast_overlay_new ());
  gtk_window_present (f->window);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  test_host_close (f->connection);
}

static GtkWidget *
open_dialog (Fixture *f, const char *name)
{
  HangarCloneDialog *dialog =
    hangar_clone_dialog_new (hangar_connection_find_domain (f->connection, name), NULL);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), f->window);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WIDGET (dialog);
}

static gboolean
is_acceptable (GtkWidget *dialog)
{
  return gtk_widget_is_sensitive (gtk_window_get_default_widget (GTK_WINDOW (dialog)));
}

static GtkEditable *
name_row (GtkWidget *dialog)
{
  return GTK_EDITABLE (test_host_find (dialog, ADW_TYPE_ENTRY_ROW, NULL));
}

static void
test_create (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f, "bare");
  gpointer watched = dialog;

  g_assert_cmpstr (gtk_editable_get_text (name_row (dialog)), ==, "bare-2");
  WAIT_FOR (is_acceptable (dialog));
  g_object_add_weak_pointer (G_OBJECT (dialog), &watched);
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (watched == NULL);
}

static void
test_names (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f, "bare");
  GtkSpinButton *count = GTK_SPIN_BUTTON (test_host_find (dialog, GTK_TYPE_SPIN_BUTTON, NULL));
  static const char *const bad[] = { "", "a/b", "bare", "bare-%s%n" };

  WAIT_FOR (is_acceptable (dialog));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (name_row (dialog), bad[i]);
      g_assert_false (is_acceptable (dialog));
    }
  gtk_editable_set_text (name_row (dialog), "bare-2");
  g_assert_true (is_acceptable (dialog));
  gtk_spin_button_set_value (count, 20);
  g_assert_cmpstr (gtk_editable_get_text (name_row (dialog)), ==, "bare-%02d");
  g_assert_true (is_acceptable (dialog));
  gtk_editable_set_text (name_row (dialog), "tp");
  g_assert_false (is_acceptable (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f, "running");

  WAIT_FOR (test_host_find (dialog, GTK_TYPE_LABEL,
                            "It is running: its disks change while they are copied. Shut it down first."));
  g_assert_false (is_acceptable (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_drives (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f, "disks");
  HangarCloneDiskRow *row;
  HangarCloneSource *source;

  WAIT_FOR ((row = HANGAR_CLONE_DISK_ROW (test_host_find (dialog, HANGAR_TYPE_CLONE_DISK_ROW, NULL))) !=
            NULL);
  g_assert_nonnull (test_host_find (dialog, GTK_TYPE_LABEL, "/p/<a>"));
  g_assert_nonnull (test_host_find (dialog, GTK_TYPE_LABEL, "/p/iso"));
  source = hangar_clone_disk_row_dup_source (row);
  g_assert_cmpstr (source->target, ==, "vda");
  g_assert_cmpint (source->action, ==, HANGAR_CLONE_COPY);
  hangar_clone_source_free (source);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), HANGAR_CLONE_SKIP);
  source = hangar_clone_disk_row_dup_source (row);
  g_assert_cmpint (source->action, ==, HANGAR_CLONE_SKIP);
  hangar_clone_source_free (source);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Where the new disk is to be follows the name until somebody writes there, and is asked of one clone only.
 */
static void
test_path (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f, "disks");
  g_autoptr (HangarCloneSource) source = NULL;
  HangarCloneDiskRow *row;
  GtkWidget *path;

  WAIT_FOR ((row = HANGAR_CLONE_DISK_ROW (test_host_find (dialog, HANGAR_TYPE_CLONE_DISK_ROW, NULL))) !=
            NULL);
  WAIT_FOR (is_acceptable (dialog));
  path = hangar_clone_disk_row_get_path_row (row);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (path)), ==, "/p/disks-2-vda");
  gtk_editable_set_text (name_row (dialog), "third");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (path)), ==, "/p/third-vda");
  for (guint i = 0; i < 2; i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (path), i == 0 ? "here" : "/p/<a>");
      g_assert_false (is_acceptable (dialog));
    }
  gtk_editable_set_text (GTK_EDITABLE (path), "/q/mine.img");
  g_assert_true (is_acceptable (dialog));
  gtk_editable_set_text (name_row (dialog), "fourth");
  source = hangar_clone_disk_row_dup_source (row);
  g_assert_cmpstr (source->target_path, ==, "/q/mine.img");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), HANGAR_CLONE_SKIP);
  g_assert_false (gtk_widget_get_visible (path));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), HANGAR_CLONE_COPY);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_host_find (dialog, GTK_TYPE_SPIN_BUTTON, NULL)), 3);
  g_assert_false (gtk_widget_get_visible (path));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_clone (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f, "bare");

  WAIT_FOR (is_acceptable (dialog));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_host_find (dialog, GTK_TYPE_SPIN_BUTTON, NULL)), 3);
  gtk_widget_activate_action (dialog, "clone-dialog.accept", NULL);
  WAIT_FOR (test_host_window (HANGAR_TYPE_CLONE_DIALOG) == NULL);
  WAIT_FOR (hangar_connection_find_domain (f->connection, "bare-03") != NULL);
  g_assert_nonnull (hangar_connection_find_domain (f->connection, "bare-01"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/clone-dialog/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("create", test_create);
  ADD ("names", test_names);
  ADD ("refused", test_refused);
  ADD ("drives", test_drives);
  ADD ("path", test_path);
  ADD ("clone", test_clone);
  return g_test_run ();
}
