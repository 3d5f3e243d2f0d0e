/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which events graphs show on their time axis, and in which words. */

#include "config.h"

#include "model/stats-marks.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  HangarVirtLifecycle event;
  gint64 detail; /* virDomainEvent*DetailType; -1: any other */
  const char *text;
} MarkEntry;

/* The numbers of the details are libvirt's: libvirt-domain.h, virDomainEventStartedDetailType and the like.
 */
static const MarkEntry marks[] = {
  { HANGAR_VIRT_LIFECYCLE_STARTED, 1, NC_ ("event", "migrated to here") },
  { HANGAR_VIRT_LIFECYCLE_STARTED, 2, NC_ ("event", "restored") },
  { HANGAR_VIRT_LIFECYCLE_STARTED, 3, NC_ ("event", "started from a snapshot") },
  { HANGAR_VIRT_LIFECYCLE_STARTED, -1, NC_ ("event", "started") },
  { HANGAR_VIRT_LIFECYCLE_SUSPENDED, 2, NC_ ("event", "paused by an input/output error") },
  { HANGAR_VIRT_LIFECYCLE_SUSPENDED, 3, NC_ ("event", "paused by its watchdog") },
  { HANGAR_VIRT_LIFECYCLE_SUSPENDED, 5, NC_ ("event", "back to a snapshot") },
  { HANGAR_VIRT_LIFECYCLE_SUSPENDED, -1, NC_ ("event", "paused") },
  { HANGAR_VIRT_LIFECYCLE_RESUMED, 1, NC_ ("event", "migrated to here") },
  { HANGAR_VIRT_LIFECYCLE_RESUMED, 2, NC_ ("event", "back to a snapshot") },
  { HANGAR_VIRT_LIFECYCLE_RESUMED, -1, NC_ ("event", "resumed") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, 1, NC_ ("event", "forced off") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, 2, NC_ ("event", "crashed") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, 3, NC_ ("event", "migrated away") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, 4, NC_ ("event", "saved") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, 5, NC_ ("event", "failed") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, 6, NC_ ("event", "back to a snapshot") },
  { HANGAR_VIRT_LIFECYCLE_STOPPED, -1, NC_ ("event", "off") },
  { HANGAR_VIRT_LIFECYCLE_PMSUSPENDED, -1, NC_ ("event", "fell asleep") },
  { HANGAR_VIRT_LIFECYCLE_CRASHED, -1, NC_ ("event", "crashed") },
};

/**
 * hangar_stats_mark_text:
 * @event: what happened on a host
 *
 * Returns: (nullable): what to write at its mark; %NULL when it needs none
 */
const char *
hangar_stats_mark_text (const HangarVirtEvent *event)
{
  if (event->kind == HANGAR_VIRT_EVENT_DOMAIN_REBOOT)
    return C_ ("event", "rebooted");
  if (event->kind != HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if ((gint64) marks[i].event == event->event &&
        (marks[i].detail == event->detail || marks[i].detail == -1))
      return g_dpgettext2 (GETTEXT_PACKAGE, "event", marks[i].text);
  return NULL;
}
