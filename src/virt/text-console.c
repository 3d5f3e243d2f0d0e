/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A serial line or a console of a machine as a socket: two threads carry its bytes, because a libvirt stream
 * may block for as long as its host likes. */

#include "virt/text-console.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <errno.h>
#include <gio/gio.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 4096

typedef struct
{
  gatomicrefcount ref_count;
  virStreamPtr stream;
  int fd;
} Pump;

static void
pump_unref (Pump *pump)
{
  if (!g_atomic_ref_count_dec (&pump->ref_count))
    return;
  virStreamFree (pump->stream);
  close (pump->fd);
  g_free (pump);
}

static gboolean
write_all (int fd, const char *bytes, gsize size)
{
  while (size > 0)
    {
      gssize n = send (fd, bytes, size, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      size -= (gsize) n;
    }
  return TRUE;
}

static gpointer
from_guest (gpointer data)
{
  Pump *pump = data;
  char bytes[CHUNK];
  int n;

  while ((n = virStreamRecv (pump->stream, bytes, sizeof bytes)) > 0)
    if (!write_all (pump->fd, bytes, (gsize) n))
      break;
  shutdown (pump->fd, SHUT_RDWR);
  pump_unref (pump);
  return NULL;
}

static gboolean
send_all (virStreamPtr stream, const char *bytes, gsize size)
{
  while (size > 0)
    {
      int n = virStreamSend (stream, bytes, size);

      if (n <= 0)
        return FALSE;
      bytes += n;
      size -= (gsize) n;
    }
  return TRUE;
}

static gpointer
to_guest (gpointer data)
{
  Pump *pump = data;
  char bytes[CHUNK];
  gssize n;

  while ((n = read (pump->fd, bytes, sizeof bytes)) > 0)
    if (!send_all (pump->stream, bytes, (gsize) n))
      break;
  /* Wakes the other thread too. */
  virStreamAbort (pump->stream);
  pump_unref (pump);
  return NULL;
}

static int
start (virStreamPtr stream, GError **error)
{
  Pump *pump;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      return -1;
    }
  pump = g_new0 (Pump, 1);
  g_atomic_ref_count_init (&pump->ref_count);
  g_atomic_ref_count_inc (&pump->ref_count);
  virStreamRef (stream);
  pump->stream = stream;
  pump->fd = fds[1];
  g_thread_unref (g_thread_new ("console-in", from_guest, pump));
  g_thread_unref (g_thread_new ("console-out", to_guest, pump));
  return fds[0];
}

/**
 * hangar_virt_domain_open_console:
 * @connection: an open connection
 * @uuid: a running domain
 * @device: (nullable): the alias of a character device; %NULL is the first console
 * @force: whether to take it from somebody else who has it open
 * @error: return location
 *
 * Opens a serial line. Closing the descriptor ends it.
 *
 * Returns: a socket that the caller owns, -1 on failure
 */
int
hangar_virt_domain_open_console (GVirConnection *connection, const char *uuid, const char *device,
                                 gboolean force, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (virStreamPtr) stream = NULL;

  if (domain == NULL)
    return -1;
  stream = virStreamNew (virDomainGetConnect (domain), 0);
  if (stream == NULL ||
      virDomainOpenConsole (domain, device, stream, force ? VIR_DOMAIN_CONSOLE_FORCE : 0) < 0)
    {
      hangar_virt_error_set (error);
      return -1;
    }
  return start (stream, error);
}
