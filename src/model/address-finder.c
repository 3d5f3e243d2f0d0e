/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out where the machines that somebody sees can be reached: one question at a time for each host, and
 * for each machine only now and then. */

#include "config.h"

#include "model/address-finder.h"

#include "model/domain-whereabouts.h"
#include "virt/guest-info.h"

/* A machine that has just started has no address yet; one that has one keeps it for long. */
#define ASK_AGAIN_AFTER (10 * G_USEC_PER_SEC)
#define CONFIRM_AFTER (60 * G_USEC_PER_SEC)

struct _HangarAddressFinder
{
  GObject parent_instance;

  GHashTable *asked; /* uuid → when */
  GHashTable *busy;  /* HangarConnection: a question is under way */
};

enum
{
  SIGNAL_FOUND,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarAddressFinder, hangar_address_finder, G_TYPE_OBJECT)

typedef struct
{
  HangarAddressFinder *finder;
  HangarConnection *connection;
  HangarDomain *domain;
} Question;

static gpointer
ask_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_guest_addresses (connection, data, error);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (HangarAddressFinder) self = question->finder;
  g_autoptr (HangarConnection) connection = question->connection;
  g_autoptr (HangarDomain) domain = question->domain;
  g_autofree char *text = hangar_domain_run_finish (domain, result, NULL);

  g_free (question);
  g_hash_table_remove (self->busy, connection);
  if (text == NULL || !hangar_domain_is_active (domain))
    return;
  hangar_domain_set_address (domain, *text != '\0' ? text : NULL);
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
}

static gboolean
is_due (HangarAddressFinder *self, HangarDomain *domain)
{
  const gint64 *when = g_hash_table_lookup (self->asked, hangar_domain_get_uuid (domain));
  const gint64 pause = hangar_domain_get_address (domain) != NULL ? CONFIRM_AFTER : ASK_AGAIN_AFTER;

  return when == NULL || g_get_monotonic_time () - *when > pause;
}

static void
hangar_address_finder_finalize (GObject *object)
{
  HangarAddressFinder *self = HANGAR_ADDRESS_FINDER (object);

  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->busy);
  G_OBJECT_CLASS (hangar_address_finder_parent_class)->finalize (object);
}

static void
hangar_address_finder_class_init (HangarAddressFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_address_finder_finalize;

  /**
   * HangarAddressFinder::found:
   *
   * An answer came.
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", HANGAR_TYPE_ADDRESS_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
}

static void
hangar_address_finder_init (HangarAddressFinder *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->busy = g_hash_table_new (NULL, NULL);
}

/**
 * hangar_address_finder_new:
 *
 * Returns: (transfer full): a finder
 */
HangarAddressFinder *
hangar_address_finder_new (void)
{
  return g_object_new (HANGAR_TYPE_ADDRESS_FINDER, NULL);
}

/**
 * hangar_address_finder_want:
 * @self: a finder
 * @domain: a machine that somebody sees
 *
 * Asks for its addresses, unless they were asked for a moment ago, or its host has another question to
 * answer.
 */
void
hangar_address_finder_want (HangarAddressFinder *self, HangarDomain *domain)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, ask_run, NULL, g_free, g_free };
  Question *question;

  if (connection == NULL || hangar_domain_get_state (domain) != HANGAR_DOMAIN_RUNNING ||
      g_hash_table_contains (self->busy, connection) || !is_due (self, domain))
    return;
  g_hash_table_insert (self->asked, g_strdup (hangar_domain_get_uuid (domain)),
                       g_memdup2 (&(gint64) { g_get_monotonic_time () }, sizeof (gint64)));
  g_hash_table_add (self->busy, connection);
  question = g_new0 (Question, 1);
  question->finder = g_object_ref (self);
  question->connection = g_object_ref (connection);
  question->domain = g_object_ref (domain);
  work.data = g_strdup (hangar_domain_get_uuid (domain));
  hangar_domain_run_async (domain, &work, NULL, asked_cb, question);
}
