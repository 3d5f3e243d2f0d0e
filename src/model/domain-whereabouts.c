/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Since when a machine runs, and where it can be reached: what no definition tells and no state either. */

#include "config.h"

#include "model/domain-whereabouts.h"

#include "util/clock.h"

typedef struct
{
  gint64 started; /* monotonic µs; 0: it ran already when its host was first seen */
  gint64 seen;    /* since when we know it */
  char *address;
} Whereabouts;

static void
whereabouts_free (gpointer data)
{
  Whereabouts *self = data;

  g_free (self->address);
  g_free (self);
}

static GQuark
whereabouts_quark (void)
{
  return g_quark_from_static_string ("hangar-domain-whereabouts");
}

static Whereabouts *
whereabouts_of (HangarDomain *domain)
{
  Whereabouts *self = g_object_get_qdata (G_OBJECT (domain), whereabouts_quark ());

  if (self != NULL)
    return self;
  self = g_new0 (Whereabouts, 1);
  self->seen = hangar_clock_now ();
  g_object_set_qdata_full (G_OBJECT (domain), whereabouts_quark (), self, whereabouts_free);
  return self;
}

/**
 * hangar_domain_note_event:
 * @domain: a machine
 * @event: what happened to it
 *
 * Starts and ends count; libvirt itself does not say since when a machine runs.
 */
void
hangar_domain_note_event (HangarDomain *domain, const HangarVirtEvent *event)
{
  if (event->kind != HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE)
    return;
  if (event->event == HANGAR_VIRT_LIFECYCLE_STARTED)
    whereabouts_of (domain)->started = hangar_clock_now ();
  else if (event->event == HANGAR_VIRT_LIFECYCLE_STOPPED)
    {
      whereabouts_of (domain)->started = 0;
      hangar_domain_set_address (domain, NULL);
    }
}

/**
 * hangar_domain_get_uptime:
 * @domain: a machine
 * @now: microseconds of hangar_clock_now()
 * @at_least: (out) (optional): whether it has run for longer than that: it did so before anybody looked
 *
 * Returns: seconds that it has run for; -1 when it does not run
 */
gint64
hangar_domain_get_uptime (HangarDomain *domain, gint64 now, gboolean *at_least)
{
  const Whereabouts *self;

  if (!hangar_domain_is_active (domain))
    return -1;
  self = whereabouts_of (domain);
  if (at_least != NULL)
    *at_least = self->started == 0;
  return MAX (now - (self->started != 0 ? self->started : self->seen), 0) / G_USEC_PER_SEC;
}

/**
 * hangar_domain_get_address:
 * @domain: a machine
 *
 * Returns: (nullable): the addresses at which it can be reached, the guest's word; %NULL when none is known
 */
const char *
hangar_domain_get_address (HangarDomain *domain)
{
  const Whereabouts *self = g_object_get_qdata (G_OBJECT (domain), whereabouts_quark ());

  return self != NULL ? self->address : NULL;
}

/**
 * hangar_domain_set_address:
 * @domain: a machine
 * @address: (nullable): what was found out
 */
void
hangar_domain_set_address (HangarDomain *domain, const char *address)
{
  Whereabouts *self = whereabouts_of (domain);

  if (g_strcmp0 (self->address, address) == 0)
    return;
  g_free (self->address);
  self->address = g_strdup (address);
}
