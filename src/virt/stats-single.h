/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Only for the files of virt/. */

#include <libvirt/libvirt.h>

#include "virt/stats.h"

G_BEGIN_DECLS

void hangar_virt_stats_read (HangarSample *sample, const virTypedParameter *params, int n_params,
                             gboolean close);
void hangar_virt_stats_fill_single (HangarSample *sample, const HangarStatsRequest *request,
                                    virDomainPtr domain);
gboolean hangar_virt_stats_sample_each (virConnectPtr handle, HangarSamples *samples,
                                        const HangarStatsRequest *request);

G_END_DECLS
