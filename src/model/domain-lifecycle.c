/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's life: which operation is possible in which state, and the calls. */

#include "config.h"

#include "model/domain-lifecycle.h"

#include <glib/gi18n-lib.h>

#include "model/guest-journal.h"

/* In s: how long people wait for a guest that was asked to shut down before they want to be asked. */
#define SHUTDOWN_PATIENCE 20

#define IN(state) (1u << HANGAR_DOMAIN_##state)
#define ANY (~0u)
#define ANY_ACTIVE (IN (RUNNING) | IN (PAUSED) | IN (SHUTTING_DOWN) | IN (CRASHED) | IN (SLEEPING))

typedef gboolean (*Call) (GVirConnection *connection, const char *uuid, GError **error);

typedef struct
{
  HangarWorkerLane lane;
  guint states; /* in which it is possible */
  Call call;
  const char *failure; /* what the user tried; %s is the machine */
} Operation;

static gboolean
start (GVirConnection *connection, const char *uuid, GError **error)
{
  if (!hangar_virt_domain_start (connection, uuid, error))
    return FALSE;
  hangar_guest_leftover_claim (uuid);
  return TRUE;
}

static gboolean
autostart (GVirConnection *connection, const char *uuid, GError **error)
{
  return hangar_virt_domain_set_autostart (connection, uuid, TRUE, error);
}

static gboolean
no_autostart (GVirConnection *connection, const char *uuid, GError **error)
{
  return hangar_virt_domain_set_autostart (connection, uuid, FALSE, error);
}

static const Operation operations[HANGAR_DOMAIN_N_OPERATIONS] = {
  [HANGAR_DOMAIN_OPERATION_START] = { HANGAR_WORKER_SLOW, IN (OFF), start, N_ ("Could not start “%s”") },
  [HANGAR_DOMAIN_OPERATION_SUSPEND] = { HANGAR_WORKER_SLOW, IN (RUNNING), hangar_virt_domain_suspend,
                                        N_ ("Could not pause “%s”") },
  [HANGAR_DOMAIN_OPERATION_RESUME] = { HANGAR_WORKER_SLOW, IN (PAUSED), hangar_virt_domain_resume,
                                       N_ ("Could not resume “%s”") },
  [HANGAR_DOMAIN_OPERATION_SHUTDOWN] = { HANGAR_WORKER_SLOW, IN (RUNNING), hangar_virt_domain_shutdown,
                                         N_ ("Could not shut down “%s”") },
  [HANGAR_DOMAIN_OPERATION_REBOOT] = { HANGAR_WORKER_SLOW, IN (RUNNING), hangar_virt_domain_reboot,
                                       N_ ("Could not reboot “%s”") },
  [HANGAR_DOMAIN_OPERATION_RESET] = { HANGAR_WORKER_SLOW, IN (RUNNING) | IN (PAUSED),
                                      hangar_virt_domain_reset, N_ ("Could not reset “%s”") },
  [HANGAR_DOMAIN_OPERATION_FORCE_OFF] = { HANGAR_WORKER_SLOW, ANY_ACTIVE, hangar_virt_domain_destroy,
                                          N_ ("Could not force off “%s”") },
  [HANGAR_DOMAIN_OPERATION_SAVE] = { HANGAR_WORKER_SLOW, IN (RUNNING) | IN (PAUSED), hangar_virt_domain_save,
                                     N_ ("Could not save “%s”") },
  [HANGAR_DOMAIN_OPERATION_RESTORE] = { HANGAR_WORKER_SLOW, IN (SAVED), hangar_virt_domain_start,
                                        N_ ("Could not restore “%s”") },
  [HANGAR_DOMAIN_OPERATION_DROP_SAVED] = { HANGAR_WORKER_SLOW, IN (SAVED), hangar_virt_domain_drop_saved,
                                           N_ ("Could not discard the saved state of “%s”") },
  [HANGAR_DOMAIN_OPERATION_WAKE_UP] = { HANGAR_WORKER_SLOW, IN (SLEEPING), hangar_virt_domain_wake_up,
                                        N_ ("Could not wake up “%s”") },
  [HANGAR_DOMAIN_OPERATION_UNDEFINE] = { HANGAR_WORKER_SLOW, IN (OFF) | IN (SAVED),
                                         hangar_virt_domain_undefine, N_ ("Could not delete “%s”") },
  [HANGAR_DOMAIN_OPERATION_AUTOSTART] = { HANGAR_WORKER_SLOW, ANY, autostart,
                                          N_ ("Could not make “%s” start with its host") },
  [HANGAR_DOMAIN_OPERATION_NO_AUTOSTART] = { HANGAR_WORKER_SLOW, ANY, no_autostart,
                                             N_ ("Could not keep “%s” from starting with its host") },
};

