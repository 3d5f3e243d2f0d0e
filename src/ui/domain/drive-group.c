/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting something into a drive and taking it out, on the drive's own form. */

#include "config.h"

#include "ui/domain/drive-group.h"

#include "ui/domain/media-actions.h"

struct _HangarDriveGroup
{
  AdwPreferencesGroup parent_instance;

  HangarDomain *domain;
  HangarSettings *settings; /* (nullable) */
  char *target;

  GtkWidget *insert_button;
  GtkWidget *eject_button;
};

G_DEFINE_FINAL_TYPE (HangarDriveGroup, hangar_drive_group, ADW_TYPE_PREFERENCES_GROUP)

static HangarMediaContext
context_of (HangarDriveGroup *self)
{
  return (HangarMediaContext) { self->domain, self->settings, GTK_WIDGET (self) };
}

static void
insert (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDriveGroup *self = HANGAR_DRIVE_GROUP (widget);
  HangarMediaContext context = context_of (self);

  hangar_media_ask_and_insert (&context, self->target);
}

static void
eject (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDriveGroup *self = HANGAR_DRIVE_GROUP (widget);
  HangarMediaContext context = context_of (self);
  HangarMediaWish wish = { self->target, NULL, FALSE };

  hangar_media_change (&context, &wish);
}

static void
update (HangarDriveGroup *self)
{
  const char *refusal = hangar_domain_media_refusal (self->domain);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "drive.insert", refusal == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "drive.eject", refusal == NULL);
  gtk_widget_set_tooltip_text (self->insert_button, refusal);
  gtk_widget_set_tooltip_text (self->eject_button, refusal);
}

static void
hangar_drive_group_dispose (GObject *object)
{
  HangarDriveGroup *self = HANGAR_DRIVE_GROUP (object);

  g_clear_object (&self->domain);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->target, g_free);

  G_OBJECT_CLASS (hangar_drive_group_parent_class)->dispose (object);
}

static void
hangar_drive_group_class_init (HangarDriveGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_drive_group_dispose;

  gtk_widget_class_install_action (widget_class, "drive.insert", NULL, insert);
  gtk_widget_class_install_action (widget_class, "drive.eject", NULL, eject);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/drive-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDriveGroup, insert_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDriveGroup, eject_button);
}

static void
hangar_drive_group_init (HangarDriveGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_drive_group_new:
 * @context: a drive
 *
 * Returns: (transfer none): its buttons
 */
AdwPreferencesGroup *
hangar_drive_group_new (const HangarDeviceContext *context)
{
  HangarDriveGroup *self = g_object_new (HANGAR_TYPE_DRIVE_GROUP, NULL);

  self->domain = g_object_ref (hangar_hardware_get_domain (context->hardware));
  g_set_object (&self->settings, context->settings);
  self->target = g_strdup (hangar_device_get_key (context->device));
  g_signal_connect_object (self->domain, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->domain, "notify::available", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return ADW_PREFERENCES_GROUP (self);
}
