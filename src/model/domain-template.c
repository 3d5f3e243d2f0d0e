/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a machine a template, and a template a machine again when nothing depends on it any more. */

#include "config.h"

#include "model/domain-template.h"

#include <glib/gi18n-lib.h>

#include "model/host-step.h"

#include "virt/guest.h"
#include "virt/image-use.h"

/* More names than this are not read. */
#define MOST_NAMES 5

typedef struct
{
  char uuid[37];
  gboolean local;
  gboolean template;
} Request;

/* Two machines that start from one kernel do not depend on each other. */
static gboolean
is_disk (const HangarVirtImageUse *use)
{
  return g_str_equal (use->device, "disk");
}

static gboolean
has_image (GPtrArray *uses, const char *uuid, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (use->depth == 0 && !use->read_only && is_disk (use) && g_str_equal (use->uuid, uuid) &&
          g_strcmp0 (use->path, path) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
dependant_free (gpointer data)
{
  HangarDependant *dependant = data;

  g_free (dependant->name);
  g_free (dependant);
}

static gboolean
is_found (GPtrArray *found, const char *uuid)
{
  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((HangarDependant *) found->pdata[i])->uuid, uuid))
      return TRUE;
  return FALSE;
}

/* What only this machine has: its disks, and what is above the images of @mother. */
static guint64
own_size (GPtrArray *uses, const char *uuid, const char *mother)
{
  guint64 size = 0;

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (g_str_equal (use->uuid, uuid) && is_disk (use) && !use->read_only && !use->indirect &&
          use->depth == 0 && !has_image (uses, mother, use->path))
        size += use->allocation;
    }
  return size;
}

/* The machines whose disks, or snapshots, build on those of @uuid. */
static GPtrArray *
find_dependants (GPtrArray *uses, const char *uuid)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (dependant_free);

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];
      HangarDependant *dependant;

      if ((use->depth == 0 && !use->indirect) || !is_disk (use) || g_str_equal (use->uuid, uuid) ||
          !has_image (uses, uuid, use->path) || is_found (found, use->uuid))
        continue;
      dependant = g_new0 (HangarDependant, 1);
      g_strlcpy (dependant->uuid, use->uuid, sizeof dependant->uuid);
      dependant->name = g_strdup (use->name);
      dependant->size = own_size (uses, use->uuid, uuid);
      g_ptr_array_add (found, dependant);
    }
  return found;
}

static char *
join_names (GPtrArray *found)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < found->len && i < MOST_NAMES; i++)
    g_strv_builder_add (names, ((HangarDependant *) found->pdata[i])->name);
  list = g_strv_builder_end (names);
  return g_strjoinv (", ", list);
}

static gboolean
check_free (GVirConnection *connection, const Request *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->local, cancellable, error);
  g_autoptr (GPtrArray) found = uses != NULL ? find_dependants (uses, request->uuid) : NULL;
  g_autofree char *list = NULL;

  if (found == NULL || found->len == 0)
    return found != NULL;
  list = join_names (found);
  g_set_error (
    error, G_IO_ERROR, G_IO_ERROR_BUSY,
    g_dngettext (GETTEXT_PACKAGE, "%u machine depends on it: %s", "%u machines depend on it: %s", found->len),
    found->len, list);
  return FALSE;
}

static gpointer
set_template_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  if (request->template || check_free (connection, request, cancellable, error))
    hangar_virt_guest_set_template (connection, request->uuid, request->template, error);
  return NULL;
}

static gpointer
dependants_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->local, cancellable, error);

  return uses != NULL ? find_dependants (uses, request->uuid) : NULL;
}

/**
 * hangar_domain_dependants_load_async:
 * @domain: a machine
 * @cancellable: (nullable): to give up waiting
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks through the images of all machines of its host, in a worker thread.
 */
void
hangar_domain_dependants_load_async (HangarDomain *domain, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  Request *request = g_new0 (Request, 1);
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, dependants_run, request, g_free,
                                      (GDestroyNotify) g_ptr_array_unref };

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->local = connection != NULL && hangar_connection_is_local (connection);
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_dependants_load_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarDependant): the machines whose disks, or snapshots,
 * build on its disks
 */
GPtrArray *
hangar_domain_dependants_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}

/**
 * hangar_domain_template_take_back:
 * @connection: an open connection
 * @uuid: a machine that was made a template for clones
 * @local: whether the host's files are this computer's
 * @error: return location
 *
 * Makes it a machine again when nothing depends on it; otherwise it is a template with good reason, and stays
 * one. Blocks: for workers.
 *
 * Returns: whether it is what it is to be; a machine that does not exist any more is fine too
 */
gboolean
hangar_domain_template_take_back (GVirConnection *connection, const char *uuid, gboolean local,
                                  GError **error)
{
  Request request = { .local = local };
  g_autoptr (GError) failure = NULL;

  if (!hangar_virt_guest_is_there (connection, uuid))
    return TRUE;
  g_strlcpy (request.uuid, uuid, sizeof request.uuid);
  if (check_free (connection, &request, NULL, &failure))
    return hangar_virt_guest_set_template (connection, uuid, FALSE, error);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hangar_domain_template_refusal:
 * @domain: a machine or template
 *
 * Returns: (nullable): a sentence that says why it cannot become the other now
 */
const char *
hangar_domain_template_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_get_state (domain) != HANGAR_DOMAIN_OFF)
    return _ ("Only a machine that is off can become a template.");
  return hangar_domain_get_persistent (domain) ? NULL : _ ("It exists only while it runs.");
}

/**
 * hangar_domain_template_job_new:
 * @domain: a machine or template
 * @template: what it shall be; back to a machine only when no other machine's disks build on it
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_domain_template_job_new (HangarDomain *domain, gboolean template)
{
  const char *name = hangar_domain_get_display_name (domain);
  /* Translators: %s is the name of a machine */
  g_autofree char *title = template ? g_strdup_printf (_ ("Make “%s” a template"), name)
                                    : g_strdup_printf (_ ("Make “%s” a machine again"), name);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  HangarJob *job = hangar_job_new (title);
  Request *request = g_atomic_rc_box_new0 (Request);
  const HangarHostStep step = { .text = _ ("Looking who depends on it…"),
                                .run = set_template_run,
                                .data = request };

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->local = connection != NULL && hangar_connection_is_local (connection);
  request->template = template;
  hangar_host_step_add (job, connection, &step);
  g_atomic_rc_box_release (request);
  return job;
}
