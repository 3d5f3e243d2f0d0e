/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

gboolean hangar_virt_domain_check (GVirConnection *connection, const char *xml, GError **error);

G_END_DECLS
