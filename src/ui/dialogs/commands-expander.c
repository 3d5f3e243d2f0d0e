/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fold "Show commands": what would do the same on a command line, made when somebody wants to see it. */

#include "config.h"

#include "ui/dialogs/commands-expander.h"

struct _HangarCommandsExpander
{
  AdwBin parent_instance;

  HangarCommandsFunc func; /* (nullable) */
  gpointer user_data;      /* not owned: whoever has us in its form */
  HangarCommandText *commands;
  GtkWidget *view; /* (nullable): made when first seen */

  GtkExpander *expander;
};

G_DEFINE_FINAL_TYPE (HangarCommandsExpander, hangar_commands_expander, ADW_TYPE_BIN)

static void
expanded_cb (HangarCommandsExpander *self)
{
  if (gtk_expander_get_expanded (self->expander) && self->view == NULL)
    {
      self->view = hangar_commands_view_new ();
      gtk_expander_set_child (self->expander, self->view);
    }
  hangar_commands_expander_refresh (self);
}

static void
hangar_commands_expander_dispose (GObject *object)
{
  HangarCommandsExpander *self = HANGAR_COMMANDS_EXPANDER (object);

  self->func = NULL;
  self->view = NULL;
  g_clear_object (&self->commands);

  G_OBJECT_CLASS (hangar_commands_expander_parent_class)->dispose (object);
}

static void
hangar_commands_expander_class_init (HangarCommandsExpanderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_commands_expander_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/commands-expander.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarCommandsExpander, expander);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
hangar_commands_expander_init (HangarCommandsExpander *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_commands_expander_new:
 *
 * Returns: (transfer floating): a folded one
 */
GtkWidget *
hangar_commands_expander_new (void)
{
  return g_object_new (HANGAR_TYPE_COMMANDS_EXPANDER, NULL);
}

/**
 * hangar_commands_expander_set_source:
 * @self: an expander in a form
 * @func: makes the commands of the form
 * @user_data: for @func; lives as long as @self
 */
void
hangar_commands_expander_set_source (HangarCommandsExpander *self, HangarCommandsFunc func,
                                     gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;
  hangar_commands_expander_refresh (self);
}

/**
 * hangar_commands_expander_set_commands:
 * @self: an expander
 * @commands: (nullable): what it shows
 */
void
hangar_commands_expander_set_commands (HangarCommandsExpander *self, HangarCommandText *commands)
{
  g_set_object (&self->commands, commands);
  hangar_commands_expander_refresh (self);
}

/**
 * hangar_commands_expander_refresh:
 * @self: an expander
 *
 * The form has changed: asks again if the commands are seen.
 */
void
hangar_commands_expander_refresh (HangarCommandsExpander *self)
{
  g_autoptr (HangarCommandText) made = NULL;

  if (self->view == NULL || !gtk_expander_get_expanded (self->expander))
    return;
  if (self->func != NULL)
    made = self->func (self->user_data);
  hangar_commands_view_set_commands (HANGAR_COMMANDS_VIEW (self->view),
                                     self->func != NULL ? made : self->commands);
}

static void
add_below (AdwMessageDialog *dialog, GtkWidget *expander)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *present = adw_message_dialog_get_extra_child (dialog);

  if (present != NULL)
    {
      g_object_ref (present);
      adw_message_dialog_set_extra_child (dialog, NULL);
      gtk_box_append (GTK_BOX (box), present);
      g_object_unref (present);
    }
  gtk_box_append (GTK_BOX (box), expander);
  adw_message_dialog_set_extra_child (dialog, box);
}

/**
 * hangar_commands_expander_add_to:
 * @dialog: a question
 * @commands: (transfer full) (nullable): what the answer runs
 *
 * Adds the commands below all else that the question shows.
 */
void
hangar_commands_expander_add_to (AdwMessageDialog *dialog, HangarCommandText *commands)
{
  GtkWidget *expander;

  if (commands == NULL)
    return;
  expander = hangar_commands_expander_new ();
  hangar_commands_expander_set_commands (HANGAR_COMMANDS_EXPANDER (expander), commands);
  g_object_unref (commands);
  add_below (dialog, expander);
}

/**
 * hangar_commands_expander_add_source_to:
 * @dialog: a question with something to choose in it
 * @func: makes the commands of what is chosen
 * @user_data: for @func; lives as long as @dialog
 *
 * Adds the commands below all else that the question shows.
 *
 * Returns: (transfer none): the expander, to be refreshed when the choice changes
 */
HangarCommandsExpander *
hangar_commands_expander_add_source_to (AdwMessageDialog *dialog, HangarCommandsFunc func, gpointer user_data)
{
  GtkWidget *expander = hangar_commands_expander_new ();

  hangar_commands_expander_set_source (HANGAR_COMMANDS_EXPANDER (expander), func, user_data);
  add_below (dialog, expander);
  return HANGAR_COMMANDS_EXPANDER (expander);
}
