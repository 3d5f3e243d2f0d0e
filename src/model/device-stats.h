/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "util/series.h"
#include "virt/stats.h"

G_BEGIN_DECLS

/**
 * HangarDeviceStats:
 * @name: the target of a disk or interface, or the number of a virtual processor
 * @in: (nullable): bytes read or received in a second; for a processor its load
 * @out: (nullable): bytes written or sent in a second
 *
 * The rates of one device.
 */
typedef struct
{
  char name[32];
  HangarSeries *in;
  HangarSeries *out;
} HangarDeviceStats;

/**
 * HangarDeviceSet:
 * @devices: (nullable) (element-type HangarDeviceStats): those that have been seen
 * @before: (nullable): the counters of the sample before
 * @keeps_history: whether new series keep the long past
 *
 * The devices of one kind of one machine.
 */
typedef struct
{
  GPtrArray *devices;
  GArray *before;
  gboolean keeps_history;
} HangarDeviceSet;

float hangar_counter_rate (guint64 before, guint64 now, gint64 elapsed);
void hangar_series_push_new (HangarSeries **series, gboolean keeps_history, gint64 time, float value);

void hangar_device_set_apply (HangarDeviceSet *self, GArray *now, gint64 time, gint64 elapsed);
void hangar_device_set_apply_processors (HangarDeviceSet *self, GArray *times, gint64 time, gint64 elapsed);
void hangar_device_set_forget (HangarDeviceSet *self);
void hangar_device_set_interrupt (HangarDeviceSet *self, gint64 time);
void hangar_device_set_clear (HangarDeviceSet *self);

G_END_DECLS
