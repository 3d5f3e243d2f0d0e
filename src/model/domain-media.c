/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discs into and out of a machine's drives, running or not. */

#include "config.h"

#include "model/domain-media.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "model/guest-journal.h"
#include "model/media-file.h"
#include "virt/device.h"
#include "virt/error.h"
#include "virt/xml.h"

typedef struct
{
  char uuid[37];
  char *target;
  char *path;
  gboolean force;
  gboolean is_local;
} Request;

static Request *
request_new (HangarDomain *domain, const HangarMediaWish *wish)
{
  Request *request = g_new0 (Request, 1);
  HangarConnection *connection = hangar_domain_get_connection (domain);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->target = g_strdup (wish->target);
  request->path = g_strdup (wish->path);
  request->force = wish->force;
  request->is_local = connection != NULL && hangar_connection_is_local (connection);
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->target);
  g_free (request->path);
  g_free (request);
}

static gboolean
is_active (const HangarVirtDomain *domain)
{
  return domain->state != HANGAR_DOMAIN_OFF && domain->state != HANGAR_DOMAIN_SAVED &&
         domain->state != HANGAR_DOMAIN_UNKNOWN;
}

/* What this user cannot read the daemon may read, so only what can never be a medium is refused. */
static gboolean
check_path (const Request *request, GError **error)
{
  g_autoptr (GError) problem = NULL;
  int fd;

  if (request->path == NULL)
    return TRUE;
  if (!g_path_is_absolute (request->path))
    {
      g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_NAME,
                           _ ("The path must begin with “/”."));
      return FALSE;
    }
  if (!request->is_local)
    return TRUE;

  fd = hangar_media_file_open (request->path, TRUE, NULL, &problem);
  if (fd >= 0)
    g_close (fd, NULL);
  if (problem == NULL || g_error_matches (problem, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_UNREADABLE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
has_drive (GPtrArray *drives, const char *target)
{
  for (guint i = 0; i < drives->len; i++)
    if (g_str_equal (((HangarDrive *) drives->pdata[i])->target, target))
      return TRUE;
  return FALSE;
}

/* The first CD drive; with nothing to insert, the first drive that has something in it. */
static char *
choose_drive (const Request *request, const char *xml)
{
  g_autoptr (GPtrArray) drives = hangar_drives_new_from_xml (xml);

  for (guint i = 0; i < drives->len; i++)
    {
      const HangarDrive *drive = drives->pdata[i];

      if (request->path != NULL ? !drive->is_floppy : drive->path != NULL)
        return g_strdup (drive->target);
    }
  return drives->len > 0 && request->path == NULL ? g_strdup (((HangarDrive *) drives->pdata[0])->target)
                                                  : NULL;
}

static HangarMediaOutcome
add_drive (GVirConnection *connection, const Request *request, gboolean active, GError **error)
{
  g_autofree char *stored = hangar_virt_domain_get_xml (connection, request->uuid, TRUE, error);
  g_autofree char *drive = NULL, *changed = NULL;
  g_autoptr (HangarXml) doc = NULL;

  if (stored == NULL)
    return HANGAR_MEDIA_FAILED;
  drive = hangar_drive_xml_new (stored, request->path, active);
  doc = hangar_xml_new (stored, error);
  if (doc == NULL || !hangar_xml_append (doc, "/domain/devices", drive, error))
    return HANGAR_MEDIA_FAILED;
  changed = hangar_xml_to_string (doc);
  if (!hangar_virt_domain_redefine (connection, request->uuid, stored, changed, error))
    return HANGAR_MEDIA_FAILED;
  if (!active)
    return HANGAR_MEDIA_DONE;
  return hangar_virt_device_attach (connection, request->uuid, drive, HANGAR_VIRT_AFFECT_LIVE, NULL)
           ? HANGAR_MEDIA_DONE
           : HANGAR_MEDIA_NEXT_START;
}

static HangarMediaOutcome
change (GVirConnection *connection, const Request *request, const char *target,
        const HangarVirtDomain *domain, GError **error)
{
  HangarVirtMedium medium = { target, request->path,
                              request->path != NULL && g_str_has_prefix (request->path, "/dev/"),
                              request->force };
  g_autofree char *stored = NULL;
  g_autoptr (GPtrArray) drives = NULL;

  if (is_active (domain) &&
      !hangar_virt_device_change_medium (connection, request->uuid, &medium, HANGAR_VIRT_AFFECT_LIVE, error))
    return HANGAR_MEDIA_FAILED;
  if (!domain->persistent)
    return HANGAR_MEDIA_DONE;

  stored = hangar_virt_domain_get_xml (connection, request->uuid, TRUE, error);
  if (stored == NULL)
    return HANGAR_MEDIA_FAILED;
  drives = hangar_drives_new_from_xml (stored);
  medium.force = FALSE;
  if (has_drive (drives, target) && !hangar_virt_device_change_medium (connection, request->uuid, &medium,
                                                                       HANGAR_VIRT_AFFECT_CONFIG, error))
    return HANGAR_MEDIA_FAILED;
  return HANGAR_MEDIA_DONE;
}

static HangarMediaOutcome
change_media (GVirConnection *connection, const Request *request, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = NULL;
  g_autofree char *xml = NULL, *target = NULL;

  if (!check_path (request, error))
    return HANGAR_MEDIA_FAILED;
  domain = hangar_virt_domain_get (connection, request->uuid, error);
  xml = domain != NULL ? hangar_virt_domain_get_xml (connection, request->uuid, FALSE, error) : NULL;
  if (xml == NULL)
    return HANGAR_MEDIA_FAILED;

  target = request->target != NULL ? g_strdup (request->target) : choose_drive (request, xml);
  if (target != NULL)
    return change (connection, request, target, domain, error);
  if (request->path != NULL)
    return add_drive (connection, request, is_active (domain), error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("This machine has no CD drive."));
  return HANGAR_MEDIA_FAILED;
}

static gpointer
change_media_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (change_media (connection, data, error));
}

/* libvirt has no event for a change of the stored definition's devices, so whoever shows them is told here.
 */
static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarDomain *domain = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gpointer outcome = hangar_domain_run_finish (domain, result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_signal_emit_by_name (domain, "definition-changed");
  g_task_return_int (task, GPOINTER_TO_INT (outcome));
}

/**
 * hangar_domain_change_media_async:
 * @domain: a domain, running or not
 * @wish: what is to be in which drive
 * @cancellable: (nullable): gives up waiting; the change goes on
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Inserts or ejects, now and for the next start. A machine without a CD drive gets one.
 */
void
hangar_domain_change_media_async (HangarDomain *domain, const HangarMediaWish *wish,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, change_media_run, request_new (domain, wish),
                                request_free, NULL };
  GTask *task = g_task_new (domain, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_domain_change_media_async);
  hangar_domain_run_async (domain, &work, cancellable, changed_cb, task);
}

