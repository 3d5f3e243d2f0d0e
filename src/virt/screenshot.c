/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on a domain's screen, as its host sees it. Worker threads only. */

#include "virt/screenshot.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <stdlib.h>

/* Bytes: of a picture, and of one piece of it. */
#define LARGEST (16 << 20)
#define PIECE (64 << 10)

static gboolean
receive (virStreamPtr stream, GByteArray *bytes)
{
  g_autofree char *piece = g_malloc (PIECE);
  int n;

  while ((n = virStreamRecv (stream, piece, PIECE)) > 0 && bytes->len + (guint) n <= LARGEST)
    g_byte_array_append (bytes, (const guint8 *) piece, (guint) n);
  if (n == 0)
    return virStreamFinish (stream) == 0;
  virStreamAbort (stream);
  return FALSE;
}

/**
 * hangar_virt_screenshot:
 * @connection: an open connection
 * @uuid: a domain that runs
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a picture of its first screen, in the format that its hypervisor makes
 */
GBytes *
hangar_virt_screenshot (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  virStreamPtr stream = domain != NULL ? virStreamNew (handle, 0) : NULL;
  char *type = stream != NULL ? virDomainScreenshot (domain, stream, 0, 0) : NULL;
  gboolean whole = type != NULL && receive (stream, bytes);

  free (type);
  if (domain != NULL && !whole)
    hangar_virt_error_set (error);
  if (stream != NULL)
    virStreamFree (stream);
  return whole ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}
