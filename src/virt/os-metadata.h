/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/device.h"

G_BEGIN_DECLS

/**
 * HANGAR_OS_METADATA_URI:
 *
 * The XML namespace in which a definition names its operating system; virt-install and GNOME Boxes write it
 * too.
 */
#define HANGAR_OS_METADATA_URI "http://libosinfo.org/xmlns/libvirt/domain/1.0"

/* Their id is filled in by whoever adds them. */
#define HANGAR_OS_METADATA_SYSTEM "<libosinfo:os xmlns:libosinfo='" HANGAR_OS_METADATA_URI "' id=''/>"
#define HANGAR_OS_METADATA_NOTE                                   \
  "<libosinfo:libosinfo xmlns:libosinfo='" HANGAR_OS_METADATA_URI \
  "'><libosinfo:os id=''/></libosinfo:libosinfo>"

gboolean hangar_virt_domain_set_os (GVirConnection *connection, const char *uuid, const char *id,
                                    HangarVirtAffect affect, GError **error);

G_END_DECLS
