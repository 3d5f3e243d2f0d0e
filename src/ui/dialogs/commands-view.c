/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands to read and to copy; passwords in them are shown only when asked for. */

#include "config.h"

#include "ui/dialogs/commands-view.h"

#include <glib/gi18n-lib.h>

struct _HangarCommandsView
{
  AdwBin parent_instance;

  HangarCommandText *commands; /* (nullable) */

  GtkStack *stack;
  GtkTextView *text_view;
  GtkToggleButton *secrets_button;
};

G_DEFINE_FINAL_TYPE (HangarCommandsView, hangar_commands_view, ADW_TYPE_BIN)

static void
show (HangarCommandsView *self)
{
  gboolean empty = self->commands == NULL || hangar_command_text_is_empty (self->commands);
  gboolean secret = !empty && hangar_command_text_has_secrets (self->commands);
  g_autofree char *text = NULL, *valid = NULL;

  if (!empty)
    text =
      hangar_command_text_to_string (self->commands, gtk_toggle_button_get_active (self->secrets_button));
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), valid, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->secrets_button), secret);
  gtk_stack_set_visible_child_name (self->stack, empty ? "none" : "commands");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "commands.copy", !empty);
}

static void
copy_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autofree char *text = hangar_commands_view_dup_text (HANGAR_COMMANDS_VIEW (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
hangar_commands_view_dispose (GObject *object)
{
  g_clear_object (&HANGAR_COMMANDS_VIEW (object)->commands);

  G_OBJECT_CLASS (hangar_commands_view_parent_class)->dispose (object);
}

static void
hangar_commands_view_class_init (HangarCommandsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_commands_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/commands-view.ui");
  gtk_widget_class_install_action (widget_class, "commands.copy", NULL, copy_activated);
  gtk_widget_class_bind_template_child (widget_class, HangarCommandsView, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarCommandsView, text_view);
  gtk_widget_class_bind_template_child (widget_class, HangarCommandsView, secrets_button);
  gtk_widget_class_bind_template_callback (widget_class, show);
}

static void
hangar_commands_view_init (HangarCommandsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Commands"), -1);
  show (self);
}

/**
 * hangar_commands_view_new:
 *
 * Returns: (transfer floating): a view without commands
 */
GtkWidget *
hangar_commands_view_new (void)
{
  return g_object_new (HANGAR_TYPE_COMMANDS_VIEW, NULL);
}

/**
 * hangar_commands_view_set_commands:
 * @self: a view
 * @commands: (nullable): what it shows
 */
void
hangar_commands_view_set_commands (HangarCommandsView *self, HangarCommandText *commands)
{
  g_set_object (&self->commands, commands);
  show (self);
}

/**
 * hangar_commands_view_dup_text:
 * @self: a view
 *
 * Returns: (transfer full): what it shows, and what is copied
 */
char *
hangar_commands_view_dup_text (HangarCommandsView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
