/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples over time in a fixed amount of memory, finer for what is recent, coarser for what is long ago. */

#include "util/series.h"

#include <math.h>

/* Times are kept in hundredths of a second since the first sample: 32 bits of them last for 497 days. */
#define TICK_USEC 10000
#define TICKS_PER_SECOND 100

/* Ten minutes, an hour, since the first sample. */
#define N_LEVELS 3
#define N_BUCKETS HANGAR_SERIES_MAX_POINTS

typedef struct
{
  float mean;
  float min;
  float max;
} Bucket;

typedef struct
{
  guint32 step;    /* ticks that a bucket stands for */
  guint32 current; /* number of the bucket that is being filled; buckets are counted from the first sample */
  double sum;      /* of value × ticks in the current bucket */
  guint32 weight;  /* ticks in the current bucket that had a value */
  Bucket buckets[N_BUCKETS]; /* bucket number modulo their count */
} Level;

typedef struct
{
  Level levels[N_LEVELS];
} History;

struct _HangarSeries
{
  gint64 origin;     /* time of the first sample, in microseconds */
  guint32 last_tick; /* of the newest sample */
  guint8 head;       /* where the next recent sample goes */
  guint8 n_recent;
  History *history; /* only for what somebody looks at closely: it takes ten times the memory of the rest */
  float values[HANGAR_SERIES_RECENT];
  guint32 ticks[HANGAR_SERIES_RECENT];
};

G_DEFINE_BOXED_TYPE (HangarSeries, hangar_series, hangar_series_ref, hangar_series_unref)

/* The last one begins fine and grows coarser by itself. */
static const guint level_seconds[N_LEVELS] = { 5, 30, 1 };

static gboolean
level_is_since_start (const HangarSeries *self, const Level *level)
{
  return level == &self->history->levels[N_LEVELS - 1];
}

static Bucket *
level_bucket (Level *level, guint32 number)
{
  return &level->buckets[number % N_BUCKETS];
}

static void
level_start_bucket (Level *level, guint32 number)
{
  *level_bucket (level, number) = (Bucket) { NAN, NAN, NAN };
  level->current = number;
  level->sum = 0;
  level->weight = 0;
}

static Bucket
merge (Bucket a, Bucket b)
{
  if (isnan (a.mean))
    return b;
  if (isnan (b.mean))
    return a;
  return (Bucket) { (a.mean + b.mean) / 2, MIN (a.min, b.min), MAX (a.max, b.max) };
}

/* What reaches back to the start never forgets: when it is full, each two buckets become one that stands for
 * twice the time. */
static void
level_halve (Level *level)
{
  guint32 n = level->current + 1;

  if (n % 2 == 0)
    {
      /* The bucket that is being filled joins the one before, which had a whole step. */
      float before = level->buckets[n - 2].mean;

      level->sum += isnan (before) ? 0 : (double) before * level->step;
      level->weight += isnan (before) ? 0 : level->step;
    }
  for (guint32 i = 0; i < n / 2; i++)
    level->buckets[i] = merge (level->buckets[2 * i], level->buckets[2 * i + 1]);
  if (n % 2 != 0)
    level->buckets[n / 2] = level->buckets[n - 1];

  level->step *= 2;
  level->current = (n - 1) / 2;
  if (level->weight > 0)
    level->buckets[level->current].mean = (float) (level->sum / level->weight);
}

static void
level_add (Level *level, guint32 from, guint32 to, float value)
{
  guint32 number = from / level->step;
  Bucket *bucket = level_bucket (level, number);
  guint32 ticks = to - from;

  if (number > level->current)
    level_start_bucket (level, number);
  if (isnan (value) || ticks == 0)
    return;

  level->sum += (double) value * ticks;
  level->weight += ticks;
  bucket->mean = (float) (level->sum / level->weight);
  bucket->min = isnan (bucket->min) ? value : MIN (bucket->min, value);
  bucket->max = isnan (bucket->max) ? value : MAX (bucket->max, value);
}

/* A value stands for the time since the sample before it, so it is spread over all buckets of that time. */
static void
level_spread (const HangarSeries *self, Level *level, guint32 from, guint32 to, float value)
{
  guint64 reach;

  while (level_is_since_start (self, level) && to / level->step >= N_BUCKETS)
    level_halve (level);

  reach = (guint64) level->step * N_BUCKETS;
  if (to - from > reach)
    from = to - (guint32) reach;

  while (from < to)
    {
      guint64 end = MIN (((guint64) from / level->step + 1) * level->step, to);

      level_add (level, from, (guint32) end, value);
      from = (guint32) end;
    }
}

