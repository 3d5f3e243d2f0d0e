/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large a disk is for its machine and on the host, and making it larger. */

#include "config.h"

#include "ui/domain/disk-size-group.h"

#include <glib/gi18n-lib.h>

#include "model/hardware-apply.h"
#include "model/hardware-commands.h"
#include "ui/dialogs/commands-window.h"
#include "ui/domain/domain-questions.h"
#include "util/format.h"

#define GIB (1024.0 * 1024 * 1024)

struct _HangarDiskSizeGroup
{
  AdwPreferencesGroup parent_instance;

  HangarDomain *domain;
  char *target;
  char *path; /* (nullable): its file on the host */
  GCancellable *cancellable;
  guint64 size; /* bytes, 0 while it is not known */

  GtkLabel *size_label;
  GtkLabel *real_label;
  GtkWidget *grow_row;
  GtkAdjustment *grow_adjustment;
  GtkWidget *grow_button;
};

G_DEFINE_FINAL_TYPE (HangarDiskSizeGroup, hangar_disk_size_group, ADW_TYPE_PREFERENCES_GROUP)

static guint64
wanted_size (HangarDiskSizeGroup *self)
{
  return (guint64) (gtk_adjustment_get_value (self->grow_adjustment) * GIB);
}

static void
update_grow (HangarDiskSizeGroup *self)
{
  gboolean is_larger = self->size > 0 && wanted_size (self) > self->size;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "disk.grow", is_larger);
  gtk_widget_set_tooltip_text (self->grow_button,
                               is_larger ? NULL : _ ("Choose a size above the one that it has."));
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDiskSizeGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  guint64 sizes[2];
  gboolean known = hangar_disk_measure_finish (self->domain, result, sizes, &error);
  g_autofree char *size = NULL, *real = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!known)
    {
      gtk_label_set_text (self->size_label, _ ("not available"));
      gtk_label_set_text (self->real_label, _ ("not available"));
      gtk_widget_set_tooltip_text (self->grow_row, error->message);
      return;
    }
  self->size = sizes[0];
  size = hangar_format_size (sizes[0]);
  real = hangar_format_size (sizes[1]);
  gtk_label_set_text (self->size_label, size);
  gtk_label_set_text (self->real_label, real);
  gtk_widget_set_sensitive (self->grow_row, TRUE);
  gtk_widget_set_tooltip_text (self->grow_row, NULL);
  gtk_adjustment_set_value (self->grow_adjustment, (double) sizes[0] / GIB);
  update_grow (self);
}

static void
measure (HangarDiskSizeGroup *self)
{
  hangar_disk_measure_async (self->domain, self->target, self->cancellable, measured_cb, g_object_ref (self));
}

static void
grown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDiskSizeGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hangar_disk_grow_finish (self->domain, result, &error))
    hangar_domain_tell_failure (GTK_WIDGET (self), _ ("Could not grow the disk"), error);
  if (self->domain != NULL)
    measure (self);
}

static void
grow (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDiskSizeGroup *self = HANGAR_DISK_SIZE_GROUP (widget);

  gtk_widget_action_set_enabled (widget, "disk.grow", FALSE);
  hangar_disk_grow_async (self->domain, self->target, wanted_size (self), grown_cb, g_object_ref (self));
}

static void
show_commands (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDiskSizeGroup *self = HANGAR_DISK_SIZE_GROUP (widget);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (self->domain);
  g_autoptr (HangarCommandText) commands =
    target != NULL ? hangar_hardware_commands_for_grow (target, self->target, self->path, wanted_size (self))
                   : NULL;

  hangar_commands_window_show (widget, self->target, commands);
}

static void
hangar_disk_size_group_dispose (GObject *object)
{
  HangarDiskSizeGroup *self = HANGAR_DISK_SIZE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->domain);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (hangar_disk_size_group_parent_class)->dispose (object);
}

static void
hangar_disk_size_group_class_init (HangarDiskSizeGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_disk_size_group_dispose;

  gtk_widget_class_install_action (widget_class, "disk.grow", NULL, grow);
  gtk_widget_class_install_action (widget_class, "disk.show-commands", NULL, show_commands);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/disk-size-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSizeGroup, size_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSizeGroup, real_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSizeGroup, grow_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSizeGroup, grow_adjustment);
  gtk_widget_class_bind_template_child (widget_class, HangarDiskSizeGroup, grow_button);
}

static void
hangar_disk_size_group_init (HangarDiskSizeGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->grow_adjustment, "value-changed", G_CALLBACK (update_grow), self);
  update_grow (self);
}

/**
 * hangar_disk_size_group_new:
 * @context: a disk
 *
 * Returns: (transfer none): its sizes
 */
AdwPreferencesGroup *
hangar_disk_size_group_new (const HangarDeviceContext *context)
{
  HangarDiskSizeGroup *self = g_object_new (HANGAR_TYPE_DISK_SIZE_GROUP, NULL);
  g_autofree char *xpath = NULL;

  self->domain = g_object_ref (hangar_hardware_get_domain (context->hardware));
  self->target = g_strdup (hangar_device_get_key (context->device));
  xpath =
    g_strconcat (hangar_device_get_path (context->device), "/source/@*[name()='file' or name()='dev']", NULL);
  self->path = hangar_xml_get (context->doc, xpath);
  measure (self);
  return ADW_PREFERENCES_GROUP (self);
}
