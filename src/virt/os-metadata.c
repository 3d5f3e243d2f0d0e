/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Naming a domain's operating system among its metadata. Blocks: worker threads only. */

#include "virt/os-metadata.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>

#define SYSTEM "/*/*[local-name()='os']"

/* What is noted already, which may be more than the system. libvirt gives it without the namespace. */
static HangarXml *
read_note (virDomainPtr domain, HangarVirtAffect affect)
{
  char *text =
    virDomainGetMetadata (domain, VIR_DOMAIN_METADATA_ELEMENT, HANGAR_OS_METADATA_URI, (unsigned int) affect);
  HangarXml *note = text != NULL ? hangar_xml_new (text, NULL) : NULL;

  free (text);
  return note != NULL ? note : hangar_xml_new ("<libosinfo/>", NULL);
}

/**
 * hangar_virt_domain_set_os:
 * @connection: an open connection
 * @uuid: a domain
 * @id: (nullable): libosinfo's id of its operating system, %NULL when it is not known
 * @affect: where
 * @error: return location
 *
 * Returns: whether it is noted
 */
gboolean
hangar_virt_domain_set_os (GVirConnection *connection, const char *uuid, const char *id,
                           HangarVirtAffect affect, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (HangarXml) note = domain != NULL ? read_note (domain, affect) : NULL;
  g_autofree char *text = NULL;

  if (note == NULL)
    return FALSE;
  hangar_xml_remove (note, SYSTEM);
  if (id != NULL && hangar_xml_append (note, "/*", "<os id=''/>", NULL))
    hangar_xml_set (note, SYSTEM "/@id", id);
  if (hangar_xml_count (note, "/*/*") > 0)
    text = hangar_xml_to_string (note);
  if (virDomainSetMetadata (domain, VIR_DOMAIN_METADATA_ELEMENT, text, "libosinfo", HANGAR_OS_METADATA_URI,
                            (unsigned int) affect) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}
