/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new machine that begins where another one was at a snapshot. */

#include "config.h"

#include "model/snapshot-clone.h"

#include <glib/gi18n-lib.h>

#include "model/clone-private.h"
#include "model/clone-xml.h"
#include "virt/domain.h"
#include "virt/snapshot-image.h"
#include "virt/volume-copy.h"

static const char *
remote_refusal (void)
{
  return _ ("What is kept inside a disk can only be copied out on this computer, not on another host.");
}

/**
 * hangar_snapshot_clone_refusal:
 * @domain: a machine
 * @snapshot: one of its snapshots
 *
 * Returns: (nullable): a sentence that says why no machine can be made from it now
 */
const char *
hangar_snapshot_clone_refusal (HangarDomain *domain, HangarSnapshot *snapshot)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);

  if (connection == NULL || !hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_snapshot_get_kind (snapshot) != HANGAR_SNAPSHOT_INTERNAL)
    return NULL;
  if (!hangar_connection_is_local (connection))
    return remote_refusal ();
  if (hangar_domain_is_active (domain))
    return _ ("It is running: what is kept inside its disks can only be copied while it is off.");
  return NULL;
}

typedef struct
{
  HangarCloneWork *clone;
  char *snapshot;
  char *xml; /* (nullable): the definition as it was then */
} Work;

static void
work_clear (gpointer data)
{
  Work *work = data;

  g_atomic_rc_box_release_full (work->clone, hangar_clone_work_clear);
  g_free (work->snapshot);
  g_free (work->xml);
}

static gboolean
copy_disk (GVirConnection *connection, Work *work, const HangarVirtSnapshotDisk *disk, GError **error)
{
  HangarCloneWork *clone = work->clone;
  const HangarVirtVolume source = { .path = disk->path, .format = disk->format };
  g_autofree char *folder = g_path_get_dirname (disk->path);
  g_autofree char *name = g_strconcat (clone->name, "-", disk->target, ".qcow2", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (HangarVirtVolume) existing = hangar_virt_volume_lookup (connection, path, NULL);
  gboolean made;

  /* A pool does not know of what was put into its folder since it looked, and qemu-img writes over it. */
  if (existing != NULL || (disk->internal && g_file_test (path, G_FILE_TEST_EXISTS)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is a file %s already."), path);
      return FALSE;
    }
  /* A path of another host may be the path of something else here. */
  if (disk->internal && !clone->local)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, remote_refusal ());
      return FALSE;
    }
  if (!hangar_guest_journal_add_volume (clone->journal, path, error))
    return FALSE;
  if (disk->internal)
    made = hangar_virt_snapshot_image_extract (connection, disk, work->snapshot, path, error);
  else
    {
      g_autoptr (HangarVirtVolume) copy =
        hangar_virt_volume_clone (connection, &source, path, "qcow2", error);

      made = copy != NULL;
    }
  if (made)
    g_ptr_array_add (clone->disks, hangar_clone_disk_new (disk->target, path, "qcow2", TRUE));
  return made;
}

static gpointer
do_copy (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (GPtrArray) disks = hangar_virt_snapshot_image_disks (connection, work->clone->source_uuid,
                                                                  work->snapshot, &work->xml, error);

  for (guint i = 0; disks != NULL && i < disks->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !copy_disk (connection, work, g_ptr_array_index (disks, i), error))
      {
        hangar_clone_work_delete_disks (connection, work->clone, NULL, NULL);
        return NULL;
      }
  return NULL;
}

static gpointer
undo_copy (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_clone_work_delete_disks (connection, ((Work *) data)->clone, cancellable, error);
}

static gpointer
do_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  HangarCloneWork *clone = work->clone;
  g_autofree char *xml = hangar_clone_xml (work->xml, clone->name, clone->uuid, clone->disks, error);
  g_autofree char *uuid = xml != NULL ? hangar_virt_domain_define (connection, xml, error) : NULL;

  if (uuid != NULL)
    hangar_guest_journal_close (clone->journal);
  return NULL;
}

/**
 * hangar_snapshot_clone_job_new:
 * @tree: the snapshots of a machine
 * @snapshot: the name of one of them
 * @name: the new machine's name
 *
 * Copies the disks as they were at that moment, and defines a machine as it was then. The memory is not
 * copied: the new machine starts as after a power failure.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_snapshot_clone_job_new (HangarSnapshotTree *tree, const char *snapshot, const char *name)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (tree);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  /* Translators: the name of a machine, the name of a snapshot */
  g_autofree char *title = g_strdup_printf (_ ("New machine “%s” from “%s”"), name, snapshot);
  HangarJob *job = hangar_job_new (title);
  Work *work = g_atomic_rc_box_new0 (Work);
  const HangarHostStep copy = { .text = _ ("Copying the disks as they were…"),
                                .run = do_copy,
                                .undo = undo_copy,
                                .data = work,
                                .clear = work_clear };
  const HangarHostStep define = {
    .text = _ ("Defining the new machine…"), .run = do_define, .data = work, .clear = work_clear, .seal = TRUE
  };

  work->clone = hangar_clone_work_new (domain, name, none);
  work->snapshot = g_strdup (snapshot);
  hangar_host_step_add (job, connection, &copy);
  hangar_host_step_add (job, connection, &define);
  g_atomic_rc_box_release_full (work, work_clear);
  return job;
}
