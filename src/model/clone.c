/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clones of a machine, whole or linked, and linked ones made independent: as jobs that leave all or nothing.
 */

#include "config.h"

#include "model/clone-private.h"

#include "model/clone-xml.h"
#include "model/domain-files.h"
#include "model/guest-spec.h"
#include "virt/domain.h"
#include "virt/file-copy.h"
#include "virt/guest.h"
#include "virt/image-use.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

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
 * hangar_clone_source_copy:
 * @source: a disk to clone
 *
 * Returns: (transfer full): the same
 */
HangarCloneSource *
hangar_clone_source_copy (const HangarCloneSource *source)
{
  HangarCloneSource *copy =
    hangar_clone_source_new (source->target, source->path, source->format, source->action);

  copy->target_path = g_strdup (source->target_path);
  return copy;
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
  g_free (source->target_path);
  g_free (source);
}

static GPtrArray *
copy_sources (GPtrArray *sources)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_source_free);

  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (copies, hangar_clone_source_copy (g_ptr_array_index (sources, i)));
  return copies;
}

/**
 * hangar_clone_suggest_sources:
 * @config: a machine's definition
 * @linked: whether the clones are to be linked
 *
 * Media and read-only or shareable disks are shared; what the machine writes to is copied or linked, and left
 * out where that cannot be.
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
      gboolean writes = g_str_equal (disk->device, "disk") || g_str_equal (disk->device, "lun");

      if (disk->target == NULL || (disk->source == NULL && !writes))
        continue;
      /* Two machines would write to one device. */
      if (disk->source == NULL || g_str_equal (disk->device, "lun"))
        action = HANGAR_CLONE_SKIP;
      else if (g_strcmp0 (disk->device, "disk") != 0 || disk->read_only || disk->shareable)
        action = HANGAR_CLONE_SHARE;
      g_ptr_array_add (sources,
                       hangar_clone_source_new (disk->target, disk->source != NULL ? disk->source : "",
                                                disk->format, action));
    }
  return sources;
}

/**
 * hangar_clone_suggest_path:
 * @source: a disk to clone
 * @name: the clone's name
 *
 * Returns: (transfer full): where the clone's own image is to be when nothing else is said: beside the
 * machine's
 */
char *
hangar_clone_suggest_path (const HangarCloneSource *source, const char *name)
{
  const char *dot = strrchr (source->path, '.');
  const char *extension = source->action == HANGAR_CLONE_LINK        ? ".qcow2"
                          : dot != NULL && strchr (dot, '/') == NULL ? dot
                                                                     : "";
  g_autofree char *folder = g_path_get_dirname (source->path);
  g_autofree char *file = g_strconcat (name, "-", source->target, extension, NULL);

  return g_build_filename (folder, file, NULL);
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

/**
 * hangar_clone_work_new:
 * @domain: the machine to clone
 * @name: the clone's name
 * @sources: (element-type HangarCloneSource): what becomes of its disks
 *
 * Returns: (transfer full): a clone to be made, of g_atomic_rc_box_new()
 */
HangarCloneWork *
hangar_clone_work_new (HangarDomain *domain, const char *name, GPtrArray *sources)
{
  HangarCloneWork *clone = g_atomic_rc_box_new0 (HangarCloneWork);
  HangarConnection *connection = hangar_domain_get_connection (domain);
  g_autofree char *folder = hangar_guest_journal_dup_folder ();

  g_strlcpy (clone->source_uuid, hangar_domain_get_uuid (domain), sizeof clone->source_uuid);
  clone->name = g_strdup (name);
  clone->uuid = g_uuid_string_random ();
  clone->sources = copy_sources (sources);
  clone->disks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_disk_free);
  clone->journal = hangar_guest_journal_new (
    folder, connection != NULL ? hangar_connection_get_uri (connection) : "", name, clone->uuid);
  hangar_copy_meter_init (&clone->meter);
  clone->was_template = hangar_domain_get_template (domain);
  clone->local = connection != NULL && hangar_connection_is_local (connection);
  return clone;
}

/**
 * hangar_clone_work_clear:
 * @data: a clone that nobody needs any more
 */
