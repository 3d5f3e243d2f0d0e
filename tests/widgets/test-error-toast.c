/* SPDX-License-Identifier: GPL-3.0-or-later */
/* widgets/error-toast: a failure told in words, with the daemon's text behind the button, never as markup. */

#include <adwaita.h>

#include "widgets/error-dialog.h"
#include "widgets/error-toast.h"

static GtkWindow *
window_with_overlay (AdwToastOverlay **overlay)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  *overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (*overlay, gtk_label_new ("content"));
  gtk_window_set_child (window, GTK_WIDGET (*overlay));
  return window;
}

static GtkWidget *
find_widget (GtkWidget *root, GType type, const char *text)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    {
      if (text == NULL)
        return root;
      if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static HangarErrorDialog *
find_dialog (void)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (HANGAR_IS_ERROR_DIALOG (l->data))
      return l->data;
  return NULL;
}

static char *
text_of (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
test_details (void)
{
  AdwToastOverlay *overlay;
  GtkWindow *window = window_with_overlay (&overlay);
  g_autoptr (AdwToast) toast = NULL;
  HangarErrorDialog *dialog;
  GtkWidget *view;
  g_autofree char *shown = NULL;

  toast = hangar_error_toast_new (GTK_WIDGET (overlay), "Could not pause “<b>&”", "internal error: <i>no</i>",
                                  "Is it running?", "virsh list --all");
  g_assert_cmpstr (adw_toast_get_title (toast), ==, "Could not pause “&lt;b&gt;&amp;”");
  g_assert_nonnull (adw_toast_get_button_label (toast));

  g_signal_emit_by_name (toast, "button-clicked");
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == window);
  g_assert_nonnull (find_widget (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Could not pause “<b>&”"));
  g_assert_nonnull (find_widget (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Is it running?"));
  g_assert_nonnull (find_widget (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "virsh list --all"));
  view = find_widget (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);
  shown = text_of (view);
  g_assert_cmpstr (shown, ==, "internal error: <i>no</i>");
  g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (view)));

  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (window);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (void)
{
  HangarErrorDialog *dialog =
    hangar_error_dialog_new ("Could not start “a”", "one\ntwo", NULL, "virsh start a");
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (dialog));
  g_autofree char *details = NULL;
  g_autofree char *command = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "details.copy", NULL));
  gdk_clipboard_read_text_async (clipboard, NULL, copied_cb, &details);
  while (details == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (details, ==, "one\ntwo");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "details.copy-command", NULL));
  gdk_clipboard_read_text_async (clipboard, NULL, copied_cb, &command);
  while (command == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (command, ==, "virsh start a");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A daemon's text may be anything: not UTF-8, endless. */
static void
test_hostile (void)
{
  g_autofree char *endless = g_strnfill (1 << 20, 'x');
  HangarErrorDialog *dialog = hangar_error_dialog_new ("t", "bad \xff\xfe bytes", NULL, NULL);
  g_autofree char *shown = text_of (find_widget (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL));
  g_autofree char *clipped = NULL;

  g_assert_true (g_utf8_validate (shown, -1, NULL));
  gtk_window_destroy (GTK_WINDOW (dialog));

  dialog = hangar_error_dialog_new ("t", endless, NULL, NULL);
  clipped = text_of (find_widget (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL));
  g_assert_cmpuint (strlen (clipped), <=, 65536);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_cancelled (void)
{
  AdwToastOverlay *overlay;
  GtkWindow *window = window_with_overlay (&overlay);
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_autoptr (GError) failed = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "failed");

  hangar_error_toast_show (overlay, "Could not save", cancelled);
  g_assert_null (find_widget (GTK_WIDGET (overlay), GTK_TYPE_LABEL, "Could not save"));
  hangar_error_toast_show (overlay, "Could not <save>", failed);
  g_assert_nonnull (find_widget (GTK_WIDGET (overlay), GTK_TYPE_LABEL, "Could not <save>"));
  gtk_window_destroy (window);
}

/* The details opened after the window has gone belong to nobody, and nothing is touched that is freed. */
static void
test_owner_gone (void)
{
  AdwToastOverlay *overlay;
  GtkWindow *window = window_with_overlay (&overlay);
  g_autoptr (AdwToast) toast = hangar_error_toast_new (GTK_WIDGET (overlay), "t", "d", NULL, NULL);

  gtk_window_destroy (window);
  g_signal_emit_by_name (toast, "button-clicked");
  g_assert_nonnull (find_dialog ());
  g_assert_null (gtk_window_get_transient_for (GTK_WINDOW (find_dialog ())));
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/error-toast/details", test_details);
  g_test_add_func ("/error-toast/copy", test_copy);
  g_test_add_func ("/error-toast/hostile", test_hostile);
  g_test_add_func ("/error-toast/cancelled", test_cancelled);
  g_test_add_func ("/error-toast/owner-gone", test_owner_gone);
  return g_test_run ();
}
