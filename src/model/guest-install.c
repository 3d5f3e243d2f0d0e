/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a machine: a job whose steps make its disk, start its network, define it and start it, or leave
 * nothing. */

#include "config.h"

#include "model/guest-install-private.h"

#include "model/guest-builder.h"
#include "model/guest-definition.h"
#include "model/guest-sending.h"
#include "virt/domain.h"
#include "virt/guest.h"
#include "virt/volume-copy.h"

#include <glib/gi18n-lib.h>

#define JOB_DATA "hangar-guest-install"

/**
 * hangar_guest_install_ref:
 * @install: a creation
 *
 * Returns: (transfer full): the same creation
 */
HangarGuestInstall *
hangar_guest_install_ref (HangarGuestInstall *install)
{
  g_atomic_ref_count_inc (&install->references);
  return install;
}

/**
 * hangar_guest_install_unref:
 * @data: (transfer full): a creation
 *
 * The last reference may be dropped by a worker, and the connection belongs to the main thread.
 */
void
hangar_guest_install_unref (gpointer data)
{
  HangarGuestInstall *install = data;

  if (!g_atomic_ref_count_dec (&install->references))
    return;
  g_idle_add_once ((GSourceOnceFunc) g_object_unref, install->connection);
  hangar_guest_journal_unref (install->journal);
  hangar_guest_plan_free (install->plan);
  g_free (install->uuid);
  g_free (install->network);
  g_free (install->pool_uuid);
  g_free (install->pool_folder);
  g_free (install->disk_format);
  g_free (install->volume);
  g_free (install->sent_medium);
  hangar_guest_plan_free (install->wanted);
  hangar_appliance_free (install->appliance);
  hangar_image_header_free (install->image);
  g_free (install->definition);
  g_clear_pointer (&install->planned, hangar_guest_plan_free);
  g_free (install);
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarConnection *connection = g_object_get_data (G_OBJECT (task), "connection");
  GError *error = NULL;

  hangar_connection_run_finish (connection, result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * hangar_guest_install_run_with_host:
 * @task: (transfer full): returned with %TRUE or the error
 * @install: the creation
 * @work: what is to be done
 *
 * Runs a step with the host. It is not cancelled on the way: what was asked of the daemon happens anyway, and
 * its result must be known to be undone. The job looks at its cancellable between the steps.
 */
void
hangar_guest_install_run_with_host (GTask *task, HangarGuestInstall *install,
                                    const HangarConnectionWork *work)
{
  g_task_set_check_cancellable (task, FALSE);
  g_object_set_data_full (G_OBJECT (task), "connection", g_object_ref (install->connection), g_object_unref);
  hangar_connection_run_async (install->connection, work, NULL, worked_cb, task);
}

static void
run_with_host (GTask *task, HangarGuestInstall *install, HangarConnectionFunc func)
{
  const HangarConnectionWork work = {
    .lane = HANGAR_WORKER_SLOW,
    .func = func,
    .data = hangar_guest_install_ref (install),
    .data_free = hangar_guest_install_unref,
  };

  hangar_guest_install_run_with_host (task, install, &work);
}

/**
 * hangar_guest_install_begin:
 * @install: the creation
 * @connection: its host
 * @error: return location
 *
 * To be called by whatever step comes first: an earlier try may have lost its host before it could undo what
 * it did. Blocks: for workers.
 *
 * Returns: whether nothing is left of it
 */
gboolean
hangar_guest_install_begin (HangarGuestInstall *install, GVirConnection *connection, GError **error)
{
  if (!hangar_guest_journal_clear_earlier (install->journal, connection, error))
    return FALSE;
  if (!hangar_virt_guest_is_there (connection, install->uuid))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("This machine was made by now."));
  return FALSE;
}

/**
 * hangar_guest_install_find_pool:
 * @install: the creation
 * @connection: its host
 * @error: return location
 *
 * Returns: (transfer full): the pool for its disks, made where there is none. Blocks: for workers
 */
HangarVirtPool *
hangar_guest_install_find_pool (HangarGuestInstall *install, GVirConnection *connection, GError **error)
{
  if (install->pool_uuid != NULL)
    return hangar_virt_pool_ensure_started (connection, install->pool_uuid, error);
  return hangar_virt_pool_ensure_default (connection, install->pool_folder, error);
}

/**
 * hangar_guest_install_may_undo:
 * @install: the creation
 * @error: return location
 *
 * Returns: whether what was made for the machine can go again: no machine has it
 */
gboolean
hangar_guest_install_may_undo (HangarGuestInstall *install, GError **error)
{
  if (!install->defined)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("The machine “%s” has them."), install->plan->name);
  return FALSE;
}

