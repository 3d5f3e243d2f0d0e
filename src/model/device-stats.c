/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The devices of one kind of one machine: the differences between their counters as rates over time. */

#include "config.h"

#include "model/device-stats.h"

#include <math.h>
#include <string.h>

static void
device_stats_free (gpointer data)
{
  HangarDeviceStats *device = data;

  g_clear_pointer (&device->in, hangar_series_unref);
  g_clear_pointer (&device->out, hangar_series_unref);
  g_free (device);
}

static HangarDeviceStats *
find_device (GPtrArray *devices, const char *name)
{
  HangarDeviceStats *device;

  for (guint i = 0; i < devices->len; i++)
    {
      device = g_ptr_array_index (devices, i);
      if (strcmp (device->name, name) == 0)
        return device;
    }
  device = g_new0 (HangarDeviceStats, 1);
  g_strlcpy (device->name, name, sizeof device->name);
  g_ptr_array_add (devices, device);
  return device;
}

static const HangarDeviceSample *
find_before (GArray *devices, const char *name)
{
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    {
      const HangarDeviceSample *device = &g_array_index (devices, HangarDeviceSample, i);

      if (strcmp (device->name, name) == 0)
        return device;
    }
  return NULL;
}

/**
 * hangar_counter_rate:
 * @before: what a counter was
 * @now: what it is
 * @elapsed: microseconds between the two
 *
 * Returns: the difference in a second; NaN when there is no time between, or when the counter ran back: it
 * was set anew
 */
float
hangar_counter_rate (guint64 before, guint64 now, gint64 elapsed)
{
  if (elapsed <= 0 || now < before)
    return NAN;
  return (float) ((double) (now - before) * G_USEC_PER_SEC / (double) elapsed);
}

/**
 * hangar_series_push_new:
 * @series: (inout) (nullable): a series, made with its first number
 * @keeps_history: whether it is to keep the long past
 * @time: when
 * @value: a number; NaN leaves a gap
 */
void
hangar_series_push_new (HangarSeries **series, gboolean keeps_history, gint64 time, float value)
{
  if (*series == NULL)
    {
      if (isnan (value))
        return;
      *series = hangar_series_new ();
      if (keeps_history)
        hangar_series_keep_history (*series);
    }
  hangar_series_push (*series, time, value);
}

/**
 * hangar_device_set_apply:
 * @self: disks or interfaces
 * @now: (nullable) (element-type HangarDeviceSample): their counters; %NULL when they were not told apart
 * @time: when
 * @elapsed: microseconds since the sample before, 0 when there is none to compare with
 *
 * A device that is new has no difference yet; one that went away keeps its past.
 */
void
hangar_device_set_apply (HangarDeviceSet *self, GArray *now, gint64 time, gint64 elapsed)
{
  if (now == NULL)
    return;
  if (self->devices == NULL)
    self->devices = g_ptr_array_new_with_free_func (device_stats_free);
  for (guint i = 0; i < now->len; i++)
    {
      const HangarDeviceSample *sample = &g_array_index (now, HangarDeviceSample, i);
      const HangarDeviceSample *old = find_before (self->before, sample->name);
      HangarDeviceStats *device;

      if (sample->name[0] == '\0' || sample->fields == 0)
        continue;
      device = find_device (self->devices, sample->name);
      hangar_series_push_new (&device->in, self->keeps_history, time,
                              old != NULL ? hangar_counter_rate (old->in, sample->in, elapsed) : NAN);
      hangar_series_push_new (&device->out, self->keeps_history, time,
                              old != NULL ? hangar_counter_rate (old->out, sample->out, elapsed) : NAN);
    }
  g_clear_pointer (&self->before, g_array_unref);
  self->before = g_array_ref (now);
}

/**
 * hangar_device_set_apply_processors:
 * @self: virtual processors
 * @times: (nullable) (element-type guint64): nanoseconds of each
 * @time: when
 * @elapsed: microseconds since the sample before, 0 when there is none to compare with
 */
void
hangar_device_set_apply_processors (HangarDeviceSet *self, GArray *times, gint64 time, gint64 elapsed)
{
  if (times == NULL)
    return;
  if (self->devices == NULL)
    self->devices = g_ptr_array_new_with_free_func (device_stats_free);
  for (guint i = 0; i < times->len; i++)
    {
      char name[16];
      HangarDeviceStats *vcpu;
      float busy = NAN;

      g_snprintf (name, sizeof name, "%u", i);
      vcpu = find_device (self->devices, name);
      if (self->before != NULL && i < self->before->len)
        busy = hangar_counter_rate (g_array_index (self->before, guint64, i),
                                    g_array_index (times, guint64, i), elapsed);
      hangar_series_push_new (&vcpu->in, self->keeps_history, time,
                              isnan (busy) ? NAN : MIN (busy / 1e9f, 1));
    }
  g_clear_pointer (&self->before, g_array_unref);
  self->before = g_array_ref (times);
}

/**
 * hangar_device_set_forget:
 * @self: devices
 *
 * Makes the next sample a beginning.
 */
void
hangar_device_set_forget (HangarDeviceSet *self)
{
  g_clear_pointer (&self->before, g_array_unref);
}

/**
 * hangar_device_set_interrupt:
 * @self: devices
 * @time: when
 *
 * Leaves a gap.
 */
void
hangar_device_set_interrupt (HangarDeviceSet *self, gint64 time)
{
  for (guint i = 0; self->devices != NULL && i < self->devices->len; i++)
    {
      HangarDeviceStats *device = g_ptr_array_index (self->devices, i);

      if (device->in != NULL)
        hangar_series_push (device->in, time, NAN);
      if (device->out != NULL)
        hangar_series_push (device->out, time, NAN);
    }
}

/**
 * hangar_device_set_clear:
 * @self: devices
 *
 * Forgets them all.
 */
void
hangar_device_set_clear (HangarDeviceSet *self)
{
  hangar_device_set_forget (self);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
}
