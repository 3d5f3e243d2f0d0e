/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clones of a machine, whole or linked, and linked ones made independent: as jobs that leave all or nothing.
 */

#include "config.h"

#include "model/clone.h"

#include "model/clone-xml.h"
#include "model/guest-journal.h"
#include "model/guest-spec.h"
#include "virt/domain.h"
#include "virt/guest.h"
#include "virt/image-use.h"
#include "virt/volume-copy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_CLONES 50

/**
 * hangar_clone_source_new:
 * @target: the disk in the machine
 * @path: its image
 * @format: (nullable): its format, raw when it is not said
 * @action: what the clones get
 *
 * Returns: (transfer full): a disk to clone
 */
HangarCloneSource *
hangar_clone_source_new (const char *target, const char *path, const char *format, HangarCloneAction action)
{
  HangarCloneSource *source = g_new0 (HangarCloneSource, 1);

  source->target = g_strdup (target);
  source->path = g_strdup (path);
  source->format = g_strdup (format != NULL ? format : "raw");
  source->action = action;
  return source;
}

/**
 * hangar_clone_source_free:
 * @source: (transfer full): a disk to clone
 */
void
hangar_clone_source_free (HangarCloneSource *source)
{
  g_free (source->target);
  g_free (source->path);
  g_free (source->format);
  g_free (source);
}

static GPtrArray *
copy_sources (GPtrArray *sources)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);

  for (guint i = 0; i < sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (sources, i);

      g_ptr_array_add (
        copies, hangar_clone_source_new (source->target, source->path, source->format, source->action));
    }
  return copies;
}

/**
 * hangar_clone_suggest_sources:
 * @config: a machine's definition
 * @linked: whether the clones are to be linked
 *
 * Media and read-only or shareable disks are shared; what the machine writes to is copied or linked.
 *
 * Returns: (transfer full) (element-type HangarCloneSource): its disks
 */
GPtrArray *
hangar_clone_suggest_sources (const HangarDomainConfig *config, gboolean linked)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);

  for (guint i = 0; i < config->disks->len; i++)
    {
      const HangarConfigDisk *disk = g_ptr_array_index (config->disks, i);
      HangarCloneAction action = linked ? HANGAR_CLONE_LINK : HANGAR_CLONE_COPY;

      if (disk->source == NULL || disk->target == NULL)
        continue;
      if (g_strcmp0 (disk->device, "disk") != 0 || disk->read_only || disk->shareable)
        action = HANGAR_CLONE_SHARE;
      g_ptr_array_add (sources, hangar_clone_source_new (disk->target, disk->source, disk->format, action));
    }
  return sources;
}

/**
 * hangar_clone_refusal:
 * @domain: a machine
 * @linked: whether the clones are to be linked
 *
 * Returns: (nullable): a sentence that says why it cannot be cloned now
 */
const char *
hangar_clone_refusal (HangarDomain *domain, gboolean linked)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_is_active (domain))
    return _ ("It is running: its disks change while they are copied. Shut it down first.");
  if (linked && hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED)
    return _ ("Its state is saved: a template cannot go on from there. Restore it and shut it down first.");
  if (!hangar_domain_get_persistent (domain))
    return _ ("It exists only while it runs.");
  return NULL;
}

static gboolean
is_taken (HangarDomain *domain, GPtrArray *names, const char *name)
{
  return hangar_connection_find_domain (hangar_domain_get_connection (domain), name) != NULL ||
         g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

/**
 * hangar_clone_names:
 * @domain: the machine to clone
 * @pattern: the clones' name, with a place for the number when there are several
 * @count: how many
 * @error: return location; a sentence for the user
 *
 * Returns: (transfer full) (nullable): their names, all free and all allowed
 */
GStrv
hangar_clone_names (HangarDomain *domain, const char *pattern, guint count, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (count < 1 || count > MOST_CLONES || hangar_domain_get_connection (domain) == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("Between 1 and %u machines can be made at once."), MOST_CLONES);
      return NULL;
    }
  for (guint i = 1; i <= count; i++)
    {
      g_autofree char *name = count == 1 && strchr (pattern, '%') == NULL
                                ? g_strdup (pattern)
                                : hangar_clone_name (pattern, i, error);
      const char *problem = name != NULL ? hangar_guest_name_problem (name) : NULL;

      if (name == NULL)
        return NULL;
      if (problem != NULL || is_taken (domain, names, name))
        {
          if (problem != NULL)
            g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, problem);
          else
            g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is a machine called “%s” already."),
                         name);
          return NULL;
        }
      g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_steal (names, NULL);
}

/* One clone. Shared by its steps; workers write it one after the other, never at once. */
typedef struct
{
  gatomicrefcount references;
  HangarDomain *domain; /* of the main thread alone */
  char source_uuid[37];
  char *name;
  char *uuid;
  GPtrArray *sources; /* of HangarCloneSource */
  GPtrArray *disks;   /* of HangarCloneDisk: what the clone gets */
  HangarGuestJournal *journal;
  gboolean was_template;
  gboolean local;
} Clone;

