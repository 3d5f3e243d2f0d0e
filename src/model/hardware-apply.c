/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing a machine's hardware: the stored definition first, since the daemon checks it; then what runs. */

#include "config.h"

#include "model/hardware-apply.h"

#include <glib/gi18n-lib.h>

#include "model/hardware-change.h"
#include "virt/device.h"
#include "virt/error.h"
#include "virt/os-metadata.h"
#include "virt/storage.h"

typedef struct
{
  char uuid[37];
  char *base;
  char *xml;
  HangarApplyFlags flags;
  char *target;
  guint64 bytes;
  gboolean is_local;
} Request;

static Request *
request_new (HangarDomain *domain)
{
  Request *request = g_new0 (Request, 1);
  HangarConnection *connection = hangar_domain_get_connection (domain);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->is_local = connection != NULL && hangar_connection_is_local (connection);
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->base);
  g_free (request->xml);
  g_free (request->target);
  g_free (request);
}

/**
 * hangar_applied_free:
 * @applied: (transfer full): how a change went
 */
void
hangar_applied_free (HangarApplied *applied)
{
  g_free (applied->reason);
  g_free (applied);
}

/* One application under way, in a worker's thread. */
typedef struct
{
  GVirConnection *connection;
  const Request *request;
  GPtrArray *changes;
  HangarApplied *applied;
} Application;

static void
postpone (Application *application, GError *error)
{
  application->applied->is_pending = TRUE;
  if (application->applied->reason == NULL && error != NULL)
    application->applied->reason = g_strdup (error->message);
}

/* The device as it runs, with the changed fields. */
static char *
changed_device (Application *application, const HangarHardwareChange *first, const char *running)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (running, NULL);
  g_autoptr (GPtrArray) devices = doc != NULL ? hangar_devices_new_from_xml (doc) : NULL;
  HangarDevice *device = devices != NULL ? hangar_devices_find (devices, first->kind->id, first->key) : NULL;

  if (device == NULL)
    return NULL;
  for (guint i = 0; i < application->changes->len; i++)
    {
      const HangarHardwareChange *change = application->changes->pdata[i];

      if (change->kind == first->kind && g_str_equal (change->key, first->key) && change->field != NULL &&
          change->field->live == HANGAR_FIELD_LIVE_DEVICE)
        hangar_field_set (doc, hangar_device_get_path (device), change->field, change->after);
    }
  return hangar_xml_extract (doc, hangar_device_get_path (device));
}

static gboolean
is_first_of_device (Application *application, guint index)
{
  const HangarHardwareChange *change = application->changes->pdata[index];

  for (guint i = 0; i < index; i++)
    {
      const HangarHardwareChange *earlier = application->changes->pdata[i];

      if (earlier->kind == change->kind && g_str_equal (earlier->key, change->key) &&
          earlier->field != NULL && earlier->field->live == HANGAR_FIELD_LIVE_DEVICE)
        return FALSE;
    }
  return TRUE;
}

static gboolean
update_device (Application *application, guint index, GError **error)
{
  const char *uuid = application->request->uuid;
  g_autofree char *running = NULL, *device = NULL;

  if (!is_first_of_device (application, index))
    return TRUE;
  running = hangar_virt_domain_get_xml (application->connection, uuid, FALSE, error);
  if (running == NULL)
    return FALSE;
  device = changed_device (application, application->changes->pdata[index], running);
  if (device == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The running machine does not have it."));
      return FALSE;
    }
  return hangar_virt_device_update (application->connection, uuid, device, HANGAR_VIRT_AFFECT_LIVE, error);
}

static gboolean
change_live_field (Application *application, guint index, GError **error)
{
  const HangarHardwareChange *change = application->changes->pdata[index];
  const char *uuid = application->request->uuid;
  guint64 number = change->after != NULL ? g_ascii_strtoull (change->after, NULL, 10) : 0;

  switch (change->field->live)
    {
    case HANGAR_FIELD_LIVE_DEVICE:
      return update_device (application, index, error);
    case HANGAR_FIELD_LIVE_MEMORY:
      return hangar_virt_domain_set_memory (application->connection, uuid, number, HANGAR_VIRT_AFFECT_LIVE,
                                            error);
    case HANGAR_FIELD_LIVE_VCPUS:
      return number > 0 && hangar_virt_domain_set_vcpus (application->connection, uuid, (guint) number,
                                                         HANGAR_VIRT_AFFECT_LIVE, error);
    case HANGAR_FIELD_LIVE_TITLE:
    case HANGAR_FIELD_LIVE_DESCRIPTION:
      return hangar_virt_domain_set_text (application->connection, uuid,
                                          change->field->live == HANGAR_FIELD_LIVE_TITLE, change->after,
                                          HANGAR_VIRT_AFFECT_LIVE, error);
    case HANGAR_FIELD_LIVE_OS:
      return hangar_virt_domain_set_os (application->connection, uuid, change->after, HANGAR_VIRT_AFFECT_LIVE,
                                        error);
    case HANGAR_FIELD_NEXT_START:
    default:
      return FALSE;
    }
}

