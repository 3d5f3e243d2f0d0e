/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

GHashTable *hangar_virt_snapshot_sizes (GVirConnection *connection, const char *uuid, gboolean local,
                                        GCancellable *cancellable, GError **error);

G_END_DECLS
