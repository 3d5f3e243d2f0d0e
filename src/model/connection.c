/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host: its state, the way to it, and what lives on it. */

#include "config.h"

#include "model/connection.h"

#include "model/connection-label.h"
#include "model/connection-opening.h"
#include "model/credentials.h"
#include "model/domain-list.h"
#include "model/host-watch.h"
#include "virt/events.h"

#include <glib/gi18n-lib.h>

/* In s: how long to wait before the next try, doubled each time up to the longest. */
#define RETRY_FIRST 1
#define RETRY_LONGEST 30

struct _HangarConnection
{
  GObject parent_instance;

  char *uri;
  char *custom_label;
  char *label;
  gboolean autoconnect;

  HangarConnectionState state;
  GError *error; /* why the last try failed, or why the connection was lost */

  HangarWorker *worker;
  GCancellable *cancellable;        /* of the try that is under way */
  HangarConnectionOpening *opening; /* what the threads know of us */

  GVirConnection *handle;
  HangarHostWatch *watch;
  HangarVirtEvents *events;
  HangarVirtHostFacts *facts;
  HangarDomainList *domains;

  gboolean was_open; /* a failed try to come back is a loss, not a refusal */
  guint retry_delay;
  guint retry_in;
  guint retry_source;
};

enum
{
  PROP_URI = 1,
  PROP_LABEL,
  PROP_CUSTOM_LABEL,
  PROP_AUTOCONNECT,
  PROP_STATE,
  PROP_ERROR_MESSAGE,
  PROP_RETRY_IN,
  PROP_DOMAINS,
  N_PROPS,
};

enum
{
  SIGNAL_CREDENTIALS_REQUESTED,
  SIGNAL_EVENT,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarConnection, hangar_connection, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HangarConnectionState, hangar_connection_state,
                    G_DEFINE_ENUM_VALUE (HANGAR_CONNECTION_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONNECTION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONNECTION_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONNECTION_LOST, "lost"))

static void lost (HangarConnection *self, const GError *reason);

static void
closed_cb (gpointer user_data)
{
  HangarConnection *self = user_data;
  g_autoptr (GError) reason = NULL;

  if (self->state != HANGAR_CONNECTION_OPEN)
    return;
  reason = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, _ ("The host no longer answers."));
  lost (self, reason);
}

static gboolean
credentials_cb (HangarConnection *self, HangarCredentials *credentials)
{
  gboolean taken = FALSE;

  g_signal_emit (self, signals[SIGNAL_CREDENTIALS_REQUESTED], 0, credentials, &taken);
  return taken;
}

static void
set_state (HangarConnection *self, HangarConnectionState state, const GError *error)
{
  gboolean changed = self->state != state;

  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  if (self->error != NULL || error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
    }
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
  if (changed)
    hangar_domain_list_notify_availability (self->domains);
}

static void
event_cb (const HangarVirtEvent *event, gpointer user_data)
{
  HangarConnection *self = user_data;

  hangar_domain_list_handle_event (self->domains, event);
  g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
}

static void
release_handle (HangarConnection *self)
{
  g_clear_pointer (&self->watch, hangar_host_watch_end);
  if (self->events != NULL)
    hangar_virt_events_stop (self->events);
  if (self->handle != NULL)
    hangar_connection_opening_release (self->worker, g_steal_pointer (&self->handle), self->events);
  g_clear_pointer (&self->events, hangar_virt_events_unref);
  g_clear_pointer (&self->opening, hangar_connection_opening_unref);
}

static void
retry_stop (HangarConnection *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->retry_in != 0)
    {
      self->retry_in = 0;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RETRY_IN]);
    }
}

/* A thread that hangs in a dead host's socket keeps its place in the pool: the next try gets a pool of its
 * own. */
static void
abandon_opening (HangarConnection *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->worker);
  self->worker = hangar_worker_new ();
}

/* What is out keeps its threads until the host speaks again or the network gives up; nobody waits for it. */
static void
silent_cb (gpointer user_data)
{
  HangarConnection *self = user_data;
  g_autoptr (GError) reason =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("The host no longer answers."));

  release_handle (self);
  g_clear_object (&self->worker);
  self->worker = hangar_worker_new ();
  hangar_domain_list_forget_operations (self->domains);
  lost (self, reason);
}

