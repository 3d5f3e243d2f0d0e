/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/events.h"

G_BEGIN_DECLS

const char *hangar_stats_mark_text (const HangarVirtEvent *event);

G_END_DECLS
