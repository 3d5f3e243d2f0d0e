/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine whose going back to a snapshot nobody saw the end of: whether there is something to say of it. */

#include "config.h"

#include "model/revert-leftover.h"

#include <glib/gstdio.h>

#include "virt/domain.h"
#include "virt/error.h"
#include "virt/snapshot.h"

static gboolean
is_in (GPtrArray *list, const char *name)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((HangarVirtSnapshot *) list->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/* One that runs is whole: a host ends a machine, and lets it run again only from the snapshot. */
static gboolean
is_between (GVirConnection *connection, const HangarGuestLeftover *leftover, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, leftover->uuid, error);
  g_autoptr (GPtrArray) list = NULL;

  if (domain == NULL || domain->state != HANGAR_DOMAIN_OFF)
    return FALSE;
  list = hangar_virt_snapshot_list (connection, leftover->uuid, error);
  return list != NULL && is_in (list, leftover->revert);
}

static gpointer
look_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const HangarGuestLeftover *leftover = data;
  g_autoptr (GError) failure = NULL;
  gboolean between = is_between (connection, leftover, &failure);

  if (failure != NULL && !g_error_matches (failure, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!between)
    g_unlink (leftover->file);
  return GINT_TO_POINTER (between);
}

static void
leftover_free (gpointer data)
{
  hangar_guest_leftover_free (data);
}

/**
 * hangar_revert_leftover_look_async:
 * @leftover: a going back that was cut off
 * @connection: its host, open
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks the host what became of the machine. When it is whole, the leftover is forgotten.
 */
void
hangar_revert_leftover_look_async (const HangarGuestLeftover *leftover, HangarConnection *connection,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, look_run, hangar_guest_leftover_copy (leftover),
                                      leftover_free, NULL };

  hangar_connection_run_async (connection, &work, cancellable, callback, user_data);
}

/**
 * hangar_revert_leftover_look_finish:
 * @connection: the host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the machine is off and may be between two moments
 */
gboolean
hangar_revert_leftover_look_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  return hangar_connection_run_finish (connection, result, error) != NULL;
}
