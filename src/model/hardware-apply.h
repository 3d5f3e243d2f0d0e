/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarApplied:
 * @is_pending: whether something of it takes effect at the next start only
 * @reason: (nullable): the daemon's words why it could not be done now
 *
 * How a change of a machine's hardware went.
 */
typedef struct
{
  gboolean is_pending;
  char *reason;
} HangarApplied;

/**
 * HangarApplyFlags:
 * @HANGAR_APPLY_DEFAULT: store the changes, try those of fields on what runs
 * @HANGAR_APPLY_OVERWRITE: make the same changes when the stored definition is another one by now
 * @HANGAR_APPLY_PLUG: whole devices are also plugged into what runs, or unplugged from it
 */
typedef enum
{
  HANGAR_APPLY_DEFAULT = 0,
  HANGAR_APPLY_OVERWRITE = 1 << 0,
  HANGAR_APPLY_PLUG = 1 << 1,
} HangarApplyFlags;

void hangar_applied_free (HangarApplied *applied);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarApplied, hangar_applied_free)

void hangar_hardware_apply_async (HangarDomain *domain, const char *base, const char *xml,
                                  HangarApplyFlags flags, GAsyncReadyCallback callback, gpointer user_data);
HangarApplied *hangar_hardware_apply_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

void hangar_disk_grow_async (HangarDomain *domain, const char *target, guint64 bytes,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_disk_grow_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

void hangar_disk_measure_async (HangarDomain *domain, const char *target, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_disk_measure_finish (HangarDomain *domain, GAsyncResult *result, guint64 sizes[2],
                                     GError **error);

G_END_DECLS