static const char *
refusal_of_state (HangarDomainState state, HangarDomainOperation operation)
{
  switch (state)
    {
    case HANGAR_DOMAIN_OFF:
      return operation == HANGAR_DOMAIN_OPERATION_RESTORE || operation == HANGAR_DOMAIN_OPERATION_DROP_SAVED
               ? _ ("It has no saved state.")
               : _ ("It is off.");
    case HANGAR_DOMAIN_SAVED:
      return operation == HANGAR_DOMAIN_OPERATION_START
               ? _ ("It is saved: restore it, or discard the saved state first.")
               : _ ("It is saved and not running.");
    case HANGAR_DOMAIN_RUNNING:
      return _ ("It is running.");
    case HANGAR_DOMAIN_PAUSED:
      return operation == HANGAR_DOMAIN_OPERATION_SHUTDOWN || operation == HANGAR_DOMAIN_OPERATION_REBOOT
               ? _ ("It is paused: resume it first, so that it can react.")
               : _ ("It is paused.");
    case HANGAR_DOMAIN_SHUTTING_DOWN:
      return _ ("It is shutting down.");
    case HANGAR_DOMAIN_CRASHED:
      return _ ("It has crashed: force it off, then start it again.");
    case HANGAR_DOMAIN_SLEEPING:
      return _ ("It is sleeping: wake it up first.");
    case HANGAR_DOMAIN_UNKNOWN:
    default:
      return _ ("Its state is not known yet.");
    }
}

static const char *
autostart_refusal (HangarDomain *domain, HangarDomainOperation operation)
{
  if (operation == HANGAR_DOMAIN_OPERATION_AUTOSTART && hangar_domain_get_autostart (domain))
    return _ ("It starts with its host already.");
  if (operation == HANGAR_DOMAIN_OPERATION_NO_AUTOSTART && !hangar_domain_get_autostart (domain))
    return _ ("It does not start with its host.");
  return hangar_domain_get_persistent (domain) ? NULL : _ ("It exists only while it runs.");
}

/* While one operation runs, only its way out stays open. */
static gboolean
may_interrupt (HangarDomainOperation running, HangarDomainOperation wanted)
{
  return wanted == HANGAR_DOMAIN_OPERATION_FORCE_OFF &&
         (running == HANGAR_DOMAIN_OPERATION_SHUTDOWN || running == HANGAR_DOMAIN_OPERATION_REBOOT);
}

/**
 * hangar_domain_operation_refusal:
 * @domain: a domain
 * @operation: what somebody wants to do
 *
 * The one place that decides what is possible.
 *
 * Returns: (nullable): a sentence that says why not, %NULL when it is possible
 */
