/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking what only the guest knows. */

#include "config.h"

#include "model/guest-view.h"

#include "virt/stats.h"

static gpointer
ask_guest_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_guest_info (connection, data, error);
}

/**
 * hangar_domain_ask_guest_async:
 * @domain: a running domain
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks the guest about itself. A guest that does not answer takes seconds.
 */
void
hangar_domain_ask_guest_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, ask_guest_run, g_strdup (hangar_domain_get_uuid (domain)),
                                g_free, (GDestroyNotify) hangar_guest_info_free };

  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_ask_guest_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the guest says
 */
HangarGuestInfo *
hangar_domain_ask_guest_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}

typedef struct
{
  char uuid[37];
  char mac[32];
} Card;

static gpointer
ask_addresses_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Card *card = data;

  return hangar_virt_interface_addresses (connection, card->uuid, card->mac, error);
}

/**
 * hangar_domain_ask_addresses_async:
 * @domain: a running domain
 * @mac: the address of one of its network cards
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks which addresses the card has now. A guest that does not answer takes seconds.
 */
void
hangar_domain_ask_addresses_async (HangarDomain *domain, const char *mac, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  Card *card = g_new0 (Card, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, ask_addresses_run, card, g_free,
                                (GDestroyNotify) g_ptr_array_unref };

  g_strlcpy (card->uuid, hangar_domain_get_uuid (domain), sizeof card->uuid);
  g_strlcpy (card->mac, mac, sizeof card->mac);
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_ask_addresses_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarInterfaceAddress): the card's addresses
 */
GPtrArray *
hangar_domain_ask_addresses_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}

typedef struct
{
  char uuid[37];
  guint period;
} Watch;

static gpointer
watch_memory_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Watch *watch = data;

  return GINT_TO_POINTER (
    hangar_virt_stats_set_balloon_period (connection, watch->uuid, watch->period, error));
}

/**
 * hangar_domain_watch_memory_async:
 * @domain: a domain
 * @period: seconds between two questions of its balloon to the guest
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Turns on what makes the guest's memory statistics known.
 */
void
hangar_domain_watch_memory_async (HangarDomain *domain, guint period, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  Watch *watch = g_new0 (Watch, 1);
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, watch_memory_run, watch, g_free, NULL };

  g_strlcpy (watch->uuid, hangar_domain_get_uuid (domain), sizeof watch->uuid);
  watch->period = period;
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_watch_memory_finish:
 * @domain: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
hangar_domain_watch_memory_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error) != NULL;
}
