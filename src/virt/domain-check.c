/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Would the daemon take a definition? Blocks: worker threads only. */

#include "virt/domain-check.h"

#include "virt/autoptr.h"
#include "virt/error.h"

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
  char *native = virConnectDomainXMLToNative (handle, "qemu-argv", xml, 0);
  gboolean can = native != NULL || virGetLastErrorCode () == VIR_ERR_NO_SUPPORT;

  free (native);
  if (!can)
    hangar_virt_error_set (error);
  return can;
}
