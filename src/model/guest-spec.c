/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user wants of a new machine. What was not chosen follows from the system and the host. */

#include "config.h"

#include "model/guest-spec-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (HangarGuestSpec, hangar_guest_spec, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed (HangarGuestSpec *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
follow (HangarGuestSpec *self)
{
  hangar_guest_spec_follow (self);
  changed (self);
}

static void
set_os (HangarGuestSpec *self, HangarOs *os, gboolean detected)
{
  self->os_detected = detected;
  g_set_object (&self->os, os);
}

static void
hangar_guest_spec_finalize (GObject *object)
{
  HangarGuestSpec *self = HANGAR_GUEST_SPEC (object);

  g_clear_object (&self->host);
  g_clear_object (&self->domains);
  g_clear_object (&self->os);
  g_clear_error (&self->medium_error);
  g_free (self->medium);
  g_free (self->medium_architecture);
  g_free (self->drivers);
  g_strfreev (self->blocking);
  g_free (self->import_path);
  g_clear_pointer (&self->import_image, hangar_image_header_free);
  g_clear_pointer (&self->appliance, hangar_appliance_free);
  g_clear_error (&self->import_error);
  g_free (self->disk_format);
  g_free (self->pool_uuid);
  g_free (self->existing_path);
  g_free (self->existing_format);
  hangar_guest_defaults_clear (&self->defaults);
  g_free (self->existing_users);
  g_clear_error (&self->existing_error);
  g_free (self->uuid);
  g_free (self->definition);
  g_free (self->definition_was);
  g_free (self->network_source);
  g_free (self->architecture);
  g_free (self->chipset);
  g_free (self->name);
  G_OBJECT_CLASS (hangar_guest_spec_parent_class)->finalize (object);
}

