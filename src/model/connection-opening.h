/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/credentials.h"
#include "virt/events.h"

G_BEGIN_DECLS

/**
 * HangarConnectionOpening:
 *
 * One try to open a connection: what its threads and libvirt's callbacks hold, which may outlive the host's
 * object.
 */
typedef struct _HangarConnectionOpening HangarConnectionOpening;

typedef gboolean (*HangarOpeningCredentialsFunc) (HangarConnection *connection,
                                                  HangarCredentials *credentials);

/**
 * HangarOpened:
 * @handle: the connection; steal it, or it is closed
 * @events: its receiver of events
 * @facts: what the host says of itself
 * @domains: (element-type HangarVirtDomain): what lives on it
 */
typedef struct
{
  GVirConnection *handle;
  HangarVirtEvents *events;
  HangarVirtHostFacts *facts;
  GPtrArray *domains;
} HangarOpened;

HangarConnectionOpening *hangar_connection_opening_new (HangarConnection *connection,
                                                        HangarVirtEvents *events,
                                                        HangarOpeningCredentialsFunc credentials,
                                                        GCancellable *cancellable);
void hangar_connection_opening_run_async (HangarConnectionOpening *self, HangarWorker *worker,
                                          GAsyncReadyCallback callback, gpointer user_data);
void hangar_connection_opening_release (HangarWorker *worker, GVirConnection *handle,
                                        HangarVirtEvents *events);
void hangar_connection_opening_unref (HangarConnectionOpening *self);

void hangar_opened_free (HangarOpened *opened);

G_END_DECLS
