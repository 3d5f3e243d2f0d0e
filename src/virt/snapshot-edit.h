/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

gboolean hangar_virt_snapshot_describe (GVirConnection *connection, const char *uuid, const char *name,
                                        const char *description, GError **error);
gboolean hangar_virt_snapshot_forget_twin (GVirConnection *connection, const char *uuid, const char *name,
                                           const char *twin, GError **error);
gboolean hangar_virt_snapshot_rename (GVirConnection *connection, const char *uuid, const char *name,
                                      const char *new_name, GError **error);

G_END_DECLS
