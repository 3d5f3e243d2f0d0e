/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the file of a disk that is removed is deleted too: not unless it is ticked, and not at all while
 * another machine needs it. */

#include "config.h"

#include "ui/domain/disk-delete-check.h"

#include <glib/gi18n-lib.h>

#include "model/domain-files.h"
#include "util/format.h"

struct _HangarDiskDeleteCheck
{
  AdwBin parent_instance;

  GCancellable *cancellable;
  HangarDomain *domain;
  char *target;
  char *path; /* (nullable): what can be deleted */

  GtkCheckButton *check;
  GtkLabel *path_label;
};

G_DEFINE_FINAL_TYPE (HangarDiskDeleteCheck, hangar_disk_delete_check, ADW_TYPE_BIN)

static void
refuse (HangarDiskDeleteCheck *self, const char *why)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), FALSE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), why);
  gtk_label_set_text (self->path_label, why);
}

static void
show_file (HangarDiskDeleteCheck *self, const HangarDomainFile *file)
{
  g_autofree char *size = hangar_format_size (file->size);
  /* Translators: the path of a disk, its size */
  g_autofree char *text = g_strdup_printf (_ ("%s (%s on the host)"), file->path, size);

  if (file->kept != NULL)
    {
      refuse (self, file->kept);
      return;
    }
  self->path = g_strdup (file->path);
  gtk_label_set_text (self->path_label, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDiskDeleteCheck) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomainBelongings) found =
    hangar_domain_files_load_finish (HANGAR_DOMAIN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->domain == NULL)
    return;
  for (guint i = 0; found != NULL && i < found->files->len; i++)
    {
      const HangarDomainFile *file = found->files->pdata[i];

      if (g_strcmp0 (file->target, self->target) != 0)
        continue;
      show_file (self, file);
      return;
    }
  refuse (self, error != NULL ? error->message : _ ("It has no file that could be deleted."));
}

static void
hangar_disk_delete_check_dispose (GObject *object)
{
  HangarDiskDeleteCheck *self = HANGAR_DISK_DELETE_CHECK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (hangar_disk_delete_check_parent_class)->dispose (object);
}

static void
hangar_disk_delete_check_finalize (GObject *object)
{
  HangarDiskDeleteCheck *self = HANGAR_DISK_DELETE_CHECK (object);

  g_object_unref (self->cancellable);
  g_free (self->target);
  g_free (self->path);

  G_OBJECT_CLASS (hangar_disk_delete_check_parent_class)->finalize (object);
}

static void
hangar_disk_delete_check_class_init (HangarDiskDeleteCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_disk_delete_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_disk_delete_check_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/disk-delete-check.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDiskDeleteCheck, check);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskDeleteCheck, path_label);
}

static void
hangar_disk_delete_check_init (HangarDiskDeleteCheck *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_disk_delete_check_new:
 * @domain: a machine
 * @target: the disk that is removed
 *
 * Returns: (transfer none): the question, not ticked
 */
GtkWidget *
hangar_disk_delete_check_new (HangarDomain *domain, const char *target)
{
  HangarDiskDeleteCheck *self = g_object_new (HANGAR_TYPE_DISK_DELETE_CHECK, NULL);

  self->domain = g_object_ref (domain);
  self->target = g_strdup (target);
  hangar_domain_files_load_async (domain, NULL, self->cancellable, loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

/**
 * hangar_disk_delete_check_get_path:
 * @self: the question
 *
 * Returns: (nullable): what the user wants deleted
 */
const char *
hangar_disk_delete_check_get_path (HangarDiskDeleteCheck *self)
{
  return gtk_check_button_get_active (self->check) ? self->path : NULL;
}
