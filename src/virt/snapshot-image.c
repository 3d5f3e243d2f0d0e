/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the disks of a domain were at a snapshot, and how to get that out of them. Worker threads only. */

#include "virt/snapshot-image.h"

#include <stdlib.h>

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

/* Of what a failing program says, no more is told. */
#define LONGEST_COMPLAINT 500

/**
 * hangar_virt_snapshot_disk_free:
 * @disk: (transfer full): a disk
 */
void
hangar_virt_snapshot_disk_free (HangarVirtSnapshotDisk *disk)
{
  g_free (disk->target);
  g_free (disk->path);
  g_free (disk->format);
  g_free (disk);
}

static HangarXml *
get_document (GVirConnection *connection, const char *uuid, const char *snapshot, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (virDomainSnapshotPtr) handle =
    domain != NULL ? virDomainSnapshotLookupByName (domain, snapshot, 0) : NULL;
  char *text = handle != NULL ? virDomainSnapshotGetXMLDesc (handle, VIR_DOMAIN_SNAPSHOT_XML_SECURE) : NULL;
  HangarXml *xml = text != NULL ? hangar_xml_new (text, error) : NULL;

  if (domain != NULL && text == NULL)
    hangar_virt_error_set (error);
  free (text);
  return xml;
}

static char *
get (HangarXml *xml, const char *base, guint index, const char *step)
{
  g_autofree char *path = g_strdup_printf ("%s/devices/disk[%u]%s", base, index, step);

  return hangar_xml_get (xml, path);
}

/* How the snapshot keeps a disk: a target's name never becomes part of an XPath. */
static gboolean
is_internal (HangarXml *xml, const char *target)
{
  guint n = hangar_xml_count (xml, "/domainsnapshot/disks/disk");

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name_path = g_strdup_printf ("/domainsnapshot/disks/disk[%u]/@name", i);
      g_autofree char *kind_path = g_strdup_printf ("/domainsnapshot/disks/disk[%u]/@snapshot", i);
      g_autofree char *name = hangar_xml_get (xml, name_path);
      g_autofree char *kind = hangar_xml_get (xml, kind_path);

      if (g_strcmp0 (name, target) == 0)
        return g_strcmp0 (kind, "internal") == 0;
    }
  return FALSE;
}

/**
 * hangar_virt_snapshot_image_disks:
 * @connection: an open connection
 * @uuid: a domain
 * @snapshot: one of its snapshots
 * @definition: (out) (transfer full): the domain's definition as it was then, with its secrets
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtSnapshotDisk): the disks that it wrote to
 */
GPtrArray *
hangar_virt_snapshot_image_disks (GVirConnection *connection, const char *uuid, const char *snapshot,
                                  char **definition, GError **error)
{
  g_autoptr (HangarXml) xml = get_document (connection, uuid, snapshot, error);
  const char *base = "/domainsnapshot/domain";
  g_autofree char *count = NULL;
  GPtrArray *disks;

  if (xml == NULL)
    return NULL;
  /* Of one that ran there are two: what was to hold at its next start has no traces of the run. */
  if (hangar_xml_count (xml, "/domainsnapshot/inactiveDomain") > 0)
    base = "/domainsnapshot/inactiveDomain";
  disks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_snapshot_disk_free);
  count = g_strconcat (base, "/devices/disk", NULL);
  for (guint i = 1; i <= hangar_xml_count (xml, count); i++)
    {
      g_autofree char *device = get (xml, base, i, "/@device");
      g_autofree char *path = get (xml, base, i, "[not(readonly)][not(shareable)]/source/@file");
      HangarVirtSnapshotDisk *disk;

      if (path == NULL || (device != NULL && !g_str_equal (device, "disk")))
        continue;
      disk = g_new0 (HangarVirtSnapshotDisk, 1);
      disk->target = get (xml, base, i, "/target/@dev");
      disk->path = g_steal_pointer (&path);
      disk->format = get (xml, base, i, "/driver/@type");
      if (disk->format == NULL)
        disk->format = g_strdup ("raw");
      disk->internal = is_internal (xml, disk->target);
      g_ptr_array_add (disks, disk);
    }
  *definition = hangar_xml_extract (xml, base);
  return disks;
}

/* A comma in QEMU's options is written twice. */
static char *
escape (const char *text)
{
  g_autoptr (GString) escaped = g_string_new (text);

  g_string_replace (escaped, ",", ",,", 0);
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/**
 * hangar_virt_snapshot_image_extract:
 * @connection: an open connection to this computer
 * @disk: a disk whose image keeps snapshots inside, and that nobody uses now
 * @snapshot: the name of one of them
 * @path: the new image
 * @error: return location
 *
 * Copies out of an image what it was at a snapshot. libvirt has no call for that, so it is done here.
 *
 * Returns: whether the copy is there
 */
gboolean
hangar_virt_snapshot_image_extract (GVirConnection *connection, const HangarVirtSnapshotDisk *disk,
                                    const char *snapshot, const char *path, GError **error)
{
  g_autofree char *name = escape (snapshot);
  g_autofree char *option = g_strconcat ("snapshot.name=", name, NULL);
  g_autofree char *source = g_strconcat ("file:", disk->path, NULL);
  g_autofree char *target = g_strconcat ("file:", path, NULL);
  g_autofree char *complaint = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error, "qemu-img",
                      "convert", "-f", disk->format, "-l", option, "-O", "qcow2", source, target, NULL);

  if (child == NULL || !g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, &complaint, error))
    return FALSE;
  if (g_subprocess_get_successful (child))
    {
      hangar_virt_folder_refresh (connection, path);
      return TRUE;
    }
  hangar_virt_folder_refresh (connection, path);
  hangar_virt_volume_delete (connection, path, NULL);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "qemu-img: %.*s", LONGEST_COMPLAINT,
               complaint != NULL ? g_strstrip (complaint) : "");
  return FALSE;
}