static void
hangar_guest_spec_class_init (HangarGuestSpecClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_guest_spec_finalize;

  /**
   * HangarGuestSpec::changed:
   *
   * Something of it is another than before, or what was found out meanwhile changes what can be said of it.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HANGAR_TYPE_GUEST_SPEC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_guest_spec_init (HangarGuestSpec *self)
{
  self->os = hangar_os_new_unknown ();
  self->disk_format = g_strdup ("qcow2");
  self->uuid = g_uuid_string_random ();
  follow (self);
}

/**
 * hangar_guest_spec_new:
 *
 * Returns: (transfer full): a wish for a machine, nothing chosen yet
 */
HangarGuestSpec *
hangar_guest_spec_new (void)
{
  return g_object_new (HANGAR_TYPE_GUEST_SPEC, NULL);
}

/**
 * hangar_guest_spec_set_defaults:
 * @self: a wish
 * @defaults: what the machine gets unless something else is chosen
 */
void
hangar_guest_spec_set_defaults (HangarGuestSpec *self, const HangarGuestDefaults *defaults)
{
  hangar_guest_defaults_clear (&self->defaults);
  self->defaults = *defaults;
  self->defaults.format = g_strdup (defaults->format);
  self->defaults.pool = g_strdup (defaults->pool);
  self->defaults.cpu = g_strdup (defaults->cpu);
  follow (self);
}

/**
 * hangar_guest_spec_set_host:
 * @self: a wish
 * @host: (nullable): where the machine is to be made; %NULL while it is asked
 * @domains: (nullable): the machines that are there already
 */
void
hangar_guest_spec_set_host (HangarGuestSpec *self, HangarGuestHost *host, GListModel *domains)
{
  g_set_object (&self->host, host);
  g_set_object (&self->domains, domains);
  follow (self);
}

/**
 * hangar_guest_spec_get_host:
 * @self: a wish
 *
 * Returns: (transfer none) (nullable): where the machine is to be made
 */
HangarGuestHost *
hangar_guest_spec_get_host (HangarGuestSpec *self)
{
  return self->host;
}

/**
 * hangar_guest_spec_set_way:
 * @self: a wish
 * @way: what the machine starts from
 */
void
hangar_guest_spec_set_way (HangarGuestSpec *self, HangarGuestWay way)
{
  self->way = way;
  follow (self);
}

/**
 * hangar_guest_spec_get_way:
 * @self: a wish
 *
 * Returns: what the machine starts from
 */
HangarGuestWay
hangar_guest_spec_get_way (HangarGuestSpec *self)
{
  return self->way;
}

/**
 * hangar_guest_spec_set_medium:
 * @self: a wish
 * @path: (nullable): the disc image or drive to install from
 * @is_device: whether it is a drive
 *
 * Takes a medium; what is on it is told by hangar_guest_spec_set_medium_found().
 */
void
hangar_guest_spec_set_medium (HangarGuestSpec *self, const char *path, gboolean is_device)
{
  char *copy = g_strdup (path);

  g_free (self->medium);
  self->medium = copy;
  self->medium_is_device = is_device;
  self->copy_medium = FALSE;
  self->looking = path != NULL;
  self->medium_is_disc = TRUE;
  self->medium_is_bootable = TRUE;
  g_clear_error (&self->medium_error);
  g_clear_pointer (&self->medium_architecture, g_free);
  follow (self);
}

/**
 * hangar_guest_spec_set_medium_found:
 * @self: a wish
 * @found: (nullable): what is on the medium
 * @error: (nullable): why it cannot be used
 */
void
hangar_guest_spec_set_medium_found (HangarGuestSpec *self, const HangarOsMedia *found, const GError *error)
{
  self->looking = FALSE;
  if (error != NULL)
    {
      g_clear_error (&self->medium_error);
      self->medium_error = g_error_copy (error);
    }
  if (found != NULL)
    {
      self->medium_is_disc = found->is_disc;
      self->medium_is_bootable = found->is_bootable;
      g_free (self->medium_architecture);
      self->medium_architecture = g_strdup (found->architecture);
      if (found->os != NULL && !(self->chosen & HANGAR_GUEST_CHOSEN_OS))
        set_os (self, found->os, TRUE);
    }
  follow (self);
}

/**
 * hangar_guest_spec_get_medium:
 * @self: a wish
 *
 * Returns: (nullable): the disc image or drive to install from
 */
const char *
hangar_guest_spec_get_medium (HangarGuestSpec *self)
{
  return self->medium;
}

/**
 * hangar_guest_spec_is_looking:
 * @self: a wish
 *
 * Returns: whether it is not known yet what is on the medium
 */
gboolean
hangar_guest_spec_is_looking (HangarGuestSpec *self)
{
  return self->looking;
}

/**
 * hangar_guest_spec_set_copy_medium:
 * @self: a wish
 * @copy: whether the medium is copied into the host's storage pool, where its machines can reach it
 */
void
hangar_guest_spec_set_copy_medium (HangarGuestSpec *self, gboolean copy)
{
  self->copy_medium = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_copy_medium:
 * @self: a wish
 *
 * Returns: whether the medium is copied into the host's storage pool
 */
gboolean
hangar_guest_spec_get_copy_medium (HangarGuestSpec *self)
{
  return self->copy_medium && self->way == HANGAR_GUEST_WAY_MEDIUM && self->medium != NULL &&
         !self->medium_is_device;
}

/**
 * hangar_guest_spec_set_drivers:
 * @self: a wish
 * @path: (nullable): a disc image with drivers, for a second drive
 */
void
hangar_guest_spec_set_drivers (HangarGuestSpec *self, const char *path)
{
  char *copy = g_strdup (path);

  g_free (self->drivers);
  self->drivers = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_drivers:
 * @self: a wish
 *
 * Returns: (nullable): the disc image with drivers, for a second drive
 */
const char *
hangar_guest_spec_get_drivers (HangarGuestSpec *self)
{
  return self->drivers;
}

/**
 * hangar_guest_spec_wants_drivers:
 * @self: a wish
 *
 * Returns: whether its system is installed and comes without drivers for virtio
 */
gboolean
hangar_guest_spec_wants_drivers (HangarGuestSpec *self)
{
  return self->way == HANGAR_GUEST_WAY_MEDIUM && hangar_os_get_family (self->os) == HANGAR_OS_FAMILY_WINDOWS;
}

/**
 * hangar_guest_spec_set_os:
 * @self: a wish
 * @os: a system
 * @by_user: whether the user chose it, so that no detection changes it any more
 */
void
hangar_guest_spec_set_os (HangarGuestSpec *self, HangarOs *os, gboolean by_user)
{
  if (by_user)
    self->chosen |= HANGAR_GUEST_CHOSEN_OS;
  set_os (self, os, !by_user);
  follow (self);
}

/**
 * hangar_guest_spec_get_os:
 * @self: a wish
 *
 * Returns: (transfer none): the system
 */
HangarOs *
hangar_guest_spec_get_os (HangarGuestSpec *self)
{
  return self->os;
}

/**
 * hangar_guest_spec_is_os_detected:
 * @self: a wish
 *
 * Returns: whether the system was found on the medium rather than chosen
 */
gboolean
hangar_guest_spec_is_os_detected (HangarGuestSpec *self)
{
  return self->os_detected;
}

/**
 * hangar_guest_spec_set_memory:
 * @self: a wish
 * @bytes: what the user chose
 */
void
hangar_guest_spec_set_memory (HangarGuestSpec *self, guint64 bytes)
{
  if (self->memory == bytes)
    return;
  self->chosen |= HANGAR_GUEST_CHOSEN_MEMORY;
  self->memory = bytes;
  changed (self);
}

/**
 * hangar_guest_spec_get_memory:
 * @self: a wish
 *
 * Returns: bytes
 */
guint64
hangar_guest_spec_get_memory (HangarGuestSpec *self)
{
  return self->memory;
}

/**
 * hangar_guest_spec_set_vcpus:
 * @self: a wish
 * @vcpus: what the user chose
 */
void
hangar_guest_spec_set_vcpus (HangarGuestSpec *self, guint vcpus)
{
  if (self->vcpus == vcpus)
    return;
  self->chosen |= HANGAR_GUEST_CHOSEN_VCPUS;
  self->vcpus = vcpus;
  changed (self);
}

/**
 * hangar_guest_spec_get_vcpus:
 * @self: a wish
 *
 * Returns: virtual processors
 */
guint
hangar_guest_spec_get_vcpus (HangarGuestSpec *self)
{
  return self->vcpus;
}

/**
 * hangar_guest_spec_set_network:
 * @self: a wish
 * @network: how the machine is connected
 * @source: (nullable): the network's, bridge's or card's name
 */
void
hangar_guest_spec_set_network (HangarGuestSpec *self, HangarGuestNetwork network, const char *source)
{
  char *copy = g_strdup (source);

  self->chosen |= HANGAR_GUEST_CHOSEN_NETWORK;
  self->network = network;
  g_free (self->network_source);
  self->network_source = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_network:
 * @self: a wish
 * @source: (out) (optional) (nullable) (transfer none): the network's, bridge's or card's name
 *
 * Returns: how the machine is to be connected
 */
HangarGuestNetwork
hangar_guest_spec_get_network (HangarGuestSpec *self, const char **source)
{
  if (source != NULL)
    *source = self->network_source;
  return self->network;
}

/**
 * hangar_guest_spec_set_nics:
 * @self: a wish
 * @nics: how many network cards the user wants
 */
void
hangar_guest_spec_set_nics (HangarGuestSpec *self, guint nics)
{
  if (self->nics == nics)
    return;
  self->chosen |= HANGAR_GUEST_CHOSEN_NICS;
  self->nics = nics;
  changed (self);
}

/**
 * hangar_guest_spec_get_nics:
 * @self: a wish
 *
 * Returns: how many network cards it gets, all of them on the same network
 */
guint
hangar_guest_spec_get_nics (HangarGuestSpec *self)
{
  return self->nics;
}

/**
 * hangar_guest_spec_set_start_network:
 * @self: a wish
 * @start: whether a stopped virtual network is started with the machine
 */
void
hangar_guest_spec_set_start_network (HangarGuestSpec *self, gboolean start)
{
  self->leave_network = !start;
  changed (self);
}

/**
 * hangar_guest_spec_get_start_network:
 * @self: a wish
 *
 * Returns: whether a stopped virtual network is started with the machine
 */
gboolean
hangar_guest_spec_get_start_network (HangarGuestSpec *self)
{
  return !self->leave_network;
}

/**
 * hangar_guest_spec_set_firmware:
 * @self: a wish
 * @firmware: what the user chose
 */
void
hangar_guest_spec_set_firmware (HangarGuestSpec *self, HangarGuestFirmware firmware)
{
  self->chosen |= HANGAR_GUEST_CHOSEN_FIRMWARE;
  self->firmware = firmware;
  changed (self);
}

/**
 * hangar_guest_spec_get_firmware:
 * @self: a wish
 *
 * Returns: the firmware
 */
HangarGuestFirmware
hangar_guest_spec_get_firmware (HangarGuestSpec *self)
{
  return self->firmware;
}

/**
 * hangar_guest_spec_set_tpm:
 * @self: a wish
 * @tpm: whether the user wants a TPM
 */
void
hangar_guest_spec_set_tpm (HangarGuestSpec *self, gboolean tpm)
{
  self->chosen |= HANGAR_GUEST_CHOSEN_TPM;
  self->tpm = tpm;
  changed (self);
}

/**
 * hangar_guest_spec_get_tpm:
 * @self: a wish
 *
 * Returns: whether it gets a TPM
 */
gboolean
hangar_guest_spec_get_tpm (HangarGuestSpec *self)
{
  return self->tpm;
}

/**
 * hangar_guest_spec_set_architecture:
 * @self: a wish
 * @architecture: libvirt's name of it
 */
void
hangar_guest_spec_set_architecture (HangarGuestSpec *self, const char *architecture)
{
  char *copy = g_strdup (architecture);

  self->chosen |= HANGAR_GUEST_CHOSEN_ARCHITECTURE;
  self->chosen &= ~HANGAR_GUEST_CHOSEN_CHIPSET;
  g_free (self->architecture);
  self->architecture = copy;
  follow (self);
}

/**
 * hangar_guest_spec_get_architecture:
 * @self: a wish
 *
 * Returns: (nullable): libvirt's name of its architecture
 */
const char *
hangar_guest_spec_get_architecture (HangarGuestSpec *self)
{
  return self->architecture;
}

/**
 * hangar_guest_spec_set_chipset:
 * @self: a wish
 * @chipset: (nullable): "q35", "pc", "virt"…
 */
void
hangar_guest_spec_set_chipset (HangarGuestSpec *self, const char *chipset)
{
  char *copy = g_strdup (chipset);

  self->chosen |= HANGAR_GUEST_CHOSEN_CHIPSET;
  g_free (self->chipset);
  self->chipset = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_chipset:
 * @self: a wish
 *
 * Returns: (nullable): its chipset
 */
const char *
hangar_guest_spec_get_chipset (HangarGuestSpec *self)
{
  return self->chipset;
}

/**
 * hangar_guest_spec_set_emulated:
 * @self: a wish
 * @emulated: whether to do without KVM although it works
 */
void
hangar_guest_spec_set_emulated (HangarGuestSpec *self, gboolean emulated)
{
  self->emulated = emulated;
  changed (self);
}

/**
 * hangar_guest_spec_get_emulated:
 * @self: a wish
 *
 * Returns: whether to do without KVM although it works
 */
gboolean
hangar_guest_spec_get_emulated (HangarGuestSpec *self)
{
  return self->emulated;
}

/**
 * hangar_guest_spec_set_name:
 * @self: a wish
 * @name: what the user typed; no suggestion replaces it any more
 */
void
hangar_guest_spec_set_name (HangarGuestSpec *self, const char *name)
{
  char *copy;

  if (g_strcmp0 (self->name, name) == 0)
    return;
  copy = g_strdup (name);
  self->chosen |= HANGAR_GUEST_CHOSEN_NAME;
  g_free (self->name);
  self->name = copy;
  changed (self);
}

/**
 * hangar_guest_spec_get_name:
 * @self: a wish
 *
 * Returns: (nullable): its name
 */
const char *
hangar_guest_spec_get_name (HangarGuestSpec *self)
{
  return self->name;
}

static HangarGuestBoot
boot_of_way (HangarGuestSpec *self)
{
  if (self->way == HANGAR_GUEST_WAY_NETWORK)
    return HANGAR_GUEST_BOOT_NETWORK;
  if (self->way == HANGAR_GUEST_WAY_MEDIUM && self->storage == HANGAR_GUEST_STORAGE_EXISTING)
    return HANGAR_GUEST_BOOT_MEDIUM;
  return HANGAR_GUEST_BOOT_DISK;
}

/**
 * hangar_guest_spec_make_plan:
 * @self: a wish without problems
 *
 * Returns: (transfer full): the plan of the machine; a new disk is not in it, because nobody knows its path
 * before it is made
 */
HangarGuestPlan *
hangar_guest_spec_make_plan (HangarGuestSpec *self)
{
  HangarGuestPlan *plan = hangar_guest_plan_new (self->os);
  const char *type = hangar_guest_host_get_domain_type (self->host, self->architecture);

  plan->name = g_strdup (self->name);
  plan->uuid = g_strdup (self->uuid);
  plan->domain_type = g_strdup (self->emulated && g_str_equal (type, "kvm") ? "qemu" : type);
  plan->architecture = g_strdup (self->architecture);
  plan->chipset = g_strdup (self->chipset);
  plan->memory = self->memory;
  plan->vcpus = self->vcpus;
  plan->firmware = self->firmware;
  plan->tpm = self->tpm;
  plan->boot = boot_of_way (self);
  plan->network = self->network;
  plan->network_source = g_strdup (self->network_source);
  plan->nics = self->nics;
  plan->spice = self->defaults.spice && hangar_guest_host_has_spice (self->host);
  if (g_strcmp0 (self->defaults.cpu, "host-passthrough") != 0)
    plan->cpu = g_strdup (self->defaults.cpu);
  plan->drivers = g_strdup (hangar_guest_spec_wants_drivers (self) ? self->drivers : NULL);
  plan->display =
    hangar_guest_host_is_local (self->host) ? HANGAR_GUEST_DISPLAY_PRIVATE : HANGAR_GUEST_DISPLAY_LOOPBACK;
  if (self->way == HANGAR_GUEST_WAY_MEDIUM)
    {
      plan->medium = g_strdup (self->medium);
      plan->medium_is_device = self->medium_is_device;
    }
  if (self->way == HANGAR_GUEST_WAY_IMPORT)
    {
      if (hangar_guest_spec_get_import_in_place (self))
        hangar_guest_plan_add_disk (plan, self->import_image->path, self->import_image->format);
      return plan;
    }
  if (self->storage == HANGAR_GUEST_STORAGE_EXISTING && self->existing_path != NULL)
    hangar_guest_plan_add_disk (plan, self->existing_path, self->existing_format)->is_block =
      self->existing_is_block;
  return plan;
}
