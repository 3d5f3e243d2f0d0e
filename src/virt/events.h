/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtEventKind:
 *
 * What happened, one value a callback family of libvirt.
 */
typedef enum
{
  HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE,
  HANGAR_VIRT_EVENT_DOMAIN_REBOOT,
  HANGAR_VIRT_EVENT_DOMAIN_RTC_CHANGE,
  HANGAR_VIRT_EVENT_DOMAIN_WATCHDOG,
  HANGAR_VIRT_EVENT_DOMAIN_IO_ERROR,
  HANGAR_VIRT_EVENT_DOMAIN_GRAPHICS,
  HANGAR_VIRT_EVENT_DOMAIN_CONTROL_ERROR,
  HANGAR_VIRT_EVENT_DOMAIN_BLOCK_JOB,
  HANGAR_VIRT_EVENT_DOMAIN_DISK_CHANGE,
  HANGAR_VIRT_EVENT_DOMAIN_TRAY_CHANGE,
  HANGAR_VIRT_EVENT_DOMAIN_PM,
  HANGAR_VIRT_EVENT_DOMAIN_BALLOON_CHANGE,
  HANGAR_VIRT_EVENT_DOMAIN_DEVICE_ADDED,
  HANGAR_VIRT_EVENT_DOMAIN_DEVICE_REMOVED,
  HANGAR_VIRT_EVENT_DOMAIN_DEVICE_REMOVAL_FAILED,
  HANGAR_VIRT_EVENT_DOMAIN_TUNABLE,
  HANGAR_VIRT_EVENT_DOMAIN_AGENT,
  HANGAR_VIRT_EVENT_DOMAIN_MIGRATION_ITERATION,
  HANGAR_VIRT_EVENT_DOMAIN_JOB_COMPLETED,
  HANGAR_VIRT_EVENT_DOMAIN_METADATA_CHANGE,
  HANGAR_VIRT_EVENT_DOMAIN_BLOCK_THRESHOLD,
  HANGAR_VIRT_EVENT_DOMAIN_MEMORY_FAILURE,
  HANGAR_VIRT_EVENT_DOMAIN_MEMORY_DEVICE_SIZE,
  HANGAR_VIRT_EVENT_NETWORK,
  HANGAR_VIRT_EVENT_POOL,
  HANGAR_VIRT_EVENT_POOL_REFRESH,
  HANGAR_VIRT_EVENT_NODE_DEVICE,
  HANGAR_VIRT_EVENT_NODE_DEVICE_UPDATE,
  HANGAR_VIRT_EVENT_SECRET,
} HangarVirtEventKind;

/**
 * HangarVirtLifecycle:
 *
 * The first number of a domain's lifecycle event.
 */
typedef enum
{
  HANGAR_VIRT_LIFECYCLE_DEFINED,
  HANGAR_VIRT_LIFECYCLE_UNDEFINED,
  HANGAR_VIRT_LIFECYCLE_STARTED,
  HANGAR_VIRT_LIFECYCLE_SUSPENDED,
  HANGAR_VIRT_LIFECYCLE_RESUMED,
  HANGAR_VIRT_LIFECYCLE_STOPPED,
  HANGAR_VIRT_LIFECYCLE_SHUTDOWN,
  HANGAR_VIRT_LIFECYCLE_PMSUSPENDED,
  HANGAR_VIRT_LIFECYCLE_CRASHED,
} HangarVirtLifecycle;

/**
 * HangarVirtEvent:
 * @kind: what happened
 * @uuid: of the domain, network or pool; empty for node devices
 * @name: (nullable): its name
 * @event: the event's first number (a #HangarVirtLifecycle, an action, a status…), 0 where there is none
 * @detail: its second number
 * @text: (nullable): alias, path or the like
 *
 * A copy of what libvirt told; lives as long as the callback.
 */
typedef struct
{
  HangarVirtEventKind kind;
  char uuid[37];
  const char *name;
  gint64 event;
  gint64 detail;
  const char *text;
} HangarVirtEvent;

typedef void (*HangarVirtEventFunc) (const HangarVirtEvent *event, gpointer user_data);

typedef void (*HangarVirtClosedFunc) (gpointer user_data);

typedef struct _HangarVirtEvents HangarVirtEvents;

HangarVirtEvents *hangar_virt_events_new (HangarVirtEventFunc func, HangarVirtClosedFunc closed,
                                          gpointer user_data);
void hangar_virt_events_register (HangarVirtEvents *self, GVirConnection *connection);
void hangar_virt_events_deregister (HangarVirtEvents *self, GVirConnection *connection);
void hangar_virt_events_stop (HangarVirtEvents *self);
HangarVirtEvents *hangar_virt_events_ref (HangarVirtEvents *self);
void hangar_virt_events_unref (HangarVirtEvents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtEvents, hangar_virt_events_unref)

G_END_DECLS
