/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tick of one host: asks for the counters that somebody looks at, and hands them to the machines'
 * statistics. */

#include "config.h"

#include "model/sampler.h"

#include "model/domain-list.h"
#include "model/domain-whereabouts.h"
#include "model/stats-marks.h"
#include "util/clock.h"
#include "virt/events.h"

#include <math.h>

#define DEFAULT_INTERVAL_MS 1000

/* A call that takes so much longer than the others is held by a hypervisor that does not answer. The next one
 * goes round it. */
#define STUCK_FACTOR 8
#define STUCK_AFTER_LEAST (2 * G_USEC_PER_SEC)
#define STUCK_AFTER_MOST (4 * G_USEC_PER_SEC)

/* In ms: when no question is answered for so long, the daemon does not answer. */
#define SILENT_HOST_AFTER 6000

/* So many calls may hang; then only what no hypervisor has to be asked for is asked. The daemon serves five
 * at a time. */
#define MAX_STUCK 3

/* A machine whose hypervisor tells nothing for so long does not answer; sooner, when a call hangs besides. */
#define SILENT_AFTER (8 * G_USEC_PER_SEC)
#define SILENT_AFTER_STUCK (3 * G_USEC_PER_SEC)

/* Of so many machines the past is kept whether they are looked at closely or not. */
#define HISTORY_MACHINES 100

#define WITHOUT_MONITOR (HANGAR_STATS_CPU | HANGAR_STATS_NETWORK | HANGAR_STATS_HOST)

struct _HangarLook
{
  HangarSampler *sampler; /* weak */
  guint groups;
  char *uuid; /* NULL: all machines */
  gboolean close;
};

struct _HangarSampler
{
  GObject parent_instance;

  HangarConnection *connection; /* weak: it owns us */
  GHashTable *looks;            /* HangarLook, a set */
  HangarHostStats *host;
  GHashTable *active; /* HangarDomain, a set: those of the last tick */

  guint interval;
  guint timer;
  guint n_ticks;
  guint n_questions;

  gint64 call_start; /* of the newest call; 0: it came back */
  guint call;        /* its number: what comes back of others is too late */
  guint n_stuck;     /* calls that have been given up and did not come back yet */
  gint64 usual;      /* how long calls take */
  guint silence;     /* timer: until it fires there has to be an answer */
  gboolean responding;
  gboolean bulk;
};

enum
{
  PROP_RESPONDING = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_TICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarSampler, hangar_sampler, G_TYPE_OBJECT)

typedef struct
{
  HangarSampler *sampler;
  guint call;
  guint groups;
} Call;

/* All its machines, and not only those that were sampled once: one may have started just before. */
static void
set_responding (HangarSampler *self, gboolean responding)
{
  GListModel *domains;

  if (self->responding == responding || self->connection == NULL)
    return;
  domains = hangar_connection_get_domains (self->connection);
  self->responding = responding;
  g_debug ("%s %s", hangar_connection_get_uri (self->connection),
           responding ? "responds again" : "has not answered for " G_STRINGIFY (SILENT_HOST_AFTER) " ms");
  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, i);

      if (!responding && hangar_domain_is_active (domain))
        hangar_domain_stats_set_responding (hangar_domain_stats_of (domain), FALSE);
      else if (responding && hangar_domain_stats_peek (domain) != NULL)
        hangar_domain_stats_set_responding (hangar_domain_stats_peek (domain), TRUE);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RESPONDING]);
}

static HangarStatsRequest *
make_request (HangarSampler *self)
{
  HangarStatsRequest *request = hangar_stats_request_new (0);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->looks);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const HangarLook *look = key;

      request->groups |= look->groups;
      if (look->uuid != NULL)
        g_hash_table_add (request->watched, g_strdup (look->uuid));
      if (look->uuid != NULL && look->close)
        g_hash_table_add (request->close, g_strdup (look->uuid));
    }
  if (self->n_stuck >= MAX_STUCK)
    request->groups &= WITHOUT_MONITOR;
  return request;
}

static gpointer
sample_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_stats_sample (connection, data, error);
}

static void
add_totals (HangarSampler *self, HangarDomainStats *stats, HangarMachineTotals *totals)
{
  const HangarVirtHostFacts *facts = hangar_connection_get_facts (self->connection);
  const float host_cpus = facts != NULL && facts->cpus > 0 ? (float) facts->cpus : NAN;
  const HangarMetric from[] = { HANGAR_METRIC_READ, HANGAR_METRIC_WRITE, HANGAR_METRIC_RECEIVE,
                                HANGAR_METRIC_SEND };
  const HangarHostMetric to[] = { HANGAR_HOST_READ, HANGAR_HOST_WRITE, HANGAR_HOST_RECEIVE,
                                  HANGAR_HOST_SEND };

  hangar_machine_totals_add (totals, HANGAR_HOST_CPU_MACHINES,
                             hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU) *
                               (float) hangar_domain_stats_get_n_vcpus (stats) / host_cpus);
  hangar_machine_totals_add (totals, HANGAR_HOST_MEMORY_MACHINES,
                             hangar_domain_stats_get_memory_on_host (stats));
  for (guint i = 0; i < G_N_ELEMENTS (from); i++)
    hangar_machine_totals_add (totals, to[i], hangar_domain_stats_get_value (stats, from[i]));
}

