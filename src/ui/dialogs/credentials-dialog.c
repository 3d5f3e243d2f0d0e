/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for what a host wants to know before it lets one in. */

#include "config.h"

#include "ui/dialogs/credentials-dialog.h"

#include <glib/gi18n-lib.h>

struct _HangarCredentialsDialog
{
  AdwMessageDialog parent_instance;

  HangarConnection *connection;
  HangarCredentials *credentials;
  GPtrArray *rows; /* of AdwEntryRow, one for each question; NULL for one that needs no text */

  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (HangarCredentialsDialog, hangar_credentials_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
hangar_credentials_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarCredentialsDialog *self = HANGAR_CREDENTIALS_DIALOG (dialog);

  if (!g_str_equal (response, "login"))
    {
      hangar_credentials_cancel (self->credentials);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    if (g_ptr_array_index (self->rows, i) != NULL)
      hangar_credentials_set_answer (self->credentials, i,
                                     gtk_editable_get_text (g_ptr_array_index (self->rows, i)));
  hangar_credentials_submit (self->credentials);
}

/* What ssh says of a computer that it does not know: agreeing is a decision, so it is never the default. */
static void
show_confirmation (HangarCredentialsDialog *self, guint index)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  const char *prompt = hangar_credentials_get_prompt (self->credentials, index);

  adw_message_dialog_set_heading (dialog, _ ("Is This the Right Computer?"));
  adw_message_dialog_format_body (dialog, _ ("“%s” is reached for the first time.\n\n%s"),
                                  hangar_connection_get_label (self->connection),
                                  prompt != NULL ? prompt : "");
  adw_message_dialog_set_response_label (dialog, "login", _ ("_Trust and Connect"));
  adw_message_dialog_set_default_response (dialog, "cancel");
  g_ptr_array_add (self->rows, NULL);
}

/* Whoever stopped connecting is not to be asked any more. */
static void
state_changed_cb (HangarCredentialsDialog *self)
{
  if (hangar_connection_get_state (self->connection) != HANGAR_CONNECTION_CONNECTING)
    gtk_window_close (GTK_WINDOW (self));
}

static void
hangar_credentials_dialog_dispose (GObject *object)
{
  HangarCredentialsDialog *self = HANGAR_CREDENTIALS_DIALOG (object);

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  /* A worker waits for the answer: it gets one however the dialog ends. */
  if (self->credentials != NULL)
    hangar_credentials_cancel (self->credentials);
  g_clear_object (&self->connection);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (hangar_credentials_dialog_parent_class)->dispose (object);
}

static void
hangar_credentials_dialog_class_init (HangarCredentialsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_credentials_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_credentials_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/credentials-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarCredentialsDialog, group);
}

static void
hangar_credentials_dialog_init (HangarCredentialsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

static void
add_question (HangarCredentialsDialog *self, guint index)
{
  const char *prompt = hangar_credentials_get_prompt (self->credentials, index);
  const char *proposed = hangar_credentials_get_default (self->credentials, index);
  gboolean secret = hangar_credentials_is_secret (self->credentials, index);
  GtkWidget *row = secret ? adw_password_entry_row_new () : adw_entry_row_new ();
  g_autofree char *title =
    g_utf8_make_valid (prompt != NULL ? prompt : (secret ? _ ("Password") : _ ("User")), -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (proposed != NULL && !secret)
    gtk_editable_set_text (GTK_EDITABLE (row), proposed);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/**
 * hangar_credentials_dialog_new:
 * @connection: the host that asks
 * @credentials: its questions; the dialog answers or cancels them
 *
 * Returns: (transfer floating): the dialog
 */
HangarCredentialsDialog *
hangar_credentials_dialog_new (HangarConnection *connection, HangarCredentials *credentials)
{
  HangarCredentialsDialog *self = g_object_new (HANGAR_TYPE_CREDENTIALS_DIALOG, NULL);

  self->connection = g_object_ref (connection);
  self->credentials = g_object_ref (credentials);
  /* Translators: a host's label and its address */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (self), _ ("“%s” (%s) asks who you are."),
                                  hangar_connection_get_label (connection),
                                  hangar_connection_get_uri (connection));
  for (guint i = 0; i < hangar_credentials_get_n_questions (credentials); i++)
    if (hangar_credentials_is_confirmation (credentials, i))
      show_confirmation (self, i);
    else
      add_question (self, i);
  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (state_changed_cb), self);
  return self;
}
