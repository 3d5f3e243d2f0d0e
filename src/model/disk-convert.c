/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Converts a machine's disks to qcow2, which can keep snapshots. What was converted stays beside it until the
 * user says that it may go. */

#include "config.h"

#include "model/disk-convert.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/clone-private.h"
#include "model/clone-xml.h"
#include "model/domain-files.h"
#include "model/file-users.h"
#include "virt/domain.h"
#include "virt/image-use.h"
#include "virt/volume-copy.h"

/* More names than anybody has files of one name. */
#define MOST_TRIES 100

/**
 * hangar_disk_convert_candidates:
 * @config: a machine's definition
 *
 * Returns: (transfer full) (element-type HangarCloneSource): the disks that cannot keep snapshots and could
 * be converted
 */
GPtrArray *
hangar_disk_convert_candidates (const HangarDomainConfig *config)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);

  for (guint i = 0; i < config->disks->len; i++)
    {
      const HangarConfigDisk *disk = g_ptr_array_index (config->disks, i);

      if (g_str_equal (disk->device, "disk") && g_str_equal (disk->kind, "file") && !disk->read_only &&
          !disk->shareable && disk->source != NULL && g_strcmp0 (disk->format, "qcow2") != 0)
        g_ptr_array_add (
          found, hangar_clone_source_new (disk->target, disk->source, disk->format, HANGAR_CLONE_COPY));
    }
  return found;
}

/**
 * hangar_disk_convert_refusal:
 * @domain: a machine
 *
 * Returns: (nullable): a sentence that says why its disks cannot be converted now
 */
const char *
hangar_disk_convert_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_get_template (domain))
    return _ ("It is a template: its clones depend on its disks as they are.");
  if (hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED)
    return _ (
      "Its state is saved, and it goes on with the disks that it has. Restore it and shut it down first.");
  if (hangar_domain_get_state (domain) != HANGAR_DOMAIN_OFF)
    return _ ("Its disks can only be converted while it is off. Shut it down first.");
  return hangar_domain_get_persistent (domain) ? NULL : _ ("It exists only while it runs.");
}

static const HangarVirtImageUse *
find_disk (GPtrArray *uses, const char *uuid, const char *target)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (use->depth == 0 && g_str_equal (use->uuid, uuid) && g_strcmp0 (use->target, target) == 0)
        return use;
    }
  return NULL;
}

/* "web.img" becomes "web.qcow2", beside it. */
static char *
choose_path (GVirConnection *connection, const char *path, GError **error)
{
  const char *dot = strrchr (path, '.');
  gsize length = dot != NULL && strchr (dot, '/') == NULL ? (gsize) (dot - path) : strlen (path);

  for (guint i = 1; i < MOST_TRIES; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *wanted = g_strdup_printf ("%.*s%s.qcow2", (int) length, path, number);
      g_autoptr (HangarVirtVolume) existing = hangar_virt_volume_lookup (connection, wanted, NULL);

      if (existing == NULL)
        return g_steal_pointer (&wanted);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is no free name beside %s."), path);
  return NULL;
}

static gboolean
plan_disk (GVirConnection *connection, HangarCloneWork *work, GPtrArray *uses, HangarCloneSource *source,
           GError **error)
{
  const HangarVirtImageUse *disk = find_disk (uses, work->source_uuid, source->target);
  g_autofree char *other =
    disk != NULL ? hangar_domain_files_other_user (uses, work->source_uuid, disk->path) : NULL;

  if (disk == NULL || !disk->in_pool)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   /* Translators: %s is the name of a disk, like "vda" */
                   _ ("The disk %s is in no storage pool of the host, so it cannot be converted there."),
                   source->target);
      return FALSE;
    }
  if (other != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   /* Translators: the name of a disk, the name of another machine */
                   _ ("The disk %s is also used by the machine “%s”."), source->target, other);
      return FALSE;
    }
  g_free (source->path);
  source->path = g_strdup (disk->path);
  source->target_path = choose_path (connection, disk->path, error);
  return source->target_path != NULL;
}

static gpointer
do_plan (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *work = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, work->local, cancellable, error);

  for (guint i = 0; uses != NULL && i < work->sources->len; i++)
    if (!plan_disk (connection, work, uses, g_ptr_array_index (work->sources, i), error))
      return NULL;
  return NULL;
}

static gpointer
do_convert (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *work = data;

  if (!hangar_clone_work_remember (connection, work, error))
    return NULL;
  hangar_clone_work_plan (connection, work);
  for (guint i = 0; i < work->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (work->sources, i);
      const HangarVirtVolume original = { .path = source->path, .format = source->format };
      g_autoptr (HangarVirtVolume) made = NULL;
      HangarCloneDisk *disk;

      if (!g_cancellable_set_error_if_cancelled (cancellable, error) &&
          hangar_guest_journal_add_volume (work->journal, source->target_path, error))
        {
          hangar_copy_meter_begin (&work->meter, source->target_path,
                                   hangar_virt_volume_chain_allocation (connection, source->path));
          made = hangar_virt_volume_clone (connection, &original, source->target_path, "qcow2", error);
          hangar_copy_meter_end (&work->meter);
        }
      if (made == NULL)
        {
          hangar_clone_work_delete_disks (connection, work, NULL, NULL);
          return NULL;
        }
      disk = hangar_clone_disk_new (source->target, made->path, "qcow2", TRUE);
      disk->kept = g_strdup (source->path);
      g_ptr_array_add (work->disks, disk);
    }
  return NULL;
}