static void
history_init (HangarSeries *self)
{
  for (guint i = 0; i < N_LEVELS; i++)
    {
      Level *level = &self->history->levels[i];

      level->step = level_seconds[i] * TICKS_PER_SECOND;
      for (guint j = 0; j < N_BUCKETS; j++)
        level->buckets[j] = (Bucket) { NAN, NAN, NAN };
    }
}

static void
history_push (HangarSeries *self, guint32 from, guint32 to, float value)
{
  for (guint i = 0; i < N_LEVELS; i++)
    level_spread (self, &self->history->levels[i], from, to, value);
}

static guint
recent_slot (const HangarSeries *self, guint index)
{
  return (self->head + HANGAR_SERIES_RECENT - self->n_recent + index) % HANGAR_SERIES_RECENT;
}

static void
series_clear (gpointer data)
{
  HangarSeries *self = data;

  g_free (self->history);
}

/**
 * hangar_series_new:
 *
 * Returns: (transfer full): an empty series that keeps only recent samples
 */
HangarSeries *
hangar_series_new (void)
{
  return g_rc_box_new0 (HangarSeries);
}

/**
 * hangar_series_ref:
 * @self: a series
 *
 * Returns: (transfer full): @self
 */
HangarSeries *
hangar_series_ref (HangarSeries *self)
{
  return g_rc_box_acquire (self);
}

/**
 * hangar_series_unref:
 * @self: (transfer full): a series
 */
void
hangar_series_unref (HangarSeries *self)
{
  g_rc_box_release_full (self, series_clear);
}

/**
 * hangar_series_keep_history:
 * @self: a series
 *
 * From now on keeps older samples too, in coarser spans; what is still there of recent ones goes into them.
 */
void
hangar_series_keep_history (HangarSeries *self)
{
  if (self->history != NULL)
    return;

  self->history = g_new0 (History, 1);
  history_init (self);
  for (guint i = 1; i < self->n_recent; i++)
    history_push (self, self->ticks[recent_slot (self, i - 1)], self->ticks[recent_slot (self, i)],
                  self->values[recent_slot (self, i)]);
}

/**
 * hangar_series_has_history:
 * @self: a series
 *
 * Returns: whether more than the recent samples is kept
 */
gboolean
hangar_series_has_history (const HangarSeries *self)
{
  return self->history != NULL;
}

/**
 * hangar_series_push:
 * @self: a series
 * @time: when the sample was taken, in microseconds of a clock that does not run back
 * @value: what was measured between the sample before and this one; NaN for "not known": a gap
 *
 * Adds a sample. One that is not later than the one before is ignored, except that a gap at the same time
 * takes its place.
 */
void
hangar_series_push (HangarSeries *self, gint64 time, float value)
{
  gint64 tick;

  if (self->n_recent == 0)
    self->origin = time;
  tick = (time - self->origin) / TICK_USEC;
  if (!isfinite (value))
    value = NAN;
  if (tick < 0 || tick > G_MAXUINT32 || (self->n_recent > 0 && tick < self->last_tick))
    return;
  if (self->n_recent > 0 && tick == self->last_tick)
    {
      /* That nothing is known any more must not get lost between two hundredths of a second. */
      if (isnan (value))
        self->values[recent_slot (self, self->n_recent - 1)] = NAN;
      return;
    }

  if (self->history != NULL && self->n_recent > 0)
    history_push (self, self->last_tick, (guint32) tick, value);
  self->values[self->head] = value;
  self->ticks[self->head] = (guint32) tick;
  self->last_tick = (guint32) tick;
  self->head = (self->head + 1) % HANGAR_SERIES_RECENT;
  self->n_recent = MIN (self->n_recent + 1, HANGAR_SERIES_RECENT);
}

/**
 * hangar_series_get_n_recent:
 * @self: a series
 *
 * Returns: how many single samples there are
 */
guint
hangar_series_get_n_recent (const HangarSeries *self)
{
  return self->n_recent;
}

/**
 * hangar_series_get_recent:
 * @self: a series
 * @index: which, 0 is the oldest
 *
 * Returns: a single sample
 */
HangarSeriesPoint
hangar_series_get_recent (const HangarSeries *self, guint index)
{
  guint slot = recent_slot (self, index);
  float value = self->values[slot];

  g_return_val_if_fail (index < self->n_recent, ((HangarSeriesPoint) { 0, NAN, NAN, NAN }));
  return (HangarSeriesPoint) { self->origin + (gint64) self->ticks[slot] * TICK_USEC, value, value, value };
}

