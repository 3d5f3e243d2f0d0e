/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML of networks, pools, volumes and snapshots: read, checked by the daemon and stored. Worker threads
 * only. */

#include "virt/definition.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

static virDomainSnapshotPtr
lookup_snapshot (GVirConnection *connection, const HangarVirtDefinition *what)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, what->id, NULL);

  return domain != NULL ? virDomainSnapshotLookupByName (domain, what->name, 0) : NULL;
}

static char *
get_network (virConnectPtr handle, const char *uuid)
{
  g_auto (virNetworkPtr) network = virNetworkLookupByUUIDString (handle, uuid);
  char *xml = network != NULL ? virNetworkGetXMLDesc (network, VIR_NETWORK_XML_INACTIVE) : NULL;

  /* The test driver has but one definition. */
  return xml != NULL || network == NULL ? xml : virNetworkGetXMLDesc (network, 0);
}

static char *
get_pool (virConnectPtr handle, const char *uuid)
{
  g_auto (virStoragePoolPtr) pool = virStoragePoolLookupByUUIDString (handle, uuid);
  char *xml = pool != NULL ? virStoragePoolGetXMLDesc (pool, VIR_STORAGE_XML_INACTIVE) : NULL;

  return xml != NULL || pool == NULL ? xml : virStoragePoolGetXMLDesc (pool, 0);
}

static char *
get_volume (virConnectPtr handle, const char *path)
{
  g_auto (virStorageVolPtr) volume = virStorageVolLookupByPath (handle, path);

  return volume != NULL ? virStorageVolGetXMLDesc (volume, 0) : NULL;
}

static char *
get_snapshot (GVirConnection *connection, const HangarVirtDefinition *what)
{
  g_auto (virDomainSnapshotPtr) snapshot = lookup_snapshot (connection, what);
  char *xml;

  if (snapshot == NULL)
    return NULL;
  xml = virDomainSnapshotGetXMLDesc (snapshot, VIR_DOMAIN_SNAPSHOT_XML_SECURE);
  /* A read-only connection may not see secrets. */
  if (xml == NULL && virGetLastErrorCode () == VIR_ERR_OPERATION_DENIED)
    xml = virDomainSnapshotGetXMLDesc (snapshot, 0);
  return xml;
}

/**
 * hangar_virt_definition_get:
 * @connection: an open connection
 * @what: what to read
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its stored XML, with its secrets
 */
char *
hangar_virt_definition_get (GVirConnection *connection, const HangarVirtDefinition *what, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  char *xml = NULL, *copy;

  switch (what->kind)
    {
    case HANGAR_VIRT_DEFINITION_NETWORK:
      xml = get_network (handle, what->id);
      break;
    case HANGAR_VIRT_DEFINITION_POOL:
      xml = get_pool (handle, what->id);
      break;
    case HANGAR_VIRT_DEFINITION_VOLUME:
      xml = get_volume (handle, what->id);
      break;
    case HANGAR_VIRT_DEFINITION_SNAPSHOT:
    default:
      xml = get_snapshot (connection, what);
      break;
    }
  if (xml == NULL)
    hangar_virt_error_set (error);
  copy = g_strdup (xml);
  free (xml);
  return copy;
}

static gboolean
set_network (virConnectPtr handle, const char *xml)
{
  g_auto (virNetworkPtr) network = virNetworkDefineXMLFlags (handle, xml, VIR_NETWORK_DEFINE_VALIDATE);

  if (network == NULL &&
      (virGetLastErrorCode () == VIR_ERR_NO_SUPPORT || virGetLastErrorCode () == VIR_ERR_INVALID_ARG))
    network = virNetworkDefineXML (handle, xml);
  return network != NULL;
}

static gboolean
set_pool (virConnectPtr handle, const char *xml)
{
  g_auto (virStoragePoolPtr) pool = virStoragePoolDefineXML (handle, xml, VIR_STORAGE_POOL_DEFINE_VALIDATE);

  if (pool == NULL && virGetLastErrorCode () == VIR_ERR_INVALID_ARG)
    pool = virStoragePoolDefineXML (handle, xml, 0);
  return pool != NULL;
}

static gboolean
set_snapshot (GVirConnection *connection, const HangarVirtDefinition *what, const char *xml)
{
  g_auto (virDomainSnapshotPtr) present = lookup_snapshot (connection, what);
  g_auto (virDomainSnapshotPtr) redefined = NULL;
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, what->id, NULL);
  unsigned int flags = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE;

  if (present == NULL || domain == NULL)
    return FALSE;
  if (virDomainSnapshotIsCurrent (present, 0) == 1)
    flags |= VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT;
  redefined = virDomainSnapshotCreateXML (domain, xml, flags | VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE);
  if (redefined == NULL && virGetLastErrorCode () == VIR_ERR_INVALID_ARG)
    redefined = virDomainSnapshotCreateXML (domain, xml, flags);
  return redefined != NULL;
}

/* With another identity the daemon would make another thing beside this one. */
static gboolean
check_identity (const char *base, const char *xml, GError **error)
{
  g_autoptr (HangarXml) before = hangar_xml_new (base, error);
  g_autoptr (HangarXml) after = before != NULL ? hangar_xml_new (xml, error) : NULL;
  static const char *const identity[] = { "/*/uuid", "/domainsnapshot/name" };

  for (gsize i = 0; after != NULL && i < G_N_ELEMENTS (identity); i++)
    {
      g_autofree char *old = hangar_xml_get (before, identity[i]);
      g_autofree char *new = hangar_xml_get (after, identity[i]);

      if (g_strcmp0 (old, new) == 0)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s: “%s” ≠ “%s”",
                   strrchr (identity[i], '/') + 1, new != NULL ? new : "", old != NULL ? old : "");
      return FALSE;
    }
  return after != NULL;
}

static gboolean
check_present (GVirConnection *connection, const HangarVirtDefinition *what, const char *base, GError **error)
{
  g_autofree char *present = hangar_virt_definition_get (connection, what, error);
  g_autofree char *then = NULL, *now = NULL;

  if (present == NULL)
    return FALSE;
  then = hangar_xml_canonicalise (base, NULL);
  now = hangar_xml_canonicalise (present, NULL);
  if (g_strcmp0 (then, now) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, "the definition was changed meanwhile");
  return FALSE;
}

/**
 * hangar_virt_definition_set:
 * @connection: an open connection
 * @what: what to change
 * @base: its XML before the change
 * @xml: its XML after it
 * @error: return location; %G_IO_ERROR_WRONG_ETAG when it is not @base any more,
 *   %G_IO_ERROR_INVALID_ARGUMENT when @xml is something else
 *
 * Has the daemon check and store it.
 *
 * Returns: whether it is stored
 */
gboolean
hangar_virt_definition_set (GVirConnection *connection, const HangarVirtDefinition *what, const char *base,
                            const char *xml, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  gboolean stored = FALSE;

  if (!check_identity (base, xml, error) || !check_present (connection, what, base, error))
    return FALSE;
  switch (what->kind)
    {
    case HANGAR_VIRT_DEFINITION_NETWORK:
      stored = set_network (handle, xml);
      break;
    case HANGAR_VIRT_DEFINITION_POOL:
      stored = set_pool (handle, xml);
      break;
    case HANGAR_VIRT_DEFINITION_SNAPSHOT:
      stored = set_snapshot (connection, what, xml);
      break;
    case HANGAR_VIRT_DEFINITION_VOLUME:
    default:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "volumes are not defined by XML");
      return FALSE;
    }
  if (!stored)
    hangar_virt_error_set (error);
  return stored;
}
