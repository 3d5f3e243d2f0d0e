/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

GBytes *hangar_virt_screenshot (GVirConnection *connection, const char *uuid, GError **error);

G_END_DECLS
