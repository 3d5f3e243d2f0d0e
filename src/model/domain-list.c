/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The domains of one host: a list that events and refreshes write, and nothing else. */

#include "model/domain-list.h"

#include "model/domain.h"
#include "virt/domain.h"
#include "virt/error.h"

#include <string.h>

/* How many definitions are read in one go, and for how long at most: other questions come in between. */
#define SUMMARY_BATCH 250
#define SUMMARY_TIME (G_USEC_PER_SEC / 10)

struct _HangarDomainList
{
  GObject parent_instance;

  HangarConnection *connection; /* owns us */
  GPtrArray *domains;           /* of HangarDomain */
  GHashTable *by_uuid;          /* uuid (of the domain) → domain */
  GHashTable *refreshes;        /* uuid → Refresh: what is being asked just now */
  GQueue summaries;             /* of uuid: definitions still to be read */
  gboolean reading;
};

typedef struct
{
  gboolean again; /* something happened while the answer was under way: it may be stale */
  gboolean with_summary;
} Refresh;

static void hangar_domain_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HangarDomainList, hangar_domain_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, hangar_domain_list_model_init))

static GType
hangar_domain_list_get_item_type (GListModel *model)
{
  return HANGAR_TYPE_DOMAIN;
}

static guint
hangar_domain_list_get_n_items (GListModel *model)
{
  return HANGAR_DOMAIN_LIST (model)->domains->len;
}

static gpointer
hangar_domain_list_get_item (GListModel *model, guint position)
{
  HangarDomainList *self = HANGAR_DOMAIN_LIST (model);

  return position < self->domains->len ? g_object_ref (g_ptr_array_index (self->domains, position)) : NULL;
}

static void
hangar_domain_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hangar_domain_list_get_item_type;
  iface->get_n_items = hangar_domain_list_get_n_items;
  iface->get_item = hangar_domain_list_get_item;
}

static HangarDomain *
append (HangarDomainList *self, const HangarVirtDomain *data)
{
  HangarDomain *domain = hangar_domain_new (self->connection, data->uuid, data->name);

  hangar_domain_apply (domain, data);
  g_ptr_array_add (self->domains, domain);
  g_hash_table_insert (self->by_uuid, (gpointer) hangar_domain_get_uuid (domain), domain);
  return domain;
}

static void
remove_domain (HangarDomainList *self, HangarDomain *domain)
{
  guint position;

  if (!g_ptr_array_find (self->domains, domain, &position))
    return;
  hangar_domain_detach (domain);
  g_hash_table_remove (self->by_uuid, hangar_domain_get_uuid (domain));
  g_ptr_array_remove_index (self->domains, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void read_summaries (HangarDomainList *self);

typedef struct
{
  GStrv uuids;
  guint n_read;
  GPtrArray *summaries; /* of HangarVirtSummary; one that is gone meanwhile has an event of its own */
} SummariesResult;

static void
summaries_free (gpointer data)
{
  SummariesResult *result = data;

  g_strfreev (result->uuids);
  g_clear_pointer (&result->summaries, g_ptr_array_unref);
  g_free (result);
}

static gpointer
summaries_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GStrv uuids = data;
  SummariesResult *result = g_new0 (SummariesResult, 1);

  result->uuids = g_strdupv (uuids);
  result->summaries =
    hangar_virt_domain_get_summaries (connection, (const char *const *) uuids, SUMMARY_TIME, &result->n_read);
  return result;
}

static void
summaries_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (HangarDomainList) self = user_data;
  SummariesResult *result = g_task_propagate_pointer (G_TASK (async_result), NULL);

  self->reading = FALSE;
  if (result == NULL)
    return;
  for (guint i = g_strv_length (result->uuids); i > result->n_read; i--)
    g_queue_push_head (&self->summaries, g_strdup (result->uuids[i - 1]));
  for (guint i = 0; i < result->summaries->len; i++)
    {
      const HangarVirtSummary *summary = g_ptr_array_index (result->summaries, i);
      HangarDomain *domain = g_hash_table_lookup (self->by_uuid, summary->uuid);

      if (domain != NULL)
        hangar_domain_apply_summary (domain, summary);
    }
  summaries_free (result);
  read_summaries (self);
}

