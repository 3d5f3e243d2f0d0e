/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Machines of other programs: OVF descriptions, OVA archives, VirtualBox's own files. All of it may be
 * hostile. */

#include "config.h"

#include "model/appliance.h"

#include "model/media-file.h"
#include "model/patience.h"
#include "virt/xml.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Bytes. A description is a page or two. */
#define DESCRIPTION_LIMIT (1024 * 1024)

/* More than any real appliance has; each is looked at. */
#define MOST_DISKS 16
#define MOST_MEMBERS 1000

/* Bytes read at once from an archive. */
#define BLOCK (256 * 1024)

static void
disk_free (HangarApplianceDisk *disk)
{
  g_free (disk->file);
  hangar_image_header_free (disk->image);
  g_free (disk);
}

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_CONTENT, text);
  return FALSE;
}

/* Files are beside the description: a name with a folder or a protocol in it reads something else. */
static gboolean
check_file_name (const char *name, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  if (*name != '\0' && *name != '.' && strpbrk (name, "/\\:") == NULL && g_utf8_validate (name, -1, NULL))
    return TRUE;
  g_set_error (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_CONTENT,
               /* TRANSLATORS: %s is what stands where a file name should be */
               _ ("This appliance wants to read “%s”, which is not a file beside it."), valid);
  return FALSE;
}

static HangarApplianceDisk *
add_disk (HangarAppliance *appliance, const char *file, guint64 capacity, GError **error)
{
  HangarApplianceDisk *disk;

  if (!check_file_name (file, error))
    return NULL;
  if (appliance->disks->len >= MOST_DISKS)
    {
      refuse (error, _ ("This appliance has too many disks."));
      return NULL;
    }
  disk = g_new0 (HangarApplianceDisk, 1);
  disk->file = g_strdup (file);
  disk->capacity = capacity;
  g_ptr_array_add (appliance->disks, disk);
  return disk;
}

/* DSP0243 9.1: capacity counts in capacityAllocationUnits, bytes unless told ("byte * 2^30"). */
static guint64
read_capacity (HangarXml *xml, const char *base)
{
  g_autofree char *number_path = g_strconcat (base, "/@*[local-name()='capacity']", NULL);
  g_autofree char *unit_path = g_strconcat (base, "/@*[local-name()='capacityAllocationUnits']", NULL);
  g_autofree char *unit = hangar_xml_get (xml, unit_path);
  guint64 number = hangar_xml_get_uint (xml, number_path);
  const char *power = unit != NULL ? strstr (unit, "2^") : NULL;
  guint64 shift = power != NULL ? g_ascii_strtoull (power + 2, NULL, 10) : 0;

  return shift < 50 && number < (G_GUINT64_CONSTANT (1) << (63 - shift)) ? number << shift : 0;
}

