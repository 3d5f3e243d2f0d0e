/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine gets where the user chose nothing: it follows from the system, the medium and the host. */

#include "model/guest-spec-private.h"

/* VirtualBox has no more, and neither has a PC the places for them. */
#define MOST_NICS 8

/* What the machine was in another program comes before what its system would like; where it makes no sense,
 * it counts as not told. */
static const HangarAppliance *
known_appliance (HangarGuestSpec *self)
{
  return self->way == HANGAR_GUEST_WAY_IMPORT ? self->appliance : NULL;
}

static void
suggest_name (HangarGuestSpec *self)
{
  const HangarAppliance *appliance = known_appliance (self);
  g_autofree char *name = NULL;

  if (self->chosen & HANGAR_GUEST_CHOSEN_NAME)
    return;
  if (appliance != NULL && hangar_guest_name_problem (appliance->name) == NULL)
    name = g_strdup (appliance->name);
  else
    name = hangar_os_suggest_name (self->os);
  g_free (self->name);
  self->name = hangar_guest_name_make_unique (name, self->domains);
}

/* Half of a small host at most: what is recommended for the guest must not starve whoever else works there.
 */
static guint64
suggest_memory (HangarGuestSpec *self)
{
  guint64 wanted = hangar_os_get_recommended (self->os)->memory;
  guint64 least = hangar_os_get_minimum (self->os)->memory;
  guint64 usual = self->defaults.memory;
  guint64 half = self->host != NULL ? hangar_guest_host_get_memory (self->host) / 2 : 0;
  const HangarAppliance *appliance = known_appliance (self);

  if (appliance != NULL && appliance->memory > 0)
    return appliance->memory;
  if (usual > 0)
    return MAX (usual, least);
  if (half > 0 && wanted > half)
    wanted = MAX (half & ~(HANGAR_GUEST_MIB - 1), least);
  return wanted;
}

static guint
suggest_vcpus (HangarGuestSpec *self)
{
  guint wanted = hangar_os_get_recommended (self->os)->vcpus;
  guint there = self->host != NULL ? hangar_guest_host_get_cpus (self->host) : 0;
  const HangarAppliance *appliance = known_appliance (self);

  if (appliance != NULL && appliance->vcpus > 0)
    return appliance->vcpus;
  return there > 0 ? MIN (wanted, there) : wanted;
}

static void
suggest_network (HangarGuestSpec *self)
{
  GPtrArray *networks = self->host != NULL ? hangar_guest_host_get_networks (self->host) : NULL;
  const HangarAppliance *appliance = known_appliance (self);
  const HangarVirtNetwork *best = NULL;

  if (self->chosen & HANGAR_GUEST_CHOSEN_NETWORK)
    return;
  for (guint i = 0; networks != NULL && i < networks->len; i++)
    {
      const HangarVirtNetwork *network = g_ptr_array_index (networks, i);

      if (best == NULL || g_str_equal (network->name, "default") || (network->active && !best->active))
        best = network;
      if (g_str_equal (network->name, "default"))
        break;
    }
  g_clear_pointer (&self->network_source, g_free);
  if (appliance != NULL && appliance->nics == 0)
    {
      self->network = HANGAR_GUEST_NETWORK_NONE;
      return;
    }
  if (best == NULL || hangar_guest_host_is_session (self->host))
    {
      self->network = HANGAR_GUEST_NETWORK_USER;
      return;
    }
  self->network = HANGAR_GUEST_NETWORK_VIRTUAL;
  self->network_source = g_strdup (best->name);
}

static const char *
suggest_chipset (HangarGuestSpec *self)
{
  const char *architecture = self->architecture;

  if (self->host == NULL || architecture == NULL)
    return NULL;
  if (hangar_guest_host_has_chipset (self->host, architecture, "q35"))
    return hangar_os_supports (self->os, HANGAR_OS_SUPPORT_Q35) ? "q35" : "pc";
  if (hangar_guest_host_has_chipset (self->host, architecture, "virt"))
    return "virt";
  return NULL;
}

static HangarGuestFirmware
suggest_firmware (HangarGuestSpec *self)
{
  const HangarAppliance *appliance = known_appliance (self);

  if (appliance != NULL && appliance->uefi)
    return HANGAR_GUEST_FIRMWARE_UEFI;
  if (g_strcmp0 (self->architecture, "aarch64") == 0)
    return HANGAR_GUEST_FIRMWARE_UEFI;
  if (hangar_os_needs (self->os, HANGAR_OS_NEEDS_SECURE_BOOT))
    return HANGAR_GUEST_FIRMWARE_UEFI_SECURE;
  if (hangar_os_needs (self->os, HANGAR_OS_NEEDS_UEFI))
    return HANGAR_GUEST_FIRMWARE_UEFI;
  if (self->defaults.uefi && self->host != NULL && hangar_guest_host_has_uefi (self->host) &&
      g_strcmp0 (self->chipset, "q35") == 0)
    return HANGAR_GUEST_FIRMWARE_UEFI;
  return HANGAR_GUEST_FIRMWARE_BIOS;
}

/**
 * hangar_guest_spec_follow:
 * @self: a wish
 *
 * Fills in all that the user did not choose.
 */
void
hangar_guest_spec_follow (HangarGuestSpec *self)
{
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_ARCHITECTURE) && self->host != NULL)
    {
      const char *wanted = self->medium_architecture;

      if (wanted == NULL || !hangar_guest_host_has_architecture (self->host, wanted))
        wanted = hangar_guest_host_get_architecture (self->host);
      g_free (self->architecture);
      self->architecture = g_strdup (wanted);
    }
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_MEMORY))
    self->memory = suggest_memory (self);
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_VCPUS))
    self->vcpus = suggest_vcpus (self);
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_DISK_SIZE))
    self->disk_size = hangar_os_get_recommended (self->os)->disk;
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_CHIPSET))
    {
      g_free (self->chipset);
      self->chipset = g_strdup (suggest_chipset (self));
    }
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_FIRMWARE))
    self->firmware = suggest_firmware (self);
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_FORMAT) && self->defaults.format != NULL)
    {
      g_free (self->disk_format);
      self->disk_format = g_strdup (self->defaults.format);
    }
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_TPM))
    self->tpm = hangar_os_needs (self->os, HANGAR_OS_NEEDS_TPM);
  if (!(self->chosen & HANGAR_GUEST_CHOSEN_NICS))
    self->nics = known_appliance (self) != NULL ? CLAMP (self->appliance->nics, 1, MOST_NICS) : 1;
  suggest_network (self);
  suggest_name (self);
}
