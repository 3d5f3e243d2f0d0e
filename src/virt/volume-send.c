/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of this computer into volumes of a host, through the daemon: into folders that are not ours, and to
 * other computers. */

#include "config.h"

#include "virt/volume-send.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <errno.h>
#include <gio/gio.h>
#include <unistd.h>

/* Bytes that are read at once: about what one message to a daemon holds. */
#define CHUNK (256 * 1024)

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  return FALSE;
}

static gboolean
send_all (virStreamPtr stream, const char *bytes, gsize size, GError **error)
{
  while (size > 0)
    {
      int n = virStreamSend (stream, bytes, size);

      if (n < 0)
        {
          hangar_virt_error_set (error);
          return FALSE;
        }
      bytes += n;
      size -= (gsize) n;
    }
  return TRUE;
}

/* What is written in the file from @offset on; where it ends is where the next hole begins. */
static gboolean
send_data (virStreamPtr stream, const HangarVirtSending *sending, guint64 *offset, GCancellable *cancellable,
           GError **error)
{
  g_autofree char *bytes = g_malloc (CHUNK);
  off_t hole = lseek (sending->fd, (off_t) *offset, SEEK_HOLE);
  guint64 end = hole < 0 ? sending->size : MIN ((guint64) hole, sending->size);

  while (*offset < end)
    {
      gssize n = pread (sending->fd, bytes, MIN (CHUNK, end - *offset), (off_t) *offset);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n < 0)
        return fail (error);
      if (n == 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the file became shorter");
          return FALSE;
        }
      if (!send_all (stream, bytes, (gsize) n, error))
        return FALSE;
      *offset += (guint64) n;
      if (sending->progress != NULL)
        sending->progress ((double) *offset / (double) sending->size, sending->user_data);
    }
  return TRUE;
}

/* A file system that knows no holes says that all is data. */
static gboolean
send_hole (virStreamPtr stream, const HangarVirtSending *sending, guint64 *offset, GError **error)
{
  off_t data = lseek (sending->fd, (off_t) *offset, SEEK_DATA);
  guint64 end = *offset;

  if (data >= 0)
    end = MIN ((guint64) data, sending->size);
  else if (errno == ENXIO)
    end = sending->size;
  if (end > *offset && virStreamSendHole (stream, (long long) (end - *offset), 0) < 0)
    {
      hangar_virt_error_set (error);
      return FALSE;
    }
  *offset = end;
  return TRUE;
}

static gboolean
send_file (virStreamPtr stream, const HangarVirtSending *sending, GCancellable *cancellable, GError **error)
{
  guint64 offset = 0;

  while (offset < sending->size)
    if (!send_hole (stream, sending, &offset, error) ||
        !send_data (stream, sending, &offset, cancellable, error))
      return FALSE;
  if (virStreamFinish (stream) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_volume_send:
 * @connection: an open connection
 * @sending: what is sent, and where to
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Writes a file into a volume. Holes stay holes. Takes as long as it takes: for worker threads.
 *
 * Returns: whether all of it is there
 */
gboolean
hangar_virt_volume_send (GVirConnection *connection, const HangarVirtSending *sending,
                         GCancellable *cancellable, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStorageVolPtr) volume = virStorageVolLookupByPath (handle, sending->path);
  g_auto (virStreamPtr) stream = volume != NULL ? virStreamNew (handle, 0) : NULL;

  if (stream == NULL ||
      virStorageVolUpload (volume, stream, 0, sending->size, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM) < 0)
    {
      hangar_virt_error_set (error);
      return FALSE;
    }
  if (send_file (stream, sending, cancellable, error))
    return TRUE;
  virStreamAbort (stream);
  return FALSE;
}