/* A call that hangs is a proof that somebody does not answer; without one there must be a long silence. */
static void
judge_silence (HangarSampler *self, HangarDomain *domain, guint groups, gint64 now)
{
  HangarDomainStats *stats = hangar_domain_stats_of (domain);
  const gint64 since = hangar_domain_stats_get_unmonitored_since (stats);
  const gint64 patience = self->n_stuck > 0 ? SILENT_AFTER_STUCK : SILENT_AFTER;

  if (since == 0 || (groups & (HANGAR_STATS_MEMORY | HANGAR_STATS_DISK)) == 0 || now - since < patience ||
      !hangar_domain_stats_get_responding (stats))
    return;
  g_debug ("%s has told nothing for %d ms", hangar_domain_get_name (domain), (int) ((now - since) / 1000));
  hangar_domain_stats_set_responding (stats, FALSE);
}

static void
apply_sample (HangarSampler *self, HangarDomain *domain, const HangarSample *sample,
              HangarMachineTotals *totals)
{
  const HangarVirtHostFacts *facts = hangar_connection_get_facts (self->connection);
  HangarDomainStats *stats = hangar_domain_stats_of (domain);
  const HangarStatsContext context = {
    .host_cpus = facts != NULL ? facts->cpus : 0,
    .vcpus = hangar_domain_get_vcpus (domain),
    .longest_gap = MAX (3 * (gint64) self->interval * 1000, 10 * G_USEC_PER_SEC),
  };

  if (sample->vcpu_times != NULL || sample->disks != NULL ||
      g_list_model_get_n_items (hangar_connection_get_domains (self->connection)) <= HISTORY_MACHINES)
    hangar_domain_stats_keep_history (stats);
  hangar_domain_stats_apply (stats, sample, &context);
  add_totals (self, stats, totals);
}

/* Machines that were there the last time and are not now went off. */
static void
retire_active (HangarSampler *self, GHashTable *now, gint64 time)
{
  GHashTableIter iter;
  gpointer domain;

  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &domain, NULL))
    if (!g_hash_table_contains (now, domain))
      {
        hangar_domain_stats_interrupt (hangar_domain_stats_of (domain), time);
        hangar_domain_stats_set_responding (hangar_domain_stats_of (domain), TRUE);
      }
  g_hash_table_unref (self->active);
  self->active = now;
}

static void
apply_samples (HangarSampler *self, const HangarSamples *samples, guint groups)
{
  HangarDomainList *list = HANGAR_DOMAIN_LIST (hangar_connection_get_domains (self->connection));
  GHashTable *now = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gint64 time = hangar_clock_now ();
  HangarMachineTotals totals;

  hangar_machine_totals_init (&totals);
  self->bulk = samples->bulk;
  for (guint i = 0; i < samples->samples->len; i++)
    {
      const HangarSample *sample = g_ptr_array_index (samples->samples, i);
      HangarDomain *domain = sample->fields != 0 ? hangar_domain_list_lookup (list, sample->uuid) : NULL;

      if (domain == NULL)
        continue;
      g_hash_table_add (now, g_object_ref (domain));
      apply_sample (self, domain, sample, &totals);
      judge_silence (self, domain, groups, time);
    }
  retire_active (self, now, time);
  hangar_host_stats_apply (self->host, groups & HANGAR_STATS_HOST ? &samples->host : NULL, &totals, time);
}

static void
sampled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (HangarSampler) self = call->sampler;
  g_autoptr (HangarSamples) samples = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->connection == NULL)
    return;
  if (call->call != self->call)
    {
      /* It hung. Its numbers are old; that it came back says that somebody answers again. */
      if (self->n_stuck > 0)
        self->n_stuck--;
      return;
    }
  self->usual = (3 * self->usual + g_get_monotonic_time () - self->call_start) / 4;
  self->call_start = 0;
  g_clear_handle_id (&self->silence, g_source_remove);
  if (samples == NULL)
    return;
  self->n_ticks++;
  set_responding (self, TRUE);
  apply_samples (self, samples, call->groups);
  g_signal_emit (self, signals[SIGNAL_TICKED], 0);
}

