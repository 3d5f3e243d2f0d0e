/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is nearly full on a host: its storage pools, and the filesystems of its guests as far as their agents
 * tell. One question at a time, machine after machine. */

#include "config.h"

#include "model/fullness.h"

#include "model/guest-view.h"
#include "virt/storage.h"

/* Less than a twentieth left is nearly nothing. */
#define LEFT_WHEN_FULL 20

struct _HangarFullness
{
  GObject parent_instance;

  HangarConnection *connection; /* weak: it may own us */
  guint interval;
  guint timer;
  guint next; /* the machine to be asked next; the pools come before the first */
  gboolean asking;
  guint n_answers;
};

enum
{
  SIGNAL_MACHINE_FULL,
  SIGNAL_POOL_FULL,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarFullness, hangar_fullness, G_TYPE_OBJECT)

static GQuark
fullness_quark (void)
{
  return g_quark_from_static_string ("hangar-fullness");
}

/* @property is one that whoever shows the object's words listens to. Returns whether it has become full. */
static gboolean
keep (gpointer object, const char *text, const char *property)
{
  const char *before = g_object_get_qdata (object, fullness_quark ());
  const gboolean was_full = before != NULL;

  if (g_strcmp0 (before, text) == 0)
    return FALSE;
  g_object_set_qdata_full (object, fullness_quark (), g_strdup (text), g_free);
  g_object_notify (object, property);
  return text != NULL && !was_full;
}

/**
 * hangar_nearly_full:
 * @total: bytes that there are, 0 when that is not known
 * @available: bytes that are free
 *
 * Returns: whether there is next to nothing left
 */
gboolean
hangar_nearly_full (guint64 total, guint64 available)
{
  return total > 0 && available < total / LEFT_WHEN_FULL;
}

/**
 * hangar_fullness_of_guest:
 * @info: what a guest said
 *
 * Returns: (transfer full) (nullable): which of its filesystems are nearly full, by where they are; %NULL for
 * none
 */
char *
hangar_fullness_of_guest (const HangarGuestInfo *info)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < info->filesystems->len; i++)
    {
      const HangarGuestFilesystem *filesystem = g_ptr_array_index (info->filesystems, i);

      if (hangar_nearly_full (filesystem->total,
                              filesystem->total - MIN (filesystem->used, filesystem->total)))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", filesystem->mountpoint);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/**
 * hangar_fullness_of_pools:
 * @pools: (element-type HangarVirtPool): the pools of a host
 *
 * Returns: (transfer full) (nullable): the names of those that are nearly full; %NULL for none
 */
char *
hangar_fullness_of_pools (GPtrArray *pools)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < pools->len; i++)
    {
      const HangarVirtPool *pool = g_ptr_array_index (pools, i);

      if (pool->active && hangar_nearly_full (pool->capacity, pool->available))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", pool->name);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static gpointer
pools_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_pool_list (connection, error);
}

static void
pools_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarFullness) self = data;
  g_autoptr (GPtrArray) pools = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *text = pools != NULL ? hangar_fullness_of_pools (pools) : NULL;

  self->asking = FALSE;
  self->n_answers++;
  if (pools != NULL && self->connection != NULL && keep (self->connection, text, "label"))
    g_signal_emit (self, signals[SIGNAL_POOL_FULL], 0, self->connection);
}

typedef struct
{
  HangarFullness *fullness;
  HangarDomain *domain;
} Question;

static void
guest_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (HangarFullness) self = question->fullness;
  g_autoptr (HangarDomain) domain = question->domain;
  g_autoptr (HangarGuestInfo) info = hangar_domain_ask_guest_finish (domain, result, NULL);
  g_autofree char *text = info != NULL ? hangar_fullness_of_guest (info) : NULL;

  g_free (question);
  self->asking = FALSE;
  self->n_answers++;
  /* A guest whose agent is busy has not become empty. */
  if (info != NULL && info->from_agent && keep (domain, text, "state"))
    g_signal_emit (self, signals[SIGNAL_MACHINE_FULL], 0, domain);
}

static void
ask_pools (HangarFullness *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, pools_run, NULL, NULL,
                                (GDestroyNotify) g_ptr_array_unref };

  self->asking = TRUE;
  hangar_connection_run_async (self->connection, &work, NULL, pools_cb, g_object_ref (self));
}

