/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threads of one connection: blocking calls go in, results come back on the main thread. */

#include "virt/worker.h"

#define LANES (HANGAR_WORKER_WATCH + 1)

/* Enough to overlap one user's long operations; a libvirt daemon serves five calls of a client at a time. */
static const int lane_threads[LANES] = {
  [HANGAR_WORKER_QUICK] = 2,
  [HANGAR_WORKER_SLOW] = 2,
  [HANGAR_WORKER_SAMPLE] = 4,
  [HANGAR_WORKER_WATCH] = 1,
};

struct _HangarWorker
{
  GObject parent_instance;

  /* Not GLib's shared pool of GTask: one dead host must never starve another. */
  GThreadPool *pools[LANES];

  GMutex lock;
  GQueue running[LANES]; /* of Item, oldest first; guarded by lock */
};

G_DEFINE_FINAL_TYPE (HangarWorker, hangar_worker, G_TYPE_OBJECT)

typedef struct
{
  HangarWorker *worker;
  HangarWork work;
  GTask *task;        /* main thread only; NULL when its caller has been answered */
  GSource *cancelled; /* answers the caller at once, whatever the thread is stuck in */
  GCancellable *cancellable;
  gpointer result;
  GError *error;
  gint64 start; /* monotonic, µs */
} Item;

static void
item_free (Item *item)
{
  if (item->work.data != NULL && item->work.data_free != NULL)
    item->work.data_free (item->work.data);
  if (item->result != NULL && item->work.result_free != NULL)
    item->work.result_free (item->result);
  g_clear_error (&item->error);
  g_clear_object (&item->cancellable);
  g_free (item);
}

static void
item_settle (Item *item)
{
  g_clear_object (&item->task);
  if (item->cancelled != NULL)
    g_source_destroy (item->cancelled);
  g_clear_pointer (&item->cancelled, g_source_unref);
}

static gboolean
item_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&item->task);

  item_settle (item);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  return G_SOURCE_REMOVE;
}

static gboolean
item_done_cb (gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (HangarWorker) worker = g_steal_pointer (&item->worker);
  g_autoptr (GTask) task = g_steal_pointer (&item->task);

  item_settle (item);
  /* Done and cancelled before the main loop saw either: who cancelled counts on not being given a result. */
  if (task != NULL && g_cancellable_is_cancelled (item->cancellable))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      g_clear_object (&task);
    }
  if (task == NULL)
    {
      /* Nobody waits any more. Freeing may talk to the daemon (a connection that opened too late). */
      if (item->result != NULL)
        hangar_worker_release (worker, item, (GDestroyNotify) item_free);
      else
        item_free (item);
      return G_SOURCE_REMOVE;
    }

  if (item->error != NULL)
    g_task_return_error (task, g_steal_pointer (&item->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&item->result), item->work.result_free);
  item_free (item);
  return G_SOURCE_REMOVE;
}

static void
item_run (Item *item)
{
  HangarWorker *self = item->worker;
  GQueue *running = &self->running[item->work.lane];

  item->start = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  g_queue_push_tail (running, item);
  g_mutex_unlock (&self->lock);

  if (!g_cancellable_set_error_if_cancelled (item->cancellable, &item->error))
    item->result = item->work.func (item->work.data, item->cancellable, &item->error);
  if (item->work.data != NULL && item->work.data_free != NULL)
    item->work.data_free (g_steal_pointer (&item->work.data));

  g_mutex_lock (&self->lock);
  g_queue_remove (running, item);
  g_mutex_unlock (&self->lock);
  /* Not g_main_context_invoke(): between two iterations nobody owns the context, and it would run here. */
  g_idle_add_full (G_PRIORITY_DEFAULT, item_done_cb, item, NULL);
}

typedef struct
{
  gpointer data;
  GDestroyNotify free_func;
} Release;

static void
release_run (Release *release)
{
  release->free_func (release->data);
  g_free (release);
}

