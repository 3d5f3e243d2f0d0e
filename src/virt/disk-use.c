/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which other machine uses a disk. Blocks: worker threads only. */

#include "virt/disk-use.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>

typedef struct
{
  const char *path;
  gboolean found;
} Search;

static void
compare_cb (HangarXml *xml, gpointer user_data)
{
  Search *search = user_data;
  g_autofree char *source = hangar_xml_get (xml, ".");

  search->found = search->found || g_strcmp0 (source, search->path) == 0;
}

/* Also as the base of another image, which running domains tell. */
static gboolean
uses (const char *xml, const char *path)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  Search search = { path, FALSE };

  if (doc != NULL)
    hangar_xml_foreach (doc, "/domain/devices/disk//source/@*", G_MAXUINT, compare_cb, &search);
  return search.found;
}

static gboolean
domain_uses (virDomainPtr domain, const char *path)
{
  static const unsigned int views[] = { 0, VIR_DOMAIN_XML_INACTIVE };
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (views) && !found; i++)
    {
      char *xml = virDomainGetXMLDesc (domain, views[i]);

      found = xml != NULL && uses (xml, path);
      free (xml);
    }
  return found;
}

/**
 * hangar_virt_disk_find_user:
 * @connection: an open connection
 * @path: of a volume
 * @except_uuid: the domain whose use does not count
 * @error: return location; not set when nobody uses it
 *
 * Looks through the definitions of all other domains.
 *
 * Returns: (transfer full) (nullable): the name of one that uses the volume
 */
char *
hangar_virt_disk_find_user (GVirConnection *connection, const char *path, const char *except_uuid,
                            GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (handle, &domains, 0);
  char *user = NULL;

  if (n < 0)
    hangar_virt_error_set (error);
  for (int i = 0; i < n; i++)
    {
      char uuid[VIR_UUID_STRING_BUFLEN];

      virDomainGetUUIDString (domains[i], uuid);
      if (user == NULL && g_strcmp0 (uuid, except_uuid) != 0 && domain_uses (domains[i], path))
        user = g_utf8_make_valid (virDomainGetName (domains[i]), -1);
      virDomainFree (domains[i]);
    }
  free (domains);
  return user;
}
