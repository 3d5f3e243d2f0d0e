/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Would the daemon take a definition? Blocks: worker threads only. */

#include "virt/domain-check.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>

/**
 * hangar_virt_domain_check:
 * @connection: an open connection
 * @xml: a definition
 * @error: return location
 *
 * libvirt has no call that only checks. Having the definition turned into the hypervisor's own words checks
 * it as defining and starting do, and leaves nothing behind. Drivers that cannot do that check it when it is
 * defined.
 *
 * Returns: whether nothing is wrong with it
 */
gboolean
hangar_virt_domain_check (GVirConnection *connection, const char *xml, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);
  g_autofree char *text = NULL;
  char *native;
  gboolean can;

  if (doc == NULL)
    return FALSE;
  hangar_xml_remove (doc, "/domain/devices/interface");
  text = hangar_xml_to_string (doc);
  native = virConnectDomainXMLToNative (handle, "qemu-argv", text, 0);
  can = native != NULL || virGetLastErrorCode () == VIR_ERR_NO_SUPPORT;

  free (native);
  if (!can)
    hangar_virt_error_set (error);
  return can;
}
