/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Hardware page by a real keyboard and a real pointer: locked while changes are applied, a command
 * copied, the order of starting changed. */

#include "hardware-hands.h"

#include "model/boot-order.h"

/* What is typed while changes are on their way would be lost when the machine is read again. */
static void
test_locked (Fixture *f, gconstpointer data)
{
  GtkEditable *title;

  choose (f, "overview");
  title = entry_named (f, "Title");
  gtk_editable_set_text (title, "first");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.apply", NULL);
  /* The answer comes by the main loop, which has not turned. */
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (title)));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (title)), ==, "Changes are being applied.");
  g_assert_false (button_works (f, "hardware.revert"));
  assert_reasons (GTK_WIDGET (f->page), "while it is applied");
  /* Another form is no way round it. */
  choose (f, "cpu");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (form_of (f))));
  WAIT_FOR (is_applied (f, "overview"));
  choose (f, "overview");
  g_assert_cmpstr (gtk_editable_get_text (entry_named (f, "Title")), ==, "first");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (entry_named (f, "Title"))));
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* The command that shows a shared folder in the guest is copied, by keys. */
static void
test_mount_line (Fixture *f, gconstpointer data)
{
  GtkWidget *stop;
  g_autofree char *text = NULL;

  begin (f, "filesystem");
  do
    {
      stop = next_in_form (f);
      g_assert_nonnull (stop);
    }
  while (g_strcmp0 (gtk_widget_get_tooltip_text (stop), "Copy") != 0);
  press ("space");
  WAIT_FOR (gdk_clipboard_is_local (gtk_widget_get_clipboard (stop)));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (stop), NULL, text_cb, &text);
  WAIT_FOR (text != NULL);
  g_assert_cmpstr (text, ==, "mount -t 9p -o trans=virtio,version=9p2000.L 'shared' /mnt");
}

static guint
count_from (GtkWidget *first)
{
  guint n = 0;

  for (GtkWidget *row = first; row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

/* The rows of what a machine starts from, when all are there. */
static GPtrArray *
boot_rows (Fixture *f)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (hangar_hardware_get_xml (f->hardware), NULL);
  g_autoptr (GPtrArray) entries = hangar_boot_order_read (doc);
  GtkWidget *down = NULL, *first;
  GPtrArray *rows = g_ptr_array_new ();

  g_assert_cmpuint (entries->len, >=, 2);
  WAIT_FOR ((down = test_host_find_tooltip (GTK_WIDGET (form_of (f)), "Later")) != NULL);
  first = gtk_widget_get_ancestor (down, ADW_TYPE_ACTION_ROW);
  WAIT_FOR (count_from (first) == entries->len && gtk_widget_get_height (first) > 0);
  for (GtkWidget *row = first; row != NULL; row = gtk_widget_get_next_sibling (row))
    g_ptr_array_add (rows, row);
  return rows;
}

static char *
title_of (GPtrArray *rows, guint i)
{
  return g_strdup (adw_preferences_row_get_title (rows->pdata[i]));
}

static gboolean
is_titled (GPtrArray *rows, guint i, const char *title)
{
  return g_str_equal (adw_preferences_row_get_title (rows->pdata[i]), title);
}

/* Down and up again; the keyboard goes with what is moved. */
static void
test_boot_keys (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *first = NULL;
  GtkWidget *stop;

  begin (f, "boot");
  rows = boot_rows (f);
  first = title_of (rows, 0);
  do
    {
      stop = next_in_form (f);
      g_assert_nonnull (stop);
    }
  while (g_strcmp0 (gtk_widget_get_tooltip_text (stop), "Later") != 0);
  press ("space");
  WAIT_FOR (is_titled (rows, 1, first));
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  WAIT_FOR (is_in (focus_of (f), rows->pdata[1]));
  do
    stop = press_tab (f);
  while (g_strcmp0 (gtk_widget_get_tooltip_text (stop), "Earlier") != 0);
  g_assert_true (is_in (stop, rows->pdata[1]));
  press ("space");
  WAIT_FOR (is_titled (rows, 0, first));
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  get_hands ();
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/hardware-keys/locked", test_locked);
  ADD ("/hardware-keys/mount-line", test_mount_line);
  ADD ("/hardware-keys/boot-keys", test_boot_keys);
  result = g_test_run ();
  let_hands_go ();
  return result;
}
