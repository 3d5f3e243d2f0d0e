/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/host/inventory-view and ui/domain/xml-window: networks, pools and volumes are listed as they are called,
 * and the XML of each is shown, explained, marked where it is wrong, and stored. */

#include "test-host.h"

#include <gtksourceview/gtksource.h>

#include "ui/dialogs/commands-expander.h"
#include "ui/domain/xml-window.h"
#include "ui/host/inventory-view.h"

#define NET "71111111-1111-1111-1111-111111111111"
#define NODES                                                                                          \
  "<network><name>&lt;b&gt;net</name><uuid>" NET "</uuid><forward mode='nat'/><bridge name='virbr7'/>" \
  "<ip address='192.168.7.1' netmask='255.255.255.0'/></network>"                                      \
  "<pool type='dir'><name>p&amp;ool</name><uuid>72222222-1111-1111-1111-111111111111</uuid>"           \
  "<target><path>/pool</path></target><volume><name>v&lt;ol</name><capacity>1048576</capacity>"        \
  "<target><path>/pool/vol</path></target></volume></pool>"

typedef struct
{
  HangarConnection *connection;
  GtkWindow *window;
  GtkWidget *view;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->connection = test_host_open (NODES);
  f->window = GTK_WINDOW (gtk_window_new ());
  f->view = g_object_new (HANGAR_TYPE_INVENTORY_VIEW, NULL);
  hangar_inventory_view_set_connection (HANGAR_INVENTORY_VIEW (f->view), f->connection);
  gtk_window_set_child (f->window, f->view);
  gtk_window_present (f->window);
  WAIT_FOR (test_host_find (f->view, GTK_TYPE_LABEL, "p&ool") != NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  test_host_close (f->connection);
}

static void
test_list (Fixture *f, gconstpointer data)
{
  GtkWidget *expander = test_host_find (f->view, ADW_TYPE_EXPANDER_ROW, NULL);

  g_assert_nonnull (test_host_find (f->view, GTK_TYPE_LABEL, "<b>net"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
  WAIT_FOR (test_host_find (f->view, GTK_TYPE_LABEL, "v<ol") != NULL);
  hangar_inventory_view_set_connection (HANGAR_INVENTORY_VIEW (f->view), NULL);
  g_assert_null (test_host_find (f->view, GTK_TYPE_LABEL, "p&ool"));
}

static HangarXmlWindow *
open_xml (Fixture *f, HangarVirtDefinitionKind kind, const char *id)
{
  HangarXmlWindow *window;

  gtk_widget_activate_action (f->view, "inventory.xml", "(uss)", (guint) kind, id, "it");
  window = test_host_window (HANGAR_TYPE_XML_WINDOW);
  g_assert_nonnull (window);
  return window;
}

static GtkTextBuffer *
buffer_of (HangarXmlWindow *window)
{
  GtkWidget *view = test_host_find (GTK_WIDGET (window), GTK_SOURCE_TYPE_VIEW, NULL);

  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
go_to (GtkTextBuffer *buffer, const char *text)
{
  GtkTextIter start, found;

  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, text, 0, &found, NULL, NULL));
  gtk_text_iter_forward_chars (&found, 2);
  gtk_text_buffer_place_cursor (buffer, &found);
}

static void
test_explained (Fixture *f, gconstpointer data)
{
  HangarXmlWindow *window = open_xml (f, HANGAR_VIRT_DEFINITION_NETWORK, NET);
  GtkTextBuffer *buffer = buffer_of (window);

  WAIT_FOR (gtk_text_buffer_get_char_count (buffer) > 0);
  go_to (buffer, "mode='nat'");
  g_assert_nonnull (test_host_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "network/forward@mode"));
  g_assert_nonnull (
    test_host_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "How its machines reach the outside."));
  g_assert_nonnull (
    test_host_find (GTK_WIDGET (window), GTK_TYPE_LABEL,
                    "machines reach the outside under the host’s address; nobody outside reaches them"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is not well-formed is not sent to the host, and the line is marked in the gutter. */
static void
test_marked (Fixture *f, gconstpointer data)
{
  HangarXmlWindow *window = open_xml (f, HANGAR_VIRT_DEFINITION_NETWORK, NET);
  GtkTextBuffer *buffer = buffer_of (window);
  g_autoptr (GSList) marks = NULL;
  GtkTextIter end;

  WAIT_FOR (gtk_text_buffer_get_char_count (buffer) > 0);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, "<oops>", -1);
  gtk_widget_activate_action (GTK_WIDGET (window), "xml.define", NULL);
  for (int line = 0; line < gtk_text_buffer_get_line_count (buffer) && marks == NULL; line++)
    marks = gtk_source_buffer_get_source_marks_at_line (GTK_SOURCE_BUFFER (buffer), line, NULL);
  g_assert_nonnull (marks);
  g_assert_null (test_host_window (ADW_TYPE_MESSAGE_DIALOG));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The difference and the commands are seen before the host is asked. */
static void
test_stored (Fixture *f, gconstpointer data)
{
  HangarXmlWindow *window = open_xml (f, HANGAR_VIRT_DEFINITION_NETWORK, NET);
  GtkTextBuffer *buffer = buffer_of (window);
  GtkTextIter start, from, to;
  GtkWidget *question;

  WAIT_FOR (gtk_text_buffer_get_char_count (buffer) > 0);
  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, "192.168.7.1", 0, &from, &to, NULL));
  gtk_text_buffer_delete (buffer, &from, &to);
  gtk_text_buffer_insert (buffer, &from, "192.168.7.9", -1);
  gtk_widget_activate_action (GTK_WIDGET (window), "xml.define", NULL);
  question = test_host_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (question);
  g_assert_nonnull (test_host_find (question, HANGAR_TYPE_COMMANDS_EXPANDER, NULL));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "store");
  WAIT_FOR (test_host_find (GTK_WIDGET (window), GTK_TYPE_LABEL,
                            "Stored: takes effect when it is started the next time") != NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A volume's XML is for reading. */
static void
test_volume (Fixture *f, gconstpointer data)
{
  HangarXmlWindow *window = open_xml (f, HANGAR_VIRT_DEFINITION_VOLUME, "/pool/vol");
  GtkWidget *edit = test_host_find (GTK_WIDGET (window), GTK_TYPE_TOGGLE_BUTTON, NULL);

  WAIT_FOR (gtk_text_buffer_get_char_count (buffer_of (window)) > 0);
  g_assert_false (gtk_widget_get_sensitive (edit));
  g_assert_nonnull (gtk_widget_get_tooltip_text (edit));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/inventory-view/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("list", test_list);
  ADD ("explained", test_explained);
  ADD ("marked", test_marked);
  ADD ("stored", test_stored);
  ADD ("volume", test_volume);
  return g_test_run ();
}
