/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps that bring disks of other programs into a pool: taken out of their archive, looked at, converted.
 */

#include "config.h"

#include "model/guest-install-private.h"

#include "model/guest-sending.h"
#include "model/image-convert.h"
#include "model/media-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* So much of the work is the conversion, when what comes of it must be sent to the host then. */
#define CONVERSION_SHARE 0.5

/* One disk on its way. */
typedef struct
{
  gatomicrefcount references;
  HangarGuestInstall *install;
  HangarAppliance *appliance; /* (nullable): an archive that the disk is taken out of first */
  guint number;
  HangarImageHeader *image; /* (nullable): not known before it is out of its archive */
  HangarJob *job;           /* weak: told of the progress */
  char *target;             /* (nullable): the volume */
  char *converted;          /* the file that is written here: the volume's, or one that is sent to the host */
  char *unpacked;           /* (nullable): the disk as it came out of its archive, for a while */
  gboolean sent;            /* the pool's folder is not ours to write to */
} Importing;

static Importing *
importing_ref (Importing *importing)
{
  g_atomic_ref_count_inc (&importing->references);
  return importing;
}

static void
importing_unref (gpointer data)
{
  Importing *importing = data;

  if (!g_atomic_ref_count_dec (&importing->references))
    return;
  hangar_guest_install_unref (importing->install);
  hangar_appliance_free (importing->appliance);
  hangar_image_header_free (importing->image);
  g_free (importing->target);
  g_free (importing->converted);
  g_free (importing->unpacked);
  g_free (importing);
}

/* A folder of this computer that the user may write to; all else is the daemon's to fill. */
static gboolean
is_ours (HangarGuestInstall *install, const HangarVirtPool *pool)
{
  static const char *const folders[] = { "dir", "fs", "netfs", NULL };

  return install->local && pool->path != NULL && g_strv_contains (folders, pool->type) &&
         g_access (pool->path, W_OK | X_OK) == 0;
}

