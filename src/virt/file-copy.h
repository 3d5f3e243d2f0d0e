/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

gboolean hangar_virt_file_exists (GVirConnection *connection, const char *path);
gboolean hangar_virt_file_copy (GVirConnection *connection, const char *source, const char *path,
                                GError **error);
gboolean hangar_virt_file_delete (GVirConnection *connection, const char *path, GError **error);

G_END_DECLS
