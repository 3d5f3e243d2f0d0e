/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_WORKER (hangar_worker_get_type ())
G_DECLARE_FINAL_TYPE (HangarWorker, hangar_worker, HANGAR, WORKER, GObject)

/**
 * HangarWorkerLane:
 * @HANGAR_WORKER_QUICK: questions that a healthy daemon answers in milliseconds
 * @HANGAR_WORKER_SLOW: what may take seconds or minutes (start, save, volume copies)
 * @HANGAR_WORKER_SAMPLE: counters; a stopped hypervisor can hold such a call for ever
 * @HANGAR_WORKER_WATCH: the question whether the host is still there
 *
 * Queues with threads of their own, so that a long save never holds up a refresh.
 */
typedef enum
{
  HANGAR_WORKER_QUICK,
  HANGAR_WORKER_SLOW,
  HANGAR_WORKER_SAMPLE,
  HANGAR_WORKER_WATCH,
} HangarWorkerLane;

/**
 * HangarWorkFunc:
 * @data: (nullable): what was given to hangar_worker_run_async()
 * @cancellable: (nullable): to stop early where that can be done
 * @error: return location
 *
 * The work itself. Runs in a thread of the worker and may block.
 *
 * Returns: (transfer full) (nullable): the result; with @error set it is ignored
 */
typedef gpointer (*HangarWorkFunc) (gpointer data, GCancellable *cancellable, GError **error);

/**
 * HangarWork:
 * @lane: the queue
 * @func: the work
 * @data: handed to @func; freed by @data_free in the worker's thread
 * @data_free: (nullable): frees @data
 * @result_free: (nullable): frees a result that nobody takes, in the worker's thread
 */
typedef struct
{
  HangarWorkerLane lane;
  HangarWorkFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} HangarWork;

HangarWorker *hangar_worker_new (void);

void hangar_worker_run_async (HangarWorker *self, const HangarWork *work, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gpointer hangar_worker_run_finish (HangarWorker *self, GAsyncResult *result, GError **error);

void hangar_worker_release (HangarWorker *self, gpointer data, GDestroyNotify free_func);
gint64 hangar_worker_get_oldest_start (HangarWorker *self, HangarWorkerLane lane);

G_END_DECLS