static gpointer
do_switch (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *work = data;
  g_autofree char *xml = hangar_clone_work_is_unchanged (connection, work, error)
                           ? hangar_virt_domain_get_xml (connection, work->source_uuid, TRUE, error)
                           : NULL;
  g_autofree char *changed = xml != NULL ? hangar_clone_replace_disks (xml, work->disks, error) : NULL;
  g_autofree char *uuid = changed != NULL ? hangar_virt_domain_define (connection, changed, error) : NULL;

  if (uuid != NULL)
    hangar_guest_journal_close (work->journal);
  return NULL;
}

/**
 * hangar_disk_convert_job_new:
 * @domain: a machine that is off
 * @disks: (element-type HangarCloneSource): disks of it, from hangar_disk_convert_candidates()
 *
 * Converts disks to qcow2, beside themselves. The machine gets the new disks at the end, in one go; its
 * definition notes where the old ones are.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_disk_convert_job_new (HangarDomain *domain, GPtrArray *disks)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *title =
    g_strdup_printf (_ ("Convert the disks of “%s” to qcow2"), hangar_domain_get_display_name (domain));
  const HangarHostStep plan = { .text = _ ("Looking who uses the disks…"), .run = do_plan };
  const HangarHostStep convert = { .text = _ ("Converting the disks…"),
                                   .run = do_convert,
                                   .undo = hangar_clone_work_delete_disks,
                                   .measure = hangar_clone_work_measure };
  const HangarHostStep change = { .text = _ ("Giving the machine the new disks…"),
                                  .run = do_switch,
                                  .seal = TRUE };
  HangarJob *job = hangar_job_new (title);
  HangarCloneWork *work = hangar_clone_work_new (domain, hangar_domain_get_name (domain), disks);

  hangar_clone_work_add_step (job, domain, work, &plan);
  hangar_clone_work_add_step (job, domain, work, &convert);
  hangar_clone_work_add_step (job, domain, work, &change);
  g_atomic_rc_box_release_full (work, hangar_clone_work_clear);
  return job;
}

static gboolean
forget_disk (GVirConnection *connection, HangarCloneWork *work, GPtrArray *uses, const char *path,
             GError **error)
{
  g_autofree char *user = hangar_domain_files_other_user (uses, "", path);

  if (user == NULL)
    return hangar_virt_volume_delete (connection, path, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
               /* Translators: the path of a disk, the name of a machine */
               _ ("%s stays: the machine “%s” uses it."), path, user);
  return FALSE;
}

static gpointer
do_forget (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *work = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, work->local, cancellable, error);
  g_autofree char *xml =
    uses != NULL ? hangar_virt_domain_get_xml (connection, work->source_uuid, TRUE, error) : NULL;

  for (guint i = 0; xml != NULL && i < work->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (work->sources, i);
      g_autofree char *changed = NULL;

      if (!forget_disk (connection, work, uses, source->path, error))
        return NULL;
      changed = hangar_clone_forget_kept (xml, source->path, error);
      g_free (xml);
      xml = g_steal_pointer (&changed);
    }
  if (xml != NULL)
    g_free (hangar_virt_domain_define (connection, xml, error));
  return NULL;
}

/**
 * hangar_disk_convert_forget_job_new:
 * @domain: a machine
 * @hosts: (nullable): all hosts, of #HangarConnection: those that are connected are asked who uses the disks
 * @kept: (array zero-terminated=1): the old disks that its definition notes
 *
 * Deletes the disks as they were before a conversion. One that a machine uses stays.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_disk_convert_forget_job_new (HangarDomain *domain, GListModel *hosts, const char *const *kept)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *title =
    g_strdup_printf (_ ("Delete the old disks of “%s”"), hangar_domain_get_display_name (domain));
  const HangarHostStep forget = { .text = _ ("Deleting the old disks…"), .run = do_forget, .seal = TRUE };
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);
  HangarJob *job = hangar_job_new (title);
  HangarCloneWork *work;

  for (gsize i = 0; kept[i] != NULL; i++)
    g_ptr_array_add (sources, hangar_clone_source_new ("", kept[i], NULL, HANGAR_CLONE_COPY));
  work = hangar_clone_work_new (domain, hangar_domain_get_name (domain), sources);
  if (hosts != NULL)
    hangar_file_users_add_step (job, hangar_domain_get_connection (domain), hosts, kept);
  hangar_clone_work_add_step (job, domain, work, &forget);
  g_atomic_rc_box_release_full (work, hangar_clone_work_clear);
  return job;
}
