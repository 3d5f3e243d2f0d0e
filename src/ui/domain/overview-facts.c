/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's definition in words, fact by fact. */

#include "config.h"

#include "ui/domain/overview-facts.h"

#include <glib/gi18n-lib.h>

#include "util/format.h"

/**
 * hangar_fact_free:
 * @fact: (transfer full): a fact
 */
void
hangar_fact_free (HangarFact *fact)
{
  g_free (fact->title);
  g_free (fact->text);
  g_free (fact);
}

static GPtrArray *
facts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_fact_free);
}

/* Takes @text; a fact without one is none. */
static void
take (GPtrArray *facts, const char *title, char *text)
{
  HangarFact *fact;

  if (text == NULL || *text == '\0')
    {
      g_free (text);
      return;
    }
  fact = g_new0 (HangarFact, 1);
  fact->title = g_strdup (title);
  fact->text = text;
  g_ptr_array_add (facts, fact);
}

static void
add (GPtrArray *facts, const char *title, const char *text)
{
  take (facts, title, g_strdup (text));
}

/**
 * hangar_facts_of_machine:
 * @domain: a machine
 * @config: its definition
 * @os_name: (nullable): the name of its operating system
 *
 * Returns: (transfer full) (element-type HangarFact): who it is and how it is
 */
GPtrArray *
hangar_facts_of_machine (HangarDomain *domain, const HangarDomainConfig *config, const char *os_name)
{
  GPtrArray *facts = facts_new ();
  HangarConnection *connection = hangar_domain_get_connection (domain);

  add (facts, _ ("Name"), hangar_domain_get_name (domain));
  add (facts, _ ("Title"), hangar_domain_get_title (domain));
  add (facts, _ ("UUID"), hangar_domain_get_uuid (domain));
  take (facts, _ ("State"), hangar_domain_dup_state_text (domain));
  if (connection != NULL)
    add (facts, _ ("Host"), hangar_connection_get_label (connection));
  add (facts, _ ("Operating system"), os_name != NULL ? os_name : _ ("Unknown"));
  add (facts, _ ("Hypervisor"), config->type);
  add (facts, _ ("Starts with its host"), hangar_domain_get_autostart (domain) ? _ ("Yes") : _ ("No"));
  return facts;
}

static char *
memory_text (const HangarDomainConfig *config)
{
  g_autofree char *current = hangar_format_size (config->current_memory);
  g_autofree char *most = hangar_format_size (config->memory);

  if (config->current_memory == config->memory)
    return g_steal_pointer (&most);
  /* Translators: sizes: what it has now, the most that it can have */
  return g_strdup_printf (_ ("%s, up to %s"), current, most);
}

static char *
processors_text (const HangarDomainConfig *config)
{
  if (config->current_vcpus == config->vcpus)
    return g_strdup_printf ("%u", config->vcpus);
  /* Translators: numbers of processors: how many it has now, the most that it can have */
  return g_strdup_printf (_ ("%u, up to %u"), config->current_vcpus, config->vcpus);
}

/**
 * hangar_facts_of_resources:
 * @config: a definition
 *
 * Returns: (transfer full) (element-type HangarFact): memory, processors, firmware
 */
GPtrArray *
hangar_facts_of_resources (const HangarDomainConfig *config)
{
  GPtrArray *facts = facts_new ();

  take (facts, _ ("Memory"), memory_text (config));
  take (facts, _ ("Processors"), processors_text (config));
  add (facts, _ ("Processor model"), config->cpu);
  add (facts, _ ("Architecture"), config->arch);
  add (facts, _ ("Chipset"), config->machine);
  if (g_strcmp0 (config->os_type, "hvm") == 0)
    add (facts, _ ("Firmware"), config->efi ? _ ("UEFI") : _ ("BIOS"));
  return facts;
}

static const char *
disk_kind (const HangarConfigDisk *disk)
{
  if (g_str_equal (disk->device, "cdrom"))
    return _ ("CD drive");
  if (g_str_equal (disk->device, "floppy"))
    return _ ("Floppy drive");
  return _ ("Disk");
}

static char *
disk_text (const HangarConfigDisk *disk)
{
  GString *text = g_string_new (disk->source != NULL ? disk->source : _ ("empty"));

  if (disk->bus != NULL)
    g_string_append_printf (text, " · %s", disk->bus);
  if (disk->format != NULL && disk->source != NULL)
    g_string_append_printf (text, " · %s", disk->format);
  if (disk->read_only && !g_str_equal (disk->device, "cdrom"))
    g_string_append_printf (text, " · %s", _ ("read-only"));
  if (disk->shareable)
    g_string_append_printf (text, " · %s", _ ("shared with other machines"));
  return g_string_free (text, FALSE);
}