static void
read_summaries (HangarDomainList *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, summaries_run, NULL, (GDestroyNotify) g_strfreev,
                                summaries_free };
  g_autoptr (GStrvBuilder) uuids = NULL;

  if (self->reading || g_queue_is_empty (&self->summaries))
    return;

  uuids = g_strv_builder_new ();
  for (guint i = 0; i < SUMMARY_BATCH && !g_queue_is_empty (&self->summaries); i++)
    {
      g_autofree char *uuid = g_queue_pop_head (&self->summaries);

      g_strv_builder_add (uuids, uuid);
    }
  self->reading = TRUE;
  work.data = g_strv_builder_end (uuids);
  hangar_connection_run_async (self->connection, &work, NULL, summaries_cb, g_object_ref (self));
}

typedef struct
{
  char uuid[37];
  gboolean with_summary;
  HangarVirtDomain *domain; /* NULL: gone */
  HangarVirtSummary *summary;
} RefreshResult;

static void
refresh_result_free (gpointer data)
{
  RefreshResult *result = data;

  g_clear_pointer (&result->domain, hangar_virt_domain_free);
  g_clear_pointer (&result->summary, hangar_virt_summary_free);
  g_free (result);
}

static gpointer
refresh_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const RefreshResult *wanted = data;
  RefreshResult *result = g_new0 (RefreshResult, 1);
  g_autoptr (GError) local_error = NULL;

  strcpy (result->uuid, wanted->uuid);
  result->domain = hangar_virt_domain_get (connection, wanted->uuid, &local_error);
  if (result->domain == NULL &&
      !g_error_matches (local_error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      refresh_result_free (result);
      return NULL;
    }
  if (result->domain != NULL && wanted->with_summary)
    result->summary = hangar_virt_domain_get_summary (connection, wanted->uuid, NULL);
  return result;
}

typedef struct
{
  HangarDomainList *list;
  char uuid[37];
} RefreshCall;

static void refresh_begin (HangarDomainList *self, const char *uuid, gboolean with_summary);

static void
refresh_apply (HangarDomainList *self, const RefreshResult *result)
{
  HangarDomain *domain = g_hash_table_lookup (self->by_uuid, result->uuid);

  if (result->domain == NULL)
    {
      if (domain != NULL)
        remove_domain (self, domain);
      return;
    }
  if (domain == NULL)
    {
      domain = append (self, result->domain);
      if (result->summary != NULL)
        hangar_domain_apply_summary (domain, result->summary);
      g_list_model_items_changed (G_LIST_MODEL (self), self->domains->len - 1, 0, 1);
      return;
    }
  hangar_domain_apply (domain, result->domain);
  if (result->summary != NULL)
    hangar_domain_apply_summary (domain, result->summary);
}

static void
refresh_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autofree RefreshCall *call = user_data;
  g_autoptr (HangarDomainList) self = call->list;
  RefreshResult *result = g_task_propagate_pointer (G_TASK (async_result), NULL);
  Refresh *refresh = g_hash_table_lookup (self->refreshes, call->uuid);
  gboolean again = refresh != NULL && refresh->again;
  gboolean with_summary = refresh != NULL && refresh->with_summary;

  g_hash_table_remove (self->refreshes, call->uuid);
  if (result != NULL && again)
    refresh_begin (self, call->uuid, with_summary);
  else if (result != NULL && refresh != NULL)
    refresh_apply (self, result);
  g_clear_pointer (&result, refresh_result_free);
}

static void
refresh_begin (HangarDomainList *self, const char *uuid, gboolean with_summary)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, refresh_run, NULL, refresh_result_free,
                                refresh_result_free };
  RefreshResult *wanted = g_new0 (RefreshResult, 1);
  RefreshCall *call = g_new0 (RefreshCall, 1);
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->with_summary = with_summary;
  g_hash_table_insert (self->refreshes, g_strdup (uuid), refresh);
  g_strlcpy (wanted->uuid, uuid, sizeof wanted->uuid);
  wanted->with_summary = with_summary || !g_hash_table_contains (self->by_uuid, uuid);
  work.data = wanted;
  call->list = g_object_ref (self);
  g_strlcpy (call->uuid, uuid, sizeof call->uuid);
  hangar_connection_run_async (self->connection, &work, NULL, refresh_cb, call);
}

