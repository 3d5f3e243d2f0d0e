/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command that the user may run, with a button that copies it. */

#include "config.h"

#include "ui/host/command-row.h"

struct _HangarCommandRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *command_label;
};

G_DEFINE_FINAL_TYPE (HangarCommandRow, hangar_command_row, GTK_TYPE_LIST_BOX_ROW)

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarCommandRow *self = HANGAR_COMMAND_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->command_label));
}

static void
hangar_command_row_class_init (HangarCommandRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/command-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarCommandRow, command_label);
  gtk_widget_class_install_action (widget_class, "command.copy", NULL, copy_action);
}

static void
hangar_command_row_init (HangarCommandRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_command_row_new:
 * @command: what to type
 *
 * Returns: (transfer floating): the row
 */
HangarCommandRow *
hangar_command_row_new (const char *command)
{
  HangarCommandRow *self = g_object_new (HANGAR_TYPE_COMMAND_ROW, NULL);

  gtk_label_set_text (self->command_label, command);
  return self;
}
