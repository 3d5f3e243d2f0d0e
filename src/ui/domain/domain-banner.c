/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a machine, in a sentence with what can be done about it. */

#include "config.h"

#include "ui/domain/domain-banner.h"

#include <glib/gi18n-lib.h>

static const char *
paused_text (HangarDomainReason reason)
{
  if (reason == HANGAR_DOMAIN_REASON_IO_ERROR)
    return _ (
      "The machine was paused because one of its disks could not be written or read. See that the host has "
      "free space and that the disk is there, then resume.");
  if (reason == HANGAR_DOMAIN_REASON_WATCHDOG)
    return _ ("The machine was paused by its watchdog: its system had stopped reacting.");
  if (reason == HANGAR_DOMAIN_REASON_CRASHED)
    return _ ("The machine has crashed and was paused. Force it off, then start it again.");
  return NULL;
}

static const char *
off_text (HangarDomainReason reason)
{
  if (reason == HANGAR_DOMAIN_REASON_CRASHED)
    return _ ("The machine has crashed.");
  if (reason == HANGAR_DOMAIN_REASON_FAILED)
    return _ ("The machine failed to start.");
  if (reason == HANGAR_DOMAIN_REASON_MIGRATED)
    return _ ("The machine was moved to another host and runs there.");
  return NULL;
}

/**
 * hangar_domain_banner_text:
 * @domain: a machine
 *
 * Returns: (nullable): what people should know about its state, %NULL when all is well
 */
const char *
hangar_domain_banner_text (HangarDomain *domain)
{
  HangarDomainState state = hangar_domain_get_state (domain);
  HangarDomainReason reason = hangar_domain_get_reason (domain);

  if (!hangar_domain_get_available (domain))
    return _ (
      "The host does not answer. What you see is as it was last known; it goes on by itself when the host "
      "is back.");
  if (state == HANGAR_DOMAIN_CRASHED)
    return reason == HANGAR_DOMAIN_REASON_PANICKED
             ? _ ("The kernel of the machine’s system has panicked. Force it off, then start it again.")
             : _ ("The machine has crashed. Force it off, then start it again.");
  if (state == HANGAR_DOMAIN_PAUSED)
    return paused_text (reason);
  return state == HANGAR_DOMAIN_OFF ? off_text (reason) : NULL;
}