void
hangar_clone_work_clear (gpointer data)
{
  HangarCloneWork *clone = data;

  hangar_guest_journal_unref (clone->journal);
  if (clone->mark != NULL)
    g_atomic_rc_box_release_full (clone->mark, hangar_clone_work_clear);
  hangar_copy_meter_clear (&clone->meter);
  g_ptr_array_unref (clone->sources);
  g_ptr_array_unref (clone->disks);
  g_free (clone->nvram);
  g_free (clone->marks);
  g_free (clone->own_marks);
  g_free (clone->name);
  g_free (clone->uuid);
}

/* What cannot be deleted, or may have been made by a host that is gone since, stays noted. */
static void
delete_volumes (GVirConnection *connection, HangarCloneWork *clone, GError **error)
{
  gboolean all = hangar_virt_host_answers (connection);

  for (guint i = 0; i < clone->disks->len; i++)
    {
      const HangarCloneDisk *disk = g_ptr_array_index (clone->disks, i);

      if (disk->made_here && !hangar_virt_volume_delete (connection, disk->path, all ? error : NULL))
        all = FALSE;
    }
  if (clone->nvram != NULL && !hangar_virt_file_delete (connection, clone->nvram, all ? error : NULL))
    all = FALSE;
  if (all)
    hangar_guest_journal_close (clone->journal);
}

/* A mark that was there before is not ours to take back. */
static gboolean
note_mark (HangarGuestJournal *journal, const HangarCloneWork *mark, GError **error)
{
  return mark == NULL || mark->was_template ||
         hangar_guest_journal_set_template (journal, mark->source_uuid, error);
}

/* What is there already is somebody's: it is not even noted as a thing that may be left over. */
static gboolean
note_volume (GVirConnection *connection, HangarCloneWork *clone, const char *path, GError **error)
{
  g_autoptr (HangarVirtVolume) existing = hangar_virt_volume_lookup (connection, path, NULL);

  /* When a clone is removed, nothing may depend on the machine any more. */
  if (existing == NULL)
    return note_mark (clone->journal, clone->mark, error) &&
           hangar_guest_journal_add_volume (clone->journal, path, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is a file %s already."), path);
  return FALSE;
}

/* The host reads an image as what its first bytes say, and those its guest may have written. */
static gboolean
check_format (GVirConnection *connection, const HangarCloneSource *source, GError **error)
{
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_lookup (connection, source->path, error);

  if (volume == NULL)
    return FALSE;
  if (volume->is_block || volume->format == NULL || g_str_equal (volume->format, source->format) ||
      (g_str_equal (source->format, "raw") && g_str_equal (volume->format, "iso")))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: the path of a disk, and the names of two formats */
               _ ("The disk %s is used as %s, but the host takes it for %s: a copy would not be the same."),
               source->path, source->format, volume->format);
  return FALSE;
}

/**
 * hangar_clone_work_plan:
 * @connection: an open connection
 * @clone: a clone whose disks are to be copied
 *
 * Finds out what there is to copy. Blocks: for workers.
 */
void
hangar_clone_work_plan (GVirConnection *connection, HangarCloneWork *clone)
{
  guint64 total = 0;

  for (guint i = 0; i < clone->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (clone->sources, i);

      if (source->action == HANGAR_CLONE_COPY)
        total += hangar_virt_volume_chain_allocation (connection, source->path);
    }
  hangar_copy_meter_plan (&clone->meter, total);
}

/**
 * hangar_clone_work_measure:
 * @connection: an open connection
 * @data: a #HangarCloneWork whose disks are being copied by another worker
 * @cancellable: (nullable): not looked at
 * @error: not set
 *
 * Blocks: for workers.
 *
 * Returns: (transfer full) (nullable): how much is copied, as a double
 */
gpointer
hangar_clone_work_measure (GVirConnection *connection, gpointer data, GCancellable *cancellable,
                           GError **error)
{
  return hangar_copy_meter_ask (&((HangarCloneWork *) data)->meter, connection);
}

static HangarVirtVolume *
copy_volume (GVirConnection *connection, HangarCloneWork *clone, const HangarCloneSource *source,
             const char *path, GError **error)
{
  const HangarVirtVolume original = { .path = source->path, .format = source->format };
  HangarVirtVolume *copy;

  if (!check_format (connection, source, error))
    return NULL;
  hangar_copy_meter_begin (&clone->meter, path,
                           hangar_virt_volume_chain_allocation (connection, source->path));
  copy = hangar_virt_volume_clone (connection, &original, path, source->format, error);
  hangar_copy_meter_end (&clone->meter);
  return copy;
}

