/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the serial lines of a machine. */

#include "model/domain-console.h"

#include <unistd.h>

#include "virt/text-console.h"

typedef struct
{
  char *uuid;
  char *device;
  gboolean force;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->uuid);
  g_free (line->device);
  g_free (line);
}

/* One more than the descriptor, because NULL is no result. */
static void
fd_close (gpointer data)
{
  close (GPOINTER_TO_INT (data) - 1);
}

static gpointer
open_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Line *line = data;
  int fd = hangar_virt_domain_open_console (connection, line->uuid, line->device, line->force, error);

  return fd >= 0 ? GINT_TO_POINTER (fd + 1) : NULL;
}

/**
 * hangar_domain_open_console_async:
 * @domain: a running machine
 * @device: (nullable): the alias of the line; %NULL is the first console
 * @force: whether to take it from somebody else
 * @cancellable: (nullable): a descriptor that comes too late is closed
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Opens a serial line.
 */
void
hangar_domain_open_console_async (HangarDomain *domain, const char *device, gboolean force,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Line *line = g_new0 (Line, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, open_run, line, line_free, fd_close };

  line->uuid = g_strdup (hangar_domain_get_uuid (domain));
  line->device = g_strdup (device);
  line->force = force;
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_open_console_finish:
 * @domain: the machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: a socket that the caller owns, -1 on failure
 */
int
hangar_domain_open_console_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (hangar_domain_run_finish (domain, result, error)) - 1;
}
