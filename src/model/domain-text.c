/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's state, reason and running operation in words. */

#include "config.h"

#include "model/domain.h"

#include "model/domain-stats.h"
#include "model/fullness.h"

#include <glib/gi18n-lib.h>

static const char *
operation_text (HangarDomainOperation operation)
{
  switch (operation)
    {
    case HANGAR_DOMAIN_OPERATION_START:
      return _ ("starting…");
    case HANGAR_DOMAIN_OPERATION_SUSPEND:
      return _ ("pausing…");
    case HANGAR_DOMAIN_OPERATION_RESUME:
      return _ ("resuming…");
    case HANGAR_DOMAIN_OPERATION_SHUTDOWN:
      return _ ("shutting down…");
    case HANGAR_DOMAIN_OPERATION_REBOOT:
      return _ ("rebooting…");
    case HANGAR_DOMAIN_OPERATION_RESET:
      return _ ("resetting…");
    case HANGAR_DOMAIN_OPERATION_FORCE_OFF:
      return _ ("being forced off…");
    case HANGAR_DOMAIN_OPERATION_SAVE:
      return _ ("saving…");
    case HANGAR_DOMAIN_OPERATION_RESTORE:
      return _ ("restoring…");
    case HANGAR_DOMAIN_OPERATION_DROP_SAVED:
      return _ ("discarding the saved state…");
    case HANGAR_DOMAIN_OPERATION_WAKE_UP:
      return _ ("waking up…");
    case HANGAR_DOMAIN_OPERATION_UNDEFINE:
      return _ ("being deleted…");
    case HANGAR_DOMAIN_OPERATION_AUTOSTART:
    case HANGAR_DOMAIN_OPERATION_NO_AUTOSTART:
    case HANGAR_DOMAIN_OPERATION_NONE:
    case HANGAR_DOMAIN_N_OPERATIONS:
    default:
      return NULL;
    }
}

static const char *
state_text (HangarDomainState state)
{
  switch (state)
    {
    case HANGAR_DOMAIN_OFF:
      return _ ("off");
    case HANGAR_DOMAIN_SAVED:
      return _ ("saved");
    case HANGAR_DOMAIN_RUNNING:
      return _ ("running");
    case HANGAR_DOMAIN_PAUSED:
      return _ ("paused");
    case HANGAR_DOMAIN_SHUTTING_DOWN:
      return _ ("shutting down");
    case HANGAR_DOMAIN_CRASHED:
      return _ ("crashed");
    case HANGAR_DOMAIN_SLEEPING:
      return _ ("sleeping");
    case HANGAR_DOMAIN_UNKNOWN:
    default:
      return _ ("state unknown");
    }
}

static const char *
reason_text (HangarDomainReason reason)
{
  switch (reason)
    {
    case HANGAR_DOMAIN_REASON_CRASHED:
      return _ ("crashed");
    case HANGAR_DOMAIN_REASON_PANICKED:
      return _ ("the guest’s kernel panicked");
    case HANGAR_DOMAIN_REASON_IO_ERROR:
      return _ ("disk error");
    case HANGAR_DOMAIN_REASON_WATCHDOG:
      return _ ("stopped by its watchdog");
    case HANGAR_DOMAIN_REASON_MIGRATED:
      return _ ("migrated");
    case HANGAR_DOMAIN_REASON_MIGRATING:
      return _ ("migrating");
    case HANGAR_DOMAIN_REASON_RESTORED:
      return _ ("restored");
    case HANGAR_DOMAIN_REASON_SAVING:
      return _ ("saving");
    case HANGAR_DOMAIN_REASON_DUMPING:
      return _ ("its memory is being written");
    case HANGAR_DOMAIN_REASON_SNAPSHOT:
      return _ ("a snapshot is being taken");
    case HANGAR_DOMAIN_REASON_STARTING_UP:
      return _ ("starting up");
    case HANGAR_DOMAIN_REASON_FAILED:
      return _ ("it failed to start");
    case HANGAR_DOMAIN_REASON_FORCED_OFF:
      return _ ("forced off");
    case HANGAR_DOMAIN_REASON_NONE:
    default:
      return NULL;
    }
}

static gboolean
is_silent (HangarDomain *self)
{
  HangarDomainStats *stats = hangar_domain_stats_peek (self);

  return stats != NULL && hangar_domain_is_active (self) && !hangar_domain_stats_get_responding (stats);
}

static gboolean
is_busy (HangarDomain *self)
{
  HangarDomainStats *stats = hangar_domain_stats_peek (self);

  return stats != NULL && hangar_domain_is_active (self) && hangar_domain_stats_get_busy (stats);
}

/* What has next to no space left: disks on the host before filesystems in the guest. */
static const char *
what_is_full (HangarDomain *self)
{
  HangarDomainStats *stats = hangar_domain_stats_peek (self);
  const char *disk = stats != NULL ? hangar_domain_stats_get_full_disk (stats) : NULL;

  if (!hangar_domain_is_active (self))
    return NULL;
  return disk != NULL ? disk : hangar_domain_get_fullness (self);
}

/**
 * hangar_domain_dup_state_text:
 * @self: a domain
 *
 * Returns: (transfer full): its state in words, with the reason where there is one: "paused (disk error)"
 */
char *
hangar_domain_dup_state_text (HangarDomain *self)
{
  const char *operation = operation_text (hangar_domain_get_operation (self));
  const char *state = state_text (hangar_domain_get_state (self));
  const char *reason = reason_text (hangar_domain_get_reason (self));
  const char *what = what_is_full (self);
  /* Translators: a machine's state, and its disk, or the filesystems in it, that have next to no space left
   */
  g_autofree char *full = what != NULL ? g_strdup_printf (_ ("%s (nearly full: %s)"), state, what) : NULL;

  if (operation != NULL)
    return g_strdup (operation);
  if (hangar_domain_get_template (self) && !hangar_domain_is_active (self))
    /* Translators: the state of a machine that is there to be cloned */
    return g_strdup (_ ("template"));
  /* Its state may be another one meanwhile. */
  if (is_silent (self))
    return g_strdup (_ ("not responding"));
  if (is_busy (self))
    reason = _ ("constantly busy");
  else if (full != NULL)
    return g_steal_pointer (&full);
  if (reason == NULL || g_str_equal (reason, state))
    return g_strdup (state);
  /* Translators: a machine's state and the reason for it, like "off (crashed)" */
  return g_strdup_printf (_ ("%s (%s)"), state, reason);
}
