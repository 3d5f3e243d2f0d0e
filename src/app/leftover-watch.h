/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection-list.h"
#include "model/job.h"

G_BEGIN_DECLS

void hangar_leftover_watch_begin (GtkApplication *app, HangarConnectionList *connections,
                                  HangarJobList *jobs);

G_END_DECLS