/* One pool serves two kinds of entries; the lowest bit, never set in a pointer, tells them apart. */
static void
pool_cb (gpointer entry, gpointer user_data)
{
  gsize bits = GPOINTER_TO_SIZE (entry);

  if (bits & 1)
    release_run (GSIZE_TO_POINTER (bits & ~(gsize) 1));
  else
    item_run (entry);
}

static void
hangar_worker_finalize (GObject *object)
{
  HangarWorker *self = HANGAR_WORKER (object);

  for (int lane = 0; lane < LANES; lane++)
    {
      /* Every item holds a reference, so only releases can be left, and those are finished without waiting
       * for them. */
      g_thread_pool_free (self->pools[lane], FALSE, FALSE);
      g_queue_clear (&self->running[lane]);
    }
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hangar_worker_parent_class)->finalize (object);
}

static void
hangar_worker_class_init (HangarWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_worker_finalize;
}

static void
hangar_worker_init (HangarWorker *self)
{
  g_mutex_init (&self->lock);
  for (int lane = 0; lane < LANES; lane++)
    {
      g_queue_init (&self->running[lane]);
      self->pools[lane] = g_thread_pool_new (pool_cb, NULL, lane_threads[lane], FALSE, NULL);
    }
}

/**
 * hangar_worker_new:
 *
 * Returns: (transfer full): a worker; it has no threads before there is work
 */
HangarWorker *
hangar_worker_new (void)
{
  return g_object_new (HANGAR_TYPE_WORKER, NULL);
}

/**
 * hangar_worker_run_async:
 * @self: a worker
 * @work: what to do (copied)
 * @cancellable: (nullable): when cancelled, the caller is answered at once, and the result is dropped when it
 * comes
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Queues a piece of blocking work. Main thread only.
 */
void
hangar_worker_run_async (HangarWorker *self, const HangarWork *work, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  Item *item = g_new0 (Item, 1);

  g_return_if_fail (HANGAR_IS_WORKER (self));

  item->worker = g_object_ref (self);
  item->work = *work;
  item->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (item->task, hangar_worker_run_async);
  g_task_set_check_cancellable (item->task, FALSE);
  if (cancellable != NULL)
    {
      item->cancellable = g_object_ref (cancellable);
      item->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (item->cancelled, G_SOURCE_FUNC (item_cancelled_cb), item, NULL);
      g_source_attach (item->cancelled, NULL);
    }
  g_thread_pool_push (self->pools[work->lane], item, NULL);
}

/**
 * hangar_worker_run_finish:
 * @self: a worker
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the work returned
 */
gpointer
hangar_worker_run_finish (HangarWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hangar_worker_release:
 * @self: a worker
 * @data: (transfer full) (nullable): something whose end may talk to the daemon
 * @free_func: frees it
 *
 * Frees @data in a thread of the worker, where it may block.
 */
void
hangar_worker_release (HangarWorker *self, gpointer data, GDestroyNotify free_func)
{
  Release *release;

  if (data == NULL)
    return;

  release = g_new (Release, 1);
  release->data = data;
  release->free_func = free_func;
  g_thread_pool_push (self->pools[HANGAR_WORKER_SLOW], GSIZE_TO_POINTER (GPOINTER_TO_SIZE (release) | 1),
                      NULL);
}

/**
 * hangar_worker_get_oldest_start:
 * @self: a worker
 * @lane: a lane
 *
 * Tells since when the longest-running work of @lane has been at it: how a daemon that hangs is noticed.
 *
 * Returns: monotonic time in µs, 0 when nothing runs
 */
gint64
hangar_worker_get_oldest_start (HangarWorker *self, HangarWorkerLane lane)
{
  const Item *item;
  gint64 start;

  g_return_val_if_fail (HANGAR_IS_WORKER (self), 0);

  g_mutex_lock (&self->lock);
  item = g_queue_peek_head (&self->running[lane]);
  start = item != NULL ? item->start : 0;
  g_mutex_unlock (&self->lock);
  return start;
}
