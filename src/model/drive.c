/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives for exchangeable media in a definition: which there are, how one is added or booted from. Pure. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/domain-media.h"
#include "virt/xml.h"

#define DRIVES "/domain/devices/disk[@device='cdrom' or @device='floppy']"

/**
 * hangar_drive_free:
 * @drive: (transfer full): a drive
 */
void
hangar_drive_free (HangarDrive *drive)
{
  g_free (drive->target);
  g_free (drive->bus);
  g_free (drive->path);
  g_free (drive);
}

static char *
get (HangarXml *doc, const char *base, const char *relative)
{
  g_autofree char *xpath = g_strconcat (base, relative, NULL);

  return hangar_xml_get (doc, xpath);
}

static HangarDrive *
drive_new (HangarXml *doc, const char *base)
{
  HangarDrive *drive = g_new0 (HangarDrive, 1);
  g_autofree char *device = get (doc, base, "/@device");
  g_autofree char *tray = get (doc, base, "/target/@tray");

  drive->target = get (doc, base, "/target/@dev");
  drive->bus = get (doc, base, "/target/@bus");
  drive->path =
    get (doc, base, "/source/@*[name()='file' or name()='dev' or name()='volume' or name()='name']");
  drive->is_floppy = g_strcmp0 (device, "floppy") == 0;
  drive->is_open = g_strcmp0 (tray, "open") == 0;
  return drive;
}

/**
 * hangar_drives_new_from_xml:
 * @xml: a definition
 *
 * Returns: (transfer full) (element-type HangarDrive): its drives, CD drives first
 */
GPtrArray *
hangar_drives_new_from_xml (const char *xml)
{
  GPtrArray *drives = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_drive_free);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_auto (GStrv) paths = doc != NULL ? hangar_xml_find (doc, DRIVES) : NULL;
  guint n_cds = 0;

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      HangarDrive *drive = drive_new (doc, paths[i]);

      if (drive->target == NULL)
        hangar_drive_free (drive);
      else if (drive->is_floppy)
        g_ptr_array_add (drives, drive);
      else
        g_ptr_array_insert (drives, (int) n_cds++, drive);
    }
  return drives;
}

/* A running machine takes a drive only on a bus that can be plugged; else the one that guests know best. */
static const char *
choose_bus (HangarXml *doc, gboolean active)
{
  g_autofree char *machine = hangar_xml_get (doc, "/domain/os/type/@machine");
  g_autofree char *arch = hangar_xml_get (doc, "/domain/os/type/@arch");
  gboolean is_x86 = arch == NULL || g_str_equal (arch, "x86_64") || g_str_equal (arch, "i686");

  if (active && hangar_xml_test (doc, "/domain/devices/controller[@type='scsi']"))
    return "scsi";
  if (active && hangar_xml_test (doc, "/domain/devices/controller[@type='usb' and not(@model='none')]"))
    return "usb";
  if (!is_x86)
    return "scsi";
  return machine != NULL && strstr (machine, "q35") != NULL ? "sata" : "ide";
}

static char *
free_target (HangarXml *doc, const char *prefix)
{
  for (char letter = 'a'; letter <= 'z'; letter++)
    {
      g_autofree char *taken = g_strdup_printf ("//disk/target[@dev='%s%c']", prefix, letter);

      if (!hangar_xml_test (doc, taken))
        return g_strdup_printf ("%s%c", prefix, letter);
    }
  return g_strdup_printf ("%saa", prefix);
}

/**
 * hangar_drive_xml_new:
 * @xml: the definition of the machine that gets it
 * @path: (nullable): what is in it, absolute on the host
 * @active: whether it is to be plugged into the running machine
 *
 * Returns: (transfer full) (nullable): a CD drive that fits the machine
 */
char *
hangar_drive_xml_new (const char *xml, const char *path, gboolean active)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autoptr (HangarXml) drive =
    hangar_xml_new ("<disk type='file' device='cdrom'><driver name='qemu' type='raw'/></disk>", NULL);
  const char *bus;
  g_autofree char *target = NULL;

  if (doc == NULL)
    return NULL;
  bus = choose_bus (doc, active);
  target = free_target (doc, g_str_equal (bus, "ide") ? "hd" : "sd");
  if (path != NULL && g_str_has_prefix (path, "/dev/"))
    {
      hangar_xml_put (drive, "/disk/@type", "block");
      hangar_xml_put (drive, "/disk/source/@dev", path);
    }
  else if (path != NULL)
    hangar_xml_put (drive, "/disk/source/@file", path);
  hangar_xml_put (drive, "/disk/target/@dev", target);
  hangar_xml_put (drive, "/disk/target/@bus", bus);
  hangar_xml_put (drive, "/disk/readonly", "");
  return hangar_xml_to_string (drive);
}

/**
 * hangar_drive_boot_once_xml:
 * @xml: the stored definition
 * @target: (nullable): the drive to boot from; %NULL for the first CD drive
 * @path: (nullable): put this into it; %NULL to keep what is in it
 * @error: return location
 *
 * Makes the definition of one start: from the medium, then from the first disk.
 *
 * Returns: (transfer full) (nullable): the definition
 */
char *
hangar_drive_boot_once_xml (const char *xml, const char *target, const char *path, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);
  g_autofree char *base = NULL;
  g_autofree char *boot = NULL, *file = NULL, *driver = NULL, *source = NULL, *type = NULL;

  if (doc == NULL)
    return NULL;
  base = target != NULL ? g_strdup_printf ("/domain/devices/disk[target/@dev='%s']", target)
                        : g_strdup ("/domain/devices/disk[@device='cdrom'][1]");
  if (hangar_xml_count (doc, base) == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("This machine has no CD drive."));
      return NULL;
    }

  /* An order of devices and the old list of kinds cannot stand together, and a kernel given by hand comes
   * first. */
  hangar_xml_remove (doc,
                     "/domain/os/boot | /domain/devices/*/boot | /domain/os/kernel | /domain/os/initrd | "
                     "/domain/os/cmdline | /domain/os/dtb");
  boot = g_strconcat (base, "/boot/@order", NULL);
  hangar_xml_put (doc, boot, "1");
  if (hangar_xml_test (doc, "/domain/devices/disk[not(@device) or @device='disk']"))
    hangar_xml_put (doc, "/domain/devices/disk[not(@device) or @device='disk'][1]/boot/@order", "2");
  if (path == NULL)
    return hangar_xml_to_string (doc);

  source = g_strconcat (base, "/source", NULL);
  type = g_strconcat (base, "/@type", NULL);
  driver = g_strconcat (base, "/driver/@type", NULL);
  file = g_strconcat (source, g_str_has_prefix (path, "/dev/") ? "/@dev" : "/@file", NULL);
  hangar_xml_remove (doc, source);
  hangar_xml_put (doc, type, g_str_has_prefix (path, "/dev/") ? "block" : "file");
  hangar_xml_put (doc, driver, "raw");
  hangar_xml_put (doc, file, path);
  return hangar_xml_to_string (doc);
}
