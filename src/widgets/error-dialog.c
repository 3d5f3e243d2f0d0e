/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daemon's own text about a failure, to read, select and copy, with what may be done about it. */

#include "config.h"

#include "widgets/error-dialog.h"

struct _HangarErrorDialog
{
  AdwWindow parent_instance;

  GtkLabel *title_label;
  GtkTextView *details_view;
  GtkLabel *hint_label;
  GtkWidget *command_box;
  GtkLabel *command_label;
  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (HangarErrorDialog, hangar_error_dialog, ADW_TYPE_WINDOW)

/* More than anybody reads; a daemon must not make the window slow with its text. */
#define DETAILS_MAX_BYTES 65536

static char *
readable_text (const char *text)
{
  g_autofree char *head = g_strndup (text, DETAILS_MAX_BYTES);

  return g_utf8_make_valid (head, -1);
}

static void
copy_details (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarErrorDialog *self = HANGAR_ERROR_DIALOG (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->details_view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
copy_command (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarErrorDialog *self = HANGAR_ERROR_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->command_label));
}

static void
hangar_error_dialog_class_init (HangarErrorDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_details);
  gtk_widget_class_install_action (widget_class, "details.copy-command", NULL, copy_command);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/widgets/error-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarErrorDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarErrorDialog, details_view);
  gtk_widget_class_bind_template_child (widget_class, HangarErrorDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HangarErrorDialog, command_box);
  gtk_widget_class_bind_template_child (widget_class, HangarErrorDialog, command_label);
  gtk_widget_class_bind_template_child (widget_class, HangarErrorDialog, copy_button);
}

static void
hangar_error_dialog_init (HangarErrorDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_error_dialog_new:
 * @title: what failed, as plain text
 * @details: the daemon's own words
 * @hint: (nullable): a sentence on what it means and what to do
 * @command: (nullable): a command that may help, offered for copying; it is never run
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarErrorDialog *
hangar_error_dialog_new (const char *title, const char *details, const char *hint, const char *command)
{
  HangarErrorDialog *self;
  g_autofree char *readable = NULL;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (details != NULL, NULL);

  self = g_object_new (HANGAR_TYPE_ERROR_DIALOG, NULL);
  readable = readable_text (details);

  gtk_label_set_text (self->title_label, title);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->details_view), readable, -1);
  gtk_label_set_text (self->hint_label, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), hint != NULL);
  gtk_label_set_text (self->command_label, command != NULL ? command : "");
  gtk_widget_set_visible (self->command_box, command != NULL);
  gtk_window_set_focus (GTK_WINDOW (self), self->copy_button);
  return self;
}