const char *
hangar_domain_operation_refusal (HangarDomain *domain, HangarDomainOperation operation)
{
  HangarDomainOperation running = hangar_domain_get_operation (domain);
  HangarDomainState state = hangar_domain_get_state (domain);

  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (running != HANGAR_DOMAIN_OPERATION_NONE && !may_interrupt (running, operation))
    return _ ("Another operation on it is under way.");
  if (operation == HANGAR_DOMAIN_OPERATION_NO_AUTOSTART)
    return autostart_refusal (domain, operation);
  if (hangar_domain_get_template (domain) && (operations[operation].states & IN (OFF)) != 0)
    return operation == HANGAR_DOMAIN_OPERATION_UNDEFINE
             ? _ ("It is a template: make it a machine again before it is deleted.")
             : _ ("It is a template: clone it, and start the clones.");
  if ((operations[operation].states & (1u << state)) == 0)
    return refusal_of_state (state, operation);
  if (operation == HANGAR_DOMAIN_OPERATION_AUTOSTART)
    return autostart_refusal (domain, operation);
  if (operation == HANGAR_DOMAIN_OPERATION_SAVE && !hangar_domain_get_persistent (domain))
    return _ ("It exists only while it runs, so its saved state could not be kept.");
  return NULL;
}

/**
 * hangar_domain_primary_operation:
 * @domain: a domain
 *
 * Returns: what the one ▶ button does in its state: start, resume, restore or wake up
 */
HangarDomainOperation
hangar_domain_primary_operation (HangarDomain *domain)
{
  switch (hangar_domain_get_state (domain))
    {
    case HANGAR_DOMAIN_SAVED:
      return HANGAR_DOMAIN_OPERATION_RESTORE;
    case HANGAR_DOMAIN_PAUSED:
      return HANGAR_DOMAIN_OPERATION_RESUME;
    case HANGAR_DOMAIN_SLEEPING:
      return HANGAR_DOMAIN_OPERATION_WAKE_UP;
    case HANGAR_DOMAIN_UNKNOWN:
    case HANGAR_DOMAIN_OFF:
    case HANGAR_DOMAIN_RUNNING:
    case HANGAR_DOMAIN_SHUTTING_DOWN:
    case HANGAR_DOMAIN_CRASHED:
    default:
      return HANGAR_DOMAIN_OPERATION_START;
    }
}

/**
 * hangar_domain_operation_failure_text:
 * @domain: a domain
 * @operation: what was tried
 *
 * Returns: (transfer full): "Could not pause “web”": plain text
 */
char *
hangar_domain_operation_failure_text (HangarDomain *domain, HangarDomainOperation operation)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_ (operations[operation].failure), hangar_domain_get_display_name (domain));
#pragma GCC diagnostic pop
}

typedef struct
{
  char uuid[37];
  Call call;
} Request;

static gpointer
operate_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  return GINT_TO_POINTER (request->call (connection, request->uuid, error) ? 1 : 0);
}

/* What a shutdown that was asked for waits on. Freed with the domain's data. */
typedef struct
{
  HangarDomain *domain; /* not owned: it owns us */
  guint seconds;
  guint timer;
  gulong state_handler;
} Patience;

static void
patience_stop (Patience *patience)
{
  g_clear_handle_id (&patience->timer, g_source_remove);
  g_clear_signal_handler (&patience->state_handler, patience->domain);
}

static void
patience_free (gpointer data)
{
  Patience *patience = data;

  /* The domain is on its way out: its signal handlers go by themselves. */
  g_clear_handle_id (&patience->timer, g_source_remove);
  g_free (patience);
}

static Patience *
patience_of (HangarDomain *domain)
{
  static GQuark quark;
  Patience *patience;

  if (quark == 0)
    quark = g_quark_from_static_string ("hangar-domain-patience");
  patience = g_object_get_qdata (G_OBJECT (domain), quark);
  if (patience == NULL)
    {
      patience = g_new0 (Patience, 1);
      patience->domain = domain;
      patience->seconds = SHUTDOWN_PATIENCE;
      g_object_set_qdata_full (G_OBJECT (domain), quark, patience, patience_free);
    }
  return patience;
}

static gboolean
patience_over_cb (gpointer user_data)
{
  Patience *patience = user_data;

  patience->timer = 0;
  patience_stop (patience);
  g_signal_emit_by_name (patience->domain, "shutdown-ignored");
  return G_SOURCE_REMOVE;
}