static gboolean
make_volume (GVirConnection *connection, HangarCloneWork *clone, const HangarCloneSource *source,
             GError **error)
{
  g_autofree char *planned = source->target_path != NULL ? g_strdup (source->target_path)
                                                         : hangar_clone_suggest_path (source, clone->name);
  g_autoptr (HangarVirtVolume) volume = NULL;
  const char *format = source->action == HANGAR_CLONE_LINK ? "qcow2" : source->format;

  if (!note_volume (connection, clone, planned, error))
    return FALSE;
  if (source->action == HANGAR_CLONE_LINK)
    volume = hangar_virt_volume_create_overlay (connection, source->path, source->format, planned, error);
  else
    volume = copy_volume (connection, clone, source, planned, error);
  if (volume == NULL)
    return FALSE;
  g_ptr_array_add (clone->disks, hangar_clone_disk_new (source->target, volume->path, format, TRUE));
  return TRUE;
}

/* "web_VARS.fd" becomes "web-2_VARS.fd", beside it. */
static char *
nvram_path (const char *path, const char *machine, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  const char *rest = g_str_has_prefix (base, machine) ? base + strlen (machine) : NULL;
  g_autofree char *own =
    rest != NULL && *rest != '\0' ? g_strconcat (name, rest, NULL) : g_strconcat (name, "-", base, NULL);

  return g_build_filename (folder, own, NULL);
}

/* What a firmware has noted, and from where it starts, is a part of the machine. One that was never started
 * has noted nothing. */
static gboolean
copy_nvram (GVirConnection *connection, HangarCloneWork *clone, GError **error)
{
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, clone->source_uuid, TRUE, error);
  g_autoptr (HangarXml) doc = xml != NULL ? hangar_xml_new (xml, error) : NULL;
  g_autofree char *file = doc != NULL ? hangar_xml_get (doc, "/domain/os/nvram/source/@file") : NULL;
  g_autofree char *text = doc != NULL ? hangar_xml_get (doc, "/domain/os/nvram") : NULL;
  g_autofree char *machine = doc != NULL ? hangar_xml_get (doc, "/domain/name") : NULL;
  const char *path = file != NULL ? file : text;
  g_autofree char *planned = NULL;

  if (doc == NULL)
    return FALSE;
  if (path == NULL || !g_path_is_absolute (path) || !hangar_virt_file_exists (connection, path))
    return TRUE;
  planned = nvram_path (path, machine, clone->name);
  if (hangar_virt_file_exists (connection, planned))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is a file %s already."), planned);
      return FALSE;
    }
  if (!hangar_guest_journal_add_volume (clone->journal, planned, error))
    return FALSE;
  clone->nvram = g_steal_pointer (&planned);
  return hangar_virt_file_copy (connection, path, clone->nvram, error);
}

static void
append_mark (GString *marks, GVirConnection *connection, const char *path)
{
  g_autofree char *mark = hangar_virt_volume_mark (connection, path);

  g_string_append_printf (marks, "%s\n", mark != NULL ? mark : "");
}

/* Times of the last writing, one per line. */
static char *
read_marks (GVirConnection *connection, const HangarCloneWork *clone)
{
  GString *marks = g_string_new (NULL);

  for (guint i = 0; i < clone->sources->len; i++)
    append_mark (marks, connection, ((HangarCloneSource *) g_ptr_array_index (clone->sources, i))->path);
  return g_string_free (marks, FALSE);
}

static char *
read_own_marks (GVirConnection *connection, const HangarCloneWork *clone)
{
  GString *marks = g_string_new (NULL);

  for (guint i = 0; i < clone->disks->len; i++)
    {
      const HangarCloneDisk *disk = g_ptr_array_index (clone->disks, i);

      if (disk->made_here)
        append_mark (marks, connection, disk->path);
    }
  return g_string_free (marks, FALSE);
}

/**
 * hangar_clone_work_is_unchanged:
 * @connection: an open connection
 * @clone: a clone whose disks are made
 * @error: return location; a sentence for the user
 *
 * Blocks: for workers.
 *
 * Returns: whether the machine is off, and its disks are what they were when copying began
 */
