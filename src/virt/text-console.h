/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "virt/types.h"

G_BEGIN_DECLS

int hangar_virt_domain_open_console (GVirConnection *connection, const char *uuid, const char *device,
                                     gboolean force, GError **error);

G_END_DECLS