/**
 * hangar_facts_of_disks:
 * @config: a definition
 *
 * Returns: (transfer full) (element-type HangarFact): its drives
 */
GPtrArray *
hangar_facts_of_disks (const HangarDomainConfig *config)
{
  GPtrArray *facts = facts_new ();

  for (guint i = 0; i < config->disks->len; i++)
    {
      const HangarConfigDisk *disk = config->disks->pdata[i];
      /* Translators: a kind of drive and its name in the machine: "Disk vda" */
      g_autofree char *title = g_strdup_printf (_ ("%s %s"), disk_kind (disk), disk->target);

      take (facts, title, disk_text (disk));
    }
  return facts;
}

static char *
nic_source (const HangarConfigNic *nic)
{
  if (g_str_equal (nic->kind, "user"))
    return g_strdup (_ ("User-mode network, through the host’s own connection"));
  if (nic->source == NULL)
    return g_strdup (nic->kind);
  if (g_str_equal (nic->kind, "network"))
    /* Translators: %s is the name of a virtual network */
    return g_strdup_printf (_ ("Virtual network “%s”"), nic->source);
  if (g_str_equal (nic->kind, "bridge"))
    /* Translators: %s is the name of a bridge device */
    return g_strdup_printf (_ ("Bridge %s"), nic->source);
  return g_strdup_printf ("%s %s", nic->kind, nic->source);
}

static char *
nic_text (const HangarConfigNic *nic)
{
  g_autofree char *source = nic_source (nic);
  GString *text = g_string_new (source);

  if (nic->mac != NULL)
    g_string_append_printf (text, " · %s", nic->mac);
  if (nic->model != NULL)
    g_string_append_printf (text, " · %s", nic->model);
  if (nic->target != NULL)
    g_string_append_printf (text, " · %s", nic->target);
  if (nic->unplugged)
    g_string_append_printf (text, " · %s", _ ("unplugged"));
  return g_string_free (text, FALSE);
}

/**
 * hangar_facts_of_nics:
 * @config: a definition
 *
 * Returns: (transfer full) (element-type HangarFact): its network cards
 */
GPtrArray *
hangar_facts_of_nics (const HangarDomainConfig *config)
{
  GPtrArray *facts = facts_new ();

  for (guint i = 0; i < config->nics->len; i++)
    {
      /* Translators: %u is a number: "Network card 1" */
      g_autofree char *title = g_strdup_printf (_ ("Network card %u"), i + 1);

      take (facts, title, nic_text (config->nics->pdata[i]));
    }
  return facts;
}

static char *
graphics_text (const HangarConfigGraphics *graphics)
{
  g_autofree char *kind = g_ascii_strup (graphics->kind, -1);
  GString *text = g_string_new (kind);

  if (graphics->socket != NULL)
    g_string_append_printf (text, " · %s", graphics->socket);
  else if (graphics->port != 0)
    g_string_append_printf (text, " · %s:%u", graphics->address != NULL ? graphics->address : "",
                            graphics->port);
  if (graphics->has_password)
    g_string_append_printf (text, " · %s", _ ("with a password"));
  return g_string_free (text, FALSE);
}

static void
add_characters (GPtrArray *facts, const HangarDomainConfig *config, const char *device, const char *title)
{
  for (guint i = 0; i < config->characters->len; i++)
    {
      const HangarConfigCharacter *character = config->characters->pdata[i];

      if (!g_str_equal (character->device, device))
        continue;
      if (character->target != NULL)
        take (facts, title, g_strdup_printf ("%s · %s", character->target, character->kind));
      else
        add (facts, title, character->kind);
    }
}

/**
 * hangar_facts_of_screens:
 * @config: a definition
 *
 * Returns: (transfer full) (element-type HangarFact): how its screen, its consoles and channels are reached
 */
GPtrArray *
hangar_facts_of_screens (const HangarDomainConfig *config)
{
  GPtrArray *facts = facts_new ();

  for (guint i = 0; i < config->graphics->len; i++)
    take (facts, _ ("Screen"), graphics_text (config->graphics->pdata[i]));
  add_characters (facts, config, "serial", _ ("Serial port"));
  add_characters (facts, config, "parallel", _ ("Parallel port"));
  add_characters (facts, config, "console", _ ("Text console"));
  add_characters (facts, config, "channel", _ ("Channel"));
  return facts;
}

/**
 * hangar_facts_of_notes:
 * @config: a definition
 *
 * Returns: (transfer full) (element-type HangarFact): what its users wrote about it
 */
GPtrArray *
hangar_facts_of_notes (const HangarDomainConfig *config)
{
  GPtrArray *facts = facts_new ();

  add (facts, _ ("Description"), config->description);
  return facts;
}
