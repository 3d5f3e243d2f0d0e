/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a host a label of one's own. */

#include "config.h"

#include "ui/dialogs/rename-host-dialog.h"

struct _HangarRenameHostDialog
{
  AdwMessageDialog parent_instance;

  HangarConnection *connection;

  AdwEntryRow *label_row;
};

G_DEFINE_FINAL_TYPE (HangarRenameHostDialog, hangar_rename_host_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
hangar_rename_host_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarRenameHostDialog *self = HANGAR_RENAME_HOST_DIALOG (dialog);
  g_autofree char *label = NULL;

  if (!g_str_equal (response, "rename"))
    return;
  label = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->label_row))));
  hangar_connection_set_custom_label (self->connection, *label != '\0' ? label : NULL);
}

static void
hangar_rename_host_dialog_dispose (GObject *object)
{
  g_clear_object (&HANGAR_RENAME_HOST_DIALOG (object)->connection);

  G_OBJECT_CLASS (hangar_rename_host_dialog_parent_class)->dispose (object);
}

static void
hangar_rename_host_dialog_class_init (HangarRenameHostDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_rename_host_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_rename_host_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/rename-host-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarRenameHostDialog, label_row);
}

static void
hangar_rename_host_dialog_init (HangarRenameHostDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_rename_host_dialog_new:
 * @connection: a host
 *
 * Returns: (transfer floating): the dialog
 */
HangarRenameHostDialog *
hangar_rename_host_dialog_new (HangarConnection *connection)
{
  HangarRenameHostDialog *self = g_object_new (HANGAR_TYPE_RENAME_HOST_DIALOG, NULL);

  self->connection = g_object_ref (connection);
  gtk_editable_set_text (GTK_EDITABLE (self->label_row), hangar_connection_get_label (connection));
  return self;
}
