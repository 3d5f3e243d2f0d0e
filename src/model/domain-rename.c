/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a machine another name. */

#include "config.h"

#include "model/domain-rename.h"

#include <glib/gi18n-lib.h>

#include "model/connection.h"
#include "model/guest-spec.h"
#include "virt/device.h"

typedef struct
{
  char *uuid;
  char *name;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->uuid);
  g_free (request->name);
  g_free (request);
}

static gpointer
rename_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return GINT_TO_POINTER (
    hangar_virt_domain_rename (connection, request->uuid, request->name, error) ? TRUE : FALSE);
}

/**
 * hangar_domain_rename_refusal:
 * @domain: a machine
 *
 * Returns: (nullable): why it cannot be renamed now
 */
const char *
hangar_domain_rename_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED)
    return _ ("Its saved state belongs to its name. Start it and shut it down first.");
  if (hangar_domain_is_active (domain))
    return _ ("Only a machine that is off can be renamed.");
  return NULL;
}

/**
 * hangar_domain_rename_problem:
 * @domain: a machine
 * @name: another name for it
 *
 * Returns: (transfer full) (nullable): a sentence on what is wrong with the name
 */
char *
hangar_domain_rename_problem (HangarDomain *domain, const char *name)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *problem = hangar_guest_name_problem (name);
  g_autofree char *unique = NULL;

  if (problem != NULL)
    return g_strdup (problem);
  if (g_strcmp0 (name, hangar_object_get_name (HANGAR_OBJECT (domain))) == 0 || connection == NULL)
    return NULL;
  unique = hangar_guest_name_make_unique (name, hangar_connection_get_domains (connection));
  return g_str_equal (unique, name) ? NULL : g_strdup (_ ("Another machine of this host has this name."));
}

/**
 * hangar_domain_rename_async:
 * @domain: a machine that is off
 * @name: its new name
 * @cancellable: (nullable): when cancelled, the caller is answered at once
 * @callback: called when it is done; the name changes by the daemon's event
 * @user_data: for @callback
 */
void
hangar_domain_rename_async (HangarDomain *domain, const char *name, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, rename_run, NULL, request_free, NULL };
  Request *request = g_new0 (Request, 1);

  request->uuid = g_strdup (hangar_domain_get_uuid (domain));
  request->name = g_strdup (name);
  work.data = request;
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_rename_finish:
 * @domain: the machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it has the new name
 */
gboolean
hangar_domain_rename_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (hangar_domain_run_finish (domain, result, error));
}