/**
 * hangar_domain_list_refresh:
 * @self: a list
 * @uuid: a domain, known or not
 * @with_summary: whether its definition is read too
 *
 * Reads one domain anew. Many calls in a row become one or two questions.
 */
void
hangar_domain_list_refresh (HangarDomainList *self, const char *uuid, gboolean with_summary)
{
  Refresh *refresh = g_hash_table_lookup (self->refreshes, uuid);

  if (refresh == NULL)
    {
      refresh_begin (self, uuid, with_summary);
      return;
    }
  refresh->again = TRUE;
  refresh->with_summary |= with_summary;
}

/* What an event says at once; the refresh that follows adds the rest. */
static void
apply_lifecycle (HangarDomain *domain, const HangarVirtEvent *event)
{
  switch ((HangarVirtLifecycle) event->event)
    {
    case HANGAR_VIRT_LIFECYCLE_STARTED:
    case HANGAR_VIRT_LIFECYCLE_RESUMED:
      hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
      break;
    case HANGAR_VIRT_LIFECYCLE_SUSPENDED:
      hangar_domain_set_state (domain, HANGAR_DOMAIN_PAUSED, hangar_domain_get_reason (domain));
      break;
    case HANGAR_VIRT_LIFECYCLE_STOPPED:
      hangar_domain_set_state (domain, HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_NONE);
      break;
    case HANGAR_VIRT_LIFECYCLE_PMSUSPENDED:
      hangar_domain_set_state (domain, HANGAR_DOMAIN_SLEEPING, HANGAR_DOMAIN_REASON_NONE);
      break;
    case HANGAR_VIRT_LIFECYCLE_CRASHED:
      hangar_domain_set_state (domain, HANGAR_DOMAIN_CRASHED, HANGAR_DOMAIN_REASON_PANICKED);
      break;
    case HANGAR_VIRT_LIFECYCLE_DEFINED:
    case HANGAR_VIRT_LIFECYCLE_UNDEFINED:
    case HANGAR_VIRT_LIFECYCLE_SHUTDOWN:
    default:
      break;
    }
}

/**
 * hangar_domain_list_handle_event:
 * @self: a list
 * @event: what happened on the host
 */
void
hangar_domain_list_handle_event (HangarDomainList *self, const HangarVirtEvent *event)
{
  HangarDomain *domain;

  if (event->kind >= HANGAR_VIRT_EVENT_NETWORK)
    return;

  domain = g_hash_table_lookup (self->by_uuid, event->uuid);
  if (event->kind == HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE)
    {
      if (domain != NULL)
        apply_lifecycle (domain, event);
      hangar_domain_list_refresh (self, event->uuid, event->event == HANGAR_VIRT_LIFECYCLE_DEFINED);
    }
  else if (event->kind == HANGAR_VIRT_EVENT_DOMAIN_METADATA_CHANGE)
    hangar_domain_list_refresh (self, event->uuid, TRUE);
  else if (event->kind == HANGAR_VIRT_EVENT_DOMAIN_IO_ERROR ||
           event->kind == HANGAR_VIRT_EVENT_DOMAIN_WATCHDOG)
    hangar_domain_list_refresh (self, event->uuid, FALSE);

  if (domain != NULL)
    hangar_domain_emit_event (domain, event);
}

static GHashTable *
uuids_of (GPtrArray *domains)
{
  GHashTable *uuids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < domains->len; i++)
    g_hash_table_add (uuids, ((HangarVirtDomain *) g_ptr_array_index (domains, i))->uuid);
  return uuids;
}

static void
remove_missing (HangarDomainList *self, GHashTable *present)
{
  for (guint i = self->domains->len; i > 0; i--)
    {
      HangarDomain *domain = g_ptr_array_index (self->domains, i - 1);

      if (!g_hash_table_contains (present, hangar_domain_get_uuid (domain)))
        remove_domain (self, domain);
    }
}

/**
 * hangar_domain_list_apply:
 * @self: a list
 * @domains: (element-type HangarVirtDomain): all domains that the host has now
 *
 * Takes the host's word for what there is. Objects of domains that were known stay the same ones. Definitions
 * are read afterwards, little by little.
 */
