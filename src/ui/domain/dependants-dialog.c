/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machines whose disks build on a template, and what each takes on its host. */

#include "config.h"

#include "ui/domain/dependants-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/domain-template.h"
#include "ui/domain/overview-row.h"
#include "util/format.h"

struct _HangarDependantsDialog
{
  AdwMessageDialog parent_instance;

  GCancellable *cancellable;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (HangarDependantsDialog, hangar_dependants_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
hangar_dependants_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (HANGAR_DEPENDANTS_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (hangar_dependants_dialog_parent_class)->dispose (object);
}

static void
hangar_dependants_dialog_finalize (GObject *object)
{
  g_object_unref (HANGAR_DEPENDANTS_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (hangar_dependants_dialog_parent_class)->finalize (object);
}

static void
hangar_dependants_dialog_class_init (HangarDependantsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_dependants_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_dependants_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/dependants-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDependantsDialog, list);
}

static void
hangar_dependants_dialog_init (HangarDependantsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_row (HangarDependantsDialog *self, const HangarDependant *dependant)
{
  GtkWidget *row = hangar_overview_row_new ();
  g_autofree char *size =
    dependant->size > 0 ? hangar_format_size (dependant->size) : g_strdup (_ ("size not known"));

  hangar_overview_row_set_fact (HANGAR_OVERVIEW_ROW (row), dependant->name, size);
  gtk_list_box_append (self->list, row);
}

/* As people count: 2 before 10. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const HangarDependant *first = *(const HangarDependant *const *) a;
  const HangarDependant *second = *(const HangarDependant *const *) b;
  g_autofree char *earlier = g_utf8_collate_key_for_filename (first->name, -1);
  g_autofree char *later = g_utf8_collate_key_for_filename (second->name, -1);

  return strcmp (earlier, later);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarDependantsDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hangar_domain_dependants_load_finish (HANGAR_DOMAIN (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found == NULL)
    {
      adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), error->message);
      return;
    }
  g_ptr_array_sort (found, compare_names);
  for (guint i = 0; i < found->len; i++)
    add_row (self, found->pdata[i]);
  text = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "The disks of %u machine build on it. So much does it take itself:",
                 "The disks of %u machines build on it. So much does each take itself:", found->len),
    found->len);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self),
                               found->len > 0 ? text : _ ("No machine depends on it."));
  gtk_widget_set_visible (GTK_WIDGET (self->list), found->len > 0);
}

/**
 * hangar_dependants_dialog_new:
 * @domain: a template
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarDependantsDialog *
hangar_dependants_dialog_new (HangarDomain *domain)
{
  HangarDependantsDialog *self = g_object_new (HANGAR_TYPE_DEPENDANTS_DIALOG, NULL);
  /* Translators: %s is the name of a machine */
  g_autofree char *heading = g_strdup_printf (_ ("Clones of “%s”"), hangar_domain_get_display_name (domain));

  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), _ ("Looking who depends on it…"));
  hangar_domain_dependants_load_async (domain, self->cancellable, loaded_cb, self);
  return self;
}