/* The disks in the order of the section; each names a file reference by its id. */
static gboolean
read_ovf_disks (HangarAppliance *appliance, HangarXml *xml, GError **error)
{
  static const char disks[] = "//*[local-name()='DiskSection']/*[local-name()='Disk']";
  guint n = hangar_xml_count (xml, disks);

  for (guint i = 1; i <= MIN (n, MOST_DISKS + 1); i++)
    {
      g_autofree char *base = g_strdup_printf ("(%s)[%u]", disks, i);
      g_autofree char *reference_path = g_strconcat (base, "/@*[local-name()='fileRef']", NULL);
      g_autofree char *reference = hangar_xml_get (xml, reference_path);
      g_autofree char *file = NULL;
      g_autofree char *file_path = NULL;

      /* A disk without a file is an empty one, which the appliance's maker saw no need to send. */
      if (reference == NULL || strpbrk (reference, "'\"") != NULL)
        continue;
      file_path = g_strdup_printf ("//*[local-name()='References']/*[local-name()='File']"
                                   "[@*[local-name()='id']='%s']/@*[local-name()='href']",
                                   reference);
      file = hangar_xml_get (xml, file_path);
      if (file != NULL && add_disk (appliance, file, read_capacity (xml, base), error) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* CIM's resource types (DSP0243 table 7): 3 processor, 4 memory, 10 network card. */
static guint64
read_resource (HangarXml *xml, guint type)
{
  g_autofree char *path = g_strdup_printf ("//*[local-name()='Item'][*[local-name()='ResourceType']='%u']"
                                           "/*[local-name()='VirtualQuantity']",
                                           type);

  return hangar_xml_get_uint (xml, path);
}

static guint64
read_ovf_memory (HangarXml *xml)
{
  g_autofree char *unit = hangar_xml_get (xml, "//*[local-name()='Item'][*[local-name()='ResourceType']='4']"
                                               "/*[local-name()='AllocationUnits']");
  const char *power = unit != NULL ? strstr (unit, "2^") : NULL;
  guint64 shift = power != NULL ? g_ascii_strtoull (power + 2, NULL, 10) : 20;
  guint64 number = read_resource (xml, 4);

  if (unit != NULL && g_ascii_strcasecmp (unit, "GigaBytes") == 0)
    shift = 30;
  return shift < 41 && number < (1 << 22) ? number << shift : 0;
}

static gboolean
read_ovf (HangarAppliance *appliance, HangarXml *xml, GError **error)
{
  g_autofree char *firmware = NULL;

  appliance->name = hangar_xml_get (xml, "//*[local-name()='VirtualSystem']/*[local-name()='Name']");
  if (appliance->name == NULL)
    appliance->name = hangar_xml_get (xml, "//*[local-name()='VirtualSystem']/@*[local-name()='id']");
  appliance->system =
    hangar_xml_get (xml, "//*[local-name()='OperatingSystemSection']/*[local-name()='Description']");
  appliance->memory = read_ovf_memory (xml);
  appliance->vcpus = (guint) MIN (read_resource (xml, 3), 4096);
  appliance->nics = hangar_xml_count (xml, "//*[local-name()='Item'][*[local-name()='ResourceType']='10']");
  firmware = hangar_xml_get (
    xml, "//*[local-name()='Config'][@*[local-name()='key']='firmware']/@*[local-name()='value']");
  appliance->uefi = g_strcmp0 (firmware, "efi") == 0 ||
                    hangar_xml_count (xml, "//*[local-name()='Firmware'][starts-with(@type, 'EFI')]") > 0;
  return read_ovf_disks (appliance, xml, error);
}

/* VirtualBox's own settings: the disks of the media registry, in their order; snapshots are children of
 * those. */
static gboolean
read_vbox (HangarAppliance *appliance, HangarXml *xml, GError **error)
{
  static const char disks[] =
    "//*[local-name()='MediaRegistry']/*[local-name()='HardDisks']/*[local-name()='HardDisk']";
  guint n = hangar_xml_count (xml, disks);

  if (hangar_xml_count (
        xml, "//*[local-name()='HardDisks']/*[local-name()='HardDisk']/*[local-name()='HardDisk']") > 0)
    return refuse (error, _ ("This machine has snapshots. Merge them in VirtualBox first."));
  appliance->name = hangar_xml_get (xml, "//*[local-name()='Machine']/@name");
  appliance->system = hangar_xml_get (xml, "//*[local-name()='Machine']/@OSType");
  appliance->memory =
    hangar_xml_get_uint (xml, "//*[local-name()='Hardware']/*[local-name()='Memory']/@RAMSize") << 20;
  appliance->vcpus = (guint) MIN (
    hangar_xml_get_uint (xml, "//*[local-name()='Hardware']/*[local-name()='CPU']/@count"), 4096);
  appliance->nics =
    hangar_xml_count (xml, "//*[local-name()='Network']/*[local-name()='Adapter'][@enabled='true']");
  appliance->uefi = hangar_xml_count (xml, "//*[local-name()='Firmware'][starts-with(@type, 'EFI')]") > 0;
  for (guint i = 1; i <= MIN (n, MOST_DISKS + 1); i++)
    {
      g_autofree char *path = g_strdup_printf ("(%s)[%u]/@location", disks, i);
      g_autofree char *file = hangar_xml_get (xml, path);

      if (file != NULL && add_disk (appliance, file, 0, error) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_description (HangarAppliance *appliance, const char *text, gsize length, GError **error)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autoptr (HangarXml) xml = hangar_xml_new (copy, NULL);

  if (xml == NULL)
    return refuse (error, _ ("The description of this appliance cannot be read."));
  if (hangar_xml_count (xml, "/*[local-name()='Envelope']") > 0)
    return read_ovf (appliance, xml, error);
  if (hangar_xml_count (xml, "/*[local-name()='VirtualBox']") > 0)
    return read_vbox (appliance, xml, error);
  return refuse (error, _ ("This is not the description of a machine."));
}

/* The files beside a description are looked at like any image. */
static gboolean
look_at_disks (HangarAppliance *appliance, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (appliance->path);

  for (guint i = 0; i < appliance->disks->len; i++)
    {
      HangarApplianceDisk *disk = g_ptr_array_index (appliance->disks, i);
      g_autofree char *path = g_build_filename (folder, disk->file, NULL);

      disk->image = hangar_image_header_read (path, error);
      if (disk->image == NULL)
        {
          g_prefix_error (error, "%s: ", disk->file);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_file (HangarAppliance *appliance, int fd, guint64 size, GError **error)
{
  g_autofree char *text = NULL;
  gssize length;

  if (size > DESCRIPTION_LIMIT)
    return refuse (error, _ ("The description of this appliance is too long."));
  text = g_malloc (size);
  length = pread (fd, text, size, 0);
  return length > 0 && read_description (appliance, text, (gsize) length, error) &&
         look_at_disks (appliance, error);
}

static struct archive *
open_archive (int fd)
{
  struct archive *archive = archive_read_new ();

  /* An OVA is a plain tar (DSP0243, 5.3); nothing is decompressed. */
  archive_read_support_format_tar (archive);
  if (archive_read_open_fd (archive, fd, BLOCK) != ARCHIVE_OK)
    {
      archive_read_free (archive);
      return NULL;
    }
  return archive;
}

/* Its members with a listed name must be files: a link's content would be somewhere else. */
static gboolean
check_member (HangarAppliance *appliance, struct archive_entry *entry, gboolean *found, GError **error)
{
  const char *name = archive_entry_pathname (entry);

  for (guint i = 0; name != NULL && i < appliance->disks->len; i++)
    {
      const HangarApplianceDisk *disk = g_ptr_array_index (appliance->disks, i);

      if (!g_str_equal (disk->file, name))
        continue;
      if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL)
        return refuse (error, _ ("A disk of this appliance is a link, not a file."));
      found[i] = TRUE;
    }
  return TRUE;
}

static gboolean
read_archive (HangarAppliance *appliance, struct archive *archive, GError **error)
{
  struct archive_entry *entry;
  g_autofree char *text = g_malloc (DESCRIPTION_LIMIT);
  gboolean found[MOST_DISKS] = { FALSE };
  gboolean described = FALSE;

  for (guint i = 0; i < MOST_MEMBERS && archive_read_next_header (archive, &entry) == ARCHIVE_OK; i++)
    {
      const char *name = archive_entry_pathname (entry);

      /* The description comes first; a member before it would not be checked against it. */
      if (!described)
        {
          la_ssize_t length;

          if (name == NULL || !g_str_has_suffix (name, ".ovf") ||
              archive_entry_size (entry) > DESCRIPTION_LIMIT)
            return refuse (error, _ ("This archive does not begin with the description of a machine."));
          length = archive_read_data (archive, text, DESCRIPTION_LIMIT);
          described = length > 0 && read_description (appliance, text, (gsize) length, error);
          if (!described)
            return *error != NULL ? FALSE
                                  : refuse (error, _ ("The description of this appliance cannot be read."));
        }
      else if (!check_member (appliance, entry, found, error))
        return FALSE;
    }
  if (!described)
    return refuse (error, _ ("This archive does not begin with the description of a machine."));
  for (guint i = 0; i < appliance->disks->len; i++)
    if (!found[i])
      return refuse (error, _ ("A disk of this appliance is missing."));
  return TRUE;
}

/**
 * hangar_appliance_is_name:
 * @path: a file's name
 *
 * Returns: whether it is called like an appliance rather than like a disk
 */
gboolean
hangar_appliance_is_name (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".ova") || g_str_has_suffix (lower, ".ovf") ||
         g_str_has_suffix (lower, ".vbox");
}

/**
 * hangar_appliance_read:
 * @path: an absolute path of an OVA, an OVF or a VirtualBox machine
 * @error: return location; of #HANGAR_MEDIA_ERROR with a sentence for the user
 *
 * Reads what kind of machine it is. Blocks: for threads.
 *
 * Returns: (transfer full): the machine
 */
HangarAppliance *
hangar_appliance_read (const char *path, GError **error)
{
  g_autoptr (HangarAppliance) appliance = NULL;
  g_autoptr (GError) failure = NULL;
  struct archive *archive;
  guint64 size;
  int fd = hangar_media_file_open (path, FALSE, &size, error);
  gboolean ok = FALSE;

  if (fd < 0)
    return NULL;
  appliance = g_new0 (HangarAppliance, 1);
  appliance->path = g_strdup (path);
  appliance->disks = g_ptr_array_new_with_free_func ((GDestroyNotify) disk_free);
  appliance->is_archive = g_str_has_suffix (path, ".ova") || g_str_has_suffix (path, ".OVA");
  archive = appliance->is_archive ? open_archive (fd) : NULL;
  if (archive != NULL)
    ok = read_archive (appliance, archive, &failure);
  else if (!appliance->is_archive)
    ok = read_file (appliance, fd, size, &failure);
  if (archive != NULL)
    archive_read_free (archive);
  close (fd);

  if (ok)
    return g_steal_pointer (&appliance);
  if (failure == NULL)
    refuse (&failure, _ ("This appliance cannot be read."));
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hangar_appliance_copy:
 * @appliance: a machine
 *
 * Returns: (transfer full): a copy
 */
HangarAppliance *
hangar_appliance_copy (const HangarAppliance *appliance)
{
  HangarAppliance *copy = g_new (HangarAppliance, 1);

  *copy = *appliance;
  copy->path = g_strdup (appliance->path);
  copy->name = g_strdup (appliance->name);
  copy->system = g_strdup (appliance->system);
  copy->disks = g_ptr_array_new_with_free_func ((GDestroyNotify) disk_free);
  for (guint i = 0; i < appliance->disks->len; i++)
    {
      const HangarApplianceDisk *disk = g_ptr_array_index (appliance->disks, i);
      HangarApplianceDisk *other = g_new0 (HangarApplianceDisk, 1);

      other->file = g_strdup (disk->file);
      other->image = disk->image != NULL ? hangar_image_header_copy (disk->image) : NULL;
      other->capacity = disk->capacity;
      g_ptr_array_add (copy->disks, other);
    }
  return copy;
}

/**
 * hangar_appliance_free:
 * @appliance: (transfer full) (nullable): a machine
 */
void
hangar_appliance_free (HangarAppliance *appliance)
{
  if (appliance == NULL)
    return;
  g_free (appliance->path);
  g_free (appliance->name);
  g_free (appliance->system);
  g_ptr_array_unref (appliance->disks);
  g_free (appliance);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  HangarAppliance *appliance = hangar_appliance_read (data, &error);

  if (appliance != NULL)
    g_task_return_pointer (task, appliance, (GDestroyNotify) hangar_appliance_free);
  else
    g_task_return_error (task, error);
}

/**
 * hangar_appliance_read_async:
 * @path: an absolute path
 * @cancellable: (nullable): to lose interest
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * hangar_appliance_read() in a thread.
 */
void
hangar_appliance_read_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = hangar_patience_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_appliance_read_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  hangar_patience_begin (task, HANGAR_PATIENCE, read_thread);
}

/**
 * hangar_appliance_read_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the machine
 */
HangarAppliance *
hangar_appliance_read_finish (GAsyncResult *result, GError **error)
{
  return hangar_patience_finish (G_TASK (result), error);
}

/* Holes are kept: a block of zeros is not written. */
static gboolean
copy_member (struct archive *archive, int out, GCancellable *cancellable, GError **error)
{
  const void *block;
  size_t length;
  la_int64_t offset;
  int status;

  while ((status = archive_read_data_block (archive, &block, &length, &offset)) == ARCHIVE_OK)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (pwrite (out, block, length, offset) != (gssize) length)
        {
          g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
          return FALSE;
        }
    }
  return status == ARCHIVE_EOF ? TRUE : refuse (error, _ ("This archive is damaged."));
}

static gboolean
find_and_copy (struct archive *archive, const HangarApplianceDisk *disk, int out, GCancellable *cancellable,
               GError **error)
{
  struct archive_entry *entry;

  for (guint i = 0; i < MOST_MEMBERS && archive_read_next_header (archive, &entry) == ARCHIVE_OK; i++)
    if (g_strcmp0 (archive_entry_pathname (entry), disk->file) == 0 &&
        archive_entry_filetype (entry) == AE_IFREG)
      return copy_member (archive, out, cancellable, error);
  return refuse (error, _ ("A disk of this appliance is missing."));
}

/**
 * hangar_appliance_extract:
 * @appliance: an archive
 * @disk: number of the disk
 * @target: path of a file that does not exist yet
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Takes a disk out of an archive; when that fails, there is no @target. Blocks: for threads.
 *
 * Returns: whether it is there
 */
gboolean
hangar_appliance_extract (const HangarAppliance *appliance, guint disk, const char *target,
                          GCancellable *cancellable, GError **error)
{
  int in = hangar_media_file_open (appliance->path, FALSE, NULL, error);
  int out = in >= 0 ? open (target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
  struct archive *archive = out >= 0 ? open_archive (in) : NULL;
  gboolean ok = FALSE;

  if (in >= 0 && out < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", target, g_strerror (errno));
  if (out >= 0 && archive == NULL)
    refuse (error, _ ("This archive is damaged."));
  if (archive != NULL)
    {
      ok = find_and_copy (archive, g_ptr_array_index (appliance->disks, disk), out, cancellable, error);
      archive_read_free (archive);
    }
  if (out >= 0)
    {
      close (out);
      if (!ok)
        g_unlink (target);
    }
  if (in >= 0)
    close (in);
  return ok;
}
