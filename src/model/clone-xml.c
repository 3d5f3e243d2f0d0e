/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's definition as that of its clone: what must differ differs, all else is kept. Pure. */

#include "config.h"

#include "model/clone-xml.h"

#include "virt/guest.h"
#include "virt/xml.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define NOTE "/domain/metadata/*[local-name()='machine' and namespace-uri()='" HANGAR_GUEST_METADATA_URI "']"

/* More digits than anybody's machines need. */
#define MOST_DIGITS 4

/**
 * hangar_clone_disk_new:
 * @target: the disk in the machine
 * @path: (nullable): its image in the clone
 * @format: (nullable): the format of that image
 * @made_here: the image was made for the clone
 *
 * Returns: (transfer full): what becomes of the disk
 */
HangarCloneDisk *
hangar_clone_disk_new (const char *target, const char *path, const char *format, gboolean made_here)
{
  HangarCloneDisk *disk = g_new0 (HangarCloneDisk, 1);

  disk->target = g_strdup (target);
  disk->path = g_strdup (path);
  disk->format = g_strdup (format);
  disk->made_here = made_here;
  return disk;
}

/**
 * hangar_clone_disk_free:
 * @disk: (transfer full): a disk
 */
void
hangar_clone_disk_free (HangarCloneDisk *disk)
{
  g_free (disk->target);
  g_free (disk->path);
  g_free (disk->format);
  g_free (disk->kept);
  g_free (disk);
}

static char *
find_disk (HangarXml *xml, const char *target)
{
  guint n = hangar_xml_count (xml, "/domain/devices/disk");

  /* The name of a target never becomes part of an XPath: it may hold quotes. */
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/devices/disk[%u]/target/@dev", i);
      g_autofree char *found = hangar_xml_get (xml, path);

      if (g_strcmp0 (found, target) == 0)
        return g_strdup_printf ("/domain/devices/disk[%u]", i);
    }
  return NULL;
}

static void
put (HangarXml *xml, const char *base, const char *step, const char *value)
{
  g_autofree char *path = g_strconcat (base, step, NULL);

  hangar_xml_put (xml, path, value);
}

static void
remove_below (HangarXml *xml, const char *base, const char *step)
{
  g_autofree char *path = g_strconcat (base, step, NULL);

  hangar_xml_remove (xml, path);
}

static void
replace_disk (HangarXml *xml, const HangarCloneDisk *disk)
{
  g_autofree char *path = find_disk (xml, disk->target);

  if (path == NULL)
    return;
  if (disk->path == NULL)
    {
      hangar_xml_remove (xml, path);
      return;
    }
  remove_below (xml, path, "/source/@*");
  remove_below (xml, path, "/backingStore");
  put (xml, path, "/@type", "file");
  put (xml, path, "/source/@file", disk->path);
  if (disk->format != NULL)
    put (xml, path, "/driver/@type", disk->format);
}

/* What identifies a machine on its host or in a network is left to libvirt to choose anew. */
static void
drop_identity (HangarXml *xml)
{
  static const char *const paths[] = {
    "/domain/@id",
    "/domain/title",
    "/domain/genid",
    "/domain/os/nvram/text()",
    "/domain/os/nvram/@type",
    "/domain/os/nvram/source",
    "/domain/devices/interface/mac",
    "/domain/devices/interface/target[starts-with(@dev, 'vnet') or starts-with(@dev, 'macvtap')]",
    "/domain/devices/graphics[@autoport='yes']/@port",
    "/domain/devices/graphics/@socket[contains(., '/lib/libvirt/qemu/') or contains(., '/libvirt/qemu/')]",
    "/domain/devices/channel[@type='unix']/source[@mode='bind']",
    "/domain/devices/vsock/cid/@address",
    "/domain/devices/*/alias[starts-with(@name, 'ua-')=false()]",
    NOTE "/*",
    NOTE "/@template",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    hangar_xml_remove (xml, paths[i]);
  if (hangar_xml_count (xml, "/domain/devices/vsock/cid") > 0)
    hangar_xml_put (xml, "/domain/devices/vsock/cid/@auto", "yes");
}

/* Two machines cannot write one log: its file gets the clone's name. */
static void
rename_files (HangarXml *xml, const char *name)
{
  g_auto (GStrv) paths = hangar_xml_find (xml, "/domain/devices/*[@type='file']/source/@path"
                                               "|/domain/devices/*/log/@file");

  for (char **path = paths; *path != NULL; path++)
    {
      g_autofree char *old = hangar_xml_get (xml, *path);
      g_autofree char *folder = g_path_get_dirname (old);
      g_autofree char *base = g_path_get_basename (old);
      g_autofree char *file = g_strconcat (name, "-", base, NULL);
      g_autofree char *full = g_build_filename (folder, file, NULL);

      hangar_xml_set (xml, *path, full);
    }
}

static void
note (HangarXml *xml, const char *what, const char *path)
{
  g_autofree char *element = g_markup_printf_escaped (
    "<hangar:%s xmlns:hangar='" HANGAR_GUEST_METADATA_URI "' path='%s'/>", what, path);

  if (hangar_xml_count (xml, "/domain/metadata") == 0)
    hangar_xml_append (xml, "/domain", "<metadata/>", NULL);
  if (hangar_xml_count (xml, NOTE) == 0)
    hangar_xml_append (xml, "/domain/metadata",
                       "<hangar:machine xmlns:hangar='" HANGAR_GUEST_METADATA_URI "'/>", NULL);
  hangar_xml_append (xml, NOTE, element, NULL);
}

static void
note_disks (HangarXml *xml, GPtrArray *disks)
{
  for (guint i = 0; i < disks->len; i++)
    {
      const HangarCloneDisk *disk = g_ptr_array_index (disks, i);

      if (disk->path != NULL && disk->made_here)
        note (xml, "disk", disk->path);
      if (disk->kept != NULL)
        note (xml, "kept", disk->kept);
    }
}

/* A path never becomes part of an XPath: it may hold quotes. */
static void
forget_note (HangarXml *xml, const char *what, const char *path)
{
  g_autofree char *all = g_strdup_printf (NOTE "/*[local-name()='%s']", what);

  for (guint i = hangar_xml_count (xml, all); i > 0; i--)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", all, i);
      g_autofree char *attribute = g_strconcat (element, "/@path", NULL);
      g_autofree char *noted = hangar_xml_get (xml, attribute);

      if (g_strcmp0 (noted, path) == 0)
        hangar_xml_remove (xml, element);
    }
}