/**
 * hangar_guest_install_forget:
 * @install: the creation
 * @connection: its host
 * @path: a volume that was noted and could not be made
 *
 * A host that is gone since may have made it: then it stays noted. Blocks: for workers.
 */
void
hangar_guest_install_forget (HangarGuestInstall *install, GVirConnection *connection, const char *path)
{
  if (hangar_virt_host_answers (connection))
    hangar_guest_journal_remove_volume (install->journal, path);
}

static gpointer
do_make_disk (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;
  g_autoptr (HangarVirtPool) pool = NULL;
  g_autoptr (HangarVirtVolume) made = NULL;
  g_autofree char *planned = NULL;
  HangarGuestDisk *disk;
  HangarVirtVolume wanted = { .format = install->disk_format, .capacity = install->disk_size };

  if (!hangar_guest_install_begin (install, connection, error))
    return NULL;
  pool = hangar_guest_install_find_pool (install, connection, error);
  if (pool == NULL)
    return NULL;
  wanted.name =
    hangar_virt_volume_free_name (connection, pool->uuid, install->plan->name, install->disk_format, error);
  if (wanted.name == NULL)
    return NULL;
  planned = g_build_filename (pool->path != NULL ? pool->path : "/", wanted.name, NULL);
  if (hangar_guest_journal_add_volume (install->journal, planned, error))
    made = hangar_virt_volume_create (connection, pool->uuid, &wanted, error);
  g_free (wanted.name);
  if (made == NULL)
    {
      hangar_guest_install_forget (install, connection, planned);
      return NULL;
    }

  install->volume = g_strdup (made->path);
  disk = hangar_guest_plan_add_disk (install->plan, made->path, install->disk_format);
  disk->made_here = TRUE;
  disk->is_block = made->is_block;
  return NULL;
}

static gpointer
undo_make_disk (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;

  if (hangar_guest_install_may_undo (install, error) &&
      hangar_virt_volume_delete (connection, install->volume, error))
    hangar_guest_journal_remove_volume (install->journal, install->volume);
  return NULL;
}

static gpointer
do_start_network (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;

  if (hangar_guest_install_begin (install, connection, error))
    hangar_virt_network_start (connection, install->network, &install->network_started, error);
  return NULL;
}

static gpointer
undo_start_network (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;

  if (install->network_started && hangar_guest_install_may_undo (install, error))
    hangar_virt_network_stop (connection, install->network, error);
  return NULL;
}

static gpointer
do_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;
  g_autofree char *uuid = NULL;
  g_autofree char *xml =
    install->definition != NULL
      ? hangar_guest_definition_adapt (install->definition, install->planned, install->plan, error)
      : hangar_guest_build_xml (install->plan);

  if (xml == NULL || !hangar_guest_install_begin (install, connection, error))
    return NULL;
  uuid = hangar_virt_domain_define (connection, xml, error);
  install->defined = uuid != NULL || !hangar_virt_host_answers (connection);
  return NULL;
}

static gboolean
is_active (GVirConnection *connection, HangarGuestInstall *install)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, install->uuid, NULL);

  return domain != NULL && domain->state != HANGAR_DOMAIN_OFF && domain->state != HANGAR_DOMAIN_SAVED;
}

/* One that runs is somebody's by now, and so is what was noted. */
static gpointer
undo_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;

  if (is_active (connection, install))
    {
      hangar_guest_journal_close (install->journal);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("The machine “%s” was started meanwhile."),
                   install->plan->name);
    }
  else if (hangar_virt_domain_undefine (connection, install->uuid, error))
    install->defined = FALSE;
  return NULL;
}

