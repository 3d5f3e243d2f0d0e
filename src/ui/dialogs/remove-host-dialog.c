/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before a host is forgotten. */

#include "config.h"

#include "ui/dialogs/remove-host-dialog.h"

#include <glib/gi18n-lib.h>

struct _HangarRemoveHostDialog
{
  AdwMessageDialog parent_instance;

  HangarConnectionList *connections;
  HangarConnection *connection;
};

G_DEFINE_FINAL_TYPE (HangarRemoveHostDialog, hangar_remove_host_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
hangar_remove_host_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarRemoveHostDialog *self = HANGAR_REMOVE_HOST_DIALOG (dialog);

  if (g_str_equal (response, "remove"))
    hangar_connection_list_remove (self->connections, self->connection);
}

static void
hangar_remove_host_dialog_dispose (GObject *object)
{
  HangarRemoveHostDialog *self = HANGAR_REMOVE_HOST_DIALOG (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (hangar_remove_host_dialog_parent_class)->dispose (object);
}

static void
hangar_remove_host_dialog_class_init (HangarRemoveHostDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_remove_host_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_remove_host_dialog_response;

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               HANGAR_RESOURCE_PATH "/dialogs/remove-host-dialog.ui");
}

static void
hangar_remove_host_dialog_init (HangarRemoveHostDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_remove_host_dialog_new:
 * @connections: the list that it is removed from
 * @connection: a host
 *
 * Returns: (transfer floating): the dialog
 */
HangarRemoveHostDialog *
hangar_remove_host_dialog_new (HangarConnectionList *connections, HangarConnection *connection)
{
  HangarRemoveHostDialog *self = g_object_new (HANGAR_TYPE_REMOVE_HOST_DIALOG, NULL);

  self->connections = g_object_ref (connections);
  self->connection = g_object_ref (connection);
  /* Translators: %s is a host's label */
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (self), _ ("Remove “%s”?"),
                                     hangar_connection_get_label (connection));
  return self;
}
