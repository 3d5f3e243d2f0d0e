/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host can give to a machine: processors' models, networks and interfaces, devices' models; and what
 * other machines have already. Read once for a page of hardware. */

#include "config.h"

#include "model/hardware-offer.h"

#include <glib/gi18n-lib.h>

#include "virt/device-use.h"
#include "virt/network.h"
#include "virt/offer.h"

struct _HangarHardwareOffer
{
  GPtrArray *choices; /* of HangarOfferChoice */
  GPtrArray *uses;    /* (nullable): of HangarVirtDeviceUse */
  guint cpus;         /* of the host, 0 when not known */
  guint64 memory;     /* of the host, 0 when not known */
};

/* Where the host's answer has the values of a field. */
static const struct
{
  const char *kind;
  const char *field;
  const char *xpath;
} enumerations[] = {
  { "disk", "bus", "/domainCapabilities/devices/disk/enum[@name='bus']/value" },
  { "video", "model", "/domainCapabilities/devices/video/enum[@name='modelType']/value" },
  { "graphics", "type", "/domainCapabilities/devices/graphics/enum[@name='type']/value" },
  { "rng", "model", "/domainCapabilities/devices/rng/enum[@name='model']/value" },
  { "tpm", "model", "/domainCapabilities/devices/tpm/enum[@name='model']/value" },
  { "filesystem", "driver", "/domainCapabilities/devices/filesystem/enum[@name='driverType']/value" },
  { "boot", "firmware", "/domainCapabilities/os/enum[@name='firmware']/value" },
};

static void
choice_free (gpointer data)
{
  HangarOfferChoice *choice = data;

  g_free (choice->value);
  g_free (choice->label);
  g_free (choice);
}

static void
add (HangarHardwareOffer *self, const char *kind, const char *field, const char *value, const char *label)
{
  HangarOfferChoice *choice = g_new0 (HangarOfferChoice, 1);

  choice->kind = kind;
  choice->field = field;
  choice->value = g_utf8_make_valid (value, -1);
  choice->label = g_utf8_make_valid (label, -1);
  g_ptr_array_add (self->choices, choice);
}

static void
add_cpu_models (HangarHardwareOffer *self, HangarXml *doc)
{
  static const char *const sets[] = { "[@usable='yes']", "[not(@usable='yes')]" };

  for (gsize set = 0; set < G_N_ELEMENTS (sets); set++)
    {
      g_autofree char *xpath =
        g_strconcat ("/domainCapabilities/cpu/mode[@name='custom']/model", sets[set], NULL);
      g_auto (GStrv) models = hangar_xml_get_all (doc, xpath);

      for (guint i = 0; models[i] != NULL; i++)
        {
          g_autofree char *label = NULL;

          if (set == 0)
            label = g_strdup (models[i]);
          else
            /* Translators: %s is the name of a processor */
            label = g_strdup_printf (_ ("%s (not on this host)"), models[i]);
          add (self, "cpu", "model", models[i], label);
        }
    }
}

static void
add_enumerations (HangarHardwareOffer *self, HangarXml *doc)
{
  for (gsize e = 0; e < G_N_ELEMENTS (enumerations); e++)
    {
      g_auto (GStrv) values = hangar_xml_get_all (doc, enumerations[e].xpath);

      for (guint i = 0; values[i] != NULL; i++)
        add (self, enumerations[e].kind, enumerations[e].field, values[i], values[i]);
    }
}

/**
 * hangar_hardware_offer_new:
 * @capabilities: (nullable): what the host says of such machines
 *
 * Returns: (transfer full): an offer without the names of other machines
 */
HangarHardwareOffer *
hangar_hardware_offer_new (const char *capabilities)
{
  HangarHardwareOffer *self = g_atomic_rc_box_new0 (HangarHardwareOffer);
  g_autoptr (HangarXml) doc = capabilities != NULL ? hangar_xml_new (capabilities, NULL) : NULL;

  self->choices = g_ptr_array_new_with_free_func (choice_free);
  if (doc != NULL)
    {
      add_cpu_models (self, doc);
      add_enumerations (self, doc);
    }
  return self;
}

/**
 * hangar_hardware_offer_ref:
 * @self: an offer
 *
 * Returns: (transfer full): the same
 */