/**
 * hangar_domain_change_media_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location; see hangar_media_is_locked_tray()
 *
 * Returns: when it is so
 */
HangarMediaOutcome
hangar_domain_change_media_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  gssize outcome = g_task_propagate_int (G_TASK (result), error);

  return outcome > 0 ? (HangarMediaOutcome) outcome : HANGAR_MEDIA_FAILED;
}

/* A machine without a CD drive has one for this start. */
static char *
with_drive (const char *xml, const char *path, GError **error)
{
  g_autoptr (GPtrArray) drives = hangar_drives_new_from_xml (xml);
  g_autoptr (HangarXml) doc = NULL;
  g_autofree char *drive = NULL;

  if (path == NULL || (drives->len > 0 && !((HangarDrive *) drives->pdata[0])->is_floppy))
    return g_strdup (xml);
  drive = hangar_drive_xml_new (xml, path, FALSE);
  doc = hangar_xml_new (xml, error);
  if (doc == NULL || !hangar_xml_append (doc, "/domain/devices", drive, error))
    return NULL;
  return hangar_xml_to_string (doc);
}

static gpointer
boot_once_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autofree char *stored = NULL, *ready = NULL, *once = NULL;

  if (!check_path (request, error))
    return NULL;
  stored = hangar_virt_domain_get_xml (connection, request->uuid, TRUE, error);
  ready = stored != NULL ? with_drive (stored, request->path, error) : NULL;
  once = ready != NULL ? hangar_drive_boot_once_xml (ready, request->target, request->path, error) : NULL;
  if (once == NULL)
    return NULL;
  if (!hangar_virt_domain_start_with (connection, request->uuid, once, error))
    return NULL;
  hangar_guest_leftover_claim (request->uuid);
  return GINT_TO_POINTER (1);
}

/**
 * hangar_domain_boot_once_async:
 * @domain: a domain that is off
 * @wish: the drive and what is to be in it; without a path what is in it already
 * @cancellable: (nullable): gives up waiting
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Starts it from a disc this one time; its stored definition stays as it is.
 */
void
hangar_domain_boot_once_async (HangarDomain *domain, const HangarMediaWish *wish, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, boot_once_run, request_new (domain, wish), request_free,
                                NULL };

  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_boot_once_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it started
 */
gboolean
hangar_domain_boot_once_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error) != NULL;
}

static gpointer
list_drives_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, request->uuid, FALSE, error);

  return xml != NULL ? hangar_drives_new_from_xml (xml) : NULL;
}

/**
 * hangar_domain_list_drives_async:
 * @domain: a domain
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads which drives it has and what is in them now.
 */
void
hangar_domain_list_drives_async (HangarDomain *domain, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  const HangarMediaWish nothing = { NULL };
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, list_drives_run, request_new (domain, &nothing),
                                request_free, (GDestroyNotify) g_ptr_array_unref };

  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_list_drives_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarDrive): its drives, CD drives first
 */
GPtrArray *
hangar_domain_list_drives_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}

/**
 * hangar_media_is_locked_tray:
 * @error: (nullable): why a change failed
 *
 * Returns: whether the guest holds the tray closed, so that asking again or forcing it helps
 */
gboolean
hangar_media_is_locked_tray (const GError *error)
{
  return error != NULL && error->domain == HANGAR_VIRT_ERROR &&
         (strstr (error->message, "tray") != NULL || strstr (error->message, "is locked") != NULL);
}

/**
 * hangar_domain_media_refusal:
 * @domain: (nullable): a domain
 *
 * Returns: (nullable): why no medium can be changed just now
 */
const char *
hangar_domain_media_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED)
    return _ ("It is saved: restore it, or discard the saved state first.");
  return hangar_domain_get_state (domain) == HANGAR_DOMAIN_CRASHED
           ? _ ("It has crashed: force it off, then start it again.")
           : NULL;
}

/**
 * hangar_domain_boot_once_refusal:
 * @domain: a domain
 *
 * Returns: (nullable): why it cannot be started from a disc just now
 */
const char *
hangar_domain_boot_once_refusal (HangarDomain *domain)
{
  if (hangar_domain_is_active (domain))
    return _ ("It is running: shut it down first.");
  return hangar_domain_media_refusal (domain);
}
