/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/domain-stats.h"
#include "model/host-stats.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SAMPLER (hangar_sampler_get_type ())
G_DECLARE_FINAL_TYPE (HangarSampler, hangar_sampler, HANGAR, SAMPLER, GObject)

/**
 * HangarLook:
 *
 * Somebody's look at statistics, from hangar_sampler_look() to hangar_look_end().
 */
typedef struct _HangarLook HangarLook;

HangarSampler *hangar_sampler_of (HangarConnection *connection);

HangarLook *hangar_sampler_look (HangarSampler *self, guint groups, HangarDomain *domain, gboolean close);
void hangar_look_end (HangarLook *look);

void hangar_sampler_set_interval (HangarSampler *self, guint milliseconds);
guint hangar_sampler_get_interval (HangarSampler *self);
HangarHostStats *hangar_sampler_get_host (HangarSampler *self);
gboolean hangar_sampler_get_responding (HangarSampler *self);
gboolean hangar_sampler_get_bulk (HangarSampler *self);
GHashTable *hangar_sampler_get_active (HangarSampler *self);
guint hangar_sampler_get_n_ticks (HangarSampler *self);
guint hangar_sampler_get_n_questions (HangarSampler *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarLook, hangar_look_end)

G_END_DECLS
