/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/device-stats.h"
#include "model/domain.h"
#include "util/series.h"
#include "virt/stats.h"

G_BEGIN_DECLS

/**
 * HangarMetric:
 * @HANGAR_METRIC_CPU: processor time, as a share of the machine's virtual processors
 * @HANGAR_METRIC_MEMORY: bytes that the guest uses; where it does not tell, bytes that the machine takes on
 * the host
 * @HANGAR_METRIC_READ: bytes read from disks in a second
 * @HANGAR_METRIC_WRITE: bytes written to disks in a second
 * @HANGAR_METRIC_RECEIVE: bytes received from networks in a second
 * @HANGAR_METRIC_SEND: bytes sent to networks in a second
 * @HANGAR_METRIC_CPU_HOST: processor time, as a share of the host's processors
 * @HANGAR_METRIC_MEMORY_RSS: bytes that the machine takes on the host
 * @HANGAR_METRIC_MEMORY_ALLOCATED: bytes that the guest was given
 * @HANGAR_METRIC_MEMORY_GUEST: bytes that the guest says it uses
 * @HANGAR_METRIC_READ_REQUESTS: reads in a second
 * @HANGAR_METRIC_WRITE_REQUESTS: writes in a second
 * @HANGAR_N_METRICS: how many there are
 *
 * What is measured of a domain. Those from HANGAR_METRIC_CPU_HOST on are kept only for a domain that is
 * looked at closely.
 */
typedef enum
{
  HANGAR_METRIC_CPU,
  HANGAR_METRIC_MEMORY,
  HANGAR_METRIC_READ,
  HANGAR_METRIC_WRITE,
  HANGAR_METRIC_RECEIVE,
  HANGAR_METRIC_SEND,
  HANGAR_METRIC_CPU_HOST,
  HANGAR_METRIC_MEMORY_RSS,
  HANGAR_METRIC_MEMORY_ALLOCATED,
  HANGAR_METRIC_MEMORY_GUEST,
  HANGAR_METRIC_READ_REQUESTS,
  HANGAR_METRIC_WRITE_REQUESTS,
  HANGAR_N_METRICS,
} HangarMetric;

/**
 * HangarStatsContext:
 * @host_cpus: logical processors of the host, 0 when not known
 * @vcpus: virtual processors of the domain's definition, 0 when not known
 * @longest_gap: microseconds between two samples above which there is a gap rather than a mean
 *
 * What is needed to make rates of a sample.
 */
typedef struct
{
  guint host_cpus;
  guint vcpus;
  gint64 longest_gap;
} HangarStatsContext;

/**
 * HangarStatsMark:
 * @time: when, in the clock of the samples
 * @text: what happened
 */
typedef struct
{
  gint64 time;
  char *text;
} HangarStatsMark;

#define HANGAR_TYPE_DOMAIN_STATS (hangar_domain_stats_get_type ())
G_DECLARE_FINAL_TYPE (HangarDomainStats, hangar_domain_stats, HANGAR, DOMAIN_STATS, GObject)

HangarDomainStats *hangar_domain_stats_new (void);
HangarDomainStats *hangar_domain_stats_of (HangarDomain *domain);
HangarDomainStats *hangar_domain_stats_peek (HangarDomain *domain);

void hangar_domain_stats_apply (HangarDomainStats *self, const HangarSample *sample,
                                const HangarStatsContext *context);
void hangar_domain_stats_interrupt (HangarDomainStats *self, gint64 time);
void hangar_domain_stats_keep_history (HangarDomainStats *self);
void hangar_domain_stats_set_responding (HangarDomainStats *self, gboolean responding);

HangarSeries *hangar_domain_stats_get_series (HangarDomainStats *self, HangarMetric metric);
float hangar_domain_stats_get_value (HangarDomainStats *self, HangarMetric metric);
guint hangar_domain_stats_get_fields (HangarDomainStats *self);
guint64 hangar_domain_stats_get_memory_total (HangarDomainStats *self);
float hangar_domain_stats_get_memory_on_host (HangarDomainStats *self);
gboolean hangar_domain_stats_get_responding (HangarDomainStats *self);
gboolean hangar_domain_stats_judge_load (HangarDomainStats *self, float threshold, gint64 time);
gboolean hangar_domain_stats_judge_room (HangarDomainStats *self, gboolean wanted);
const char *hangar_domain_stats_get_full_disk (HangarDomainStats *self);
gboolean hangar_domain_stats_get_busy (HangarDomainStats *self);
gint64 hangar_domain_stats_get_unmonitored_since (HangarDomainStats *self);
guint hangar_domain_stats_get_n_vcpus (HangarDomainStats *self);

GPtrArray *hangar_domain_stats_get_disks (HangarDomainStats *self);
GPtrArray *hangar_domain_stats_get_interfaces (HangarDomainStats *self);
GPtrArray *hangar_domain_stats_get_vcpus (HangarDomainStats *self);

void hangar_domain_stats_add_mark (HangarDomainStats *self, gint64 time, const char *text);
const GArray *hangar_domain_stats_get_marks (HangarDomainStats *self);

G_END_DECLS
