/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a snapshot, changed: its description and its name. Worker threads only. */

#include "virt/snapshot-edit.h"

#include <stdlib.h>

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/snapshot.h"
#include "virt/xml.h"

static virDomainSnapshotPtr
find (virDomainPtr domain, const char *name, GError **error)
{
  virDomainSnapshotPtr snapshot = virDomainSnapshotLookupByName (domain, name, 0);

  if (snapshot == NULL)
    hangar_virt_error_set (error);
  return snapshot;
}

/* The document is given back whole, with its secrets. */
static HangarXml *
get_document (virDomainSnapshotPtr snapshot, GError **error)
{
  char *text = virDomainSnapshotGetXMLDesc (snapshot, VIR_DOMAIN_SNAPSHOT_XML_SECURE);
  HangarXml *doc = text != NULL ? hangar_xml_new (text, error) : NULL;

  if (text == NULL)
    hangar_virt_error_set (error);
  free (text);
  return doc;
}

static gboolean
define (virDomainPtr domain, HangarXml *doc, gboolean current, GError **error)
{
  g_autofree char *text = hangar_xml_to_string (doc);
  g_auto (virDomainSnapshotPtr) defined = virDomainSnapshotCreateXML (
    domain, text, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | (current ? VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT : 0));

  if (defined == NULL)
    hangar_virt_error_set (error);
  return defined != NULL;
}

static void
put (HangarXml *doc, const char *element, const char *value)
{
  g_autofree char *path = g_strconcat ("/domainsnapshot/", element, NULL);
  g_autofree char *empty = g_strdup_printf ("<%s/>", element);

  if (hangar_xml_count (doc, path) == 0)
    hangar_xml_append (doc, "/domainsnapshot", empty, NULL);
  hangar_xml_set (doc, path, value);
}

/**
 * hangar_virt_snapshot_describe:
 * @connection: an open connection
 * @uuid: a domain
 * @name: one of its snapshots
 * @description: the new words
 * @error: return location
 *
 * Changes the description and nothing else.
 *
 * Returns: whether it was stored
 */
gboolean
hangar_virt_snapshot_describe (GVirConnection *connection, const char *uuid, const char *name,
                               const char *description, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (virDomainSnapshotPtr) snapshot = domain != NULL ? find (domain, name, error) : NULL;
  g_autoptr (HangarXml) doc = snapshot != NULL ? get_document (snapshot, error) : NULL;

  if (doc == NULL)
    return FALSE;
  put (doc, "description", description);
  return define (domain, doc, virDomainSnapshotIsCurrent (snapshot, 0) == 1, error);
}

/* Those that build on @from build on @to from now on. */
static gboolean
move_children (virDomainPtr domain, virDomainSnapshotPtr from, const char *to, GError **error)
{
  virDomainSnapshotPtr *children = NULL;
  int n = virDomainSnapshotListAllChildren (from, &children, 0);
  gboolean all = n >= 0;

  if (n < 0)
    hangar_virt_error_set (error);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (HangarXml) doc = all ? get_document (children[i], error) : NULL;

      if (doc != NULL)
        hangar_xml_set (doc, "/domainsnapshot/parent/name", to);
      all = doc != NULL && define (domain, doc, virDomainSnapshotIsCurrent (children[i], 0) == 1, error);
      virDomainSnapshotFree (children[i]);
    }
  free (children);
  return all;
}

/* What is known of it goes, and nothing that it holds. */
static gboolean
forget (virDomainSnapshotPtr snapshot, GError **error)
{
  if (virDomainSnapshotDelete (snapshot, VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

static gboolean
replace (virDomainPtr domain, virDomainSnapshotPtr old, virDomainSnapshotPtr new, gboolean current,
         GError **error)
{
  g_autoptr (HangarXml) doc = NULL;

  if (move_children (domain, old, virDomainSnapshotGetName (new), error) && forget (old, error))
    return TRUE;
  if (move_children (domain, new, virDomainSnapshotGetName (old), NULL) && forget (new, NULL) && current)
    doc = get_document (old, NULL);
  if (doc != NULL)
    define (domain, doc, TRUE, NULL);
  return FALSE;
}

/**
 * hangar_virt_snapshot_forget_twin:
 * @connection: an open connection
 * @uuid: a domain
 * @name: one of its snapshots
 * @twin: the same snapshot under another name
 * @error: return location
 *
 * Ends what a renaming began: one of the two names goes, and what builds on it is led to the other. Nothing
 * that the snapshot holds is touched.
 *
 * Returns: whether @name is gone
 */
gboolean
hangar_virt_snapshot_forget_twin (GVirConnection *connection, const char *uuid, const char *name,
                                  const char *twin, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (virDomainSnapshotPtr) snapshot = domain != NULL ? find (domain, name, error) : NULL;
  g_auto (virDomainSnapshotPtr) other = snapshot != NULL ? find (domain, twin, error) : NULL;
  g_autoptr (HangarXml) doc = other != NULL ? get_document (other, error) : NULL;

  if (doc == NULL || !move_children (domain, snapshot, twin, error))
    return FALSE;
  if (virDomainSnapshotIsCurrent (snapshot, 0) == 1 && !define (domain, doc, TRUE, error))
    return FALSE;
  return forget (snapshot, error);
}

/**
 * hangar_virt_snapshot_rename:
 * @connection: an open connection
 * @uuid: a domain
 * @name: one of its snapshots, in files of its own: those inside disks bear their name there
 * @new_name: what it is to be called
 * @error: return location
 *
 * libvirt has no call for that: the same is defined under the new name, what builds on it is led there, and
 * the old one is forgotten. Nothing that it holds is touched.
 *
 * Returns: whether it has the new name; if not it has the old one
 */
gboolean
hangar_virt_snapshot_rename (GVirConnection *connection, const char *uuid, const char *name,
                             const char *new_name, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (virDomainSnapshotPtr) old = domain != NULL ? find (domain, name, error) : NULL;
  g_auto (virDomainSnapshotPtr) taken =
    old != NULL ? virDomainSnapshotLookupByName (domain, new_name, 0) : NULL;
  g_auto (virDomainSnapshotPtr) renamed = NULL;
  g_autoptr (HangarXml) doc = old != NULL && taken == NULL ? get_document (old, error) : NULL;
  gboolean current;

  if (taken != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s", new_name);
  if (doc == NULL)
    return FALSE;
  put (doc, "name", new_name);
  current = virDomainSnapshotIsCurrent (old, 0) == 1;
  if (!define (domain, doc, current, error))
    return FALSE;
  renamed = find (domain, new_name, error);
  return renamed != NULL && replace (domain, old, renamed, current, error);
}