gboolean
hangar_clone_work_is_unchanged (GVirConnection *connection, const HangarCloneWork *clone, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, clone->source_uuid, error);
  g_autofree char *marks = domain != NULL ? read_marks (connection, clone) : NULL;

  if (domain == NULL)
    return FALSE;
  if ((domain->state == HANGAR_DOMAIN_OFF || domain->state == HANGAR_DOMAIN_SAVED) &&
      g_strcmp0 (marks, clone->marks) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                       _ ("It was started meanwhile, so its disks may have changed while they were copied."));
  return FALSE;
}

/**
 * hangar_clone_work_remember:
 * @connection: an open connection
 * @clone: a clone whose disks are to be made
 * @error: return location; a sentence for the user
 *
 * Keeps in mind what the machine's disks are like before they are copied. Blocks: for workers.
 *
 * Returns: whether the machine is off
 */
gboolean
hangar_clone_work_remember (GVirConnection *connection, HangarCloneWork *clone, GError **error)
{
  g_free (clone->marks);
  clone->marks = read_marks (connection, clone);
  return hangar_clone_work_is_unchanged (connection, clone, error);
}

/**
 * hangar_clone_work_make_disks:
 * @connection: an open connection
 * @data: a #HangarCloneWork
 * @cancellable: (nullable): stops between two disks
 * @error: return location
 *
 * Makes the volumes of a clone, or none. Blocks: for workers.
 *
 * Returns: nothing
 */
gpointer
hangar_clone_work_make_disks (GVirConnection *connection, gpointer data, GCancellable *cancellable,
                              GError **error)
{
  HangarCloneWork *clone = data;

  if (!hangar_clone_work_remember (connection, clone, error))
    return NULL;
  hangar_clone_work_plan (connection, clone);
  for (guint i = 0; i < clone->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (clone->sources, i);

      if (source->action == HANGAR_CLONE_SKIP)
        g_ptr_array_add (clone->disks, hangar_clone_disk_new (source->target, NULL, NULL, FALSE));
      else if (source->action != HANGAR_CLONE_SHARE &&
               (g_cancellable_set_error_if_cancelled (cancellable, error) ||
                !make_volume (connection, clone, source, error)))
        {
          delete_volumes (connection, clone, NULL);
          return NULL;
        }
    }
  if (!copy_nvram (connection, clone, error) || !hangar_clone_work_is_unchanged (connection, clone, error))
    delete_volumes (connection, clone, NULL);
  return NULL;
}

/**
 * hangar_clone_work_delete_disks:
 * @connection: an open connection
 * @data: a #HangarCloneWork
 * @cancellable: (nullable): not looked at
 * @error: return location
 *
 * Deletes the volumes that were made for a clone. Blocks: for workers.
 *
 * Returns: nothing
 */
gpointer
hangar_clone_work_delete_disks (GVirConnection *connection, gpointer data, GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (HangarVirtDomain) domain =
    hangar_virt_domain_get (connection, ((HangarCloneWork *) data)->uuid, NULL);

  if (domain == NULL)
    delete_volumes (connection, data, error);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("The machine “%s” has them."), domain->name);
  return NULL;
}

static gpointer
do_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *clone = data;
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, clone->source_uuid, TRUE, error);
  g_autofree char *without =
    xml != NULL ? hangar_clone_xml (xml, clone->name, clone->uuid, clone->disks, error) : NULL;
  g_autofree char *cloned = without != NULL ? hangar_clone_set_nvram (without, clone->nvram, error) : NULL;
  g_autofree char *uuid = cloned != NULL ? hangar_virt_domain_define (connection, cloned, error) : NULL;

  if (uuid == NULL)
    return NULL;
  hangar_guest_journal_close (clone->journal);
  g_free (clone->own_marks);
  clone->own_marks = read_own_marks (connection, clone);
  /* With the first clone there is a reason for the mark. */
  if (clone->mark != NULL)
    hangar_guest_journal_close (clone->mark->journal);
  return NULL;
}

