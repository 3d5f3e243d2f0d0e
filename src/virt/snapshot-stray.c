/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots inside the disks of a domain that libvirt does not know: found, and removed. Worker threads only.
 */

#include "config.h"

#include "virt/snapshot-stray.h"

#include <glib/gi18n-lib.h>

#include "virt/autoptr.h"
#include "virt/domain.h"
#include "virt/error.h"
#include "virt/image-info.h"
#include "virt/image-use.h"
#include "virt/snapshot.h"
#include "virt/xml.h"

/* Of what a failing program says, no more is told. */
#define LONGEST_COMPLAINT 500

/* What others write too is not the domain's alone. */
#define DISK "/domain/devices/disk[not(readonly)][not(shareable)][driver/@type='qcow2'][source/@file]"

/**
 * hangar_virt_snapshot_stray_free:
 * @stray: (transfer full): a snapshot that libvirt does not know
 */
void
hangar_virt_snapshot_stray_free (HangarVirtSnapshotStray *stray)
{
  g_free (stray->target);
  g_free (stray->path);
  g_free (stray->name);
  g_free (stray);
}

/**
 * hangar_virt_snapshot_stray_copy:
 * @stray: a snapshot that libvirt does not know
 *
 * Returns: (transfer full): a copy
 */
HangarVirtSnapshotStray *
hangar_virt_snapshot_stray_copy (const HangarVirtSnapshotStray *stray)
{
  HangarVirtSnapshotStray *copy = g_memdup2 (stray, sizeof *stray);

  copy->target = g_strdup (stray->target);
  copy->path = g_strdup (stray->path);
  copy->name = g_strdup (stray->name);
  return copy;
}

static void
add_inside (GPtrArray *found, const char *target, const char *path, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) inside = hangar_virt_image_snapshots (path, cancellable);

  for (guint i = 0; i < inside->len; i++)
    {
      const HangarVirtImageSnapshot *snapshot = g_ptr_array_index (inside, i);
      HangarVirtSnapshotStray *stray = g_new0 (HangarVirtSnapshotStray, 1);

      stray->target = g_strdup (target);
      stray->path = g_strdup (path);
      stray->name = g_strdup (snapshot->name);
      stray->created = snapshot->created;
      stray->memory = snapshot->memory;
      g_ptr_array_add (found, stray);
    }
}

/* All that is inside its disks. */
static GPtrArray *
look_inside (HangarXml *xml, GCancellable *cancellable)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_snapshot_stray_free);
  guint n = hangar_xml_count (xml, DISK);

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *target_path = g_strdup_printf ("(" DISK ")[%u]/target/@dev", i);
      g_autofree char *file_path = g_strdup_printf ("(" DISK ")[%u]/source/@file", i);
      g_autofree char *target = hangar_xml_get (xml, target_path);
      g_autofree char *file = hangar_xml_get (xml, file_path);

      if (target != NULL && file != NULL)
        add_inside (found, target, file, cancellable);
    }
  return found;
}

static gboolean
add_names (GVirConnection *connection, const char *uuid, GHashTable *names, GError **error)
{
  g_autoptr (GPtrArray) list = hangar_virt_snapshot_list (connection, uuid, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    g_hash_table_add (names, g_strdup (((HangarVirtSnapshot *) list->pdata[i])->name));
  return list != NULL;
}

/* Two machines may have been defined on one disk, and the other one knows its snapshots. */
static gboolean
add_names_of_others (GVirConnection *connection, const char *uuid, GPtrArray *found, GHashTable *names,
                     GError **error)
{
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, TRUE, NULL, error);
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (paths, ((HangarVirtSnapshotStray *) found->pdata[i])->path);
  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (!g_str_equal (use->uuid, uuid) && g_hash_table_contains (paths, use->path) &&
          g_hash_table_add (asked, use->uuid) && !add_names (connection, use->uuid, names, error))
        return FALSE;
    }
  return uses != NULL;
}

static void
keep_unknown (GPtrArray *found, GHashTable *names)
{
  for (guint i = found->len; i > 0; i--)
    if (g_hash_table_contains (names, ((HangarVirtSnapshotStray *) found->pdata[i - 1])->name))
      g_ptr_array_remove_index (found, i - 1);
}

