/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/connect.h"
#include "virt/worker.h"

G_BEGIN_DECLS

/**
 * HangarConnectionState:
 * @HANGAR_CONNECTION_CLOSED: not connected; with an error when the last try failed
 * @HANGAR_CONNECTION_CONNECTING: under way
 * @HANGAR_CONNECTION_OPEN: connected
 * @HANGAR_CONNECTION_LOST: was open, the host is gone; it is tried again by itself
 */
typedef enum
{
  HANGAR_CONNECTION_CLOSED,
  HANGAR_CONNECTION_CONNECTING,
  HANGAR_CONNECTION_OPEN,
  HANGAR_CONNECTION_LOST,
} HangarConnectionState;

#define HANGAR_TYPE_CONNECTION_STATE (hangar_connection_state_get_type ())
GType hangar_connection_state_get_type (void);

#define HANGAR_TYPE_CONNECTION (hangar_connection_get_type ())
G_DECLARE_FINAL_TYPE (HangarConnection, hangar_connection, HANGAR, CONNECTION, GObject)

typedef struct _HangarDomain HangarDomain;

/**
 * HangarConnectionFunc:
 * @connection: the open connection
 * @data: what was given with it
 * @cancellable: (nullable): to stop early where that can be done
 * @error: return location
 *
 * A piece of blocking work with a host, in a worker thread.
 *
 * Returns: (transfer full) (nullable): the result
 */
typedef gpointer (*HangarConnectionFunc) (GVirConnection *connection, gpointer data,
                                          GCancellable *cancellable, GError **error);

/**
 * HangarConnectionWork:
 * @lane: quick for questions, slow for what may take seconds
 * @func: the work
 * @data: handed to @func, freed by @data_free in the worker's thread
 * @data_free: (nullable): frees @data
 * @result_free: (nullable): frees a result that nobody took
 */
typedef struct
{
  HangarWorkerLane lane;
  HangarConnectionFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} HangarConnectionWork;

HangarConnection *hangar_connection_new (const char *uri, const char *custom_label, gboolean autoconnect);

const char *hangar_connection_get_uri (HangarConnection *self);
const char *hangar_connection_get_label (HangarConnection *self);
const char *hangar_connection_get_custom_label (HangarConnection *self);
void hangar_connection_set_custom_label (HangarConnection *self, const char *label);
gboolean hangar_connection_get_autoconnect (HangarConnection *self);
void hangar_connection_set_autoconnect (HangarConnection *self, gboolean autoconnect);
gboolean hangar_connection_is_local (HangarConnection *self);
gboolean hangar_connection_is_session (HangarConnection *self);

HangarConnectionState hangar_connection_get_state (HangarConnection *self);
const GError *hangar_connection_get_error (HangarConnection *self);
guint hangar_connection_get_retry_in (HangarConnection *self);
const HangarVirtHostFacts *hangar_connection_get_facts (HangarConnection *self);
GListModel *hangar_connection_get_domains (HangarConnection *self);
HangarDomain *hangar_connection_find_domain (HangarConnection *self, const char *uuid_or_name);

void hangar_connection_open (HangarConnection *self);
void hangar_connection_close (HangarConnection *self);
void hangar_connection_refresh_domain (HangarConnection *self, const char *uuid);

void hangar_connection_run_async (HangarConnection *self, const HangarConnectionWork *work,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gpointer hangar_connection_run_finish (HangarConnection *self, GAsyncResult *result, GError **error);

G_END_DECLS