/* While the others are made, the first ones can be started, used and switched off already. */
static gboolean
is_unused (GVirConnection *connection, const HangarCloneWork *clone, const HangarVirtDomain *domain)
{
  g_autofree char *marks = domain->state == HANGAR_DOMAIN_OFF ? read_own_marks (connection, clone) : NULL;

  return marks != NULL && g_strcmp0 (marks, clone->own_marks) == 0;
}

static gpointer
undo_define (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *clone = data;
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, clone->uuid, error);

  if (domain == NULL)
    return NULL;
  if (!is_unused (connection, clone, domain))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("The machine “%s” was started meanwhile."),
                 clone->name);
  else if (clone->mark == NULL || note_mark (clone->mark->journal, clone->mark, error))
    hangar_virt_domain_undefine (connection, clone->uuid, error);
  return NULL;
}

static gpointer
do_mark_template (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *mark = data;

  /* What a host that is gone has done is not known, and stays noted. */
  if (note_mark (mark->journal, mark, error) &&
      !hangar_virt_guest_set_template (connection, mark->source_uuid, TRUE, error) &&
      hangar_virt_host_answers (connection))
    hangar_guest_journal_close (mark->journal);
  return NULL;
}

/* A clone that was started meanwhile stays, and what it builds on must not change. */
static gboolean
has_stayed (GVirConnection *connection, const HangarCloneWork *mother, GError **error)
{
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, mother->local, NULL, error);

  for (guint i = 0; uses != NULL && i < mother->sources->len; i++)
    {
      const HangarCloneSource *source = g_ptr_array_index (mother->sources, i);
      g_autofree char *user = source->action == HANGAR_CLONE_LINK
                                ? hangar_domain_files_other_user (uses, mother->source_uuid, source->path)
                                : NULL;

      if (user == NULL)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("The machine “%s” has them."), user);
      return TRUE;
    }
  return uses == NULL;
}

static gpointer
undo_mark_template (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarCloneWork *mark = data;

  g_autoptr (GError) failure = NULL;
  gboolean settled;

  if (mark->was_template)
    return NULL;
  /* With a clone that stays there is a reason for the mark. */
  settled = has_stayed (connection, mark, &failure)
              ? g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_BUSY)
              : hangar_virt_guest_set_template (connection, mark->source_uuid, FALSE, &failure);
  if (settled)
    hangar_guest_journal_close (mark->journal);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hangar_clone_work_add_step:
 * @job: a job that does not run yet
 * @domain: the machine that is cloned
 * @clone: the clone
 * @step: what is to be done; its text holds one "%s" for the clone's name, and its data is set here
 */
void
hangar_clone_work_add_step (HangarJob *job, HangarDomain *domain, HangarCloneWork *clone,
                            const HangarHostStep *step)
{
  HangarHostStep whole = *step;
  g_autoptr (GString) text = g_string_new (step->text);

  g_string_replace (text, "%s", clone->name, 1);
  whole.text = text->str;
  whole.data = clone;
  whole.clear = hangar_clone_work_clear;
  hangar_host_step_add (job, hangar_domain_get_connection (domain), &whole);
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
  const HangarHostStep mark = { .text = _ ("Making “%s” a template…"),
                                .run = do_mark_template,
                                .undo = undo_mark_template };
  const HangarHostStep disks = { .text = _ ("Making the disks of “%s”…"),
                                 .run = hangar_clone_work_make_disks,
                                 .undo = hangar_clone_work_delete_disks,
                                 .measure = hangar_clone_work_measure };
  const HangarHostStep define = { .text = _ ("Defining “%s”…"), .run = do_define, .undo = undo_define };
  HangarCloneWork *mother = NULL;

  if (has_links (sources))
    {
      mother = hangar_clone_work_new (domain, hangar_domain_get_name (domain), sources);
      hangar_clone_work_add_step (job, domain, mother, &mark);
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      HangarCloneWork *clone = hangar_clone_work_new (domain, names[i], sources);

      clone->mark = mother != NULL ? g_atomic_rc_box_acquire (mother) : NULL;
      hangar_clone_work_add_step (job, domain, clone, &disks);
      hangar_clone_work_add_step (job, domain, clone, &define);
      g_atomic_rc_box_release_full (clone, hangar_clone_work_clear);
    }
  if (mother != NULL)
    g_atomic_rc_box_release_full (mother, hangar_clone_work_clear);
  return job;
}
