/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a host is not connected: a sentence, a command that helps, and the daemon's own words. */

#include "config.h"

#include "ui/host/problem-view.h"

#include "model/connection-advice.h"
#include "ui/host/command-row.h"

struct _HangarProblemView
{
  AdwBin parent_instance;

  GtkLabel *sentence_label;
  GtkListBox *command_list;
  GtkExpander *details_expander;
  GtkLabel *details_label;
};

G_DEFINE_FINAL_TYPE (HangarProblemView, hangar_problem_view, ADW_TYPE_BIN)

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarProblemView *self = HANGAR_PROBLEM_VIEW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->details_label));
}

static void
hangar_problem_view_class_init (HangarProblemViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/problem-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarProblemView, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, HangarProblemView, command_list);
  gtk_widget_class_bind_template_child (widget_class, HangarProblemView, details_expander);
  gtk_widget_class_bind_template_child (widget_class, HangarProblemView, details_label);
  gtk_widget_class_install_action (widget_class, "problem.copy", NULL, copy_action);
}

static void
hangar_problem_view_init (HangarProblemView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_command (HangarProblemView *self, const char *command)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->command_list, 0)) != NULL)
    gtk_list_box_remove (self->command_list, GTK_WIDGET (row));
  if (command != NULL)
    gtk_list_box_append (self->command_list, GTK_WIDGET (hangar_command_row_new (command)));
  gtk_widget_set_visible (GTK_WIDGET (self->command_list), command != NULL);
}

/**
 * hangar_problem_view_show:
 * @self: a view
 * @uri: (nullable): the URI of a host
 * @error: (nullable): why it could not be opened; with %NULL nothing is shown
 */
void
hangar_problem_view_show (HangarProblemView *self, const char *uri, const GError *error)
{
  g_autofree char *sentence = hangar_connection_advice_dup_sentence (uri, error);
  g_autofree char *command = hangar_connection_advice_dup_command (uri, error);
  g_autofree char *words = error != NULL ? g_utf8_make_valid (error->message, -1) : NULL;

  gtk_label_set_text (self->sentence_label, sentence != NULL ? sentence : words != NULL ? words : "");
  gtk_label_set_text (self->details_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details_expander), sentence != NULL);
  set_command (self, command);
  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL);
}

/**
 * hangar_problem_view_show_text:
 * @self: a view
 * @text: (nullable): a sentence of ours; with %NULL nothing is shown
 */
void
hangar_problem_view_show_text (HangarProblemView *self, const char *text)
{
  gtk_label_set_text (self->sentence_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details_expander), FALSE);
  set_command (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}