static gpointer
do_start (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;
  g_autoptr (GError) failure = NULL;

  /* Whoever sees it in a list can start it first. */
  if (!hangar_virt_domain_start (connection, install->uuid, &failure) && !is_active (connection, install))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  /* The machine is there and runs: nothing is left to be undone, whatever comes. */
  hangar_guest_journal_close (install->journal);
  if (install->plan->medium != NULL)
    hangar_virt_guest_mark_started (connection, install->uuid, NULL);
  return NULL;
}

static void
run_make_disk_cb (HangarJob *job, GTask *task, gpointer data)
{
  run_with_host (task, data, do_make_disk);
}

static void
undo_make_disk_cb (HangarJob *job, GTask *task, gpointer data)
{
  run_with_host (task, data, undo_make_disk);
}

static void
run_start_network_cb (HangarJob *job, GTask *task, gpointer data)
{
  run_with_host (task, data, do_start_network);
}

static void
undo_start_network_cb (HangarJob *job, GTask *task, gpointer data)
{
  run_with_host (task, data, undo_start_network);
}

static void
run_define_cb (HangarJob *job, GTask *task, gpointer data)
{
  run_with_host (task, data, do_define);
}

static void
undo_define_cb (HangarJob *job, GTask *task, gpointer data)
{
  run_with_host (task, data, undo_define);
}

static void
run_start_cb (HangarJob *job, GTask *task, gpointer data)
{
  /* One that runs is not taken back: its disk would be deleted below it. */
  hangar_job_seal (job);
  run_with_host (task, data, do_start);
}

static void
take_imports (HangarGuestInstall *install, HangarGuestSpec *spec)
{
  const HangarAppliance *appliance = hangar_guest_spec_get_import_appliance (spec);
  const HangarImageHeader *image = hangar_guest_spec_get_import_image (spec);

  if (appliance != NULL)
    install->appliance = hangar_appliance_copy (appliance);
  if (image != NULL && !hangar_guest_spec_get_import_in_place (spec))
    install->image = hangar_image_header_copy (image);
}

/* Takes over @wanted. */
static HangarGuestInstall *
install_alloc (HangarConnection *connection, HangarGuestPlan *wanted)
{
  HangarGuestInstall *install = g_new0 (HangarGuestInstall, 1);
  g_autofree char *folder = hangar_guest_journal_dup_folder ();

  g_atomic_ref_count_init (&install->references);
  install->connection = g_object_ref (connection);
  install->local = hangar_connection_is_local (connection);
  install->wanted = wanted;
  install->plan = hangar_guest_plan_copy (wanted);
  install->uuid = g_strdup (wanted->uuid);
  install->journal =
    hangar_guest_journal_new (folder, hangar_connection_get_uri (connection), wanted->name, wanted->uuid);
  return install;
}

static HangarGuestInstall *
install_new (HangarConnection *connection, HangarGuestSpec *spec)
{
  HangarGuestInstall *install = install_alloc (connection, hangar_guest_spec_make_plan (spec));
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (spec);

  install->new_disk = hangar_guest_spec_get_storage (spec) == HANGAR_GUEST_STORAGE_NEW &&
                      hangar_guest_spec_get_way (spec) != HANGAR_GUEST_WAY_IMPORT;
  install->definition = g_strdup (hangar_guest_spec_get_definition (spec));
  if (install->definition != NULL)
    install->planned = hangar_guest_definition_plan (spec);
  install->compress = hangar_guest_spec_get_compress (spec);
  install->disk_format = g_strdup (hangar_guest_spec_get_disk_format (spec));
  install->disk_size = hangar_guest_spec_get_disk_size (spec);
  install->pool_uuid = g_strdup (pool != NULL ? pool->uuid : NULL);
  install->pool_folder = hangar_guest_host_dup_default_folder (hangar_guest_spec_get_host (spec));
  install->copy_medium = hangar_guest_spec_get_copy_medium (spec);
  take_imports (install, spec);
  if (hangar_guest_spec_needs_network_start (spec))
    install->network = g_strdup (install->plan->network_source);
  return install;
}

