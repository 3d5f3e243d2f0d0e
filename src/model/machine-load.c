/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What machines can be sorted by. */

#include "config.h"

#include "model/machine-load.h"

#include "model/domain-stats.h"
#include "model/domain-whereabouts.h"
#include "model/os-words.h"
#include "util/clock.h"
#include "util/fold.h"

#include <math.h>

G_DEFINE_ENUM_TYPE (HangarMachineSort, hangar_machine_sort,
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_NAME, "name"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_STATE, "state"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_CPU, "cpu"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_MEMORY, "memory"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_DISK, "disk"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_NETWORK, "network"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_UPTIME, "uptime"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_OS, "os"),
                    G_DEFINE_ENUM_VALUE (HANGAR_MACHINE_SORT_ADDRESS, "address"))

/**
 * hangar_machine_state_rank:
 * @state: the state of a machine
 *
 * Returns: its place in the list: what runs comes first, then what waits for somebody, then what is off
 */
guint
hangar_machine_state_rank (HangarDomainState state)
{
  switch (state)
    {
    case HANGAR_DOMAIN_RUNNING:
    case HANGAR_DOMAIN_SHUTTING_DOWN:
      return 0;
    case HANGAR_DOMAIN_PAUSED:
    case HANGAR_DOMAIN_SLEEPING:
      return 1;
    case HANGAR_DOMAIN_CRASHED:
      return 2;
    case HANGAR_DOMAIN_SAVED:
      return 3;
    case HANGAR_DOMAIN_OFF:
      return 4;
    case HANGAR_DOMAIN_UNKNOWN:
    default:
      return 5;
    }
}

/**
 * hangar_machine_sort_is_by_number:
 * @sort: what machines are sorted by
 *
 * Returns: whether by what changes by itself, from one tick to the next
 */
gboolean
hangar_machine_sort_is_by_number (HangarMachineSort sort)
{
  return sort >= HANGAR_MACHINE_SORT_CPU && sort <= HANGAR_MACHINE_SORT_UPTIME;
}

static float
known (float value)
{
  return isnan (value) ? 0 : value;
}

/**
 * hangar_machine_load:
 * @domain: a machine
 * @sort: what machines are sorted by
 *
 * Returns: the number to sort by, larger first; 0 when it is not known, or when @sort is by no number
 */
float
hangar_machine_load (HangarDomain *domain, HangarMachineSort sort)
{
  HangarDomainStats *stats = hangar_domain_stats_peek (domain);

  if (sort == HANGAR_MACHINE_SORT_UPTIME)
    return (float) hangar_domain_get_uptime (domain, hangar_clock_now (), NULL);
  if (stats == NULL)
    return 0;
  switch (sort)
    {
    case HANGAR_MACHINE_SORT_CPU:
      return known (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU));
    case HANGAR_MACHINE_SORT_MEMORY:
      return known (hangar_domain_stats_get_value (stats, HANGAR_METRIC_MEMORY));
    case HANGAR_MACHINE_SORT_DISK:
      return known (hangar_domain_stats_get_value (stats, HANGAR_METRIC_READ)) +
             known (hangar_domain_stats_get_value (stats, HANGAR_METRIC_WRITE));
    case HANGAR_MACHINE_SORT_NETWORK:
      return known (hangar_domain_stats_get_value (stats, HANGAR_METRIC_RECEIVE)) +
             known (hangar_domain_stats_get_value (stats, HANGAR_METRIC_SEND));
    case HANGAR_MACHINE_SORT_NAME:
    case HANGAR_MACHINE_SORT_STATE:
    case HANGAR_MACHINE_SORT_UPTIME:
    case HANGAR_MACHINE_SORT_OS:
    case HANGAR_MACHINE_SORT_ADDRESS:
    default:
      return 0;
    }
}

/**
 * hangar_machine_sort_text:
 * @domain: a machine
 * @sort: what machines are sorted by
 *
 * Returns: (transfer full) (nullable): the key to sort by, as of hangar_fold_sort_key(); %NULL when it is not
 * known, or when @sort is by no text but the name
 */
char *
hangar_machine_sort_text (HangarDomain *domain, HangarMachineSort sort)
{
  g_autofree char *text = NULL;

  if (sort == HANGAR_MACHINE_SORT_OS)
    text = hangar_os_words (hangar_domain_get_os_id (domain));
  else if (sort == HANGAR_MACHINE_SORT_ADDRESS)
    text = g_strdup (hangar_domain_get_address (domain));
  return text != NULL ? hangar_fold_sort_key (text) : NULL;
}
