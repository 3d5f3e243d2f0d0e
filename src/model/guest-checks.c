/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a wish for a machine possible? One sentence for each field: what stands against it, or what is good to
 * know. */

#include "config.h"

#include "model/guest-spec-private.h"

#include "model/object.h"
#include "util/format.h"

#include <glib/gi18n-lib.h>

/* Less than this no system of the last thirty years starts with; a typing error is likelier. */
#define LEAST_MEMORY (4 * HANGAR_GUEST_MIB)
#define LEAST_DISK HANGAR_GUEST_MIB

/* ext4 with its usual blocks holds no longer files, and a typing error is likelier than such a disk. */
#define MOST_DISK (16 * HANGAR_GUEST_TIB)

static char *
check_host (HangarGuestSpec *self)
{
  if (self->host == NULL)
    return g_strdup (_ ("The host has not answered yet."));
  if (!hangar_guest_host_can_create (self->host))
    return g_strdup (_ ("Machines cannot be created on this kind of host from here."));
  return NULL;
}

static char *
check_way (HangarGuestSpec *self)
{
  g_autofree char *file = self->blocking != NULL ? hangar_guest_spec_dup_needed_file (self) : NULL;

  if (file == NULL || hangar_guest_spec_get_copy_medium (self))
    return NULL;
  /* TRANSLATORS: %s is a folder */
  return g_strdup_printf (_ ("Machines of this host run as another user, who may not enter the folder “%s”."),
                          self->blocking[0]);
}

static char *
check_medium (HangarGuestSpec *self)
{
  if (self->way == HANGAR_GUEST_WAY_IMPORT)
    {
      char *problem = hangar_guest_spec_dup_import_problem (self);

      return problem != NULL ? problem : check_way (self);
    }
  if (self->way != HANGAR_GUEST_WAY_MEDIUM)
    return NULL;
  if (self->medium == NULL)
    return g_strdup (_ ("Choose the disc image to install from."));
  if (self->medium_error != NULL)
    return g_strdup (self->medium_error->message);
  if (self->looking)
    return g_strdup (_ ("Looking what is on the disc…"));
  return check_way (self);
}

static char *
check_memory (HangarGuestSpec *self)
{
  guint64 there = self->host != NULL ? hangar_guest_host_get_memory (self->host) : 0;
  g_autofree char *size = hangar_format_size (there);

  if (self->memory < LEAST_MEMORY)
    return g_strdup (_ ("This is too little memory for any machine."));
  if (there > 0 && self->memory > there)
    /* TRANSLATORS: %s is a size */
    return g_strdup_printf (_ ("The host has only %s of memory."), size);
  return NULL;
}

static char *
check_vcpus (HangarGuestSpec *self)
{
  guint most = self->host != NULL ? hangar_guest_host_get_max_vcpus (self->host) : G_MAXUINT;

  if (self->vcpus == 0)
    return g_strdup (_ ("A machine needs at least one processor."));
  if (self->vcpus > most)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "This host allows at most %u processor.",
                                         "This host allows at most %u processors.", most),
                            most);
  return NULL;
}

static char *
check_pool (HangarGuestSpec *self)
{
  if (self->host == NULL)
    return NULL;
  if (self->pool_uuid != NULL && hangar_guest_spec_get_chosen_pool (self) == NULL)
    return g_strdup (_ ("The storage pool that was chosen is gone. Choose another one."));
  if (hangar_guest_spec_get_pool (self) == NULL)
    {
      g_autofree char *folder = hangar_guest_host_dup_default_folder (self->host);

      if (folder == NULL)
        return g_strdup (_ ("The host has no storage pool for the disk. Create one there first."));
    }
  return NULL;
}

static char *
check_new_disk (HangarGuestSpec *self)
{
  if (self->disk_size < LEAST_DISK)
    return g_strdup (_ ("This is too small for a disk."));
  if (self->disk_size > MOST_DISK)
    return g_strdup (_ ("This is too large for a disk: 16 TiB is the most."));
  return check_pool (self);
}

static char *
check_disk (HangarGuestSpec *self)
{
  if (self->way == HANGAR_GUEST_WAY_IMPORT)
    return hangar_guest_spec_get_import_in_place (self) ? NULL : check_pool (self);
  if (self->storage == HANGAR_GUEST_STORAGE_NEW)
    return check_new_disk (self);
  if (self->storage == HANGAR_GUEST_STORAGE_EXISTING)
    return hangar_guest_spec_dup_existing_problem (self);
  return NULL;
}

