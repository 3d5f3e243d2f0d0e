/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks an open host now and then whether it is still there: a daemon that hangs and a network that went away
 * say nothing. libvirt's own keepalive does it too, and ends the whole process (9.0) when it gives up while
 * several calls are out. */

#include "config.h"

#include "model/host-watch.h"

/* In s; closer together would wake up laptops. */
#define INTERVAL 5

/* So many times no answer has come when it was time to ask again. */
#define PATIENCE 3

struct _HangarHostWatch
{
  HangarWorker *worker;
  GVirConnection *handle;
  HangarHostWatchFunc silent;
  gpointer user_data;

  guint timer;
  GCancellable *question; /* NULL: none is out */
  guint n_missed;
};

static gpointer
ask_run (gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_connect_ask (data, error) ? data : NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarHostWatch *self;
  g_autoptr (GError) error = NULL;

  hangar_worker_run_finish (HANGAR_WORKER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* A refusal is an answer; a connection that ended says so by itself. */
  self = user_data;
  g_clear_object (&self->question);
  self->n_missed = 0;
}

static gboolean
tick_cb (gpointer user_data)
{
  HangarHostWatch *self = user_data;
  const HangarWork work = { HANGAR_WORKER_WATCH, ask_run, g_object_ref (self->handle),
                            hangar_virt_connect_close, NULL };

  if (self->question == NULL)
    {
      self->question = g_cancellable_new ();
      hangar_worker_run_async (self->worker, &work, self->question, answered_cb, self);
      return G_SOURCE_CONTINUE;
    }
  g_object_unref (work.data);
  if (++self->n_missed < PATIENCE)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  self->silent (self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * hangar_host_watch_new:
 * @worker: the host's threads
 * @handle: its open connection
 * @silent: called when the host has not answered for 15 to 20 s
 * @user_data: for @silent
 *
 * Returns: (transfer full): a watch that goes on until hangar_host_watch_end()
 */
HangarHostWatch *
hangar_host_watch_new (HangarWorker *worker, GVirConnection *handle, HangarHostWatchFunc silent,
                       gpointer user_data)
{
  HangarHostWatch *self = g_new0 (HangarHostWatch, 1);

  self->worker = g_object_ref (worker);
  self->handle = g_object_ref (handle);
  self->silent = silent;
  self->user_data = user_data;
  self->timer = g_timeout_add_seconds (INTERVAL, tick_cb, self);
  return self;
}

/**
 * hangar_host_watch_end:
 * @self: (transfer full): a watch
 *
 * Ends it. May be called by what it calls. A question that is out is forgotten. The caller still holds the
 * connection.
 */
void
hangar_host_watch_end (HangarHostWatch *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->question != NULL)
    g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
  g_object_unref (self->handle);
  g_object_unref (self->worker);
  g_free (self);
}
