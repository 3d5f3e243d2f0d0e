/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing a domain's hardware, while it runs and for its next start. Everything here blocks: worker threads
 * only. */

#include "virt/device.h"

#include "util/line-diff.h"
#include "virt/autoptr.h"
#include "virt/domain.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <errno.h>
#include <stdlib.h>

G_STATIC_ASSERT ((int) HANGAR_VIRT_AFFECT_LIVE == VIR_DOMAIN_AFFECT_LIVE);
G_STATIC_ASSERT ((int) HANGAR_VIRT_AFFECT_CONFIG == VIR_DOMAIN_AFFECT_CONFIG);

static gboolean
check (int result, GError **error)
{
  if (result >= 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_device_attach:
 * @connection: an open connection
 * @uuid: a domain
 * @xml: the device
 * @affect: where to add it
 * @error: return location
 *
 * Returns: whether it was added
 */
gboolean
hangar_virt_device_attach (GVirConnection *connection, const char *uuid, const char *xml,
                           HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainAttachDeviceFlags (domain, xml, affect), error);
}

/**
 * hangar_virt_device_detach:
 * @connection: an open connection
 * @uuid: a domain
 * @xml: the device as the definition has it
 * @affect: where to remove it
 * @error: return location
 *
 * Asks for the removal. A running guest must let go of it: the call waits some seconds for that, and it may
 * happen later or never, so look at the definition (or wait for the event) before believing it.
 *
 * Returns: whether it was asked for
 */
gboolean
hangar_virt_device_detach (GVirConnection *connection, const char *uuid, const char *xml,
                           HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainDetachDeviceFlags (domain, xml, affect), error);
}

/**
 * hangar_virt_device_update:
 * @connection: an open connection
 * @uuid: a domain
 * @xml: the device as it is to be
 * @affect: where to change it
 * @error: return location
 *
 * Returns: whether it was changed
 */
gboolean
hangar_virt_device_update (GVirConnection *connection, const char *uuid, const char *xml,
                           HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainUpdateDeviceFlags (domain, xml, affect), error);
}

/* The drive's element as it would be with the medium in it. */
static char *
drive_with_medium (HangarXml *doc, const HangarVirtMedium *medium, GError **error)
{
  g_autofree char *xpath = g_strdup_printf ("/domain/devices/disk[target/@dev='%s']", medium->target);
  g_autofree char *element = hangar_xml_extract (doc, xpath);
  g_autoptr (HangarXml) drive = element != NULL ? hangar_xml_new (element, error) : NULL;

  if (drive == NULL)
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no drive “%s”", medium->target);
      return NULL;
    }

  hangar_xml_remove (drive, "/disk/source | /disk/backingStore");
  hangar_xml_put (drive, "/disk/@type", medium->is_block ? "block" : "file");
  /* What a medium says of its own format is not believed. */
  if (medium->path != NULL)
    {
      hangar_xml_put (drive, "/disk/driver/@name", "qemu");
      hangar_xml_put (drive, "/disk/driver/@type", "raw");
      hangar_xml_put (drive, medium->is_block ? "/disk/source/@dev" : "/disk/source/@file", medium->path);
    }
  return hangar_xml_to_string (drive);
}

/**
 * hangar_virt_device_change_medium:
 * @connection: an open connection
 * @uuid: a domain
 * @medium: what is to be in which drive
 * @affect: where
 * @error: return location; when a guest holds the tray closed the call lasts five seconds before it fails
 *
 * Returns: whether the drive has it
 */
gboolean
hangar_virt_device_change_medium (GVirConnection *connection, const char *uuid,
                                  const HangarVirtMedium *medium, HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autofree char *xml = NULL, *element = NULL;
  g_autoptr (HangarXml) doc = NULL;
  unsigned int flags = affect | (medium->force ? VIR_DOMAIN_DEVICE_MODIFY_FORCE : 0);

  if (domain == NULL)
    return FALSE;
  xml = hangar_virt_domain_get_xml (connection, uuid, affect == HANGAR_VIRT_AFFECT_CONFIG, error);
  doc = xml != NULL ? hangar_xml_new (xml, error) : NULL;
  if (doc == NULL)
    return FALSE;
  element = drive_with_medium (doc, medium, error);
  return element != NULL && check (virDomainUpdateDeviceFlags (domain, element, flags), error);
}

/**
 * hangar_virt_domain_set_memory:
 * @connection: an open connection
 * @uuid: a domain
 * @bytes: what the guest may use, at most its maximum
 * @affect: where
 * @error: return location
 *
 * Returns: whether it was set; a running guest gives memory back as fast as its balloon driver does
 */
gboolean
hangar_virt_domain_set_memory (GVirConnection *connection, const char *uuid, guint64 bytes,
                               HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainSetMemoryFlags (domain, bytes / 1024, affect), error);
}

/**
 * hangar_virt_domain_set_vcpus:
 * @connection: an open connection
 * @uuid: a domain
 * @count: how many processors are plugged in, at most its maximum
 * @affect: where
 * @error: return location
 *
 * Returns: whether it was set
 */
gboolean
hangar_virt_domain_set_vcpus (GVirConnection *connection, const char *uuid, guint count,
                              HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainSetVcpusFlags (domain, count, affect), error);
}

/**
 * hangar_virt_domain_resize_disk:
 * @connection: an open connection
 * @uuid: a running domain
 * @target: the disk's target
 * @bytes: its new size
 * @error: return location
 *
 * Changes the size of a disk that is in use. Shrinking destroys data: the caller only grows.
 *
 * Returns: whether it has that size
 */
