/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine to be made, as plain values. */

#include "model/guest-plan.h"

#include <string.h>

static void
guest_disk_free (HangarGuestDisk *disk)
{
  g_free (disk->path);
  g_free (disk->format);
  g_free (disk->bus);
  g_free (disk);
}

/**
 * hangar_guest_plan_new:
 * @os: the system
 *
 * Returns: (transfer full): a plan with nothing but the system in it
 */
HangarGuestPlan *
hangar_guest_plan_new (HangarOs *os)
{
  HangarGuestPlan *plan = g_new0 (HangarGuestPlan, 1);

  plan->os = g_object_ref (os);
  plan->disks = g_ptr_array_new_with_free_func ((GDestroyNotify) guest_disk_free);
  return plan;
}

/**
 * hangar_guest_plan_copy:
 * @plan: a plan
 *
 * Returns: (transfer full): an independent copy
 */
HangarGuestPlan *
hangar_guest_plan_copy (const HangarGuestPlan *plan)
{
  HangarGuestPlan *copy = hangar_guest_plan_new (plan->os);

  copy->name = g_strdup (plan->name);
  copy->uuid = g_strdup (plan->uuid);
  copy->domain_type = g_strdup (plan->domain_type);
  copy->architecture = g_strdup (plan->architecture);
  copy->chipset = g_strdup (plan->chipset);
  copy->memory = plan->memory;
  copy->vcpus = plan->vcpus;
  copy->firmware = plan->firmware;
  copy->tpm = plan->tpm;
  copy->medium = g_strdup (plan->medium);
  copy->medium_is_device = plan->medium_is_device;
  copy->drivers = g_strdup (plan->drivers);
  copy->network = plan->network;
  copy->network_source = g_strdup (plan->network_source);
  copy->nics = plan->nics;
  copy->display = plan->display;
  copy->spice = plan->spice;
  copy->cpu = g_strdup (plan->cpu);
  copy->boot = plan->boot;
  for (guint i = 0; i < plan->disks->len; i++)
    {
      const HangarGuestDisk *disk = g_ptr_array_index (plan->disks, i);
      HangarGuestDisk *other = hangar_guest_plan_add_disk (copy, disk->path, disk->format);

      other->is_block = disk->is_block;
      other->bus = g_strdup (disk->bus);
      other->made_here = disk->made_here;
    }
  return copy;
}

/**
 * hangar_guest_plan_free:
 * @plan: (transfer full): a plan
 */
void
hangar_guest_plan_free (HangarGuestPlan *plan)
{
  if (plan == NULL)
    return;
  g_object_unref (plan->os);
  g_ptr_array_unref (plan->disks);
  g_free (plan->name);
  g_free (plan->uuid);
  g_free (plan->domain_type);
  g_free (plan->architecture);
  g_free (plan->chipset);
  g_free (plan->medium);
  g_free (plan->drivers);
  g_free (plan->network_source);
  g_free (plan->cpu);
  g_free (plan);
}

/**
 * hangar_guest_plan_add_disk:
 * @plan: a plan
 * @path: where it is on the host
 * @format: its format
 *
 * Returns: (transfer none): the disk, for what else is to be said of it
 */
HangarGuestDisk *
hangar_guest_plan_add_disk (HangarGuestPlan *plan, const char *path, const char *format)
{
  HangarGuestDisk *disk = g_new0 (HangarGuestDisk, 1);

  disk->path = g_strdup (path);
  disk->format = g_strdup (format);
  g_ptr_array_add (plan->disks, disk);
  return disk;
}

/**
 * hangar_guest_plan_is_x86:
 * @plan: a plan
 *
 * Returns: whether it is a PC
 */
gboolean
hangar_guest_plan_is_x86 (const HangarGuestPlan *plan)
{
  return g_strcmp0 (plan->architecture, "x86_64") == 0 || g_strcmp0 (plan->architecture, "i686") == 0;
}
