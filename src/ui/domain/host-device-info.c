/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which device of the host a machine has: its name instead of its numbers, what comes along with it, and who
 * has it too. */

#include "config.h"

#include "ui/domain/host-device-info.h"

#include <glib/gi18n-lib.h>

#include "model/host-device.h"

struct _HangarHostDeviceInfo
{
  AdwPreferencesGroup parent_instance;

  HangarDomain *domain;
  HangarXml *doc; /* not owned: outlives the form */
  char *path;     /* of the device in it */
  GCancellable *cancellable;
  gboolean has_asked;
};

G_DEFINE_FINAL_TYPE (HangarHostDeviceInfo, hangar_host_device_info, ADW_TYPE_PREFERENCES_GROUP)

static void
show (HangarHostDeviceInfo *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHostDeviceInfo) self = user_data;
  g_autoptr (GPtrArray) devices = NULL;
  g_autofree char *text = NULL;

  /* Out of its form, its definition may be gone. */
  if (self->domain == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  devices = hangar_host_devices_finish (self->domain, result, NULL);
  if (devices == NULL)
    {
      show (self, _ ("The host does not tell its devices."));
      return;
    }
  text = hangar_host_device_describe (hangar_host_devices_find (devices, self->doc, self->path));
  show (self, text);
}

static void
hangar_host_device_info_map (GtkWidget *widget)
{
  HangarHostDeviceInfo *self = HANGAR_HOST_DEVICE_INFO (widget);

  GTK_WIDGET_CLASS (hangar_host_device_info_parent_class)->map (widget);

  if (self->has_asked)
    return;
  self->has_asked = TRUE;
  hangar_host_devices_async (self->domain, self->cancellable, listed_cb, g_object_ref (self));
}

static void
hangar_host_device_info_dispose (GObject *object)
{
  HangarHostDeviceInfo *self = HANGAR_HOST_DEVICE_INFO (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (hangar_host_device_info_parent_class)->dispose (object);
}

static void
hangar_host_device_info_finalize (GObject *object)
{
  HangarHostDeviceInfo *self = HANGAR_HOST_DEVICE_INFO (object);

  g_object_unref (self->cancellable);
  g_free (self->path);

  G_OBJECT_CLASS (hangar_host_device_info_parent_class)->finalize (object);
}

static void
hangar_host_device_info_class_init (HangarHostDeviceInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_host_device_info_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_host_device_info_finalize;
  GTK_WIDGET_CLASS (klass)->map = hangar_host_device_info_map;
}

static void
hangar_host_device_info_init (HangarHostDeviceInfo *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Device of the host"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("Looking for it…"));
}

/**
 * hangar_host_device_info_new:
 * @context: a device of the host
 *
 * Returns: (transfer none): what it is
 */
AdwPreferencesGroup *
hangar_host_device_info_new (const HangarDeviceContext *context)
{
  HangarHostDeviceInfo *self = g_object_new (HANGAR_TYPE_HOST_DEVICE_INFO, NULL);

  self->domain = g_object_ref (hangar_hardware_get_domain (context->hardware));
  self->doc = context->doc;
  self->path = g_strdup (hangar_device_get_path (context->device));
  return ADW_PREFERENCES_GROUP (self);
}
