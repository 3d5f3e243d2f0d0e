/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting a machine as a job: force off what runs, forget the definition, remove the disks that were ticked.
 */

#include "config.h"

#include "model/domain-delete.h"

#include <glib/gi18n-lib.h>

#include "model/domain-files.h"

#include "virt/error.h"
#include "virt/image-use.h"
#include "virt/storage.h"

/* What one step's worker needs. */
typedef struct
{
  char uuid[37];
  gboolean local;
  char *path;
} StepRequest;

typedef struct
{
  HangarConnection *connection; /* (nullable): kept, since a domain that is gone has none any more */
  char *uuid;
  char *path; /* (nullable) */
  HangarConnectionFunc func;
} DeleteStep;

static void
delete_step_free (gpointer data)
{
  DeleteStep *step = data;

  g_clear_object (&step->connection);
  g_free (step->uuid);
  g_free (step->path);
  g_free (step);
}

static void
step_request_free (gpointer data)
{
  StepRequest *request = data;

  g_free (request->path);
  g_free (request);
}

static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN);
}

static gpointer
force_off_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const StepRequest *request = data;
  g_autoptr (GError) failure = NULL;

  /* It may have gone off by itself meanwhile, and one that is not persistent then goes away. */
  if (!hangar_virt_domain_destroy (connection, request->uuid, &failure) && !is_gone (failure) &&
      !g_error_matches (failure, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_OPERATION_INVALID))
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gpointer
check_disk_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const StepRequest *request = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->local, cancellable, error);
  g_autofree char *user = NULL;

  if (uses == NULL)
    return NULL;
  user = hangar_domain_files_other_user (uses, request->uuid, request->path);
  if (user != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 /* Translators: the path of a disk, the name of another machine */
                 _ ("The disk %s is also used by the machine “%s”. Nothing was deleted."), request->path,
                 user);
  return NULL;
}

static gpointer
undefine_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const StepRequest *request = data;
  g_autoptr (GError) failure = NULL;

  if (!hangar_virt_domain_undefine (connection, request->uuid, &failure) && !is_gone (failure))
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gpointer
delete_disk_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const StepRequest *request = data;
  g_autoptr (GError) failure = NULL;

  if (!hangar_virt_volume_delete (connection, request->path, &failure))
    g_set_error (error, failure->domain, failure->code,
                 /* Translators: the path of a disk, what the host answered */
                 _ ("The machine is deleted, but its disk %s is still there: %s"), request->path,
                 failure->message);
  return NULL;
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run_step (HangarJob *job, GTask *task, gpointer data)
{
  const DeleteStep *step = data;
  StepRequest *request;
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, step->func, NULL, step_request_free, NULL };

  if (step->connection == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                               _ ("Its host is not connected."));
      g_object_unref (task);
      return;
    }
  request = g_new0 (StepRequest, 1);
  g_strlcpy (request->uuid, step->uuid, sizeof request->uuid);
  request->local = hangar_connection_is_local (step->connection);
  request->path = g_strdup (step->path);
  work.data = request;
  hangar_connection_run_async (step->connection, &work, g_task_get_cancellable (task), stepped_cb, task);
}

static void
add_step (HangarJob *job, HangarDomain *domain, const char *text, HangarConnectionFunc func, const char *path)
{
  DeleteStep *data = g_new0 (DeleteStep, 1);
  HangarJobStep step = { text, run_step, NULL, data, delete_step_free };

  g_set_object (&data->connection, hangar_domain_get_connection (domain));
  data->uuid = g_strdup (hangar_domain_get_uuid (domain));
  data->path = g_strdup (path);
  data->func = func;
  hangar_job_add_step (job, &step);
}

static gboolean
is_own_disk (const HangarDomainConfig *config, const char *path)
{
  for (guint i = 0; i < config->disks->len; i++)
    {
      const HangarConfigDisk *disk = config->disks->pdata[i];

      if (g_str_equal (disk->device, "disk") && g_str_equal (disk->kind, "file") && !disk->read_only &&
          !disk->shareable && g_strcmp0 (disk->source, path) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_domain_delete_own_disks:
 * @config: a definition
 *
 * The disks that may be offered for removal: the program made them for this machine (the definition says so),
 * and they are still its disks, its alone.
 *
 * Returns: (transfer full) (array zero-terminated=1): their paths
 */
GStrv
hangar_domain_delete_own_disks (const HangarDomainConfig *config)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; config->created_disks[i] != NULL; i++)
    if (is_own_disk (config, config->created_disks[i]) &&
        !g_strv_contains ((const char *const *) config->created_disks + i + 1, config->created_disks[i]))
      g_strv_builder_add (builder, config->created_disks[i]);
  return g_strv_builder_end (builder);
}

/**
 * hangar_domain_delete_job_new:
 * @domain: a machine
 * @disks: (array zero-terminated=1) (nullable): paths of disks to remove with it
 *
 * What fails says what is left. A disk that another machine uses too stops the job before anything is done.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_domain_delete_job_new (HangarDomain *domain, const char *const *disks)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *title = g_strdup_printf (_ ("Delete “%s”"), hangar_domain_get_display_name (domain));
  HangarJob *job = hangar_job_new (title);

  for (gsize i = 0; disks != NULL && disks[i] != NULL; i++)
    add_step (job, domain, _ ("Checking that nobody else uses its disk…"), check_disk_run, disks[i]);
  if (hangar_domain_is_active (domain))
    add_step (job, domain, _ ("Forcing the machine off…"), force_off_run, NULL);
  add_step (job, domain, _ ("Deleting the machine…"), undefine_run, NULL);
  for (gsize i = 0; disks != NULL && disks[i] != NULL; i++)
    add_step (job, domain, _ ("Deleting its disk…"), delete_disk_run, disks[i]);
  return job;
}