void
hangar_domain_list_apply (HangarDomainList *self, GPtrArray *domains)
{
  g_autoptr (GHashTable) present = uuids_of (domains);
  guint before, added;

  remove_missing (self, present);
  before = self->domains->len;
  for (guint i = 0; i < domains->len; i++)
    {
      const HangarVirtDomain *data = g_ptr_array_index (domains, i);
      HangarDomain *domain = g_hash_table_lookup (self->by_uuid, data->uuid);

      if (domain == NULL)
        append (self, data);
      /* An event that came meanwhile knows better than a list that was made before. */
      else if (!g_hash_table_contains (self->refreshes, data->uuid))
        hangar_domain_apply (domain, data);
      g_queue_push_tail (&self->summaries, g_strdup (data->uuid));
    }
  added = self->domains->len - before;
  if (added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, added);
  read_summaries (self);
}

/**
 * hangar_domain_list_clear:
 * @self: a list
 *
 * Empties the list: the host was disconnected.
 */
void
hangar_domain_list_clear (HangarDomainList *self)
{
  guint n = self->domains->len;

  g_hash_table_remove_all (self->refreshes);
  g_queue_clear_full (&self->summaries, g_free);
  for (guint i = 0; i < n; i++)
    hangar_domain_detach (g_ptr_array_index (self->domains, i));
  g_hash_table_remove_all (self->by_uuid);
  g_ptr_array_set_size (self->domains, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/**
 * hangar_domain_list_forget_operations:
 * @self: a list
 *
 * The host fell silent: what was begun has no answer that anybody waits for.
 */
void
hangar_domain_list_forget_operations (HangarDomainList *self)
{
  for (guint i = 0; i < self->domains->len; i++)
    hangar_domain_set_operation (g_ptr_array_index (self->domains, i), HANGAR_DOMAIN_OPERATION_NONE);
}

/**
 * hangar_domain_list_notify_availability:
 * @self: a list
 *
 * The host came or went: all rows become grey or come back.
 */
void
hangar_domain_list_notify_availability (HangarDomainList *self)
{
  for (guint i = 0; i < self->domains->len; i++)
    hangar_domain_notify_availability (g_ptr_array_index (self->domains, i));
}

/**
 * hangar_domain_list_lookup:
 * @self: a list
 * @uuid: a UUID
 *
 * Returns: (transfer none) (nullable): the domain
 */
HangarDomain *
hangar_domain_list_lookup (HangarDomainList *self, const char *uuid)
{
  return g_hash_table_lookup (self->by_uuid, uuid);
}

/**
 * hangar_domain_list_find:
 * @self: a list
 * @uuid_or_name: a UUID or a name
 *
 * Returns: (transfer none) (nullable): the domain
 */
HangarDomain *
hangar_domain_list_find (HangarDomainList *self, const char *uuid_or_name)
{
  HangarDomain *domain = g_hash_table_lookup (self->by_uuid, uuid_or_name);

  for (guint i = 0; domain == NULL && i < self->domains->len; i++)
    {
      HangarDomain *candidate = g_ptr_array_index (self->domains, i);

      if (g_strcmp0 (hangar_domain_get_name (candidate), uuid_or_name) == 0)
        domain = candidate;
    }
  return domain;
}

static void
hangar_domain_list_finalize (GObject *object)
{
  HangarDomainList *self = HANGAR_DOMAIN_LIST (object);

  g_queue_clear_full (&self->summaries, g_free);
  g_hash_table_unref (self->refreshes);
  g_hash_table_unref (self->by_uuid);
  g_ptr_array_unref (self->domains);

  G_OBJECT_CLASS (hangar_domain_list_parent_class)->finalize (object);
}

static void
hangar_domain_list_class_init (HangarDomainListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_domain_list_finalize;
}

static void
hangar_domain_list_init (HangarDomainList *self)
{
  self->domains = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_uuid = g_hash_table_new (g_str_hash, g_str_equal);
  self->refreshes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&self->summaries);
}

/**
 * hangar_domain_list_new:
 * @connection: the host, which owns the list
 *
 * Returns: (transfer full): an empty list
 */
HangarDomainList *
hangar_domain_list_new (HangarConnection *connection)
{
  HangarDomainList *self = g_object_new (HANGAR_TYPE_DOMAIN_LIST, NULL);

  self->connection = connection;
  return self;
}