/* A guest may keep a device that it was asked to give back; the daemon's answer does not tell. */
static gboolean
is_gone (Application *application, const HangarHardwareChange *change)
{
  g_autofree char *running =
    hangar_virt_domain_get_xml (application->connection, application->request->uuid, FALSE, NULL);
  g_autoptr (HangarXml) doc = running != NULL ? hangar_xml_new (running, NULL) : NULL;
  g_autoptr (GPtrArray) devices = doc != NULL ? hangar_devices_new_from_xml (doc) : NULL;

  return devices == NULL || hangar_devices_find (devices, change->kind->id, change->key) == NULL;
}

static gboolean
unplug (Application *application, const HangarHardwareChange *change, GError **error)
{
  const char *uuid = application->request->uuid;
  g_autofree char *running = hangar_virt_domain_get_xml (application->connection, uuid, FALSE, error);
  g_autoptr (HangarXml) doc = running != NULL ? hangar_xml_new (running, error) : NULL;
  g_autoptr (GPtrArray) devices = doc != NULL ? hangar_devices_new_from_xml (doc) : NULL;
  HangarDevice *device =
    devices != NULL ? hangar_devices_find (devices, change->kind->id, change->key) : NULL;
  g_autofree char *xml = NULL;

  if (devices == NULL)
    return FALSE;
  if (device == NULL)
    return TRUE;
  xml = hangar_xml_extract (doc, hangar_device_get_path (device));
  if (!hangar_virt_device_detach (application->connection, uuid, xml, HANGAR_VIRT_AFFECT_LIVE, error))
    return FALSE;
  if (is_gone (application, change))
    return TRUE;
  g_set_error_literal (
    error, G_IO_ERROR, G_IO_ERROR_BUSY,
    _ ("The system in the machine was asked to give the device back and has not done so yet."));
  return FALSE;
}

static void
change_live (Application *application, guint index)
{
  const HangarHardwareChange *change = application->changes->pdata[index];
  gboolean is_pluggable = (change->kind->flags & HANGAR_DEVICE_PLUGGABLE) != 0 &&
                          (application->request->flags & HANGAR_APPLY_PLUG) != 0;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (change->field != NULL && change->field->live != HANGAR_FIELD_NEXT_START)
    done = change_live_field (application, index, &error);
  else if (change->field == NULL && change->before == NULL && is_pluggable)
    done = hangar_virt_device_attach (application->connection, application->request->uuid, change->after,
                                      HANGAR_VIRT_AFFECT_LIVE, &error);
  else if (change->field == NULL && change->after == NULL && is_pluggable)
    done = unplug (application, change, &error);
  if (!done)
    postpone (application, error);
}

/* A name is not changed by defining. */
static gboolean
rename_first (Application *application, char **base, char **xml, char **renamed, GError **error)
{
  g_autoptr (HangarXml) old = hangar_xml_new (*base, error), new = hangar_xml_new (*xml, error);
  g_autofree char *old_name = old != NULL ? hangar_xml_get (old, "/domain/name") : NULL;
  g_autofree char *new_name = new != NULL ? hangar_xml_get (new, "/domain/name") : NULL;
  g_autofree char *present = NULL;
  g_autoptr (HangarXml) doc = NULL;

  if (old_name == NULL || new_name == NULL)
    return FALSE;
  if (g_str_equal (old_name, new_name))
    return TRUE;
  if (!hangar_virt_domain_rename (application->connection, application->request->uuid, new_name, error))
    return FALSE;

  *renamed = g_strdup (new_name);
  present = hangar_virt_domain_get_xml (application->connection, application->request->uuid, TRUE, error);
  doc = present != NULL ? hangar_xml_new (present, error) : NULL;
  if (doc == NULL)
    return FALSE;
  hangar_hardware_replay (doc, application->changes);
  g_free (*base);
  *base = g_steal_pointer (&present);
  g_free (*xml);
  *xml = hangar_xml_to_string (doc);
  return TRUE;
}