static gboolean
silence_cb (gpointer data)
{
  HangarSampler *self = data;

  self->silence = 0;
  set_responding (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
ask (HangarSampler *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_SAMPLE, sample_run, NULL,
                                (GDestroyNotify) hangar_stats_request_free,
                                (GDestroyNotify) hangar_samples_free };
  HangarStatsRequest *request = make_request (self);
  Call *call;

  if (request->groups == 0)
    {
      hangar_stats_request_free (request);
      return;
    }
  call = g_new0 (Call, 1);
  call->sampler = g_object_ref (self);
  call->call = ++self->call;
  self->n_questions++;
  call->groups = request->groups;
  work.data = request;
  self->call_start = g_get_monotonic_time ();
  /* Counted from the first question that has no answer. */
  if (self->silence == 0 && self->responding)
    self->silence = g_timeout_add (SILENT_HOST_AFTER, silence_cb, self);
  hangar_connection_run_async (self->connection, &work, NULL, sampled_cb, call);
}

/* Calls never overlap, unless one hangs: then the next one may go round it. */
static gboolean
may_ask (HangarSampler *self)
{
  const gint64 stuck_after = CLAMP (STUCK_FACTOR * self->usual, STUCK_AFTER_LEAST, STUCK_AFTER_MOST);

  if (self->call_start == 0)
    return TRUE;
  if (g_get_monotonic_time () - self->call_start < stuck_after || self->n_stuck > MAX_STUCK)
    return FALSE;
  self->n_stuck++;
  return TRUE;
}

static void
interrupt_all (HangarSampler *self)
{
  gint64 now = hangar_clock_now ();

  retire_active (self, g_hash_table_new_full (NULL, NULL, g_object_unref, NULL), now);
  hangar_host_stats_interrupt (self->host, now);
  self->call++;
  self->call_start = 0;
  self->n_stuck = 0;
  g_clear_handle_id (&self->silence, g_source_remove);
  set_responding (self, TRUE);
}

static gboolean
tick_cb (gpointer data)
{
  HangarSampler *self = data;

  /* A question that hangs keeps us longer than the host that it was for. */
  if (self->connection == NULL)
    {
      self->timer = 0;
      return G_SOURCE_REMOVE;
    }
  if (hangar_connection_get_state (self->connection) == HANGAR_CONNECTION_OPEN && may_ask (self))
    ask (self);
  return G_SOURCE_CONTINUE;
}

static void
schedule (HangarSampler *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->connection == NULL || g_hash_table_size (self->looks) == 0)
    return;
  /* Whole seconds let all timers of the computer wake it together. */
  if (self->interval % 1000 == 0)
    self->timer = g_timeout_add_seconds (self->interval / 1000, tick_cb, self);
  else
    self->timer = g_timeout_add (self->interval, tick_cb, self);
}

static void
state_changed_cb (HangarConnection *connection, GParamSpec *pspec, HangarSampler *self)
{
  if (hangar_connection_get_state (connection) != HANGAR_CONNECTION_OPEN)
    interrupt_all (self);
  else if (self->timer != 0)
    tick_cb (self);
}

static void
event_cb (HangarConnection *connection, const HangarVirtEvent *event, HangarSampler *self)
{
  HangarDomainList *list = HANGAR_DOMAIN_LIST (hangar_connection_get_domains (connection));
  HangarDomain *domain =
    event->kind < HANGAR_VIRT_EVENT_NETWORK ? hangar_domain_list_lookup (list, event->uuid) : NULL;
  const char *text = hangar_stats_mark_text (event);

  if (domain == NULL)
    return;
  hangar_domain_note_event (domain, event);
  if (text != NULL)
    hangar_domain_stats_add_mark (hangar_domain_stats_of (domain), hangar_clock_now (), text);
}

static void
hangar_sampler_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RESPONDING)
    g_value_set_boolean (value, HANGAR_SAMPLER (object)->responding);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_sampler_dispose (GObject *object)
{
  HangarSampler *self = HANGAR_SAMPLER (object);
  GHashTableIter iter;
  gpointer key;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->silence, g_source_remove);
  if (self->looks != NULL)
    {
      g_hash_table_iter_init (&iter, self->looks);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        ((HangarLook *) key)->sampler = NULL;
    }
  g_clear_pointer (&self->looks, g_hash_table_unref);
  g_clear_pointer (&self->active, g_hash_table_unref);
  g_clear_object (&self->host);
  g_clear_weak_pointer (&self->connection);
  G_OBJECT_CLASS (hangar_sampler_parent_class)->dispose (object);
}

