/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs on the disks of running domains. Worker threads only. */

#include "virt/block-job.h"

#include "virt/autoptr.h"
#include "virt/error.h"

/**
 * hangar_virt_block_pull:
 * @connection: an open connection
 * @uuid: a domain that runs
 * @target: one of its disks, like "vda"
 * @error: return location
 *
 * Begins to copy into the disk what it builds on; at the end it builds on nothing. The guest runs on, and so
 * does the job when nobody is connected.
 *
 * Returns: whether it has begun
 */
gboolean
hangar_virt_block_pull (GVirConnection *connection, const char *uuid, const char *target, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  if (domain == NULL)
    return FALSE;
  if (virDomainBlockPull (domain, target, 0, 0) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_block_job_get:
 * @connection: an open connection
 * @uuid: a domain that runs
 * @target: one of its disks
 * @job: (out caller-allocates): what goes on with it
 * @error: return location
 *
 * Returns: whether that could be found out
 */
gboolean
hangar_virt_block_job_get (GVirConnection *connection, const char *uuid, const char *target,
                           HangarVirtBlockJob *job, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  virDomainBlockJobInfo info = { 0 };
  int n = domain != NULL ? virDomainGetBlockJobInfo (domain, target, &info, 0) : -1;

  if (domain != NULL && n < 0)
    hangar_virt_error_set (error);
  job->active = n == 1;
  job->done = info.cur;
  job->total = info.end;
  return n >= 0;
}

/**
 * hangar_virt_block_job_abort:
 * @connection: an open connection
 * @uuid: a domain that runs
 * @target: one of its disks
 * @error: return location
 *
 * Ends the job of a disk. What was pulled so far stays in the disk, which goes on as before.
 *
 * Returns: whether it ended
 */
gboolean
hangar_virt_block_job_abort (GVirConnection *connection, const char *uuid, const char *target, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  if (domain == NULL)
    return FALSE;
  if (virDomainBlockJobAbort (domain, target, 0) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}
