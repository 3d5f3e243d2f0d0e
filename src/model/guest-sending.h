/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/guest-install-private.h"

G_BEGIN_DECLS

/**
 * HangarGuestSending:
 * @install: the creation
 * @job: its job, told of the progress
 * @source: path of a file of this computer
 * @base: what the volume should be called
 * @extension: what comes after a dot
 * @from: the progress when it begins
 *
 * A file that a creation sends into its pool.
 */
typedef struct
{
  HangarGuestInstall *install;
  HangarJob *job;
  const char *source;
  const char *base;
  const char *extension;
  double from;
} HangarGuestSending;

char *hangar_guest_sending_run (const HangarGuestSending *sending, GVirConnection *connection,
                                GError **error);
void hangar_guest_sending_add_medium (HangarJob *job, HangarGuestInstall *install);

G_END_DECLS