static Clone *
clone_new (HangarDomain *domain, const char *name, GPtrArray *sources)
{
  Clone *clone = g_new0 (Clone, 1);
  g_autofree char *folder = hangar_guest_journal_dup_folder ();

  g_atomic_ref_count_init (&clone->references);
  clone->domain = g_object_ref (domain);
  g_strlcpy (clone->source_uuid, hangar_domain_get_uuid (domain), sizeof clone->source_uuid);
  clone->name = g_strdup (name);
  clone->uuid = g_uuid_string_random ();
  clone->sources = copy_sources (sources);
  clone->disks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_disk_free);
  clone->journal = hangar_guest_journal_new (
    folder, hangar_connection_get_uri (hangar_domain_get_connection (domain)), name, clone->uuid);
  clone->was_template = hangar_domain_get_template (domain);
  clone->local = hangar_connection_is_local (hangar_domain_get_connection (domain));
  return clone;
}

/* The last reference may be dropped by a worker, and the machine belongs to the main thread. */
static void
clone_unref (gpointer data)
{
  Clone *clone = data;

  if (!g_atomic_ref_count_dec (&clone->references))
    return;
  g_idle_add_once ((GSourceOnceFunc) g_object_unref, clone->domain);
  hangar_guest_journal_unref (clone->journal);
  g_ptr_array_unref (clone->sources);
  g_ptr_array_unref (clone->disks);
  g_free (clone->name);
  g_free (clone->uuid);
  g_free (clone);
}

static Clone *
clone_ref (Clone *clone)
{
  g_atomic_ref_count_inc (&clone->references);
  return clone;
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Not cancelled on the way: what was asked of the daemon happens, and must be known to be undone. */
static void
work (GTask *task, Clone *clone, HangarConnectionFunc func)
{
  const HangarConnectionWork wanted = { HANGAR_WORKER_SLOW, func, clone_ref (clone), clone_unref, NULL };

  g_task_set_check_cancellable (task, FALSE);
  hangar_domain_run_async (clone->domain, &wanted, NULL, worked_cb, task);
}

static void
delete_volumes (GVirConnection *connection, Clone *clone, GError **error)
{
  gboolean all = TRUE;

  for (guint i = 0; i < clone->disks->len; i++)
    {
      const HangarCloneDisk *disk = g_ptr_array_index (clone->disks, i);

      if (disk->made_here && !hangar_virt_volume_delete (connection, disk->path, all ? error : NULL))
        all = FALSE;
    }
  if (all)
    hangar_guest_journal_close (clone->journal);
}

static char *
volume_name (const Clone *clone, const HangarCloneSource *source)
{
  const char *dot = strrchr (source->path, '.');
  const char *extension = source->action == HANGAR_CLONE_LINK ? ".qcow2"
                          : dot != NULL && !strchr (dot, '/') ? dot
                                                              : "";

  return g_strconcat (clone->name, "-", source->target, extension, NULL);
}

static gboolean
make_volume (GVirConnection *connection, Clone *clone, const HangarCloneSource *source, GError **error)
{
  g_autofree char *name = volume_name (clone, source);
  g_autofree char *folder = g_path_get_dirname (source->path);
  g_autofree char *planned = g_build_filename (folder, name, NULL);
  g_autoptr (HangarVirtVolume) volume = NULL;
  const char *format = source->action == HANGAR_CLONE_LINK ? "qcow2" : source->format;

  if (!hangar_guest_journal_add_volume (clone->journal, planned, error))
    return FALSE;
  if (source->action == HANGAR_CLONE_LINK)
    volume = hangar_virt_volume_create_overlay (connection, source->path, source->format, name, error);
  else
    volume = hangar_virt_volume_clone (connection, source->path, name, error);
  if (volume == NULL)
    return FALSE;
  g_ptr_array_add (clone->disks, hangar_clone_disk_new (source->target, volume->path, format, TRUE));
  return TRUE;
}

static gpointer
do_make_disks (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Clone *clone = data;

  for (guint i = 0; i < clone->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (clone->sources, i);

      if (source->action == HANGAR_CLONE_SKIP)
        g_ptr_array_add (clone->disks, hangar_clone_disk_new (source->target, NULL, NULL, FALSE));
      else if (source->action != HANGAR_CLONE_SHARE && !make_volume (connection, clone, source, error))
        {
          delete_volumes (connection, clone, NULL);
          return NULL;
        }
    }
  return NULL;
}

static gpointer
undo_make_disks (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  delete_volumes (connection, data, error);
  return NULL;
}

static gpointer
do_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Clone *clone = data;
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, clone->source_uuid, TRUE, error);
  g_autofree char *cloned =
    xml != NULL ? hangar_clone_xml (xml, clone->name, clone->uuid, clone->disks, error) : NULL;
  g_autofree char *uuid = cloned != NULL ? hangar_virt_domain_define (connection, cloned, error) : NULL;

  if (uuid != NULL)
    hangar_guest_journal_close (clone->journal);
  return NULL;
}

static gpointer
undo_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_domain_undefine (connection, ((Clone *) data)->uuid, error);
  return NULL;
}

