/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every event that libvirt has, in one table, brought into one shape. */

#include "virt/events.h"

#include "virt/autoptr.h"

typedef enum
{
  FAMILY_DOMAIN,
  FAMILY_NETWORK,
  FAMILY_POOL,
  FAMILY_NODE_DEVICE,
  FAMILY_SECRET,
} Family;

typedef struct
{
  Family family;
  int id;
} Registered;

/* Shared by all callbacks of a connection. They run on the main thread, as does hangar_virt_events_stop(). */
struct _HangarVirtEvents
{
  GArray *registered;       /* of Registered; touched by workers only */
  HangarVirtEventFunc func; /* NULL once stopped: events that were under way are dropped */
  HangarVirtClosedFunc closed;
  gpointer user_data;
};

/**
 * hangar_virt_events_new:
 * @func: called on the main thread, makes no calls to the daemon
 * @closed: called on the main thread when the daemon or the way to it is gone
 * @user_data: for both; must live until hangar_virt_events_stop()
 *
 * Returns: (transfer full): a receiver of events, not yet registered anywhere
 */
HangarVirtEvents *
hangar_virt_events_new (HangarVirtEventFunc func, HangarVirtClosedFunc closed, gpointer user_data)
{
  HangarVirtEvents *self = g_atomic_rc_box_new0 (HangarVirtEvents);

  self->registered = g_array_new (FALSE, FALSE, sizeof (Registered));
  self->func = func;
  self->closed = closed;
  self->user_data = user_data;
  return self;
}

/**
 * hangar_virt_events_ref:
 * @self: a receiver
 *
 * Returns: (transfer full): @self
 */
HangarVirtEvents *
hangar_virt_events_ref (HangarVirtEvents *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
events_clear (gpointer data)
{
  HangarVirtEvents *self = data;

  g_array_unref (self->registered);
}

/**
 * hangar_virt_events_unref:
 * @self: (transfer full): a receiver
 */
void
hangar_virt_events_unref (HangarVirtEvents *self)
{
  g_atomic_rc_box_release_full (self, events_clear);
}

static void
events_unref_cb (void *user_data)
{
  hangar_virt_events_unref (user_data);
}

/**
 * hangar_virt_events_stop:
 * @self: a receiver
 *
 * No more calls after this. Main thread only; closing the connection takes the callbacks off.
 */
void
hangar_virt_events_stop (HangarVirtEvents *self)
{
  self->func = NULL;
}

static void
emit (HangarVirtEvents *self, HangarVirtEvent *event)
{
  if (self->func != NULL)
    self->func (event, self->user_data);
}

static void
emit_domain (void *user_data, HangarVirtEventKind kind, virDomainPtr domain, gint64 first, gint64 second,
             const char *text)
{
  HangarVirtEvent event = { .kind = kind, .event = first, .detail = second, .text = text };

  /* Both are kept in the handle: no call to the daemon. */
  virDomainGetUUIDString (domain, event.uuid);
  event.name = virDomainGetName (domain);
  emit (user_data, &event);
}

/* One function a signature of libvirt's. The kind of those that share one is fixed by a wrapper. */

static int
lifecycle_cb (virConnectPtr conn, virDomainPtr domain, int event, int detail, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE, domain, event, detail, NULL);
  return 0;
}

static void
reboot_cb (virConnectPtr conn, virDomainPtr domain, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_REBOOT, domain, 0, 0, NULL);
}

static void
control_error_cb (virConnectPtr conn, virDomainPtr domain, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_CONTROL_ERROR, domain, 0, 0, NULL);
}

static void
rtc_change_cb (virConnectPtr conn, virDomainPtr domain, long long offset, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_RTC_CHANGE, domain, offset, 0, NULL);
}

static void
watchdog_cb (virConnectPtr conn, virDomainPtr domain, int action, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_WATCHDOG, domain, action, 0, NULL);
}

static void
io_error_cb (virConnectPtr conn, virDomainPtr domain, const char *path, const char *alias, int action,
             const char *reason, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_IO_ERROR, domain, action, 0, reason);
}

static void
graphics_cb (virConnectPtr conn, virDomainPtr domain, int phase, const virDomainEventGraphicsAddress *local,
             const virDomainEventGraphicsAddress *remote, const char *scheme,
             const virDomainEventGraphicsSubject *subject, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_GRAPHICS, domain, phase, 0, scheme);
}

static void
block_job_cb (virConnectPtr conn, virDomainPtr domain, const char *disk, int type, int status, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_BLOCK_JOB, domain, type, status, disk);
}

static void
disk_change_cb (virConnectPtr conn, virDomainPtr domain, const char *old_path, const char *new_path,
                const char *alias, int reason, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_DISK_CHANGE, domain, reason, 0, alias);
}

static void
tray_change_cb (virConnectPtr conn, virDomainPtr domain, const char *alias, int reason, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_TRAY_CHANGE, domain, reason, 0, alias);
}

static void
pm_cb (virConnectPtr conn, virDomainPtr domain, int reason, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_PM, domain, reason, 0, NULL);
}

