/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "util/series.h"
#include "virt/stats.h"

G_BEGIN_DECLS

/**
 * HangarHostMetric:
 * @HANGAR_HOST_CPU: the host's processors, 0 to 1
 * @HANGAR_HOST_CPU_MACHINES: the part of them that its machines take
 * @HANGAR_HOST_MEMORY: bytes of memory in use on the host, without caches
 * @HANGAR_HOST_MEMORY_MACHINES: bytes that its machines take
 * @HANGAR_HOST_READ: bytes that all machines read in a second
 * @HANGAR_HOST_WRITE: bytes that all machines write in a second
 * @HANGAR_HOST_RECEIVE: bytes that all machines receive in a second
 * @HANGAR_HOST_SEND: bytes that all machines send in a second
 * @HANGAR_HOST_N_METRICS: how many there are
 *
 * What is measured of a host.
 */
typedef enum
{
  HANGAR_HOST_CPU,
  HANGAR_HOST_CPU_MACHINES,
  HANGAR_HOST_MEMORY,
  HANGAR_HOST_MEMORY_MACHINES,
  HANGAR_HOST_READ,
  HANGAR_HOST_WRITE,
  HANGAR_HOST_RECEIVE,
  HANGAR_HOST_SEND,
  HANGAR_HOST_N_METRICS,
} HangarHostMetric;

/**
 * HangarMachineTotals:
 *
 * What all machines of a host do together; NaN where none of them tells.
 */
typedef struct
{
  float values[HANGAR_HOST_N_METRICS];
} HangarMachineTotals;

#define HANGAR_TYPE_HOST_STATS (hangar_host_stats_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostStats, hangar_host_stats, HANGAR, HOST_STATS, GObject)

HangarHostStats *hangar_host_stats_new (void);
void hangar_host_stats_apply (HangarHostStats *self, const HangarHostSample *sample,
                              const HangarMachineTotals *totals, gint64 time);
void hangar_host_stats_interrupt (HangarHostStats *self, gint64 time);
HangarSeries *hangar_host_stats_get_series (HangarHostStats *self, HangarHostMetric metric);
float hangar_host_stats_get_value (HangarHostStats *self, HangarHostMetric metric);
guint64 hangar_host_stats_get_memory_total (HangarHostStats *self);

void hangar_machine_totals_init (HangarMachineTotals *totals);
void hangar_machine_totals_add (HangarMachineTotals *totals, HangarHostMetric metric, float value);

G_END_DECLS