static gpointer
do_mark_template (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_guest_set_template (connection, ((Clone *) data)->source_uuid, TRUE, error);
  return NULL;
}

static gpointer
undo_mark_template (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Clone *clone = data;

  if (!clone->was_template)
    hangar_virt_guest_set_template (connection, clone->source_uuid, FALSE, error);
  return NULL;
}

static void
make_disks_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, do_make_disks);
}

static void
undo_make_disks_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, undo_make_disks);
}

static void
define_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, do_define);
}

static void
undo_define_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, undo_define);
}

static void
mark_template_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, do_mark_template);
}

static void
undo_mark_template_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, undo_mark_template);
}

static void
add_step (HangarJob *job, const char *format, Clone *clone, HangarJobFunc run, HangarJobFunc undo)
{
  HangarJobStep step = { NULL, run, undo, clone_ref (clone), clone_unref };
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "%s", clone->name, 1);
  step.text = text->str;
  hangar_job_add_step (job, &step);
}

static gboolean
has_links (GPtrArray *sources)
{
  for (guint i = 0; i < sources->len; i++)
    if (((HangarCloneSource *) g_ptr_array_index (sources, i))->action == HANGAR_CLONE_LINK)
      return TRUE;
  return FALSE;
}

/**
 * hangar_clone_job_new:
 * @domain: the machine to clone, off
 * @names: the clones' names
 * @sources: (element-type HangarCloneSource): what becomes of its disks
 *
 * Makes clones. With linked disks the machine becomes a template first: were it started, all clones would
 * break.
 *
 * Returns: (transfer full): the job
 */
HangarJob *
hangar_clone_job_new (HangarDomain *domain, const char *const *names, GPtrArray *sources)
{
  g_autofree char *title = g_strdup_printf (_ ("Clone “%s”"), hangar_domain_get_display_name (domain));
  HangarJob *job = hangar_job_new (title);

  if (has_links (sources))
    {
      Clone *mother = clone_new (domain, hangar_domain_get_name (domain), sources);

      add_step (job, _ ("Making “%s” a template…"), mother, mark_template_cb, undo_mark_template_cb);
      clone_unref (mother);
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      Clone *clone = clone_new (domain, names[i], sources);

      add_step (job, _ ("Making the disks of “%s”…"), clone, make_disks_cb, undo_make_disks_cb);
      add_step (job, _ ("Defining “%s”…"), clone, define_cb, undo_define_cb);
      clone_unref (clone);
    }
  return job;
}

static gboolean
replace_in_definition (GVirConnection *connection, Clone *clone, GPtrArray *disks, GError **error)
{
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, clone->source_uuid, TRUE, error);
  g_autofree char *changed = xml != NULL ? hangar_clone_replace_disks (xml, disks, error) : NULL;
  g_autofree char *uuid = changed != NULL ? hangar_virt_domain_define (connection, changed, error) : NULL;

  return uuid != NULL;
}

static gpointer
do_switch (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Clone *clone = data;

  if (replace_in_definition (connection, clone, clone->disks, error))
    hangar_guest_journal_close (clone->journal);
  return NULL;
}

static gboolean
is_used (GPtrArray *uses, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    if (g_strcmp0 (((HangarVirtImageUse *) g_ptr_array_index (uses, i))->path, path) == 0)
      return TRUE;
  return FALSE;
}

/* The machine is independent already: an overlay that stays takes space and harms nobody. */
static gpointer
do_delete_overlays (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Clone *clone = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, clone->local, NULL, NULL);

  for (guint i = 0; uses != NULL && i < clone->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (clone->sources, i);

      if (source->action == HANGAR_CLONE_COPY && !is_used (uses, source->path))
        hangar_virt_volume_delete (connection, source->path, NULL);
    }
  return NULL;
}

static void
switch_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, do_switch);
}

static void
delete_overlays_cb (HangarJob *job, GTask *task, gpointer data)
{
  work (task, data, do_delete_overlays);
}

/**
 * hangar_make_independent_job_new:
 * @domain: a linked clone, off
 * @sources: (element-type HangarCloneSource): its overlays, to be copied whole
 *
 * Gives a linked clone disks of its own. The overlays are deleted only after the machine has the new ones.
 *
 * Returns: (transfer full): the job
 */
HangarJob *
hangar_make_independent_job_new (HangarDomain *domain, GPtrArray *sources)
{
  g_autofree char *title =
    g_strdup_printf (_ ("Make “%s” independent"), hangar_domain_get_display_name (domain));
  g_autofree char *stem = g_strconcat (hangar_domain_get_name (domain), "-own", NULL);
  HangarJob *job = hangar_job_new (title);
  Clone *clone = clone_new (domain, stem, sources);

  add_step (job, _ ("Copying the disks to “%s”…"), clone, make_disks_cb, undo_make_disks_cb);
  add_step (job, _ ("Giving the machine its own disks…"), clone, switch_cb, NULL);
  add_step (job, _ ("Removing what is not needed any more…"), clone, delete_overlays_cb, NULL);
  clone_unref (clone);
  return job;
}