/* The same changes, made to the definition that somebody else has stored meanwhile. */
static gboolean
rebase (Application *application, char **base, char **xml, GError **error)
{
  g_autofree char *present =
    hangar_virt_domain_get_xml (application->connection, application->request->uuid, TRUE, error);
  g_autoptr (HangarXml) doc = present != NULL ? hangar_xml_new (present, error) : NULL;

  if (doc == NULL)
    return FALSE;
  if (!hangar_hardware_replay (doc, application->changes))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The device has been removed or renamed meanwhile."));
      return FALSE;
    }
  g_free (*base);
  *base = g_steal_pointer (&present);
  g_free (*xml);
  *xml = hangar_xml_to_string (doc);
  return TRUE;
}

static gboolean
store (Application *application, GError **error)
{
  const Request *request = application->request;
  g_autofree char *base = g_strdup (request->base), *xml = g_strdup (request->xml);
  g_autofree char *renamed = NULL;

  if ((request->flags & HANGAR_APPLY_OVERWRITE) != 0 && !rebase (application, &base, &xml, error))
    return FALSE;
  if (rename_first (application, &base, &xml, &renamed, error) &&
      (g_str_equal (base, xml) ||
       hangar_virt_domain_redefine (application->connection, request->uuid, base, xml, error)))
    return TRUE;
  /* The two are two calls, and the first cannot be taken back: others may know the machine by that name now.
   */
  if (renamed != NULL)
    /* Translators: %s is the new name of a machine */
    g_prefix_error (error, _ ("It is called “%s” now, but nothing else was changed: "), renamed);
  return FALSE;
}

static gpointer
apply_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (HangarXml) before = hangar_xml_new (request->base, error);
  g_autoptr (HangarXml) after = before != NULL ? hangar_xml_new (request->xml, error) : NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (HangarApplied) applied = g_new0 (HangarApplied, 1);
  Application application = { connection, request, NULL, applied };
  g_autoptr (HangarVirtDomain) domain = NULL;

  if (after == NULL)
    return NULL;
  application.changes = changes = hangar_hardware_compare (before, after, FALSE);
  domain = hangar_virt_domain_get (connection, request->uuid, error);
  if (domain == NULL || (domain->persistent && !store (&application, error)))
    return NULL;
  if (domain->state == HANGAR_DOMAIN_OFF || domain->state == HANGAR_DOMAIN_SAVED)
    return g_steal_pointer (&applied);
  for (guint i = 0; i < changes->len; i++)
    change_live (&application, i);
  return g_steal_pointer (&applied);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarDomain *domain = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gpointer applied = hangar_domain_run_finish (domain, result, &error);

  /* Updates of devices have no event. */
  g_signal_emit_by_name (domain, "definition-changed");
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, applied, (GDestroyNotify) hangar_applied_free);
}

/**
 * hangar_hardware_apply_async:
 * @domain: a domain
 * @base: the stored definition that was edited
 * @xml: the edited definition
 * @flags: how
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Stores the changes and tries each of them on the running machine.
 */
void
hangar_hardware_apply_async (HangarDomain *domain, const char *base, const char *xml, HangarApplyFlags flags,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = request_new (domain);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, apply_run, request, request_free,
                                (GDestroyNotify) hangar_applied_free };
  GTask *task = g_task_new (domain, NULL, callback, user_data);

  g_task_set_source_tag (task, hangar_hardware_apply_async);
  request->base = g_strdup (base);
  request->xml = g_strdup (xml);
  request->flags = flags;
  hangar_domain_run_async (domain, &work, NULL, applied_cb, task);
}

/**
 * hangar_hardware_apply_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR_WRONG_ETAG when the definition was changed elsewhere meanwhile
 *
 * Returns: (transfer full) (nullable): how it went
 */
HangarApplied *
hangar_hardware_apply_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
disk_path (GVirConnection *connection, const Request *request, char **format, GError **error)
{
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, request->uuid, FALSE, error);
  g_autoptr (HangarXml) doc = xml != NULL ? hangar_xml_new (xml, error) : NULL;
  g_autofree char *xpath = g_strdup_printf (
    "/domain/devices/disk[target/@dev='%s']/source/@*[name()='file' or name()='dev']", request->target);
  g_autofree char *driver =
    g_strdup_printf ("/domain/devices/disk[target/@dev='%s']/driver/@type", request->target);
  char *path = doc != NULL ? hangar_xml_get (doc, xpath) : NULL;

  *format = doc != NULL ? hangar_xml_get (doc, driver) : NULL;
  if (doc != NULL && path == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("Only disks in files and on devices of the host can grow here."));
  return path;
}