HangarHardwareOffer *
hangar_hardware_offer_ref (HangarHardwareOffer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
offer_clear (gpointer data)
{
  HangarHardwareOffer *self = data;

  g_ptr_array_unref (self->choices);
  g_clear_pointer (&self->uses, g_ptr_array_unref);
}

/**
 * hangar_hardware_offer_unref:
 * @self: (transfer full): an offer
 */
void
hangar_hardware_offer_unref (HangarHardwareOffer *self)
{
  g_atomic_rc_box_release_full (self, offer_clear);
}

/**
 * hangar_hardware_offer_get_choices:
 * @self: an offer
 *
 * Returns: (transfer none) (element-type HangarOfferChoice): values for fields
 */
GPtrArray *
hangar_hardware_offer_get_choices (HangarHardwareOffer *self)
{
  return self->choices;
}

/**
 * hangar_hardware_offer_find_user:
 * @self: an offer
 * @uuid: a machine whose own use does not count
 * @what: in the words of #HangarVirtDeviceUse
 *
 * Returns: (nullable): the name of another machine that has it, one that runs if there is such a one
 */
const char *
hangar_hardware_offer_find_user (HangarHardwareOffer *self, const char *uuid, const char *what)
{
  const char *found = NULL;

  for (guint i = 0; self->uses != NULL && i < self->uses->len; i++)
    {
      const HangarVirtDeviceUse *use = self->uses->pdata[i];

      if (g_str_equal (use->uuid, uuid) || !g_str_equal (use->what, what))
        continue;
      if (use->active)
        return use->name;
      found = use->name;
    }
  return found;
}

/**
 * hangar_hardware_offer_get_cpus:
 * @self: an offer
 *
 * Returns: the processors of the host, 0 when not known
 */
guint
hangar_hardware_offer_get_cpus (HangarHardwareOffer *self)
{
  return self->cpus;
}

/**
 * hangar_hardware_offer_get_memory:
 * @self: an offer
 *
 * Returns: the memory of the host in bytes, 0 when not known
 */
guint64
hangar_hardware_offer_get_memory (HangarHardwareOffer *self)
{
  return self->memory;
}

static const char *
network_in_words (HangarVirtNetworkKind kind)
{
  switch (kind)
    {
    case HANGAR_VIRT_NETWORK_NAT:
      return _ ("reaches the outside, hidden behind the host (NAT)");
    case HANGAR_VIRT_NETWORK_ROUTED:
    case HANGAR_VIRT_NETWORK_OPEN:
      return _ ("routed to the outside");
    case HANGAR_VIRT_NETWORK_ISOLATED:
      return _ ("only between machines and the host");
    case HANGAR_VIRT_NETWORK_BRIDGE:
      return _ ("on the host’s own network");
    case HANGAR_VIRT_NETWORK_OTHER:
    default:
      return _ ("of a special kind");
    }
}

static void
add_networks (HangarHardwareOffer *self, GPtrArray *networks)
{
  for (guint i = 0; i < networks->len; i++)
    {
      const HangarVirtNetwork *network = networks->pdata[i];
      const char *words = network_in_words (network->kind);
      g_autofree char *label = network->active
                                 /* Translators: the name of a network, what it does */
                                 ? g_strdup_printf (_ ("%s: %s"), network->name, words)
                                 /* Translators: the name of a network that is not started, what it does */
                                 : g_strdup_printf (_ ("%s: %s (stopped)"), network->name, words);

      add (self, "interface", "network", network->name, label);
    }
}

static void
add_interfaces (HangarHardwareOffer *self, const char *const *names)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      add (self, "interface", "bridge", names[i], names[i]);
      add (self, "interface", "device", names[i], names[i]);
    }
}

static guint64
sum_memory (HangarXml *doc)
{
  g_auto (GStrv) cells = hangar_xml_find (doc, "/capabilities/host/topology/cells/cell/memory");
  guint64 sum = 0;

  for (guint i = 0; cells[i] != NULL; i++)
    sum += hangar_xml_get_size (doc, cells[i]);
  return sum;
}

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *capabilities = hangar_virt_device_offer_for (connection, data, NULL);
  HangarHardwareOffer *self = hangar_hardware_offer_new (capabilities);
  g_autoptr (HangarVirtOffer) host = NULL;

  self->uses = hangar_virt_device_uses (connection, cancellable, NULL);
  if (!g_cancellable_is_cancelled (cancellable))
    host = hangar_virt_offer_new (connection, FALSE, NULL);
  if (host != NULL)
    {
      g_autoptr (HangarXml) doc = hangar_xml_new (host->capabilities, NULL);

      add_networks (self, host->networks);
      add_interfaces (self, (const char *const *) host->interfaces);
      if (doc != NULL)
        {
          self->cpus = hangar_xml_count (doc, "/capabilities/host/topology/cells/cell/cpus/cpu");
          self->memory = sum_memory (doc);
        }
    }
  return self;
}

/**
 * hangar_hardware_offer_load_async:
 * @domain: a machine
 * @xml: its definition
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks the machine's host. What a hypervisor cannot tell is left out.
 */
void
hangar_hardware_offer_load_async (HangarDomain *domain, const char *xml, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, load_run, g_strdup (xml), g_free,
                                (GDestroyNotify) hangar_hardware_offer_unref };

  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_hardware_offer_load_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the offer
 */
HangarHardwareOffer *
hangar_hardware_offer_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}