/* While one is taken or deleted, the disks and libvirt do not agree. */
static gboolean
is_at_work (virDomainPtr domain)
{
  virDomainJobInfo info;

  return virDomainGetJobInfo (domain, &info) == 0 && info.type != VIR_DOMAIN_JOB_NONE;
}

static gboolean
is_among (GPtrArray *list, const HangarVirtSnapshotStray *wanted)
{
  for (guint i = 0; i < list->len; i++)
    {
      const HangarVirtSnapshotStray *stray = g_ptr_array_index (list, i);

      if (g_str_equal (stray->name, wanted->name) && g_str_equal (stray->path, wanted->path))
        return TRUE;
    }
  return FALSE;
}

/* What is not there any more was being deleted when it was seen. */
static void
keep_lasting (GPtrArray *found, GPtrArray *now)
{
  for (guint i = found->len; i > 0; i--)
    if (!is_among (now, found->pdata[i - 1]))
      g_ptr_array_remove_index (found, i - 1);
}

/* Disks first, names after: what was being taken meanwhile has its name then. */
static gboolean
judge (GVirConnection *connection, virDomainPtr domain, HangarXml *xml, GPtrArray *found, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) now = NULL;
  char uuid[VIR_UUID_STRING_BUFLEN] = "";

  virDomainGetUUIDString (domain, uuid);
  if (is_at_work (domain))
    g_ptr_array_set_size (found, 0);
  if (found->len == 0)
    return TRUE;
  if (!add_names (connection, uuid, names, error))
    return FALSE;
  keep_unknown (found, names);
  if (found->len == 0)
    return TRUE;
  if (!add_names_of_others (connection, uuid, found, names, error))
    return FALSE;
  keep_unknown (found, names);
  now = look_inside (xml, NULL);
  keep_lasting (found, now);
  return TRUE;
}

/**
 * hangar_virt_snapshot_strays:
 * @connection: an open connection to this computer
 * @uuid: a domain
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * Compares what is inside the disks of a domain with what libvirt knows. Where images cannot be looked into,
 * nothing is found.
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtSnapshotStray): what libvirt does not know
 */
GPtrArray *
hangar_virt_snapshot_strays (GVirConnection *connection, const char *uuid, GCancellable *cancellable,
                             GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autofree char *text = domain != NULL ? hangar_virt_domain_get_xml (connection, uuid, TRUE, error) : NULL;
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, error) : NULL;
  g_autoptr (GPtrArray) found = xml != NULL ? look_inside (xml, cancellable) : NULL;

  if (found == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !judge (connection, domain, xml, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

/* A comma in QEMU's options is written twice. */
static char *
image_options (const char *path)
{
  g_autoptr (GString) escaped = g_string_new (path);

  g_string_replace (escaped, ",", ",,", 0);
  return g_strconcat ("driver=qcow2,file.driver=file,file.filename=", escaped->str, NULL);
}

static gboolean
run_remove (const HangarVirtSnapshotStray *stray, GError **error)
{
  g_autofree char *options = image_options (stray->path);
  g_autofree char *complaint = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error, "qemu-img",
                      "snapshot", "-q", "-d", stray->name, "--image-opts", options, NULL);

  if (child == NULL || !g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, &complaint, error))
    return FALSE;
  if (g_subprocess_get_successful (child))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "qemu-img: %.*s", LONGEST_COMPLAINT,
               complaint != NULL ? g_strstrip (complaint) : "");
  return FALSE;
}

/**
 * hangar_virt_snapshot_stray_remove:
 * @connection: an open connection to this computer
 * @uuid: a domain that is off
 * @stray: a snapshot inside one of its disks
 * @error: return location
 *
 * Looks once more whether libvirt does not know it, and removes it from the image. libvirt has no call for
 * that, so it is done here; QEMU keeps everybody else out of the image meanwhile.
 *
 * Returns: whether it is gone
 */
gboolean
hangar_virt_snapshot_stray_remove (GVirConnection *connection, const char *uuid,
                                   const HangarVirtSnapshotStray *stray, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (GPtrArray) now =
    domain != NULL ? hangar_virt_snapshot_strays (connection, uuid, NULL, error) : NULL;

  if (now == NULL)
    return FALSE;
  if (virDomainIsActive (domain) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                           _ ("It was started meanwhile. Nothing was deleted."));
      return FALSE;
    }
  return !is_among (now, stray) || run_remove (stray, error);
}
