/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/connect.h"
#include "virt/worker.h"

G_BEGIN_DECLS

typedef struct _HangarHostWatch HangarHostWatch;

/**
 * HangarHostWatchFunc:
 * @user_data: from hangar_host_watch_new()
 *
 * The host has not answered for too long. Called once, on the main thread.
 */
typedef void (*HangarHostWatchFunc) (gpointer user_data);

HangarHostWatch *hangar_host_watch_new (HangarWorker *worker, GVirConnection *handle,
                                        HangarHostWatchFunc silent, gpointer user_data);
void hangar_host_watch_end (HangarHostWatch *self);

G_END_DECLS