/* The same wish again, nothing of it made. */
static HangarGuestInstall *
install_again (const HangarGuestInstall *earlier)
{
  HangarGuestInstall *install = install_alloc (earlier->connection, hangar_guest_plan_copy (earlier->wanted));

  install->new_disk = earlier->new_disk;
  install->definition = g_strdup (earlier->definition);
  install->planned = earlier->planned != NULL ? hangar_guest_plan_copy (earlier->planned) : NULL;
  install->compress = earlier->compress;
  install->disk_format = g_strdup (earlier->disk_format);
  install->disk_size = earlier->disk_size;
  install->pool_uuid = g_strdup (earlier->pool_uuid);
  install->pool_folder = g_strdup (earlier->pool_folder);
  install->copy_medium = earlier->copy_medium;
  install->appliance = earlier->appliance != NULL ? hangar_appliance_copy (earlier->appliance) : NULL;
  install->image = earlier->image != NULL ? hangar_image_header_copy (earlier->image) : NULL;
  install->network = g_strdup (earlier->network);
  return install;
}

static void
state_cb (HangarJob *job, GParamSpec *pspec, gpointer user_data)
{
  HangarGuestInstall *install = user_data;

  if (hangar_job_is_finished (job))
    hangar_guest_journal_release (install->journal);
}

static void
add_step (HangarJob *job, HangarGuestInstall *install, const char *text, HangarJobFunc run,
          HangarJobFunc undo)
{
  const HangarJobStep step = {
    .text = text,
    .run = run,
    .undo = undo,
    .data = hangar_guest_install_ref (install),
    .data_free = hangar_guest_install_unref,
  };

  hangar_job_add_step (job, &step);
}

static HangarJob *retry_cb (HangarJob *job);

/* Takes over @install. */
static HangarJob *
make_job (HangarGuestInstall *install)
{
  /* TRANSLATORS: %s is the name of a machine */
  g_autofree char *title = g_strdup_printf (_ ("Create “%s”"), install->plan->name);
  HangarJob *job = hangar_job_new (title);

  if (install->copy_medium)
    hangar_guest_sending_add_medium (job, install);
  if (install->new_disk)
    add_step (job, install, _ ("Making the disk…"), run_make_disk_cb, undo_make_disk_cb);
  hangar_guest_importing_add_steps (job, install);
  if (install->network != NULL)
    add_step (job, install, _ ("Starting the network…"), run_start_network_cb, undo_start_network_cb);
  add_step (job, install, _ ("Defining the machine…"), run_define_cb, undo_define_cb);
  add_step (job, install, _ ("Starting the machine…"), run_start_cb, NULL);
  g_object_set_data_full (G_OBJECT (job), JOB_DATA, install, hangar_guest_install_unref);
  g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), install);
  hangar_job_set_retry (job, retry_cb);
  return job;
}

static HangarJob *
retry_cb (HangarJob *job)
{
  HangarJob *again = make_job (install_again (g_object_get_data (G_OBJECT (job), JOB_DATA)));

  if (hangar_job_get_commands (job) != NULL)
    hangar_job_set_commands (again, g_object_ref (hangar_job_get_commands (job)));
  return again;
}

/**
 * hangar_guest_install_new:
 * @connection: an open host
 * @spec: a wish without problems; later changes of it do not matter
 *
 * Makes the job that makes the machine. Its disk is noted in a journal before it is made, so that even a
 * killed process leaves nothing that cannot be named. When it fails, it can be tried again: what the earlier
 * try could not undo, because its host was lost, is removed then.
 *
 * Returns: (transfer full): the job, not run yet
 */
HangarJob *
hangar_guest_install_new (HangarConnection *connection, HangarGuestSpec *spec)
{
  return make_job (install_new (connection, spec));
}

/**
 * hangar_guest_install_get_uuid:
 * @job: a job of hangar_guest_install_new()
 *
 * Returns: (nullable): the UUID that the machine has or will have; %NULL for other jobs
 */
const char *
hangar_guest_install_get_uuid (HangarJob *job)
{
  HangarGuestInstall *install = g_object_get_data (G_OBJECT (job), JOB_DATA);

  return install != NULL ? install->uuid : NULL;
}