/**
 * hangar_guest_spec_is_network_stopped:
 * @self: a wish
 *
 * Returns: whether its virtual network is stopped
 */
gboolean
hangar_guest_spec_is_network_stopped (HangarGuestSpec *self)
{
  GPtrArray *networks = self->host != NULL ? hangar_guest_host_get_networks (self->host) : NULL;

  for (guint i = 0; self->network == HANGAR_GUEST_NETWORK_VIRTUAL && networks != NULL && i < networks->len;
       i++)
    {
      const HangarVirtNetwork *network = g_ptr_array_index (networks, i);

      if (g_strcmp0 (network->name, self->network_source) == 0)
        return !network->active;
    }
  return FALSE;
}

/**
 * hangar_guest_spec_needs_network_start:
 * @self: a wish
 *
 * Returns: whether its virtual network is stopped and to be started with the machine
 */
gboolean
hangar_guest_spec_needs_network_start (HangarGuestSpec *self)
{
  return !self->leave_network && hangar_guest_spec_is_network_stopped (self);
}

static char *
check_network (HangarGuestSpec *self)
{
  if (self->network == HANGAR_GUEST_NETWORK_NONE && self->way == HANGAR_GUEST_WAY_NETWORK)
    return g_strdup (_ ("A machine that starts from the network needs a network."));
  if (self->network > HANGAR_GUEST_NETWORK_USER &&
      (self->network_source == NULL || *self->network_source == '\0'))
    return g_strdup (_ ("Choose the network."));
  if (self->leave_network && hangar_guest_spec_is_network_stopped (self))
    return g_strdup (_ ("This network is stopped: have it started, or choose another one."));
  return NULL;
}

static char *
check_firmware (HangarGuestSpec *self)
{
  if (self->host == NULL ||
      g_strcmp0 (self->architecture, hangar_guest_host_get_architecture (self->host)) != 0)
    return NULL;
  if (self->firmware != HANGAR_GUEST_FIRMWARE_BIOS && !hangar_guest_host_has_uefi (self->host))
    return g_strdup (_ ("This host has no UEFI firmware. Install the package “ovmf” there."));
  if (self->firmware == HANGAR_GUEST_FIRMWARE_UEFI_SECURE && !hangar_guest_host_has_secure_boot (self->host))
    return g_strdup (_ ("This host’s UEFI firmware cannot do secure boot."));
  if (self->firmware == HANGAR_GUEST_FIRMWARE_UEFI_SECURE && g_strcmp0 (self->chipset, "q35") != 0)
    return g_strdup (_ ("Secure boot needs the chipset Q35."));
  if (self->tpm && !hangar_guest_host_has_tpm (self->host))
    return g_strdup (_ ("This host cannot give a machine a TPM. Install the package “swtpm” there."));
  return NULL;
}

/* What an earlier try defined before its host was lost is no other machine. */
static gboolean
is_name_taken (HangarGuestSpec *self)
{
  guint n = self->domains != NULL ? g_list_model_get_n_items (self->domains) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarObject) domain = g_list_model_get_item (self->domains, i);

      if (g_strcmp0 (hangar_object_get_name (domain), self->name) == 0 &&
          g_strcmp0 (hangar_object_get_uuid (domain), self->uuid) != 0)
        return TRUE;
    }
  return FALSE;
}

static char *
check_name (HangarGuestSpec *self)
{
  const char *problem = hangar_guest_name_problem (self->name);

  if (problem != NULL)
    return g_strdup (problem);
  if (is_name_taken (self))
    return g_strdup (_ ("Another machine on this host has that name already."));
  return NULL;
}

/**
 * hangar_guest_spec_dup_problem:
 * @self: a wish
 * @field: a question
 *
 * Returns: (transfer full) (nullable): the sentence that says why the answer will not do
 */
