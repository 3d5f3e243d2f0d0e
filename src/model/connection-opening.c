/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One try to open a connection, in a worker: login, events, the host's facts and its first list. */

#include "model/connection-opening.h"

#include "virt/domain.h"

struct _HangarConnectionOpening
{
  GWeakRef connection;
  char *uri;
  GCancellable *cancellable;
  HangarVirtEvents *events;
  HangarOpeningCredentialsFunc credentials;
};

static void
opening_clear (gpointer data)
{
  HangarConnectionOpening *self = data;

  g_weak_ref_clear (&self->connection);
  g_clear_object (&self->cancellable);
  hangar_virt_events_unref (self->events);
  g_free (self->uri);
}

static void
opening_unref_cb (gpointer data)
{
  hangar_connection_opening_unref (data);
}

typedef struct
{
  HangarConnectionOpening *opening;
  HangarCredentials *credentials;
} Asking;

static gboolean
asking_cb (gpointer user_data)
{
  const Asking *asking = user_data;
  g_autoptr (HangarConnection) connection = g_weak_ref_get (&asking->opening->connection);

  if (connection == NULL || !asking->opening->credentials (connection, asking->credentials))
    hangar_credentials_cancel (asking->credentials);
  return G_SOURCE_REMOVE;
}

static void
asking_free (gpointer user_data)
{
  Asking *asking = user_data;

  hangar_connection_opening_unref (asking->opening);
  g_object_unref (asking->credentials);
  g_free (asking);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer credentials)
{
  hangar_credentials_cancel (credentials);
}

/* In a worker: waits for what the user says to the dialog on the main thread. */
static gboolean
ask_cb (GPtrArray *questions, GCancellable *over, gpointer user_data)
{
  HangarConnectionOpening *self = user_data;
  g_autoptr (HangarCredentials) credentials = hangar_credentials_new (questions);
  Asking *asking = g_new (Asking, 1);
  gulong handler, over_handler = 0;
  gboolean answered;

  asking->opening = g_atomic_rc_box_acquire (self);
  asking->credentials = g_object_ref (credentials);
  handler = g_cancellable_connect (self->cancellable, G_CALLBACK (cancelled_cb), credentials, NULL);
  if (over != NULL)
    over_handler = g_cancellable_connect (over, G_CALLBACK (cancelled_cb), credentials, NULL);
  g_idle_add_full (G_PRIORITY_DEFAULT, asking_cb, asking, asking_free);
  answered = hangar_credentials_wait (credentials);
  g_cancellable_disconnect (over, over_handler);
  g_cancellable_disconnect (self->cancellable, handler);
  return answered;
}

/**
 * hangar_opened_free:
 * @opened: (transfer full): what a try brought
 *
 * Closes the connection unless it was stolen: with one left in it, in worker threads only.
 */
void
hangar_opened_free (HangarOpened *opened)
{
  if (opened->handle != NULL)
    {
      hangar_virt_events_deregister (opened->events, opened->handle);
      hangar_virt_connect_close (opened->handle);
    }
  hangar_virt_events_unref (opened->events);
  g_clear_pointer (&opened->facts, hangar_virt_host_facts_free);
  g_clear_pointer (&opened->domains, g_ptr_array_unref);
  g_free (opened);
}

static void
opened_free_cb (gpointer data)
{
  hangar_opened_free (data);
}

static gpointer
open_run (gpointer data, GCancellable *cancellable, GError **error)
{
  HangarConnectionOpening *self = data;
  HangarOpened *opened = g_new0 (HangarOpened, 1);

  opened->events = hangar_virt_events_ref (self->events);
  opened->handle = hangar_virt_connect_open (self->uri, ask_cb, self, self->cancellable, error);
  if (opened->handle != NULL)
    {
      g_debug ("%s answers", self->uri);
      /* Events first, then the list: nothing can fall between them. */
      hangar_virt_events_register (self->events, opened->handle);
      opened->facts = hangar_virt_host_facts (opened->handle, error);
    }
  if (opened->facts != NULL)
    opened->domains = hangar_virt_domain_list (opened->handle, error);
  if (opened->domains != NULL)
    {
      g_debug ("%s told of %u machines", self->uri, opened->domains->len);
      return opened;
    }

  hangar_opened_free (opened);
  return NULL;
}

/**
 * hangar_connection_opening_new:
 * @connection: the host
 * @events: the receiver of its events
 * @credentials: called on the main thread when the daemon wants a login; whether somebody asks the user
 * @cancellable: gives up the try
 *
 * Returns: (transfer full): a try that has not begun
 */
HangarConnectionOpening *
hangar_connection_opening_new (HangarConnection *connection, HangarVirtEvents *events,
                               HangarOpeningCredentialsFunc credentials, GCancellable *cancellable)
{
  HangarConnectionOpening *self = g_atomic_rc_box_new0 (HangarConnectionOpening);

  g_weak_ref_init (&self->connection, connection);
  self->uri = g_strdup (hangar_connection_get_uri (connection));
  self->cancellable = g_object_ref (cancellable);
  self->events = hangar_virt_events_ref (events);
  self->credentials = credentials;
  return self;
}

/**
 * hangar_connection_opening_run_async:
 * @self: a try
 * @worker: the host's threads
 * @callback: called on the main thread; hangar_worker_run_finish() gives a #HangarOpened
 * @user_data: for @callback
 */
void
hangar_connection_opening_run_async (HangarConnectionOpening *self, HangarWorker *worker,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  HangarWork work = { HANGAR_WORKER_SLOW, open_run, g_atomic_rc_box_acquire (self), opening_unref_cb,
                      opened_free_cb };

  hangar_worker_run_async (worker, &work, self->cancellable, callback, user_data);
}

/**
 * hangar_connection_opening_release:
 * @worker: the host's threads
 * @handle: (transfer full): an open connection
 * @events: its receiver of events
 *
 * Takes the callbacks off and closes the connection, in a thread: both talk to the daemon.
 */
void
hangar_connection_opening_release (HangarWorker *worker, GVirConnection *handle, HangarVirtEvents *events)
{
  HangarOpened *opened = g_new0 (HangarOpened, 1);

  opened->handle = handle;
  opened->events = hangar_virt_events_ref (events);
  hangar_worker_release (worker, opened, opened_free_cb);
}

/**
 * hangar_connection_opening_unref:
 * @self: (transfer full): a try
 */
void
hangar_connection_opening_unref (HangarConnectionOpening *self)
{
  g_atomic_rc_box_release_full (self, opening_clear);
}
