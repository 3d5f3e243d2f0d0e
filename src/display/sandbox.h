/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hangar_sandbox_enter (gsize address_space);

G_END_DECLS