/**
 * hangar_series_get_last:
 * @self: (nullable): a series
 *
 * Returns: the newest value; NaN when there is none or it is a gap
 */
float
hangar_series_get_last (const HangarSeries *self)
{
  if (self == NULL || self->n_recent == 0)
    return NAN;
  return self->values[(self->head + HANGAR_SERIES_RECENT - 1) % HANGAR_SERIES_RECENT];
}

/**
 * hangar_series_get_last_time:
 * @self: a series
 *
 * Returns: the time of the newest sample in microseconds, 0 when there is none
 */
gint64
hangar_series_get_last_time (const HangarSeries *self)
{
  return self->n_recent > 0 ? self->origin + (gint64) self->last_tick * TICK_USEC : 0;
}

/**
 * hangar_series_get_recent_max:
 * @self: a series
 *
 * Returns: the largest of the recent samples, 0 when there is none
 */
float
hangar_series_get_recent_max (const HangarSeries *self)
{
  float max = 0;

  for (guint i = 0; i < self->n_recent; i++)
    {
      float value = self->values[recent_slot (self, i)];

      if (value > max)
        max = value;
    }
  return max;
}

static float
mean_of (const HangarSeries *self, guint first, guint end)
{
  double sum = 0;
  guint n = 0;

  for (guint i = first; i < end; i++)
    {
      float value = self->values[recent_slot (self, i)];

      if (isnan (value))
        continue;
      sum += value;
      n++;
    }
  return n > 0 ? (float) (sum / n) : NAN;
}

/**
 * hangar_series_get_trend:
 * @self: a series
 *
 * Compares the mean of the last few samples with that of the few before: a tenth of the larger is a change.
 *
 * Returns: 1 when it rises, -1 when it falls, 0 when it is steady or not known
 */
int
hangar_series_get_trend (const HangarSeries *self)
{
  guint n = MIN (self->n_recent / 2, 8);
  float before, after, margin;

  if (n < 2)
    return 0;
  before = mean_of (self, self->n_recent - 2 * n, self->n_recent - n);
  after = mean_of (self, self->n_recent - n, self->n_recent);
  margin = MAX (before, after) / 10;
  if (after > before + margin)
    return 1;
  return after < before - margin ? -1 : 0;
}

static guint
read_recent (const HangarSeries *self, HangarSeriesPoint *points)
{
  gint64 start = hangar_series_get_last_time (self) - hangar_span_get_length (HANGAR_SPAN_MINUTE);
  guint n = 0;

  for (guint i = 0; i < self->n_recent; i++)
    {
      HangarSeriesPoint point = hangar_series_get_recent (self, i);

      if (point.time >= start)
        points[n++] = point;
    }
  return n;
}

static guint
read_level (const HangarSeries *self, const Level *level, HangarSeriesPoint *points)
{
  guint32 first = 0;
  guint n = 0;

  if (level->current >= N_BUCKETS)
    first = level->current - N_BUCKETS + 1;
  for (guint32 i = first; i <= level->current; i++)
    {
      const Bucket *bucket = &level->buckets[i % N_BUCKETS];
      guint64 end = MIN (((guint64) i + 1) * level->step, self->last_tick);

      points[n++] = (HangarSeriesPoint) { self->origin + (gint64) end * TICK_USEC, bucket->mean, bucket->min,
                                          bucket->max };
    }
  return n;
}

/**
 * hangar_series_read:
 * @self: a series
 * @span: how far back
 * @points: (out caller-allocates): room for HANGAR_SERIES_MAX_POINTS points
 *
 * Reads what is known of @span, oldest first. Without history there is nothing older than the recent samples.
 *
 * Returns: how many points there are
 */
guint
hangar_series_read (const HangarSeries *self, HangarSpan span, HangarSeriesPoint *points)
{
  if (self->n_recent == 0)
    return 0;
  if (span == HANGAR_SPAN_MINUTE || self->history == NULL)
    return read_recent (self, points);
  return read_level (self, &self->history->levels[span - HANGAR_SPAN_TEN_MINUTES], points);
}

/**
 * hangar_span_get_length:
 * @span: a span
 *
 * Returns: how long it is in microseconds; 0 for HANGAR_SPAN_ALL, which has no fixed length
 */
gint64
hangar_span_get_length (HangarSpan span)
{
  switch (span)
    {
    case HANGAR_SPAN_MINUTE:
      return 60 * G_USEC_PER_SEC;
    case HANGAR_SPAN_TEN_MINUTES:
      return 600 * G_USEC_PER_SEC;
    case HANGAR_SPAN_HOUR:
      return G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
    case HANGAR_SPAN_ALL:
    default:
      return 0;
    }
}