static void
balloon_change_cb (virConnectPtr conn, virDomainPtr domain, unsigned long long actual, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_BALLOON_CHANGE, domain, (gint64) actual, 0, NULL);
}

static void
device_removed_cb (virConnectPtr conn, virDomainPtr domain, const char *alias, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_DEVICE_REMOVED, domain, 0, 0, alias);
}

static void
device_added_cb (virConnectPtr conn, virDomainPtr domain, const char *alias, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_DEVICE_ADDED, domain, 0, 0, alias);
}

static void
device_removal_failed_cb (virConnectPtr conn, virDomainPtr domain, const char *alias, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_DEVICE_REMOVAL_FAILED, domain, 0, 0, alias);
}

static void
tunable_cb (virConnectPtr conn, virDomainPtr domain, virTypedParameterPtr params, int n, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_TUNABLE, domain, n, 0, NULL);
}

static void
agent_cb (virConnectPtr conn, virDomainPtr domain, int state, int reason, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_AGENT, domain, state, reason, NULL);
}

static void
migration_iteration_cb (virConnectPtr conn, virDomainPtr domain, int iteration, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_MIGRATION_ITERATION, domain, iteration, 0, NULL);
}

static void
job_completed_cb (virConnectPtr conn, virDomainPtr domain, virTypedParameterPtr params, int n, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_JOB_COMPLETED, domain, n, 0, NULL);
}

static void
metadata_change_cb (virConnectPtr conn, virDomainPtr domain, int type, const char *uri, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_METADATA_CHANGE, domain, type, 0, uri);
}

static void
block_threshold_cb (virConnectPtr conn, virDomainPtr domain, const char *disk, const char *path,
                    unsigned long long threshold, unsigned long long excess, void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_BLOCK_THRESHOLD, domain, (gint64) threshold, (gint64) excess,
               disk);
}

static void
memory_failure_cb (virConnectPtr conn, virDomainPtr domain, int recipient, int action, unsigned int flags,
                   void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_MEMORY_FAILURE, domain, recipient, action, NULL);
}

static void
memory_device_size_cb (virConnectPtr conn, virDomainPtr domain, const char *alias, unsigned long long size,
                       void *data)
{
  emit_domain (data, HANGAR_VIRT_EVENT_DOMAIN_MEMORY_DEVICE_SIZE, domain, (gint64) size, 0, alias);
}

static void
network_cb (virConnectPtr conn, virNetworkPtr network, int event, int detail, void *data)
{
  HangarVirtEvent copy = { .kind = HANGAR_VIRT_EVENT_NETWORK, .event = event, .detail = detail };

  virNetworkGetUUIDString (network, copy.uuid);
  copy.name = virNetworkGetName (network);
  emit (data, &copy);
}

static void
emit_pool (void *data, HangarVirtEventKind kind, virStoragePoolPtr pool, int event, int detail)
{
  HangarVirtEvent copy = { .kind = kind, .event = event, .detail = detail };

  virStoragePoolGetUUIDString (pool, copy.uuid);
  copy.name = virStoragePoolGetName (pool);
  emit (data, &copy);
}

static void
pool_cb (virConnectPtr conn, virStoragePoolPtr pool, int event, int detail, void *data)
{
  emit_pool (data, HANGAR_VIRT_EVENT_POOL, pool, event, detail);
}

static void
pool_refresh_cb (virConnectPtr conn, virStoragePoolPtr pool, void *data)
{
  emit_pool (data, HANGAR_VIRT_EVENT_POOL_REFRESH, pool, 0, 0);
}

static void
node_device_cb (virConnectPtr conn, virNodeDevicePtr device, int event, int detail, void *data)
{
  HangarVirtEvent copy = { .kind = HANGAR_VIRT_EVENT_NODE_DEVICE, .event = event, .detail = detail };

  copy.name = virNodeDeviceGetName (device);
  emit (data, &copy);
}

static void
node_device_update_cb (virConnectPtr conn, virNodeDevicePtr device, void *data)
{
  HangarVirtEvent copy = { .kind = HANGAR_VIRT_EVENT_NODE_DEVICE_UPDATE };

  copy.name = virNodeDeviceGetName (device);
  emit (data, &copy);
}

static void
secret_cb (virConnectPtr conn, virSecretPtr secret, int event, int detail, void *data)
{
  HangarVirtEvent copy = { .kind = HANGAR_VIRT_EVENT_SECRET, .event = event, .detail = detail };

  virSecretGetUUIDString (secret, copy.uuid);
  emit (data, &copy);
}

typedef struct
{
  Family family;
  int id;
  GCallback callback;
} Entry;