static void
patience_state_cb (HangarDomain *domain, GParamSpec *pspec, Patience *patience)
{
  if (hangar_domain_get_state (domain) != HANGAR_DOMAIN_RUNNING)
    patience_stop (patience);
}

static void
patience_start (HangarDomain *domain)
{
  Patience *patience = patience_of (domain);

  patience_stop (patience);
  if (hangar_domain_get_state (domain) != HANGAR_DOMAIN_RUNNING)
    return;
  patience->timer = g_timeout_add_seconds (patience->seconds, patience_over_cb, patience);
  patience->state_handler =
    g_signal_connect (domain, "notify::state", G_CALLBACK (patience_state_cb), patience);
}

/**
 * hangar_domain_set_shutdown_patience:
 * @domain: a domain
 * @seconds: how long a shutdown may take before HangarDomain::shutdown-ignored
 */
void
hangar_domain_set_shutdown_patience (HangarDomain *domain, guint seconds)
{
  patience_of (domain)->seconds = seconds;
}

/* The daemon tells nobody of these: the domain is read again. */
static gboolean
has_no_event (HangarDomainOperation operation)
{
  return operation == HANGAR_DOMAIN_OPERATION_DROP_SAVED || operation == HANGAR_DOMAIN_OPERATION_AUTOSTART ||
         operation == HANGAR_DOMAIN_OPERATION_NO_AUTOSTART;
}

static void
operate_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarDomain *domain = g_task_get_source_object (task);
  HangarDomainOperation operation = GPOINTER_TO_INT (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;

  hangar_domain_run_finish (domain, result, &error);
  if (hangar_domain_get_operation (domain) == operation)
    hangar_domain_set_operation (domain, HANGAR_DOMAIN_OPERATION_NONE);
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (operation == HANGAR_DOMAIN_OPERATION_SHUTDOWN)
    patience_start (domain);
  if (has_no_event (operation) && hangar_domain_get_connection (domain) != NULL)
    hangar_connection_refresh_domain (hangar_domain_get_connection (domain), hangar_domain_get_uuid (domain));
  g_task_return_boolean (task, TRUE);
}

/**
 * hangar_domain_operate_async:
 * @domain: a domain
 * @operation: what to do
 * @cancellable: (nullable): gives up waiting; the operation goes on
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Begins an operation. Its success changes nothing here: the daemon's event sets the state.
 */
void
hangar_domain_operate_async (HangarDomain *domain, HangarDomainOperation operation, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { operations[operation].lane, operate_run, NULL, g_free, NULL };
  GTask *task = g_task_new (domain, cancellable, callback, user_data);
  const char *refusal = hangar_domain_operation_refusal (domain, operation);
  Request *request;

  g_task_set_source_tag (task, hangar_domain_operate_async);
  g_task_set_task_data (task, GINT_TO_POINTER (operation), NULL);
  if (refusal != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", refusal);
      g_object_unref (task);
      return;
    }

  request = g_new0 (Request, 1);
  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->call = operations[operation].call;
  work.data = request;
  hangar_domain_set_operation (domain, operation);
  hangar_domain_run_async (domain, &work, cancellable, operate_cb, task);
}

/**
 * hangar_domain_operate_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the daemon did it
 */
gboolean
hangar_domain_operate_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
abort_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* The operation that was aborted reports how it ended. */
  g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * hangar_domain_abort_operation:
 * @domain: a domain whose memory is being saved or moved
 *
 * Tells the daemon to stop it; the machine runs on as before.
 */
void
hangar_domain_abort_operation (HangarDomain *domain)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, operate_run, NULL, g_free, NULL };
  Request *request = g_new0 (Request, 1);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->call = hangar_virt_domain_abort_job;
  work.data = request;
  hangar_domain_run_async (domain, &work, NULL, abort_cb, NULL);
}