static void
hangar_sampler_class_init (HangarSamplerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hangar_sampler_dispose;
  object_class->get_property = hangar_sampler_get_property;

  props[PROP_RESPONDING] = g_param_spec_boolean (
    "responding", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * HangarSampler::ticked:
   *
   * All machines of the host have their new numbers.
   */
  signals[SIGNAL_TICKED] =
    g_signal_new ("ticked", HANGAR_TYPE_SAMPLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_sampler_init (HangarSampler *self)
{
  self->looks = g_hash_table_new (NULL, NULL);
  self->active = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->host = hangar_host_stats_new ();
  self->interval = DEFAULT_INTERVAL_MS;
  self->responding = TRUE;
}

/**
 * hangar_sampler_of:
 * @connection: a host
 *
 * Returns: (transfer none): its sampler, which lives as long as it does
 */
HangarSampler *
hangar_sampler_of (HangarConnection *connection)
{
  HangarSampler *self = g_object_get_data (G_OBJECT (connection), "hangar-sampler");

  if (self != NULL)
    return self;
  self = g_object_new (HANGAR_TYPE_SAMPLER, NULL);
  g_set_weak_pointer (&self->connection, connection);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (connection, "event", G_CALLBACK (event_cb), self, 0);
  g_object_set_data_full (G_OBJECT (connection), "hangar-sampler", self, g_object_unref);
  return self;
}

/**
 * hangar_sampler_look:
 * @self: a sampler
 * @groups: what is looked at, #HangarStatsGroups; may be none when another look says it
 * @domain: (nullable): the machine that is looked at; %NULL for all
 * @close: whether its devices are looked at too
 *
 * Begins to look. As long as anybody looks, the counters that anybody looks at are asked for.
 *
 * Returns: (transfer full): the look
 */
HangarLook *
hangar_sampler_look (HangarSampler *self, guint groups, HangarDomain *domain, gboolean close)
{
  HangarLook *look = g_new0 (HangarLook, 1);
  gboolean first = g_hash_table_size (self->looks) == 0;

  look->sampler = self;
  look->groups = groups;
  look->uuid = domain != NULL ? g_strdup (hangar_domain_get_uuid (domain)) : NULL;
  look->close = close;
  g_hash_table_add (self->looks, look);
  if (close && domain != NULL)
    hangar_domain_stats_keep_history (hangar_domain_stats_of (domain));
  if (first)
    {
      schedule (self);
      tick_cb (self);
    }
  return look;
}

/**
 * hangar_look_end:
 * @look: (transfer full): a look
 */
void
hangar_look_end (HangarLook *look)
{
  HangarSampler *self = look->sampler;

  if (self != NULL)
    {
      g_hash_table_remove (self->looks, look);
      if (g_hash_table_size (self->looks) == 0)
        schedule (self);
    }
  g_free (look->uuid);
  g_free (look);
}

/**
 * hangar_sampler_set_interval:
 * @self: a sampler
 * @milliseconds: between two ticks
 */
void
hangar_sampler_set_interval (HangarSampler *self, guint milliseconds)
{
  if (self->interval == milliseconds)
    return;
  self->interval = MAX (milliseconds, 10);
  schedule (self);
}

/**
 * hangar_sampler_get_interval:
 * @self: a sampler
 *
 * Returns: milliseconds between two ticks
 */
guint
hangar_sampler_get_interval (HangarSampler *self)
{
  return self->interval;
}

/**
 * hangar_sampler_get_host:
 * @self: a sampler
 *
 * Returns: (transfer none): what the host does
 */
HangarHostStats *
hangar_sampler_get_host (HangarSampler *self)
{
  return self->host;
}

/**
 * hangar_sampler_get_responding:
 * @self: a sampler
 *
 * Returns: whether the host's daemon answers
 */
gboolean
hangar_sampler_get_responding (HangarSampler *self)
{
  return self->responding;
}

/**
 * hangar_sampler_get_bulk:
 * @self: a sampler
 *
 * Returns: whether the driver tells the counters of all machines, or only of those that are asked for
 */
gboolean
hangar_sampler_get_bulk (HangarSampler *self)
{
  return self->bulk;
}

/**
 * hangar_sampler_get_active:
 * @self: a sampler
 *
 * Returns: (transfer none) (element-type HangarDomain): a set of the domains that the last tick brought
 * numbers of
 */
GHashTable *
hangar_sampler_get_active (HangarSampler *self)
{
  return self->active;
}

/**
 * hangar_sampler_get_n_ticks:
 * @self: a sampler
 *
 * Returns: how many times numbers came
 */
guint
hangar_sampler_get_n_ticks (HangarSampler *self)
{
  return self->n_ticks;
}

/**
 * hangar_sampler_get_n_questions:
 * @self: a sampler
 *
 * Returns: how many times the host was asked
 */
guint
hangar_sampler_get_n_questions (HangarSampler *self)
{
  return self->n_questions;
}
