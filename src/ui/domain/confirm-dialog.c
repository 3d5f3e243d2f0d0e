/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before something is lost: names the machine and the consequence, can be told not to ask again. */

#include "config.h"

#include "ui/domain/confirm-dialog.h"

#include <glib/gi18n-lib.h>

struct _HangarConfirmDialog
{
  AdwMessageDialog parent_instance;

  HangarSettings *settings;
  HangarSettingsConfirm question;

  GtkCheckButton *silence_check;
};

G_DEFINE_FINAL_TYPE (HangarConfirmDialog, hangar_confirm_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
ask_force_off (AdwMessageDialog *dialog, const char *name)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *heading = g_strdup_printf (_ ("Force off “%s”?"), name);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog,
                               _ ("It is as if its plug were pulled: unsaved data in the machine is lost."));
  adw_message_dialog_set_response_label (dialog, "accept", _ ("_Force Off"));
}

static void
ask_reset (AdwMessageDialog *dialog, const char *name)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *heading = g_strdup_printf (_ ("Reset “%s”?"), name);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (
    dialog, _ ("It restarts at once, without shutting down: unsaved data in the machine is lost."));
  adw_message_dialog_set_response_label (dialog, "accept", _ ("_Reset"));
}

static void
hangar_confirm_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarConfirmDialog *self = HANGAR_CONFIRM_DIALOG (dialog);

  if (g_str_equal (response, "accept") && gtk_check_button_get_active (self->silence_check))
    hangar_settings_set_confirm (self->settings, self->question, FALSE);
}

static void
hangar_confirm_dialog_dispose (GObject *object)
{
  g_clear_object (&HANGAR_CONFIRM_DIALOG (object)->settings);

  G_OBJECT_CLASS (hangar_confirm_dialog_parent_class)->dispose (object);
}

static void
hangar_confirm_dialog_class_init (HangarConfirmDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_confirm_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_confirm_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/confirm-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarConfirmDialog, silence_check);
}

static void
hangar_confirm_dialog_init (HangarConfirmDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_confirm_dialog_new:
 * @settings: where "don't ask again" is kept
 * @question: forcing off or resetting
 * @name: the machine's name, plain text
 *
 * The answer comes by the signal "response": "accept" or "cancel".
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarConfirmDialog *
hangar_confirm_dialog_new (HangarSettings *settings, HangarSettingsConfirm question, const char *name)
{
  HangarConfirmDialog *self = g_object_new (HANGAR_TYPE_CONFIRM_DIALOG, NULL);

  self->settings = g_object_ref (settings);
  self->question = question;
  if (question == HANGAR_CONFIRM_RESET)
    ask_reset (ADW_MESSAGE_DIALOG (self), name);
  else
    ask_force_off (ADW_MESSAGE_DIALOG (self), name);
  return self;
}