static gboolean
plan_files (Importing *importing, GVirConnection *connection, const HangarVirtPool *pool, GError **error)
{
  HangarGuestInstall *install = importing->install;
  g_autofree char *name = NULL;

  if (!importing->sent)
    {
      name = hangar_virt_volume_free_name (connection, pool->uuid, install->plan->name, install->disk_format,
                                           error);
      if (name == NULL)
        return FALSE;
      importing->target = g_build_filename (pool->path, name, NULL);
      importing->converted = g_strdup (importing->target);
      return TRUE;
    }
  name = g_strdup_printf ("%s-%u.%s", install->uuid, importing->number, install->disk_format);
  importing->converted = g_build_filename (g_get_user_cache_dir (), "hangar", "imports", name, NULL);
  g_free (name);
  name = g_path_get_dirname (importing->converted);
  if (g_mkdir_with_parents (name, 0700) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", name, g_strerror (errno));
  return FALSE;
}

/* A name is free until a file has it: unpacking takes minutes, and another creation may want the same one. */
static gboolean
take_place (Importing *importing, GError **error)
{
  int fd = -1;

  if (importing->sent)
    return TRUE;
  fd = open (importing->converted, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", importing->converted,
               g_strerror (errno));
  /* Somebody else's: nothing of it is removed. */
  hangar_guest_journal_remove_volume (importing->install->journal, importing->converted);
  g_clear_pointer (&importing->converted, g_free);
  return FALSE;
}

static gpointer
do_plan (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Importing *importing = data;
  HangarGuestInstall *install = importing->install;
  g_autoptr (HangarVirtPool) pool = NULL;

  if (importing->number == 0 && !hangar_guest_install_begin (install, connection, error))
    return NULL;
  pool = hangar_guest_install_find_pool (install, connection, error);
  if (pool == NULL)
    return NULL;
  importing->sent = !is_ours (install, pool);
  if (!plan_files (importing, connection, pool, error))
    return NULL;
  if (importing->appliance != NULL)
    importing->unpacked = g_strconcat (importing->converted, ".unpacking", NULL);
  if (hangar_guest_journal_add_volume (install->journal, importing->converted, error) &&
      take_place (importing, error) && importing->unpacked != NULL)
    hangar_guest_journal_add_volume (install->journal, importing->unpacked, error);
  return NULL;
}

static gpointer
do_send (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Importing *importing = data;
  const HangarGuestSending sending = {
    .install = importing->install,
    .job = importing->job,
    .source = importing->converted,
    .base = importing->install->plan->name,
    .extension = importing->install->disk_format,
    .from = CONVERSION_SHARE,
  };

  importing->target = hangar_guest_sending_run (&sending, connection, error);
  return NULL;
}

static gpointer
do_register (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Importing *importing = data;
  HangarGuestInstall *install = importing->install;
  g_autoptr (HangarVirtPool) pool = hangar_guest_install_find_pool (install, connection, error);

  if (pool == NULL || !hangar_virt_pool_refresh (connection, pool->uuid, error))
    return NULL;
  hangar_guest_plan_add_disk (install->plan, importing->target, install->disk_format)->made_here = TRUE;
  return NULL;
}

static gpointer
do_undo (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Importing *importing = data;

  if (hangar_guest_install_may_undo (importing->install, error) &&
      hangar_virt_volume_delete (connection, importing->target, error))
    hangar_guest_journal_remove_volume (importing->install->journal, importing->target);
  return NULL;
}

static gboolean
remove_file (Importing *importing, const char *path)
{
  if (path == NULL || (g_unlink (path) < 0 && errno != ENOENT))
    return FALSE;
  hangar_guest_journal_remove_volume (importing->install->journal, path);
  return TRUE;
}

/* What was written on the way. */
static void
clean_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Importing *importing = data;
  gboolean failed = g_object_get_data (G_OBJECT (task), "failed") != NULL;

  remove_file (importing, importing->unpacked);
  if (failed || importing->sent)
    remove_file (importing, importing->converted);
  g_task_return_boolean (task, TRUE);
}

static void
clean (GTask *task, Importing *importing, gboolean failed, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) cleaning = g_task_new (NULL, NULL, callback, task);

  if (failed)
    g_object_set_data (G_OBJECT (cleaning), "failed", GINT_TO_POINTER (1));
  g_task_set_task_data (cleaning, importing_ref (importing), importing_unref);
  g_task_run_in_thread (cleaning, clean_thread);
}

static void
failed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_error (task, g_object_steal_data (G_OBJECT (task), "error"));
}

static void
fail (GTask *task, Importing *importing, GError *error)
{
  g_object_set_data (G_OBJECT (task), "error", error);
  clean (task, importing, TRUE, failed_cb);
}

static HangarConnectionWork
host_work (Importing *importing, HangarConnectionFunc func)
{
  return (HangarConnectionWork) { HANGAR_WORKER_SLOW, func, importing_ref (importing), importing_unref,
                                  NULL };
}

static void
run_work (GTask *task, Importing *importing, HangarConnectionFunc func, GAsyncReadyCallback callback)
{
  const HangarConnectionWork work = host_work (importing, func);

  hangar_guest_install_run_with_host (g_task_new (NULL, NULL, callback, task), importing->install, &work);
}

/* Where the host was lost, a volume that it has stays noted in the journal. */
static void
registered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Importing *importing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail (task, importing, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
cleaned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  run_work (user_data, g_task_get_task_data (user_data), do_register, registered_cb);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Importing *importing = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    clean (task, importing, FALSE, cleaned_cb);
  else
    fail (task, importing, error);
}

static void
converted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Importing *importing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!hangar_image_convert_finish (result, &error))
    fail (task, importing, error);
  else if (importing->sent)
    run_work (task, importing, do_send, sent_cb);
  else
    clean (task, importing, FALSE, cleaned_cb);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  const Importing *importing = user_data;

  hangar_job_set_progress (importing->job, importing->sent ? fraction * CONVERSION_SHARE : fraction);
}

