/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/domain-whereabouts and address-finder: for how long a machine runs, and where it is. */

#include "tests/wait.h"

#include "model/address-finder.h"
#include "model/domain-lifecycle.h"
#include "model/domain-list.h"
#include "model/domain-whereabouts.h"
#include "util/clock.h"

#define UUID "11111111-1111-1111-1111-111111111111"
#define SECOND G_USEC_PER_SEC

static void
happen (HangarDomain *domain, HangarVirtLifecycle what)
{
  const HangarVirtEvent event = { .kind = HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE, .event = what };

  hangar_domain_note_event (domain, &event);
}

/* What ran before anybody looked has run for longer than is known; a start that was seen is known. */
static void
test_uptime (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (HangarDomain) domain = hangar_domain_new (connection, UUID, "web");
  const HangarVirtEvent reboot = { .kind = HANGAR_VIRT_EVENT_DOMAIN_REBOOT };
  gboolean at_least = FALSE;
  gint64 now;

  g_assert_cmpint (hangar_domain_get_uptime (domain, hangar_clock_now (), NULL), ==, -1);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
  g_assert_cmpint (hangar_domain_get_uptime (domain, hangar_clock_now (), &at_least), ==, 0);
  g_assert_true (at_least);
  now = hangar_clock_now () + 90 * SECOND;
  g_assert_cmpint (hangar_domain_get_uptime (domain, now, &at_least), ==, 90);
  g_assert_true (at_least);

  happen (domain, HANGAR_VIRT_LIFECYCLE_STARTED);
  now = hangar_clock_now () + 100 * SECOND;
  g_assert_cmpint (hangar_domain_get_uptime (domain, now, &at_least), ==, 100);
  g_assert_false (at_least);
  /* Pausing and rebooting are no starts. */
  happen (domain, HANGAR_VIRT_LIFECYCLE_SUSPENDED);
  hangar_domain_note_event (domain, &reboot);
  g_assert_cmpint (hangar_domain_get_uptime (domain, now, NULL), ==, 100);
  /* A clock that was read before the start is no negative time. */
  g_assert_cmpint (hangar_domain_get_uptime (domain, 0, NULL), ==, 0);
}

/* What is off is nowhere. */
static void
test_address (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (HangarDomain) domain = hangar_domain_new (connection, UUID, "web");

  g_assert_null (hangar_domain_get_address (domain));
  hangar_domain_set_address (domain, "192.168.1.2");
  hangar_domain_set_address (domain, "192.168.1.2");
  g_assert_cmpstr (hangar_domain_get_address (domain), ==, "192.168.1.2");
  happen (domain, HANGAR_VIRT_LIFECYCLE_STOPPED);
  g_assert_null (hangar_domain_get_address (domain));
}

static void
found_cb (HangarAddressFinder *finder, guint *n_found)
{
  (*n_found)++;
}

/* The test driver invents leases. Asked for once, however often somebody wants it. */
static void
test_finder (void)
{
  HangarConnection *connection = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (HangarAddressFinder) finder = hangar_address_finder_new ();
  g_autoptr (HangarDomain) domain = NULL;
  guint n_found = 0;

  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  domain = g_object_ref (hangar_connection_find_domain (connection, "test"));
  g_signal_connect (finder, "found", G_CALLBACK (found_cb), &n_found);
  for (guint i = 0; i < 10; i++)
    hangar_address_finder_want (finder, domain);
  WAIT_FOR (n_found == 1);
  hangar_address_finder_want (finder, domain);
  hangar_connection_close (connection);
  hangar_address_finder_want (finder, domain);
  g_assert_cmpuint (n_found, ==, 1);
  g_object_unref (connection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-whereabouts/uptime", test_uptime);
  g_test_add_func ("/domain-whereabouts/address", test_address);
  g_test_add_func ("/address-finder/asks", test_finder);
  return g_test_run ();
}