gboolean
hangar_virt_domain_resize_disk (GVirConnection *connection, const char *uuid, const char *target,
                                guint64 bytes, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL &&
         check (virDomainBlockResize (domain, target, bytes, VIR_DOMAIN_BLOCK_RESIZE_BYTES), error);
}

/**
 * hangar_virt_domain_get_disk_size:
 * @connection: an open connection
 * @uuid: a domain
 * @target: the disk's target
 * @sizes: (out): bytes that the guest sees, and bytes that it takes on the host
 * @error: return location
 *
 * Returns: whether it could be read
 */
gboolean
hangar_virt_domain_get_disk_size (GVirConnection *connection, const char *uuid, const char *target,
                                  guint64 sizes[2], GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  virDomainBlockInfo info;

  if (domain == NULL || !check (virDomainGetBlockInfo (domain, target, &info, 0), error))
    return FALSE;
  sizes[0] = info.capacity;
  sizes[1] = info.allocation;
  return TRUE;
}

/**
 * hangar_virt_domain_lacks_disk:
 * @connection: an open connection
 * @uuid: a domain
 * @target: the disk's target
 *
 * Asks the daemon, which sees its own host's files.
 *
 * Returns: whether there is certainly nothing where the disk should be
 */
gboolean
hangar_virt_domain_lacks_disk (GVirConnection *connection, const char *uuid, const char *target)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, NULL);
  virDomainBlockInfo info;
  const virError *error;

  if (domain == NULL || virDomainGetBlockInfo (domain, target, &info, 0) == 0)
    return FALSE;
  error = virGetLastError ();
  if (error == NULL)
    return FALSE;
  return error->code == VIR_ERR_NO_STORAGE_VOL || error->code == VIR_ERR_NO_STORAGE_POOL ||
         (error->code == VIR_ERR_SYSTEM_ERROR && error->int1 == ENOENT);
}

/**
 * hangar_virt_volume_grow:
 * @connection: an open connection
 * @path: a volume's path on the host, in no use
 * @bytes: its new size
 * @error: return location
 *
 * Changes the size of a disk that no running machine uses. Only what a storage pool knows can be reached.
 *
 * Returns: whether it has that size
 */
gboolean
hangar_virt_volume_grow (GVirConnection *connection, const char *path, guint64 bytes, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virStorageVolPtr) volume = virStorageVolLookupByPath (handle, path);

  return check (volume != NULL ? virStorageVolResize (volume, bytes, 0) : -1, error);
}

/**
 * hangar_virt_domain_rename:
 * @connection: an open connection
 * @uuid: a domain that is off
 * @name: its new name
 * @error: return location
 *
 * Returns: whether it has that name
 */
gboolean
hangar_virt_domain_rename (GVirConnection *connection, const char *uuid, const char *name, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainRename (domain, name, 0), error);
}

/**
 * hangar_virt_domain_set_text:
 * @connection: an open connection
 * @uuid: a domain
 * @is_title: its title rather than its description
 * @text: (nullable): the new text
 * @affect: where
 * @error: return location
 *
 * Returns: whether it was set
 */
gboolean
hangar_virt_domain_set_text (GVirConnection *connection, const char *uuid, gboolean is_title,
                             const char *text, HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  int type = is_title ? VIR_DOMAIN_METADATA_TITLE : VIR_DOMAIN_METADATA_DESCRIPTION;

  return domain != NULL && check (virDomainSetMetadata (domain, type, text, NULL, NULL, affect), error);
}

/**
 * hangar_virt_domain_redefine:
 * @connection: an open connection
 * @uuid: a domain
 * @base: (nullable): the stored definition that @xml was made from; %NULL to overwrite whatever is there
 * @xml: the new definition
 * @error: return location; %G_IO_ERROR_WRONG_ETAG when the stored definition is not @base any more
 *
 * Stores a changed definition, checked by the daemon against its schema.
 *
 * Returns: whether it is stored
 */
gboolean
hangar_virt_domain_redefine (GVirConnection *connection, const char *uuid, const char *base, const char *xml,
                             GError **error)
{
  g_autofree char *present = hangar_virt_domain_get_xml (connection, uuid, TRUE, error);
  g_autofree char *difference = NULL, *defined = NULL;

  if (present == NULL)
    return FALSE;
  if (base != NULL)
    {
      g_autofree char *then = hangar_xml_canonicalise (base, NULL);
      g_autofree char *now = hangar_xml_canonicalise (present, NULL);

      if (g_strcmp0 (then, now) != 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG,
                               "the definition was changed meanwhile");
          return FALSE;
        }
    }

  /* Secrets are kept out of the log. */
  difference = hangar_line_diff (present, xml, 2);
  if (strstr (difference, "passw") == NULL)
    g_debug ("defining %s:\n%s", uuid, difference);
  defined = hangar_virt_domain_define (connection, xml, error);
  return defined != NULL;
}

/**
 * hangar_virt_domain_start_with:
 * @connection: an open connection
 * @uuid: a domain that is off, with nothing saved
 * @xml: the definition to run this one time
 * @error: return location
 *
 * Starts a domain differently from its stored definition, which stays as it is.
 *
 * Returns: whether it started
 */
gboolean
hangar_virt_domain_start_with (GVirConnection *connection, const char *uuid, const char *xml, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virDomainPtr) present = hangar_virt_lookup (connection, uuid, error);
  g_auto (virDomainPtr) started = NULL;

  if (present == NULL)
    return FALSE;
  started = virDomainCreateXML (handle, xml, 0);
  return check (started != NULL ? 0 : -1, error);
}