static gboolean
ask_cb (gpointer data)
{
  HangarFullness *self = data;
  GListModel *domains;
  guint n_domains;

  /* A question that hangs keeps us longer than the host that it was for. */
  if (self->connection == NULL)
    {
      self->timer = 0;
      return G_SOURCE_REMOVE;
    }
  domains = hangar_connection_get_domains (self->connection);
  n_domains = g_list_model_get_n_items (domains);
  if (self->asking || hangar_connection_get_state (self->connection) != HANGAR_CONNECTION_OPEN)
    return G_SOURCE_CONTINUE;
  if (self->next == 0)
    ask_pools (self);
  while (!self->asking && self->next <= n_domains)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, self->next - 1);
      Question *question;

      self->next++;
      if (hangar_domain_get_state (domain) != HANGAR_DOMAIN_RUNNING)
        continue;
      question = g_new0 (Question, 1);
      question->fullness = g_object_ref (self);
      question->domain = g_object_ref (domain);
      self->asking = TRUE;
      hangar_domain_ask_guest_async (domain, NULL, guest_cb, question);
      return G_SOURCE_CONTINUE;
    }
  self->next = self->next == 0 ? 1 : 0;
  return G_SOURCE_CONTINUE;
}

static void
hangar_fullness_dispose (GObject *object)
{
  HangarFullness *self = HANGAR_FULLNESS (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_weak_pointer (&self->connection);
  G_OBJECT_CLASS (hangar_fullness_parent_class)->dispose (object);
}

static void
hangar_fullness_class_init (HangarFullnessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_fullness_dispose;

  /**
   * HangarFullness::machine-full:
   * @domain: a machine
   *
   * A filesystem of its guest has become nearly full.
   */
  signals[SIGNAL_MACHINE_FULL] = g_signal_new ("machine-full", HANGAR_TYPE_FULLNESS, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_DOMAIN);
  /**
   * HangarFullness::pool-full:
   * @connection: a host
   *
   * A storage pool of it has become nearly full.
   */
  signals[SIGNAL_POOL_FULL] = g_signal_new ("pool-full", HANGAR_TYPE_FULLNESS, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_CONNECTION);
}

static void
hangar_fullness_init (HangarFullness *self)
{
}

/**
 * hangar_fullness_new:
 * @connection: a host
 * @milliseconds: between two questions
 *
 * Returns: (transfer full): asks nothing until it is made active
 */
HangarFullness *
hangar_fullness_new (HangarConnection *connection, guint milliseconds)
{
  HangarFullness *self = g_object_new (HANGAR_TYPE_FULLNESS, NULL);

  g_set_weak_pointer (&self->connection, connection);
  self->interval = milliseconds;
  return self;
}

/**
 * hangar_fullness_set_active:
 * @self: watches a host
 * @active: whether anybody wants to know
 */
void
hangar_fullness_set_active (HangarFullness *self, gboolean active)
{
  if (!active)
    g_clear_handle_id (&self->timer, g_source_remove);
  else if (self->timer == 0 && self->connection != NULL)
    self->timer = g_timeout_add (self->interval, ask_cb, self);
}

/**
 * hangar_fullness_get_n_answers:
 * @self: watches a host
 *
 * Returns: how many questions have been answered
 */
guint
hangar_fullness_get_n_answers (HangarFullness *self)
{
  return self->n_answers;
}

/**
 * hangar_domain_get_fullness:
 * @domain: a machine
 *
 * Returns: (nullable): which filesystems of its guest are nearly full, the guest's word; %NULL when none is
 * known to be
 */
const char *
hangar_domain_get_fullness (HangarDomain *domain)
{
  return g_object_get_qdata (G_OBJECT (domain), fullness_quark ());
}

/**
 * hangar_connection_get_fullness:
 * @connection: a host
 *
 * Returns: (nullable): which of its storage pools are nearly full; %NULL when none is known to be
 */
const char *
hangar_connection_get_fullness (HangarConnection *connection)
{
  return g_object_get_qdata (G_OBJECT (connection), fullness_quark ());
}
