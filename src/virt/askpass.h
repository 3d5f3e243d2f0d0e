/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/connect.h"

G_BEGIN_DECLS

typedef struct _HangarVirtAskpass HangarVirtAskpass;

HangarVirtAskpass *hangar_virt_askpass_new (const char *uri, HangarVirtAskFunc ask, gpointer user_data);
void hangar_virt_askpass_free (HangarVirtAskpass *self);
char *hangar_virt_askpass_dup_uri (HangarVirtAskpass *self);
void hangar_virt_askpass_give_up (HangarVirtAskpass *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtAskpass, hangar_virt_askpass_free)

G_END_DECLS
