/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtBlockJob:
 * @active: whether a job runs on the disk; all else is only said of one
 * @done: how much is done
 * @total: of how much; 0 while that is not known
 *
 * What goes on with one disk of a running domain.
 */
typedef struct
{
  gboolean active;
  guint64 done;
  guint64 total;
} HangarVirtBlockJob;

gboolean hangar_virt_block_pull (GVirConnection *connection, const char *uuid, const char *target,
                                 GError **error);
gboolean hangar_virt_block_job_get (GVirConnection *connection, const char *uuid, const char *target,
                                    HangarVirtBlockJob *job, GError **error);
gboolean hangar_virt_block_job_abort (GVirConnection *connection, const char *uuid, const char *target,
                                      GError **error);

G_END_DECLS
