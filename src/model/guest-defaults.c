/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine gets where the user chose nothing: it follows from the system, the medium and the host. */

#include "model/guest-spec-private.h"

static void
suggest_name (HangarGuestSpec *self)
{
  g_autofree char *name = NULL;

  if (self->chosen & HANGAR_GUEST_CHOSEN_NAME)
    return;
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

  return there > 0 ? MIN (wanted, there) : wanted;
}

static void
suggest_network (HangarGuestSpec *self)
{
  GPtrArray *networks = self->host != NULL ? hangar_guest_host_get_networks (self->host) : NULL;
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
  suggest_network (self);
  suggest_name (self);
}