static void
opened (HangarConnection *self, HangarOpened *result)
{
  self->handle = g_steal_pointer (&result->handle);
  g_clear_pointer (&self->facts, hangar_virt_host_facts_free);
  self->facts = g_steal_pointer (&result->facts);
  self->retry_delay = RETRY_FIRST;
  self->was_open = TRUE;
  self->watch = hangar_host_watch_new (self->worker, self->handle, silent_cb, self);
  /* Whoever waits for the host to be open finds its machines there. */
  hangar_domain_list_apply (self->domains, result->domains);
  set_state (self, HANGAR_CONNECTION_OPEN, NULL);
  hangar_opened_free (result);
}

static void
open_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (HangarConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  HangarOpened *result = hangar_worker_run_finish (HANGAR_WORKER (source), async_result, &error);

  /* The answer may have been on its way when the user gave up, and perhaps tried again since. */
  if (g_task_get_cancellable (G_TASK (async_result)) != self->cancellable)
    {
      if (result != NULL)
        hangar_worker_release (HANGAR_WORKER (source), result, (GDestroyNotify) hangar_opened_free);
      return;
    }

  g_clear_object (&self->cancellable);
  if (result != NULL)
    opened (self, result);
  else if (self->was_open)
    lost (self, error);
  else
    {
      release_handle (self);
      set_state (self, HANGAR_CONNECTION_CLOSED, error);
    }
}

static void
open_begin (HangarConnection *self)
{
  retry_stop (self);
  release_handle (self);
  self->cancellable = g_cancellable_new ();
  self->events = hangar_virt_events_new (event_cb, closed_cb, self);
  self->opening = hangar_connection_opening_new (self, self->events, credentials_cb, self->cancellable);
  set_state (self, HANGAR_CONNECTION_CONNECTING, NULL);
  hangar_connection_opening_run_async (self->opening, self->worker, open_cb, g_object_ref (self));
}

static gboolean
retry_tick_cb (gpointer user_data)
{
  HangarConnection *self = user_data;

  self->retry_in--;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RETRY_IN]);
  if (self->retry_in > 0)
    return G_SOURCE_CONTINUE;

  self->retry_source = 0;
  open_begin (self);
  return G_SOURCE_REMOVE;
}

static void
retry_schedule (HangarConnection *self)
{
  retry_stop (self);
  self->retry_in = self->retry_delay;
  self->retry_delay = MIN (self->retry_delay * 2, RETRY_LONGEST);
  self->retry_source = g_timeout_add_seconds (1, retry_tick_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RETRY_IN]);
}

static void
lost (HangarConnection *self, const GError *reason)
{
  release_handle (self);
  set_state (self, HANGAR_CONNECTION_LOST, reason);
  retry_schedule (self);
}

