/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for a machine's new name. */

#include "config.h"

#include "ui/domain/rename-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/domain-rename.h"
#include "ui/domain/domain-questions.h"

struct _HangarRenameDialog
{
  AdwMessageDialog parent_instance;

  HangarDomain *domain;
  GtkWidget *widget; /* weak: where a failure is told, when the dialog is gone */

  AdwEntryRow *name_row;
  GtkLabel *problem_label;
};

G_DEFINE_FINAL_TYPE (HangarRenameDialog, hangar_rename_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
name_changed_cb (HangarRenameDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_autofree char *problem = NULL;

  if (self->domain == NULL)
    return;
  problem = hangar_domain_rename_problem (self->domain, name);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "rename", problem == NULL);
}

typedef struct
{
  HangarDomain *domain;
  GtkWidget *widget; /* weak */
} Attempt;

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (GError) error = NULL;

  if (!hangar_domain_rename_finish (attempt->domain, result, &error))
    {
      g_autofree char *text =
        g_strdup_printf (_ ("Could not rename “%s”"), hangar_domain_get_display_name (attempt->domain));

      hangar_domain_tell_failure (attempt->widget, text, error);
    }
  g_clear_weak_pointer (&attempt->widget);
  g_object_unref (attempt->domain);
  g_free (attempt);
}

static void
hangar_rename_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  HangarRenameDialog *self = HANGAR_RENAME_DIALOG (dialog);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  Attempt *attempt;

  if (!g_str_equal (response, "rename") ||
      g_strcmp0 (name, hangar_object_get_name (HANGAR_OBJECT (self->domain))) == 0)
    return;
  attempt = g_new0 (Attempt, 1);
  attempt->domain = g_object_ref (self->domain);
  g_set_weak_pointer (&attempt->widget, self->widget);
  hangar_domain_rename_async (self->domain, name, NULL, renamed_cb, attempt);
}

static void
hangar_rename_dialog_dispose (GObject *object)
{
  HangarRenameDialog *self = HANGAR_RENAME_DIALOG (object);

  g_clear_object (&self->domain);
  g_clear_weak_pointer (&self->widget);

  G_OBJECT_CLASS (hangar_rename_dialog_parent_class)->dispose (object);
}

static void
hangar_rename_dialog_class_init (HangarRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_rename_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = hangar_rename_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarRenameDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, HangarRenameDialog, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
hangar_rename_dialog_init (HangarRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_rename_dialog_new:
 * @domain: a machine that can be renamed
 * @widget: (nullable): in a window that can show a failure
 *
 * Returns: (transfer floating): the dialog
 */
HangarRenameDialog *
hangar_rename_dialog_new (HangarDomain *domain, GtkWidget *widget)
{
  HangarRenameDialog *self = g_object_new (HANGAR_TYPE_RENAME_DIALOG, NULL);

  self->domain = g_object_ref (domain);
  g_set_weak_pointer (&self->widget, widget);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), hangar_object_get_name (HANGAR_OBJECT (domain)));
  name_changed_cb (self);
  return self;
}
