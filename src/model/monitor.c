/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes all hosts measure as the settings say, and notices machines that are busy for long and what is nearly
 * full. */

#include "config.h"

#include "model/monitor.h"

#include "model/fullness.h"
#include "model/sampler.h"
#include "util/clock.h"

/* In ms: between two questions about what is full; each wakes a guest. */
#define FULLNESS_INTERVAL 15000

struct _HangarMonitor
{
  GObject parent_instance;

  HangarSettings *settings;
  GListModel *connections;
  HangarSettingsAlerts alerts;
};

enum
{
  SIGNAL_BUSY,
  SIGNAL_DISK_FULL,
  SIGNAL_MACHINE_FULL,
  SIGNAL_POOL_FULL,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarMonitor, hangar_monitor, G_TYPE_OBJECT)

static void
judge (HangarMonitor *self, HangarDomain *domain, gint64 now)
{
  HangarDomainStats *stats = hangar_domain_stats_of (domain);
  const gboolean busy =
    hangar_domain_stats_judge_load (stats, self->alerts.mark ? self->alerts.threshold : 2, now);
  const gboolean full = hangar_domain_stats_judge_room (stats, self->alerts.mark);

  if (busy && self->alerts.notify)
    g_signal_emit (self, signals[SIGNAL_BUSY], 0, domain);
  if (full && self->alerts.notify)
    g_signal_emit (self, signals[SIGNAL_DISK_FULL], 0, domain);
}

static void
ticked_cb (HangarSampler *sampler, HangarMonitor *self)
{
  const gint64 now = hangar_clock_now ();
  GHashTableIter iter;
  gpointer domain;

  g_hash_table_iter_init (&iter, hangar_sampler_get_active (sampler));
  while (g_hash_table_iter_next (&iter, &domain, NULL))
    judge (self, domain, now);
}

static void
machine_full_cb (HangarFullness *fullness, HangarDomain *domain, HangarMonitor *self)
{
  if (self->alerts.notify)
    g_signal_emit (self, signals[SIGNAL_MACHINE_FULL], 0, domain);
}

static void
pool_full_cb (HangarFullness *fullness, HangarConnection *connection, HangarMonitor *self)
{
  if (self->alerts.notify)
    g_signal_emit (self, signals[SIGNAL_POOL_FULL], 0, connection);
}

/* A host's, which lives as long as it does. */
static HangarFullness *
fullness_of (HangarConnection *connection)
{
  HangarFullness *fullness = g_object_get_data (G_OBJECT (connection), "hangar-fullness-watch");

  if (fullness == NULL)
    {
      fullness = hangar_fullness_new (connection, FULLNESS_INTERVAL);
      g_object_set_data_full (G_OBJECT (connection), "hangar-fullness-watch", fullness, g_object_unref);
    }
  return fullness;
}

static void
settings_changed_cb (HangarMonitor *self)
{
  guint interval = hangar_settings_get_statistics_interval (self->settings) * 1000;

  hangar_settings_get_alerts (self->settings, &self->alerts);
  for (guint i = 0; i < g_list_model_get_n_items (self->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);

      hangar_sampler_set_interval (hangar_sampler_of (connection), interval);
      hangar_fullness_set_active (fullness_of (connection), self->alerts.mark);
    }
}

static void
connections_changed_cb (HangarMonitor *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);
      HangarSampler *sampler = hangar_sampler_of (connection);

      /* A host that changes its place in the list comes again. */
      g_signal_handlers_disconnect_by_func (sampler, ticked_cb, self);
      g_signal_connect_object (sampler, "ticked", G_CALLBACK (ticked_cb), self, 0);
      g_signal_handlers_disconnect_by_data (fullness_of (connection), self);
      g_signal_connect_object (fullness_of (connection), "machine-full", G_CALLBACK (machine_full_cb), self,
                               0);
      g_signal_connect_object (fullness_of (connection), "pool-full", G_CALLBACK (pool_full_cb), self, 0);
    }
  settings_changed_cb (self);
}

static void
hangar_monitor_dispose (GObject *object)
{
  HangarMonitor *self = HANGAR_MONITOR (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->connections);
  G_OBJECT_CLASS (hangar_monitor_parent_class)->dispose (object);
}

static void
hangar_monitor_class_init (HangarMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_monitor_dispose;

  /**
   * HangarMonitor::busy:
   * @domain: a machine
   *
   * The machine has become constantly busy, and the settings say that people are to be told.
   */
  signals[SIGNAL_BUSY] = g_signal_new ("busy", HANGAR_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, HANGAR_TYPE_DOMAIN);
  /**
   * HangarMonitor::disk-full:
   * @domain: a machine
   *
   * A disk of it has next to no room left on the host, and people are to be told.
   */
  signals[SIGNAL_DISK_FULL] = g_signal_new ("disk-full", HANGAR_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_DOMAIN);
  /**
   * HangarMonitor::machine-full:
   * @domain: a machine
   *
   * A filesystem of its guest has become nearly full, and people are to be told.
   */
  signals[SIGNAL_MACHINE_FULL] = g_signal_new ("machine-full", HANGAR_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_DOMAIN);
  /**
   * HangarMonitor::pool-full:
   * @connection: a host
   *
   * A storage pool of it has become nearly full, and people are to be told.
   */
  signals[SIGNAL_POOL_FULL] = g_signal_new ("pool-full", HANGAR_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_CONNECTION);
}

static void
hangar_monitor_init (HangarMonitor *self)
{
}

/**
 * hangar_monitor_new:
 * @settings: the settings
 * @connections: the hosts
 *
 * Returns: (transfer full): a monitor
 */
HangarMonitor *
hangar_monitor_new (HangarSettings *settings, GListModel *connections)
{
  HangarMonitor *self = g_object_new (HANGAR_TYPE_MONITOR, NULL);

  self->settings = g_object_ref (settings);
  self->connections = g_object_ref (connections);
  g_signal_connect_object (settings, "statistics-changed", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connections_changed_cb (self, 0, 0, g_list_model_get_n_items (connections));
  return self;
}
