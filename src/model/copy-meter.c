/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far copies of volumes are. libvirt does not say it: what a copy takes by now is held against what its
 * source takes. */

#include "config.h"

#include "model/copy-meter.h"

#include "virt/volume-copy.h"

/**
 * hangar_copy_meter_init:
 * @self: a meter
 */
void
hangar_copy_meter_init (HangarCopyMeter *self)
{
  g_mutex_init (&self->lock);
}

/**
 * hangar_copy_meter_clear:
 * @self: a meter that nobody uses any more
 */
void
hangar_copy_meter_clear (HangarCopyMeter *self)
{
  g_free (self->path);
  g_mutex_clear (&self->lock);
}

/**
 * hangar_copy_meter_plan:
 * @self: a meter
 * @bytes: what all sources together take; 0 when that is not known
 */
void
hangar_copy_meter_plan (HangarCopyMeter *self, guint64 bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->path, g_free);
  self->done = 0;
  self->total = bytes;
}

/**
 * hangar_copy_meter_begin:
 * @self: a meter
 * @path: the copy that is going to be made
 * @bytes: what its source takes
 */
void
hangar_copy_meter_begin (HangarCopyMeter *self, const char *path, guint64 bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (self->path);
  self->path = g_strdup (path);
  self->expected = bytes;
}

/**
 * hangar_copy_meter_end:
 * @self: a meter
 *
 * The copy that was begun is made, or is not going to be.
 */
void
hangar_copy_meter_end (HangarCopyMeter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->path != NULL)
    self->done += self->expected;
  g_clear_pointer (&self->path, g_free);
}

/**
 * hangar_copy_meter_ask:
 * @self: a meter
 * @connection: an open connection to the host of the copies
 *
 * Blocks: for worker threads.
 *
 * Returns: (transfer full) (nullable): how much is copied, 0 to 1; %NULL when that is not known
 */
double *
hangar_copy_meter_ask (HangarCopyMeter *self, GVirConnection *connection)
{
  g_autofree char *path = NULL;
  guint64 done, expected, total;
  gint64 grown;
  double *fraction;

  g_mutex_lock (&self->lock);
  path = g_strdup (self->path);
  done = self->done;
  expected = self->expected;
  total = self->total;
  g_mutex_unlock (&self->lock);
  if (path == NULL || total == 0)
    return NULL;
  grown = hangar_virt_volume_allocation (connection, path);
  if (grown < 0)
    return NULL;
  fraction = g_new (double, 1);
  *fraction = (double) (done + MIN ((guint64) grown, expected)) / (double) total;
  return fraction;
}
