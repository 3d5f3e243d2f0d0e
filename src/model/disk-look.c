/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file or device is before it becomes a machine's disk. A wrong format destroys what is in an image,
 * or lets a guest that wrote into it read other files of the host: so nothing is guessed from a name, and
 * what is not certain is left to the user. */

#include "config.h"

#include "model/disk-look.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "model/domain-files.h"
#include "model/image-header.h"
#include "model/media-file.h"
#include "util/file-look.h"
#include "virt/image-use.h"
#include "virt/storage.h"

typedef struct
{
  char uuid[37];
  char *path;
  gboolean is_local;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->path);
  g_free (request);
}

/**
 * hangar_disk_look_free:
 * @look: (transfer full) (nullable): what is known of a disk
 */
void
hangar_disk_look_free (HangarDiskLook *look)
{
  if (look == NULL)
    return;
  g_free (look->path);
  g_free (look->format);
  g_free (look->warning);
  g_free (look->other_user);
  g_free (look);
}

/**
 * hangar_disk_formats:
 *
 * Returns: (array zero-terminated=1): the formats that a disk can have, as libvirt calls them
 */
const char *const *
hangar_disk_formats (void)
{
  static const char *const formats[] = { "qcow2", "raw", "vmdk", "vdi", "vpc", "vhdx", "qed", NULL };

  return formats;
}

static void
warn (HangarDiskLook *look, const char *text)
{
  if (look->warning == NULL)
    look->warning = g_strdup (text);
}

static void
look_at_header (HangarDiskLook *look, HangarImageHeader *header)
{
  look->format = g_strdup (header->format);
  look->capacity = header->capacity;
  look->allocation = header->file_size;
}

/* What a pool says of it. The daemon looks at the content too, but it believes a file that names another one
 * as its base. */
static gboolean
look_at_volume (HangarDiskLook *look, GVirConnection *connection)
{
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_lookup (connection, look->path, NULL);
  g_autoptr (GError) error = NULL;

  if (volume == NULL)
    return FALSE;
  look->is_block = volume->is_block;
  look->capacity = volume->capacity;
  look->allocation = volume->allocation;
  if (volume->backing_path != NULL)
    {
      g_autofree char *text =
        /* Translators: %s is a path */
        g_strdup_printf (_ ("This image is only the changes to %s: a machine that gets it reads that too."),
                         volume->backing_path);

      warn (look, text);
    }
  else if (volume->format == NULL || !g_strv_contains (hangar_disk_formats (), volume->format))
    warn (look, _ ("The host does not say in which format this is."));
  else if (!hangar_image_header_check_name (look->path, volume->format, &error))
    warn (look, error->message);
  else
    look->format = g_strdup (volume->format);
  return TRUE;
}

static void
look_from_afar (HangarDiskLook *look, GVirConnection *connection)
{
  if (!look_at_volume (look, connection))
    warn (look, _ ("What this is cannot be looked at from here. Say in which format it is."));
}

static void
look_here (HangarDiskLook *look, GVirConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarImageHeader) header = NULL;
  struct stat info;
  int code = hangar_file_look (look->path, &info);

  if (code == ETIMEDOUT)
    {
      look->is_missing = TRUE;
      warn (look, _ ("This file cannot be read now: what it is on does not answer. If that is a folder of "
                     "another computer, see whether that is reached."));
      return;
    }
  if (code == 0 && S_ISBLK (info.st_mode))
    {
      look->is_block = TRUE;
      look_from_afar (look, connection);
      return;
    }
  header = hangar_image_header_read (look->path, &error);
  if (header != NULL)
    look_at_header (look, header);
  else if (g_error_matches (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_UNREADABLE))
    look_from_afar (look, connection);
  else
    {
      look->is_missing = !g_error_matches (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_CONTENT);
      warn (look, error->message);
    }
}

/**
 * hangar_disk_look_new:
 * @connection: an open connection
 * @path: an absolute path on its host
 * @is_local: whether that is this computer
 *
 * Looks at the content, or asks the daemon for what it knows. Blocks: for worker threads.
 *
 * Returns: (transfer full): what is there; who uses it is not looked for
 */
HangarDiskLook *
hangar_disk_look_new (GVirConnection *connection, const char *path, gboolean is_local)
{
  HangarDiskLook *look = g_new0 (HangarDiskLook, 1);

  look->path = g_strdup (path);
  look->is_block = g_str_has_prefix (path, "/dev/");
  if (is_local)
    look_here (look, connection);
  else
    look_from_afar (look, connection);
  return look;
}

static gpointer
look_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  HangarDiskLook *look = hangar_disk_look_new (connection, request->path, request->is_local);
  g_autoptr (GPtrArray) uses = NULL;

  if (!g_cancellable_is_cancelled (cancellable) && !look->is_missing)
    uses = hangar_virt_image_uses (connection, request->is_local, cancellable, NULL);
  if (uses != NULL)
    look->other_user = hangar_domain_files_other_user (uses, request->uuid, request->path);
  return look;
}

/**
 * hangar_disk_look_async:
 * @domain: a machine
 * @path: an absolute path on its host
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks what is there, and whether another machine has it already.
 */
void
hangar_disk_look_async (HangarDomain *domain, const char *path, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = g_new0 (Request, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, look_run, request, request_free,
                                (GDestroyNotify) hangar_disk_look_free };
  HangarConnection *connection = hangar_domain_get_connection (domain);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->path = g_strdup (path);
  request->is_local = connection != NULL && hangar_connection_is_local (connection);
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_disk_look_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is known of it
 */
HangarDiskLook *
hangar_disk_look_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}
