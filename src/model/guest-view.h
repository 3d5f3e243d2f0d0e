/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "virt/guest-info.h"
#include "virt/interface-addresses.h"

G_BEGIN_DECLS

void hangar_domain_ask_guest_async (HangarDomain *domain, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
HangarGuestInfo *hangar_domain_ask_guest_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

void hangar_domain_ask_addresses_async (HangarDomain *domain, const char *mac, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_domain_ask_addresses_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

void hangar_domain_watch_memory_async (HangarDomain *domain, guint period, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_domain_watch_memory_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

G_END_DECLS