char *
hangar_guest_spec_dup_problem (HangarGuestSpec *self, HangarGuestField field)
{
  static char *(*const checks[]) (HangarGuestSpec *) = {
    [HANGAR_GUEST_FIELD_HOST] = check_host,         [HANGAR_GUEST_FIELD_MEDIUM] = check_medium,
    [HANGAR_GUEST_FIELD_MEMORY] = check_memory,     [HANGAR_GUEST_FIELD_VCPUS] = check_vcpus,
    [HANGAR_GUEST_FIELD_DISK] = check_disk,         [HANGAR_GUEST_FIELD_NETWORK] = check_network,
    [HANGAR_GUEST_FIELD_FIRMWARE] = check_firmware, [HANGAR_GUEST_FIELD_NAME] = check_name,
  };

  g_return_val_if_fail (field < HANGAR_GUEST_N_FIELDS, NULL);
  return checks[field] != NULL ? checks[field](self) : NULL;
}

/**
 * hangar_guest_spec_is_answered:
 * @self: a wish
 * @field: a question
 *
 * What was not answered yet is asked for, not blamed.
 *
 * Returns: whether there is an answer to be judged
 */
gboolean
hangar_guest_spec_is_answered (HangarGuestSpec *self, HangarGuestField field)
{
  if (field == HANGAR_GUEST_FIELD_HOST)
    return self->host != NULL;
  if (field == HANGAR_GUEST_FIELD_MEDIUM && self->way == HANGAR_GUEST_WAY_MEDIUM)
    return self->medium != NULL && !self->looking;
  if (field == HANGAR_GUEST_FIELD_MEDIUM && self->way == HANGAR_GUEST_WAY_IMPORT)
    return self->import_path != NULL && !self->import_looking;
  if (field == HANGAR_GUEST_FIELD_DISK && self->storage == HANGAR_GUEST_STORAGE_EXISTING)
    return self->existing_path != NULL && !self->existing_looking;
  return TRUE;
}

static char *
check_definition (HangarGuestSpec *self)
{
  if (hangar_guest_spec_is_definition_stale (self))
    return g_strdup (
      _ ("Answers were changed after the definition was: look at it again, or drop its changes."));
  return NULL;
}

/**
 * hangar_guest_spec_dup_first_problem:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): why the machine cannot be made yet
 */
char *
hangar_guest_spec_dup_first_problem (HangarGuestSpec *self)
{
  for (int field = 0; field < HANGAR_GUEST_N_FIELDS; field++)
    {
      char *problem = hangar_guest_spec_dup_problem (self, (HangarGuestField) field);

      if (problem != NULL)
        return problem;
    }
  return check_definition (self);
}

static char *
advise_speed (HangarGuestSpec *self)
{
  if (self->host == NULL)
    return NULL;
  switch (hangar_guest_host_get_speed (self->host, self->architecture))
    {
    case HANGAR_GUEST_SPEED_NO_CPU:
      return g_strdup (_ (
        "This host’s processor does not offer virtualisation (VT-x or AMD-V), or it is switched off in the "
        "firmware. The machine will run in software: it works, but slowly."));
    case HANGAR_GUEST_SPEED_NO_KVM:
      return g_strdup (
        _ ("KVM is not available on this host: its module is not loaded, or you may not use /dev/kvm. The "
           "machine will run in software: it works, but slowly."));
    case HANGAR_GUEST_SPEED_FOREIGN:
      return g_strdup (
        _ ("The machine has another kind of processor than the host. It will run in software: it works, but "
           "slowly."));
    case HANGAR_GUEST_SPEED_HARDWARE:
    case HANGAR_GUEST_SPEED_OTHER:
    default:
      return NULL;
    }
}

static char *
advise_medium (HangarGuestSpec *self)
{
  if (self->way == HANGAR_GUEST_WAY_IMPORT)
    return hangar_guest_spec_dup_import_advice (self);
  if (self->way != HANGAR_GUEST_WAY_MEDIUM || self->medium == NULL || self->looking ||
      self->medium_error != NULL)
    return NULL;
  if (self->host != NULL && !hangar_guest_host_is_local (self->host))
    return g_strdup (_ ("The host is another computer: the file must be there, at the same place."));
  if (!self->medium_is_disc)
    return g_strdup (
      _ ("This does not look like the image of a CD or DVD. The machine may not start from it."));
  if (!self->medium_is_bootable)
    return g_strdup (_ ("A machine cannot start from this disc: it has no boot record."));
  return NULL;
}

static char *
advise_os (HangarGuestSpec *self)
{
  if (hangar_os_is_end_of_life (self->os))
    return g_strdup (_ ("Its maker no longer looks after this system."));
  if (hangar_os_is_unknown (self->os) && self->medium != NULL && !self->looking)
    return g_strdup (
      _ ("Not recognised. Choose the system or the one nearest to it, and the machine will fit it better."));
  return NULL;
}

