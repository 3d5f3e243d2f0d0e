/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HangarSpan:
 * @HANGAR_SPAN_MINUTE: the last minute, each sample
 * @HANGAR_SPAN_TEN_MINUTES: the last ten minutes
 * @HANGAR_SPAN_HOUR: the last hour
 * @HANGAR_SPAN_ALL: since the first sample
 *
 * How far back somebody looks.
 */
typedef enum
{
  HANGAR_SPAN_MINUTE,
  HANGAR_SPAN_TEN_MINUTES,
  HANGAR_SPAN_HOUR,
  HANGAR_SPAN_ALL,
} HangarSpan;

/**
 * HangarSeriesPoint:
 * @time: the end of the time that the point stands for, in microseconds of the clock of the samples
 * @mean: the mean over that time; NaN in a gap
 * @min: the smallest sample in it
 * @max: the largest sample in it
 */
typedef struct
{
  gint64 time;
  float mean;
  float min;
  float max;
} HangarSeriesPoint;

/**
 * HANGAR_SERIES_MAX_POINTS:
 *
 * The most points that one span of a series has.
 */
#define HANGAR_SERIES_MAX_POINTS 120

/**
 * HANGAR_SERIES_RECENT:
 *
 * How many single samples are kept.
 */
#define HANGAR_SERIES_RECENT 64

/**
 * HangarSeries:
 *
 * Samples over time in a fixed amount of memory: the most recent ones singly, older ones as mean, smallest
 * and largest of ever longer spans. Counted by references, of one thread.
 */
typedef struct _HangarSeries HangarSeries;

#define HANGAR_TYPE_SERIES (hangar_series_get_type ())
GType hangar_series_get_type (void);

HangarSeries *hangar_series_new (void);
HangarSeries *hangar_series_ref (HangarSeries *self);
void hangar_series_unref (HangarSeries *self);

void hangar_series_keep_history (HangarSeries *self);
gboolean hangar_series_has_history (const HangarSeries *self);
void hangar_series_push (HangarSeries *self, gint64 time, float value);

guint hangar_series_get_n_recent (const HangarSeries *self);
HangarSeriesPoint hangar_series_get_recent (const HangarSeries *self, guint index);
float hangar_series_get_last (const HangarSeries *self);
gint64 hangar_series_get_last_time (const HangarSeries *self);
float hangar_series_get_recent_max (const HangarSeries *self);
int hangar_series_get_trend (const HangarSeries *self);
guint hangar_series_read (const HangarSeries *self, HangarSpan span, HangarSeriesPoint *points);
gint64 hangar_span_get_length (HangarSpan span);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarSeries, hangar_series_unref)

G_END_DECLS
