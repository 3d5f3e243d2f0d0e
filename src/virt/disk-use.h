/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

char *hangar_virt_disk_find_user (GVirConnection *connection, const char *path, const char *except_uuid,
                                  GError **error);

G_END_DECLS