static void
convert (GTask *task, Importing *importing)
{
  const HangarImageConversion conversion = {
    .source = importing->image,
    .target = importing->converted,
    .format = importing->install->disk_format,
    .compress = importing->install->compress,
    .progress = progress_cb,
    .user_data = importing,
  };

  hangar_image_convert_async (&conversion, hangar_job_get_cancellable (importing->job), converted_cb, task);
}

static void
unpack_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Importing *importing = data;
  const HangarApplianceDisk *disk = g_ptr_array_index (importing->appliance->disks, importing->number);
  GError *error = NULL;

  if (hangar_appliance_extract (importing->appliance, importing->number, importing->unpacked, cancellable,
                                &error))
    importing->image = hangar_image_header_read (importing->unpacked, &error);
  if (error == NULL && disk->capacity > 0 && importing->image->capacity > disk->capacity)
    g_set_error_literal (&error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_CONTENT,
                         _ ("A disk of this appliance is larger than its description says."));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
unpacked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Importing *importing = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    convert (task, importing);
  else
    fail (task, importing, error);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Importing *importing = g_task_get_task_data (task);
  g_autoptr (GTask) unpacking = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail (task, importing, error);
      return;
    }
  if (importing->appliance == NULL)
    {
      convert (task, importing);
      return;
    }
  unpacking = g_task_new (NULL, hangar_job_get_cancellable (importing->job), unpacked_cb, task);
  g_task_set_check_cancellable (unpacking, FALSE);
  g_task_set_task_data (unpacking, importing_ref (importing), importing_unref);
  g_task_run_in_thread (unpacking, unpack_thread);
}

static void
run_cb (HangarJob *job, GTask *task, gpointer data)
{
  Importing *importing = data;

  importing->job = job;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, importing_ref (importing), importing_unref);
  run_work (task, importing, do_plan, planned_cb);
}

static void
remove_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Importing *importing = data;

  if (remove_file (importing, importing->target))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", importing->target);
}

/* A file that was written here can be removed here, host or no host. */
static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Importing *importing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && (importing->sent || importing->install->defined))
    g_task_return_error (task, error);
  else if (error != NULL)
    {
      g_error_free (error);
      g_task_run_in_thread (task, remove_thread);
    }
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
undo_cb (HangarJob *job, GTask *task, gpointer data)
{
  g_task_set_task_data (task, importing_ref (data), importing_unref);
  run_work (task, data, do_undo, undone_cb);
}

static void
add_step (HangarJob *job, HangarGuestInstall *install, const HangarAppliance *appliance, guint number,
          const HangarImageHeader *image)
{
  Importing *importing = g_new0 (Importing, 1);
  const HangarJobStep step = { .text = _ ("Converting the disk…"),
                               .run = run_cb,
                               .undo = undo_cb,
                               .data = importing,
                               .data_free = importing_unref };

  g_atomic_ref_count_init (&importing->references);
  importing->install = hangar_guest_install_ref (install);
  importing->number = number;
  importing->appliance = image == NULL ? hangar_appliance_copy (appliance) : NULL;
  importing->image = image != NULL ? hangar_image_header_copy (image) : NULL;
  hangar_job_add_step (job, &step);
}

/**
 * hangar_guest_importing_add_steps:
 * @job: a job that does not run yet
 * @install: a creation
 *
 * Adds a step for each disk of another program that it brings in.
 */
void
hangar_guest_importing_add_steps (HangarJob *job, HangarGuestInstall *install)
{
  const HangarAppliance *appliance = install->appliance;

  if (install->image != NULL)
    add_step (job, install, NULL, 0, install->image);
  for (guint i = 0; appliance != NULL && i < appliance->disks->len; i++)
    {
      const HangarApplianceDisk *disk = g_ptr_array_index (appliance->disks, i);

      add_step (job, install, appliance, i, disk->image);
    }
}