static void
hangar_connection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarConnection *self = HANGAR_CONNECTION (object);

  switch (id)
    {
    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;
    case PROP_LABEL:
      g_value_set_string (value, hangar_connection_get_label (self));
      break;
    case PROP_CUSTOM_LABEL:
      g_value_set_string (value, self->custom_label);
      break;
    case PROP_AUTOCONNECT:
      g_value_set_boolean (value, self->autoconnect);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    case PROP_RETRY_IN:
      g_value_set_uint (value, self->retry_in);
      break;
    case PROP_DOMAINS:
      g_value_set_object (value, self->domains);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_connection_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HangarConnection *self = HANGAR_CONNECTION (object);

  switch (id)
    {
    case PROP_URI:
      self->uri = g_value_dup_string (value);
      self->label = hangar_connection_label_from_uri (self->uri);
      break;
    case PROP_CUSTOM_LABEL:
      hangar_connection_set_custom_label (self, g_value_get_string (value));
      break;
    case PROP_AUTOCONNECT:
      hangar_connection_set_autoconnect (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_connection_dispose (GObject *object)
{
  HangarConnection *self = HANGAR_CONNECTION (object);

  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->worker != NULL)
    release_handle (self);
  if (self->domains != NULL)
    hangar_domain_list_clear (self->domains);
  g_clear_object (&self->domains);
  g_clear_object (&self->worker);

  G_OBJECT_CLASS (hangar_connection_parent_class)->dispose (object);
}

static void
hangar_connection_finalize (GObject *object)
{
  HangarConnection *self = HANGAR_CONNECTION (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->facts, hangar_virt_host_facts_free);
  g_free (self->uri);
  g_free (self->custom_label);
  g_free (self->label);

  G_OBJECT_CLASS (hangar_connection_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  props[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL,
                                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_LABEL] = g_param_spec_string (
    "label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_CUSTOM_LABEL] = g_param_spec_string (
    "custom-label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_AUTOCONNECT] = g_param_spec_boolean (
    "autoconnect", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, HANGAR_TYPE_CONNECTION_STATE, HANGAR_CONNECTION_CLOSED,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string (
    "error-message", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_RETRY_IN] =
    g_param_spec_uint ("retry-in", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_DOMAINS] =
    g_param_spec_object ("domains", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_connection_class_init (HangarConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_connection_get_property;
  object_class->set_property = hangar_connection_set_property;
  object_class->dispose = hangar_connection_dispose;
  object_class->finalize = hangar_connection_finalize;
  install_properties (object_class);

  /**
   * HangarConnection::credentials-requested:
   * @self: the connection
   * @credentials: the questions; submit or cancel them
   *
   * The daemon asks for a login. A handler that shows the questions returns %TRUE; without one the login is
   * refused.
   */
  signals[SIGNAL_CREDENTIALS_REQUESTED] =
    g_signal_new ("credentials-requested", HANGAR_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0,
                  g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1, HANGAR_TYPE_CREDENTIALS);
  /**
   * HangarConnection::event:
   * @self: the connection
   * @event: (type gpointer): a #HangarVirtEvent that lives as long as the emission
   *
   * Something happened on the host, whoever caused it. Domains have taken note already.
   */
  signals[SIGNAL_EVENT] = g_signal_new ("event", HANGAR_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  hangar_virt_init ();
}

static void
hangar_connection_init (HangarConnection *self)
{
  self->worker = hangar_worker_new ();
  self->domains = hangar_domain_list_new (self);
  self->retry_delay = RETRY_FIRST;
}

/**
 * hangar_connection_new:
 * @uri: a libvirt URI
 * @custom_label: (nullable): the user's label
 * @autoconnect: whether it is opened at start
 *
 * Returns: (transfer full): a host, closed
 */
HangarConnection *
hangar_connection_new (const char *uri, const char *custom_label, gboolean autoconnect)
{
  return g_object_new (HANGAR_TYPE_CONNECTION, "uri", uri, "custom-label", custom_label, "autoconnect",
                       autoconnect, NULL);
}

/**
 * hangar_connection_get_uri:
 * @self: a host
 *
 * Returns: its libvirt URI
 */
const char *
hangar_connection_get_uri (HangarConnection *self)
{
  return self->uri;
}

/**
 * hangar_connection_get_label:
 * @self: a host
 *
 * Returns: what people read: the user's label, or one made from the URI. Plain text, never markup
 */
const char *
hangar_connection_get_label (HangarConnection *self)
{
  return self->custom_label != NULL ? self->custom_label : self->label;
}

/**
 * hangar_connection_get_custom_label:
 * @self: a host
 *
 * Returns: (nullable): the user's label
 */
const char *
hangar_connection_get_custom_label (HangarConnection *self)
{
  return self->custom_label;
}

/**
 * hangar_connection_set_custom_label:
 * @self: a host
 * @label: (nullable): the user's label; empty for the one made from the URI
 */
void
hangar_connection_set_custom_label (HangarConnection *self, const char *label)
{
  const char *wanted = label != NULL && *label != '\0' ? label : NULL;

  if (g_strcmp0 (self->custom_label, wanted) == 0)
    return;
  g_free (self->custom_label);
  self->custom_label = g_strdup (wanted);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CUSTOM_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
}

/**
 * hangar_connection_get_autoconnect:
 * @self: a host
 *
 * Returns: whether it is opened at start
 */
gboolean
hangar_connection_get_autoconnect (HangarConnection *self)
{
  return self->autoconnect;
}

/**
 * hangar_connection_set_autoconnect:
 * @self: a host
 * @autoconnect: whether it is opened at start
 */
void
hangar_connection_set_autoconnect (HangarConnection *self, gboolean autoconnect)
{
  if (self->autoconnect == autoconnect)
    return;
  self->autoconnect = autoconnect;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AUTOCONNECT]);
}

/**
 * hangar_connection_is_local:
 * @self: a host
 *
 * Returns: whether it is this computer, so that its files are ours
 */
gboolean
hangar_connection_is_local (HangarConnection *self)
{
  return hangar_connection_uri_is_local (self->uri);
}

/**
 * hangar_connection_is_session:
 * @self: a host
 *
 * Returns: whether it is an unprivileged daemon of one user
 */
gboolean
hangar_connection_is_session (HangarConnection *self)
{
  return hangar_connection_uri_is_session (self->uri);
}

/**
 * hangar_connection_get_state:
 * @self: a host
 *
 * Returns: its state
 */
HangarConnectionState
hangar_connection_get_state (HangarConnection *self)
{
  return self->state;
}

/**
 * hangar_connection_get_error:
 * @self: a host
 *
 * Returns: (nullable): why the last try failed or why it was lost
 */
const GError *
hangar_connection_get_error (HangarConnection *self)
{
  return self->error;
}

/**
 * hangar_connection_get_retry_in:
 * @self: a lost host
 *
 * Returns: in how many seconds it is tried again, 0 when it is not waiting
 */
guint
hangar_connection_get_retry_in (HangarConnection *self)
{
  return self->retry_in;
}

/**
 * hangar_connection_get_facts:
 * @self: a host
 *
 * Returns: (nullable): what it said of itself when it was last open
 */
const HangarVirtHostFacts *
hangar_connection_get_facts (HangarConnection *self)
{
  return self->facts;
}

/**
 * hangar_connection_get_domains:
 * @self: a host
 *
 * Returns: (transfer none): its #HangarDomain objects; the same ones before and after a loss
 */
GListModel *
hangar_connection_get_domains (HangarConnection *self)
{
  return G_LIST_MODEL (self->domains);
}

/**
 * hangar_connection_find_domain:
 * @self: a host
 * @uuid_or_name: what to look for
 *
 * Returns: (transfer none) (nullable): the domain
 */
HangarDomain *
hangar_connection_find_domain (HangarConnection *self, const char *uuid_or_name)
{
  return hangar_domain_list_find (self->domains, uuid_or_name);
}

/**
 * hangar_connection_open:
 * @self: a host
 *
 * Connects, or tries a lost host again at once. Never waits; watch the state.
 */
void
hangar_connection_open (HangarConnection *self)
{
  g_return_if_fail (HANGAR_IS_CONNECTION (self));

  if (self->state == HANGAR_CONNECTION_OPEN || self->state == HANGAR_CONNECTION_CONNECTING)
    return;
  self->retry_delay = RETRY_FIRST;
  open_begin (self);
}

/**
 * hangar_connection_close:
 * @self: a host
 *
 * Disconnects, or gives up connecting. What lives on the host goes on.
 */
void
hangar_connection_close (HangarConnection *self)
{
  g_return_if_fail (HANGAR_IS_CONNECTION (self));

  retry_stop (self);
  abandon_opening (self);
  release_handle (self);
  self->was_open = FALSE;
  hangar_domain_list_clear (self->domains);
  set_state (self, HANGAR_CONNECTION_CLOSED, NULL);
}

/**
 * hangar_connection_refresh_domain:
 * @self: a host
 * @uuid: a domain
 *
 * Reads a domain's state and definition anew: for what libvirt has no event for.
 */
void
hangar_connection_refresh_domain (HangarConnection *self, const char *uuid)
{
  hangar_domain_list_refresh (self->domains, uuid, TRUE);
}

typedef struct
{
  GVirConnection *handle;
  HangarConnectionWork work;
} Run;

static gpointer
run_run (gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;

  return run->work.func (run->handle, run->work.data, cancellable, error);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  if (run->work.data != NULL && run->work.data_free != NULL)
    run->work.data_free (run->work.data);
  if (run->handle != NULL)
    hangar_virt_connect_close (run->handle);
  g_free (run);
}

/**
 * hangar_connection_run_async:
 * @self: a host
 * @work: the work (copied)
 * @cancellable: (nullable): when cancelled, the caller is answered at once; a call that has begun runs on
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Runs blocking work with this host in its own threads. Fails at once with %G_IO_ERROR_NOT_CONNECTED when it
 * is not open.
 */
void
hangar_connection_run_async (HangarConnection *self, const HangarConnectionWork *work,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  HangarWork inner = { work->lane, run_run, NULL, run_free, work->result_free };
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (HANGAR_IS_CONNECTION (self));

  if (self->handle == NULL)
    {
      if (work->data != NULL && work->data_free != NULL)
        work->data_free (work->data);
      task = g_task_new (self->worker, cancellable, callback, user_data);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _ ("“%s” is not connected."),
                               hangar_connection_get_label (self));
      return;
    }

  run = g_new0 (Run, 1);
  run->handle = g_object_ref (self->handle);
  run->work = *work;
  inner.data = run;
  hangar_worker_run_async (self->worker, &inner, cancellable, callback, user_data);
}

/**
 * hangar_connection_run_finish:
 * @self: a host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the work returned
 */
gpointer
hangar_connection_run_finish (HangarConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
