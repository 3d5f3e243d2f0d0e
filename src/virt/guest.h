/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HANGAR_GUEST_METADATA_URI:
 *
 * The XML namespace of what Hangar notes in a definition: the disks that it made, the medium to be taken out.
 */
#define HANGAR_GUEST_METADATA_URI "https://hangar.github.io/xmlns/domain/1"

gboolean hangar_virt_guest_mark_started (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_guest_finish_install (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_guest_set_template (GVirConnection *connection, const char *uuid, gboolean template,
                                         GError **error);
GStrv hangar_virt_guest_list_own_disks (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_guest_is_there (GVirConnection *connection, const char *uuid);
gboolean hangar_virt_guest_remove_unfinished (GVirConnection *connection, const char *uuid, GStrv volumes,
                                              gboolean local, GError **error);

G_END_DECLS