/**
 * hangar_clone_xml:
 * @xml: a machine's stored definition, with its secrets
 * @name: the clone's name
 * @uuid: the clone's identity
 * @disks: (element-type HangarCloneDisk): what becomes of its disks
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the clone's definition
 */
char *
hangar_clone_xml (const char *xml, const char *name, const char *uuid, GPtrArray *disks, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);

  if (doc == NULL)
    return NULL;

  drop_identity (doc);
  hangar_xml_put (doc, "/domain/name", name);
  hangar_xml_put (doc, "/domain/uuid", uuid);
  if (hangar_xml_count (doc, "/domain/sysinfo/system/entry[@name='uuid']") > 0)
    hangar_xml_set (doc, "/domain/sysinfo/system/entry[@name='uuid']", uuid);
  for (guint i = 0; i < disks->len; i++)
    replace_disk (doc, g_ptr_array_index (disks, i));
  rename_files (doc, name);
  note_disks (doc, disks);
  return hangar_xml_to_string (doc);
}

/**
 * hangar_clone_set_nvram:
 * @xml: a clone's definition
 * @path: (nullable): where the variables of its firmware are; its host makes new ones when it is not said
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the definition
 */
char *
hangar_clone_set_nvram (const char *xml, const char *path, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);

  if (doc == NULL)
    return NULL;
  if (path != NULL)
    hangar_xml_put (doc, "/domain/os/nvram", path);
  return hangar_xml_to_string (doc);
}

/**
 * hangar_clone_replace_disks:
 * @xml: a machine's stored definition, with its secrets
 * @disks: (element-type HangarCloneDisk): what becomes of its disks
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the same machine with other images
 */
char *
hangar_clone_replace_disks (const char *xml, GPtrArray *disks, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);

  if (doc == NULL)
    return NULL;

  for (guint i = 0; i < disks->len; i++)
    {
      const HangarCloneDisk *disk = g_ptr_array_index (disks, i);
      g_autofree char *path = find_disk (doc, disk->target);
      g_autofree char *file = path != NULL ? g_strconcat (path, "/source/@file", NULL) : NULL;
      g_autofree char *old = file != NULL ? hangar_xml_get (doc, file) : NULL;

      if (old != NULL)
        forget_note (doc, "disk", old);
      replace_disk (doc, disk);
    }
  note_disks (doc, disks);
  return hangar_xml_to_string (doc);
}

/**
 * hangar_clone_forget_kept:
 * @xml: a machine's stored definition, with its secrets
 * @path: an image that it had before
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the same machine without the note of that image
 */
char *
hangar_clone_forget_kept (const char *xml, const char *path, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);

  if (doc == NULL)
    return NULL;
  forget_note (doc, "kept", path);
  return hangar_xml_to_string (doc);
}

/* The digits between "%0" or "%" and "d"; -1 when it is no such thing. */
static int
read_width (const char *at, gsize *length)
{
  gsize digits = strspn (at + 1, "0123456789");
  guint64 width = digits > 0 ? g_ascii_strtoull (at + 1, NULL, 10) : 0;

  *length = digits + 2;
  return at[1 + digits] == 'd' && digits <= 2 && width <= MOST_DIGITS ? (int) width : -1;
}

/**
 * hangar_clone_name:
 * @pattern: a name with one number in it, as "tp-%02d"
 * @number: the number
 * @error: return location
 *
 * The pattern comes from the user: nothing but one "%d" or "%0Nd" is taken for a number.
 *
 * Returns: (transfer full) (nullable): the name
 */
char *
hangar_clone_name (const char *pattern, guint number, GError **error)
{
  const char *at = strchr (pattern, '%');
  gsize length = 0;
  int width = at != NULL ? read_width (at, &length) : -1;

  if (width < 0 || strchr (at + length, '%') != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("The names need one place for the number, written %d or %02d."));
      return NULL;
    }
  return g_strdup_printf ("%.*s%0*u%s", (int) (at - pattern), pattern, width, number, at + length);
}