static char *
advise_memory (HangarGuestSpec *self)
{
  guint64 least = hangar_os_get_minimum (self->os)->memory;
  guint64 left = self->host != NULL ? hangar_guest_host_get_free_memory (self->host) : 0;
  g_autofree char *least_text = hangar_format_size (least);
  g_autofree char *left_text = hangar_format_size (left);

  if (self->memory < least)
    /* TRANSLATORS: the first %s is an operating system, the second a size */
    return g_strdup_printf (_ ("%s needs at least %s."), hangar_os_get_name (self->os), least_text);
  if (left > 0 && self->memory > left)
    /* TRANSLATORS: %s is a size */
    return g_strdup_printf (
      _ ("The host has %s left at the moment: it will slow down if the machine uses more."), left_text);
  return NULL;
}

static char *
advise_vcpus (HangarGuestSpec *self)
{
  guint there = self->host != NULL ? hangar_guest_host_get_cpus (self->host) : 0;
  guint least = hangar_os_get_minimum (self->os)->vcpus;

  if (self->vcpus < least)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The system needs at least %u processor.",
                                         "The system needs at least %u processors.", least),
                            least);
  if (there > 0 && self->vcpus > there)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "The host has only %u: more make the machine slower, not faster.",
                   "The host has only %u: more make the machine slower, not faster.", there),
      there);
  return NULL;
}

static char *
advise_existing (HangarGuestSpec *self)
{
  if (self->existing_users != NULL)
    /* TRANSLATORS: %s are names of machines */
    return g_strdup_printf (_ ("In use by: %s. Two machines that write to one disk destroy what is on it."),
                            self->existing_users);
  if (self->way == HANGAR_GUEST_WAY_MEDIUM && self->existing_path != NULL)
    return g_strdup (_ ("The installation may erase what is on this disk."));
  return NULL;
}

static char *
advise_disk (HangarGuestSpec *self)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (self);
  guint64 least = hangar_os_get_minimum (self->os)->disk;
  g_autofree char *least_text = hangar_format_size (least);
  g_autofree char *left_text = hangar_format_size (pool != NULL ? pool->available : 0);

  if (self->way != HANGAR_GUEST_WAY_IMPORT && self->storage == HANGAR_GUEST_STORAGE_NONE)
    return NULL;
  if (self->way != HANGAR_GUEST_WAY_IMPORT && self->storage == HANGAR_GUEST_STORAGE_EXISTING)
    return advise_existing (self);
  if (self->way != HANGAR_GUEST_WAY_IMPORT && self->disk_size < least)
    return g_strdup_printf (_ ("%s needs at least %s."), hangar_os_get_name (self->os), least_text);
  if (hangar_guest_spec_is_larger_than_free (self))
    /* TRANSLATORS: %s is a size */
    return g_strdup_printf (
      _ ("Only %s are free there. The disk takes space as it fills; when there is no more, the machine is "
         "paused."),
      left_text);
  return NULL;
}

static char *
advise_network (HangarGuestSpec *self)
{
  if (hangar_guest_spec_needs_network_start (self))
    return g_strdup (_ ("This network is stopped. It will be started with the machine."));
  return NULL;
}

/**
 * hangar_guest_spec_dup_advice:
 * @self: a wish
 * @field: a question
 *
 * Returns: (transfer full) (nullable): a sentence that is good to know and stands against nothing
 */
char *
hangar_guest_spec_dup_advice (HangarGuestSpec *self, HangarGuestField field)
{
  static char *(*const advisers[]) (HangarGuestSpec *) = {
    [HANGAR_GUEST_FIELD_HOST] = advise_speed,      [HANGAR_GUEST_FIELD_MEDIUM] = advise_medium,
    [HANGAR_GUEST_FIELD_OS] = advise_os,           [HANGAR_GUEST_FIELD_MEMORY] = advise_memory,
    [HANGAR_GUEST_FIELD_VCPUS] = advise_vcpus,     [HANGAR_GUEST_FIELD_DISK] = advise_disk,
    [HANGAR_GUEST_FIELD_NETWORK] = advise_network, [HANGAR_GUEST_FIELD_NAME] = NULL,
  };

  g_return_val_if_fail (field < HANGAR_GUEST_N_FIELDS, NULL);
  return advisers[field] != NULL ? advisers[field](self) : NULL;
}
