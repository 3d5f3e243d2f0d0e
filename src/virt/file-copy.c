/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small files of a host in folders that are no storage pools, like the variables of firmwares. Worker threads
 * only. */

#include "config.h"

#include "virt/file-copy.h"

#include <glib/gi18n-lib.h>

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/storage.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

/* Makes the folder of @path a pool for a moment: what the host's daemon may read, we may not, and it may be
 * far away. Nothing is to be given back where there is such a pool already. */
static gboolean
borrow (GVirConnection *connection, const char *path, virStoragePoolPtr *borrowed, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *name = g_strconcat ("hangar-", random, NULL);
  g_autoptr (HangarXml) xml =
    hangar_xml_new ("<pool type='dir'><name/><target><path/></target></pool>", NULL);
  g_autofree char *text = NULL;

  *borrowed = NULL;
  hangar_virt_pool_wake (connection, path);
  /* It cannot be looked into while something is made in it. A second pool in one folder would kill the
   * daemon. */
  if (hangar_virt_folder_is_pool (connection, path))
    {
      if (hangar_virt_folder_refresh (connection, path))
        return TRUE;
      hangar_virt_error_set (error);
      return FALSE;
    }
  hangar_xml_set (xml, "/pool/name", name);
  hangar_xml_set (xml, "/pool/target/path", folder);
  text = hangar_xml_to_string (xml);
  *borrowed = virStoragePoolCreateXML (handle, text, 0);
  if (*borrowed == NULL)
    hangar_virt_error_set (error);
  return *borrowed != NULL;
}

/* A transient pool is gone when it is stopped; its files are not touched. */
static void
give_back (virStoragePoolPtr borrowed)
{
  if (borrowed == NULL)
    return;
  virStoragePoolDestroy (borrowed);
  virStoragePoolFree (borrowed);
}

static gboolean
has (GVirConnection *connection, const char *path)
{
  g_autoptr (HangarVirtVolume) volume = hangar_virt_volume_lookup (connection, path, NULL);

  return volume != NULL;
}

/**
 * hangar_virt_file_exists:
 * @connection: an open connection
 * @path: a path on its host
 *
 * Returns: whether there certainly is a file
 */
gboolean
hangar_virt_file_exists (GVirConnection *connection, const char *path)
{
  virStoragePoolPtr borrowed = NULL;
  gboolean exists = borrow (connection, path, &borrowed, NULL) && has (connection, path);

  give_back (borrowed);
  return exists;
}

/**
 * hangar_virt_file_copy:
 * @connection: an open connection
 * @source: a file on its host
 * @path: where the copy is to be, in the same folder
 * @error: return location
 *
 * Copies a file of the host by its daemon, as it is. Nothing that exists is overwritten.
 *
 * Returns: whether the copy is there
 */
gboolean
hangar_virt_file_copy (GVirConnection *connection, const char *source, const char *path, GError **error)
{
  virStoragePoolPtr borrowed = NULL;
  g_autoptr (HangarVirtVolume) found = NULL;
  g_autoptr (HangarVirtVolume) copy = NULL;

  if (!borrow (connection, source, &borrowed, error))
    return FALSE;
  if (has (connection, path))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is a file %s already."), path);
  else
    found = hangar_virt_volume_lookup (connection, source, error);
  if (found != NULL)
    copy = hangar_virt_volume_clone (connection, found, path, found->format, error);
  give_back (borrowed);
  return copy != NULL;
}

/**
 * hangar_virt_file_delete:
 * @connection: an open connection
 * @path: a file on its host
 * @error: return location
 *
 * Returns: whether it is gone, or was not there
 */
gboolean
hangar_virt_file_delete (GVirConnection *connection, const char *path, GError **error)
{
  virStoragePoolPtr borrowed = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean gone;

  /* In a folder that the daemon cannot open it has made nothing. */
  if (!borrow (connection, path, &borrowed, &failure))
    {
      gone = !hangar_virt_folder_is_pool (connection, path);
      if (!gone)
        g_propagate_error (error, g_steal_pointer (&failure));
      return gone;
    }
  gone = !has (connection, path) || hangar_virt_volume_delete (connection, path, error);
  give_back (borrowed);
  return gone;
}
