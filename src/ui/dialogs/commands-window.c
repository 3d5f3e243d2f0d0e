/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands in a window of their own: of a machine, of a job, of edits that are not applied yet. */

#include "config.h"

#include "ui/dialogs/commands-window.h"

struct _HangarCommandsWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  HangarCommandsView *view;
};

G_DEFINE_FINAL_TYPE (HangarCommandsWindow, hangar_commands_window, ADW_TYPE_WINDOW)

static void
hangar_commands_window_class_init (HangarCommandsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HANGAR_TYPE_COMMANDS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/commands-window.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_bind_template_child (widget_class, HangarCommandsWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, HangarCommandsWindow, view);
}

static void
hangar_commands_window_init (HangarCommandsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_commands_window_new:
 * @subject: what they are about: plain text
 * @commands: (nullable): what it shows
 *
 * Returns: (transfer none): the window, not yet shown
 */
HangarCommandsWindow *
hangar_commands_window_new (const char *subject, HangarCommandText *commands)
{
  HangarCommandsWindow *self = g_object_new (HANGAR_TYPE_COMMANDS_WINDOW, NULL);

  adw_window_title_set_subtitle (self->window_title, subject);
  hangar_commands_view_set_commands (self->view, commands);
  return self;
}

/**
 * hangar_commands_window_show:
 * @widget: (nullable): where the user is
 * @subject: what they are about: plain text
 * @commands: (nullable): what it shows
 */
void
hangar_commands_window_show (GtkWidget *widget, const char *subject, HangarCommandText *commands)
{
  HangarCommandsWindow *self = hangar_commands_window_new (subject, commands);
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
}