static const Entry table[] = {
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_LIFECYCLE, G_CALLBACK (lifecycle_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_REBOOT, G_CALLBACK (reboot_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_RTC_CHANGE, G_CALLBACK (rtc_change_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_WATCHDOG, G_CALLBACK (watchdog_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, G_CALLBACK (io_error_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_GRAPHICS, G_CALLBACK (graphics_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_CONTROL_ERROR, G_CALLBACK (control_error_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, G_CALLBACK (block_job_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_DISK_CHANGE, G_CALLBACK (disk_change_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, G_CALLBACK (tray_change_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_PMWAKEUP, G_CALLBACK (pm_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_PMSUSPEND, G_CALLBACK (pm_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK, G_CALLBACK (pm_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, G_CALLBACK (balloon_change_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, G_CALLBACK (device_removed_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, G_CALLBACK (device_added_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, G_CALLBACK (device_removal_failed_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_TUNABLE, G_CALLBACK (tunable_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, G_CALLBACK (agent_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, G_CALLBACK (migration_iteration_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, G_CALLBACK (job_completed_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, G_CALLBACK (metadata_change_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, G_CALLBACK (block_threshold_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE, G_CALLBACK (memory_failure_cb) },
  { FAMILY_DOMAIN, VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE, G_CALLBACK (memory_device_size_cb) },
  { FAMILY_NETWORK, VIR_NETWORK_EVENT_ID_LIFECYCLE, G_CALLBACK (network_cb) },
  { FAMILY_POOL, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, G_CALLBACK (pool_cb) },
  { FAMILY_POOL, VIR_STORAGE_POOL_EVENT_ID_REFRESH, G_CALLBACK (pool_refresh_cb) },
  { FAMILY_NODE_DEVICE, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, G_CALLBACK (node_device_cb) },
  { FAMILY_NODE_DEVICE, VIR_NODE_DEVICE_EVENT_ID_UPDATE, G_CALLBACK (node_device_update_cb) },
  { FAMILY_SECRET, VIR_SECRET_EVENT_ID_LIFECYCLE, G_CALLBACK (secret_cb) },
};

static gboolean
closed_idle_cb (gpointer user_data)
{
  HangarVirtEvents *self = user_data;

  if (self->func != NULL)
    self->closed (self->user_data);
  return G_SOURCE_REMOVE;
}

/* In whichever thread met the loss. */
static void
closed_cb (virConnectPtr conn, int reason, void *data)
{
  if (reason != VIR_CONNECT_CLOSE_REASON_CLIENT)
    g_idle_add_full (G_PRIORITY_DEFAULT, closed_idle_cb, hangar_virt_events_ref (data), events_unref_cb);
}

static int
add_callback (HangarVirtEvents *self, virConnectPtr handle, Family family, int event_id, gpointer callback)
{
  switch (family)
    {
    case FAMILY_NETWORK:
      return virConnectNetworkEventRegisterAny (handle, NULL, event_id, callback, self, events_unref_cb);
    case FAMILY_POOL:
      return virConnectStoragePoolEventRegisterAny (handle, NULL, event_id, callback, self, events_unref_cb);
    case FAMILY_NODE_DEVICE:
      return virConnectNodeDeviceEventRegisterAny (handle, NULL, event_id, callback, self, events_unref_cb);
    case FAMILY_SECRET:
      return virConnectSecretEventRegisterAny (handle, NULL, event_id, callback, self, events_unref_cb);
    case FAMILY_DOMAIN:
    default:
      return virConnectDomainEventRegisterAny (handle, NULL, event_id, callback, self, events_unref_cb);
    }
}

/**
 * hangar_virt_events_register:
 * @self: a receiver
 * @connection: an open connection
 *
 * Asks for every event of @connection. Families that its driver lacks are left out silently: what they would
 * have told is found by refreshing. Drivers without a daemon are never lost. Worker threads only.
 */
void
hangar_virt_events_register (HangarVirtEvents *self, GVirConnection *connection)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Registered registered = { table[i].family };

      registered.id = add_callback (hangar_virt_events_ref (self), handle, table[i].family, table[i].id,
                                    (gpointer) table[i].callback);
      if (registered.id < 0)
        hangar_virt_events_unref (self);
      else
        g_array_append_val (self->registered, registered);
    }
  /* Drivers without a daemon take this silently and would never free what they were given: so they are given
   * nothing. */
  virConnectRegisterCloseCallback (handle, closed_cb, self, NULL);
}

/**
 * hangar_virt_events_deregister:
 * @self: a receiver
 * @connection: the connection that it was registered with
 *
 * Takes all callbacks off; each holds the connection open until then. Worker threads only.
 */
void
hangar_virt_events_deregister (HangarVirtEvents *self, GVirConnection *connection)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);

  for (guint i = 0; i < self->registered->len; i++)
    {
      const Registered *registered = &g_array_index (self->registered, Registered, i);

      switch (registered->family)
        {
        case FAMILY_NETWORK:
          virConnectNetworkEventDeregisterAny (handle, registered->id);
          break;
        case FAMILY_POOL:
          virConnectStoragePoolEventDeregisterAny (handle, registered->id);
          break;
        case FAMILY_NODE_DEVICE:
          virConnectNodeDeviceEventDeregisterAny (handle, registered->id);
          break;
        case FAMILY_SECRET:
          virConnectSecretEventDeregisterAny (handle, registered->id);
          break;
        case FAMILY_DOMAIN:
        default:
          virConnectDomainEventDeregisterAny (handle, registered->id);
          break;
        }
    }
  g_array_set_size (self->registered, 0);
  virConnectUnregisterCloseCallback (handle, closed_cb);
}
