/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a snapshot of a kind cannot be taken of a machine, or cannot be gone back to, in sentences. */

#include "config.h"

#include "model/snapshot-checks.h"

#include <glib/gi18n-lib.h>

/* As libvirt packs its version: internal snapshots with UEFI came with 10.10, going back to external ones
 * with 9.9. */
#define UEFI_VERSION 10010000
#define EXTERNAL_REVERT_VERSION 9009000

static gboolean
has_snapshots (const char *driver)
{
  static const char *const drivers[] = { "QEMU", "TEST", "VBOX", "ESX", "vz", "BHYVE", NULL };

  for (gsize i = 0; drivers[i] != NULL; i++)
    if (g_ascii_strcasecmp (driver, drivers[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Only qcow2 files can hold snapshots; drives that cannot be written need none. */
static const HangarConfigDisk *
find_bad_disk (const HangarDomainConfig *config)
{
  for (guint i = 0; i < config->disks->len; i++)
    {
      const HangarConfigDisk *disk = config->disks->pdata[i];
      gboolean is_disk = g_str_equal (disk->device, "disk") || g_str_equal (disk->device, "lun");

      if (is_disk && !disk->read_only && disk->source != NULL && g_strcmp0 (disk->format, "qcow2") != 0)
        return disk;
    }
  return NULL;
}

static char *
refuse_internal (const HangarDomainConfig *config, const HangarVirtHostFacts *host)
{
  const HangarConfigDisk *disk = find_bad_disk (config);

  if (disk != NULL)
    return g_strdup_printf (
      /* Translators: the name of a disk in its machine, the format of its file */
      _ ("The disk %s is in the format “%s”, which cannot keep snapshots. Only qcow2 disks can."),
      disk->target, disk->format != NULL ? disk->format : "raw");
  if (config->efi && host->libvirt_version < UEFI_VERSION)
    return g_strdup (
      _ ("The machine starts by UEFI, and the libvirt of its host is too old to keep snapshots "
         "inside the disks of such machines (10.10 can)."));
  return NULL;
}

/**
 * hangar_snapshot_refusal:
 * @config: the definition of a machine
 * @host: its host
 * @kind: the kind of snapshot
 *
 * Returns: (transfer full) (nullable): a sentence that says why none of that kind can be taken
 */
char *
hangar_snapshot_refusal (const HangarDomainConfig *config, const HangarVirtHostFacts *host,
                         HangarSnapshotKind kind)
{
  if (!has_snapshots (host->driver))
    /* Translators: %s is the name of a hypervisor, like "LXC" */
    return g_strdup_printf (_ ("Hosts with %s have no snapshots."), host->driver);
  /* The test driver plays every kind on every disk. */
  if (kind != HANGAR_SNAPSHOT_INTERNAL || g_ascii_strcasecmp (host->driver, "QEMU") != 0)
    return NULL;
  return refuse_internal (config, host);
}

/**
 * hangar_snapshot_memory_refusal:
 * @config: the definition of a machine
 * @host: its host
 *
 * Devices of the host that the guest has for itself have a state that nobody can read; those at its USB are
 * plugged out and in again.
 *
 * Returns: (transfer full) (nullable): a sentence that says why the memory of the running machine cannot be
 * kept
 */
char *
hangar_snapshot_memory_refusal (const HangarDomainConfig *config, const HangarVirtHostFacts *host)
{
  if (config->n_passed == 0 || g_ascii_strcasecmp (host->driver, "QEMU") != 0)
    return NULL;
  return g_strdup (_ ("The running machine has a device of the host for itself, and what goes on in that "
                      "cannot be kept. Shut the machine down first, or keep its disks alone, in files of "
                      "their own, without memory."));
}

/**
 * hangar_snapshot_rename_refusal:
 * @host: the host of a machine
 * @kind: the kind of a snapshot
 *
 * Returns: (nullable): a sentence that says why its name cannot be changed
 */
const char *
hangar_snapshot_rename_refusal (const HangarVirtHostFacts *host, HangarSnapshotKind kind)
{
  if (g_ascii_strcasecmp (host->driver, "QEMU") == 0 && kind == HANGAR_SNAPSHOT_EXTERNAL)
    return NULL;
  return _ ("The name cannot be changed: what is kept inside the disks bears it there, and neither libvirt "
            "nor QEMU can give it another one. The description can be changed.");
}

/**
 * hangar_snapshot_revert_refusal:
 * @host: the host of a machine
 * @kind: the kind of a snapshot
 *
 * Returns: (transfer full) (nullable): a sentence that says why the machine cannot go back to it
 */
char *
hangar_snapshot_revert_refusal (const HangarVirtHostFacts *host, HangarSnapshotKind kind)
{
  if (kind == HANGAR_SNAPSHOT_INTERNAL || g_ascii_strcasecmp (host->driver, "QEMU") != 0 ||
      host->libvirt_version >= EXTERNAL_REVERT_VERSION)
    return NULL;
  return g_strdup (_ ("The libvirt of this host is too old to go back to snapshots in files of their own "
                      "(9.9 can). What is in the files is safe."));
}