/* A file of this computer that is in no pool. QEMU's lock keeps it off what a running machine has. */
static gboolean
grow_file (const char *path, const char *format, guint64 bytes, GError **error)
{
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);
  g_autofree char *file = g_strconcat ("file:", path, NULL);
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) child = NULL;

  if (format == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("The machine’s definition does not say in which format this disk is."));
      return FALSE;
    }
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error,
                            "qemu-img", "resize", "-q", "-f", format, "--", file, size, NULL);
  if (child == NULL || !g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, &output, error))
    return FALSE;
  if (g_subprocess_get_successful (child))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strstrip (output));
  return FALSE;
}

static gboolean
grow_idle (GVirConnection *connection, const Request *request, const char *path, const char *format,
           GError **error)
{
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_lookup (connection, path, NULL);

  if (volume == NULL && request->is_local && !g_str_has_prefix (path, "/dev/"))
    return grow_file (path, format, request->bytes, error);
  return hangar_virt_volume_grow (connection, path, request->bytes, error);
}

/* A disk that grew while its machine was being started is as it was for the one who opened it before. */
static gboolean
tell_started (GVirConnection *connection, const Request *request, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, request->uuid, error);

  if (domain == NULL)
    return FALSE;
  return domain->state == HANGAR_DOMAIN_OFF || domain->state == HANGAR_DOMAIN_SAVED ||
         hangar_virt_domain_resize_disk (connection, request->uuid, request->target, request->bytes, error);
}

static gpointer
grow_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, request->uuid, error);
  g_autofree char *format = NULL;
  g_autofree char *path = domain != NULL ? disk_path (connection, request, &format, error) : NULL;
  guint64 sizes[2];
  gboolean done;

  if (path == NULL ||
      !hangar_virt_domain_get_disk_size (connection, request->uuid, request->target, sizes, error))
    return NULL;
  /* Shrinking cuts off data. */
  if (request->bytes <= sizes[0])
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("A disk can only grow."));
      return NULL;
    }
  if (domain->state == HANGAR_DOMAIN_OFF || domain->state == HANGAR_DOMAIN_SAVED)
    done = grow_idle (connection, request, path, format, error) && tell_started (connection, request, error);
  else
    done = hangar_virt_domain_resize_disk (connection, request->uuid, request->target, request->bytes, error);
  return GINT_TO_POINTER (done ? 1 : 0);
}

/**
 * hangar_disk_grow_async:
 * @domain: a domain, running or not
 * @target: the disk's target
 * @bytes: its new size
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Makes a disk larger; never smaller.
 */
void
hangar_disk_grow_async (HangarDomain *domain, const char *target, guint64 bytes, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Request *request = request_new (domain);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, grow_run, request, request_free, NULL };

  request->target = g_strdup (target);
  request->bytes = bytes;
  hangar_domain_run_async (domain, &work, NULL, callback, user_data);
}

/**
 * hangar_disk_grow_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it has that size
 */
gboolean
hangar_disk_grow_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error) != NULL;
}

static gpointer
measure_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autofree guint64 *sizes = g_new0 (guint64, 2);

  if (!hangar_virt_domain_get_disk_size (connection, request->uuid, request->target, sizes, error))
    return NULL;
  return g_steal_pointer (&sizes);
}

/**
 * hangar_disk_measure_async:
 * @domain: a domain
 * @target: the disk's target
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads how large a disk is for the guest, and how much of the host it takes.
 */
void
hangar_disk_measure_async (HangarDomain *domain, const char *target, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = request_new (domain);
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, measure_run, request, request_free, g_free };

  request->target = g_strdup (target);
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_disk_measure_finish:
 * @domain: a domain
 * @result: what the callback got
 * @sizes: (out): in bytes: what the guest sees, what it takes on the host
 * @error: return location
 *
 * Returns: whether it could be read
 */
gboolean
hangar_disk_measure_finish (HangarDomain *domain, GAsyncResult *result, guint64 sizes[2], GError **error)
{
  g_autofree guint64 *found = hangar_domain_run_finish (domain, result, error);

  if (found == NULL)
    return FALSE;
  sizes[0] = found[0];
  sizes[1] = found[1];
  return TRUE;
}
