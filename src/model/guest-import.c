/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a wish that says which disk or appliance of another program is to become a machine. */

#include "config.h"

#include "model/guest-spec-private.h"

#include <glib/gi18n-lib.h>

static void
forget (HangarGuestSpec *self)
{
  g_clear_pointer (&self->import_image, hangar_image_header_free);
  g_clear_pointer (&self->appliance, hangar_appliance_free);
  g_clear_error (&self->import_error);
}

static void
changed (HangarGuestSpec *self)
{
  hangar_guest_spec_follow (self);
  g_signal_emit_by_name (self, "changed");
}

/**
 * hangar_guest_spec_set_import:
 * @self: a wish
 * @path: (nullable): a disk image or an appliance
 *
 * Takes a file; what it is, is told by hangar_guest_spec_set_import_found().
 */
void
hangar_guest_spec_set_import (HangarGuestSpec *self, const char *path)
{
  char *copy = g_strdup (path);

  forget (self);
  g_free (self->import_path);
  self->import_path = copy;
  self->import_looking = path != NULL;
  changed (self);
}

/**
 * hangar_guest_spec_set_import_found:
 * @self: a wish
 * @image: (nullable): what the disk image is
 * @appliance: (nullable): what the appliance is
 * @error: (nullable): why it cannot be used
 */
void
hangar_guest_spec_set_import_found (HangarGuestSpec *self, const HangarImageHeader *image,
                                    const HangarAppliance *appliance, const GError *error)
{
  forget (self);
  self->import_looking = FALSE;
  self->import_on_host = FALSE;
  if (image != NULL)
    self->import_image = hangar_image_header_copy (image);
  if (appliance != NULL)
    self->appliance = hangar_appliance_copy (appliance);
  if (error != NULL)
    self->import_error = g_error_copy (error);
  changed (self);
}

/**
 * hangar_guest_spec_set_import_on_host:
 * @self: a wish
 * @image: what the host's daemon says of a disk that it has
 *
 * Takes a disk of the host that nobody here may read. It can only be used where it is.
 */
void
hangar_guest_spec_set_import_on_host (HangarGuestSpec *self, const HangarImageHeader *image)
{
  char *path = g_strdup (image->path);

  forget (self);
  g_free (self->import_path);
  self->import_path = path;
  self->import_looking = FALSE;
  self->import_image = hangar_image_header_copy (image);
  self->import_on_host = TRUE;
  changed (self);
}

/**
 * hangar_guest_spec_get_import:
 * @self: a wish
 *
 * Returns: (nullable): the file that is to be imported
 */
const char *
hangar_guest_spec_get_import (HangarGuestSpec *self)
{
  return self->import_path;
}

/**
 * hangar_guest_spec_is_import_looking:
 * @self: a wish
 *
 * Returns: whether it is not known yet what the file is
 */
gboolean
hangar_guest_spec_is_import_looking (HangarGuestSpec *self)
{
  return self->import_looking;
}

/**
 * hangar_guest_spec_get_import_image:
 * @self: a wish
 *
 * Returns: (nullable): the disk image, when it is one and that is the way
 */
const HangarImageHeader *
hangar_guest_spec_get_import_image (HangarGuestSpec *self)
{
  return self->way == HANGAR_GUEST_WAY_IMPORT ? self->import_image : NULL;
}

/**
 * hangar_guest_spec_get_import_appliance:
 * @self: a wish
 *
 * Returns: (nullable): the appliance, when it is one and that is the way
 */
const HangarAppliance *
hangar_guest_spec_get_import_appliance (HangarGuestSpec *self)
{
  return self->way == HANGAR_GUEST_WAY_IMPORT ? self->appliance : NULL;
}

/**
 * hangar_guest_spec_can_import_in_place:
 * @self: a wish
 *
 * Returns: whether the disk image can be used where it is: only formats that a machine can well work on
 */
gboolean
hangar_guest_spec_can_import_in_place (HangarGuestSpec *self)
{
  if (self->host != NULL && !hangar_guest_host_is_local (self->host) && !self->import_on_host)
    return FALSE;
  return self->import_image != NULL && (g_str_equal (self->import_image->format, "qcow2") ||
                                        g_str_equal (self->import_image->format, "raw"));
}

/**
 * hangar_guest_spec_set_import_in_place:
 * @self: a wish
 * @in_place: whether to use the disk image where it is rather than a copy of it
 */
void
hangar_guest_spec_set_import_in_place (HangarGuestSpec *self, gboolean in_place)
{
  self->in_place = in_place;
  changed (self);
}

/**
 * hangar_guest_spec_get_import_in_place:
 * @self: a wish
 *
 * Returns: whether the disk image is to be used where it is
 */
gboolean
hangar_guest_spec_get_import_in_place (HangarGuestSpec *self)
{
  return (self->in_place || self->import_on_host) && hangar_guest_spec_can_import_in_place (self);
}

/**
 * hangar_guest_spec_set_compress:
 * @self: a wish
 * @compress: whether the copy is to be compressed
 */
void
hangar_guest_spec_set_compress (HangarGuestSpec *self, gboolean compress)
{
  self->compress = compress;
  changed (self);
}

/**
 * hangar_guest_spec_get_compress:
 * @self: a wish
 *
 * Returns: whether the copy is to be compressed
 */
gboolean
hangar_guest_spec_get_compress (HangarGuestSpec *self)
{
  return self->compress;
}

/**
 * hangar_guest_spec_is_os_chosen:
 * @self: a wish
 *
 * Returns: whether the user chose the system, so that nothing that is found out may change it
 */
gboolean
hangar_guest_spec_is_os_chosen (HangarGuestSpec *self)
{
  return (self->chosen & HANGAR_GUEST_CHOSEN_OS) != 0;
}

/**
 * hangar_guest_spec_dup_import_problem:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): what stands against the file that is to be imported
 */
char *
hangar_guest_spec_dup_import_problem (HangarGuestSpec *self)
{
  if (self->import_path == NULL)
    return g_strdup (_ ("Choose the disk or the appliance to import."));
  if (self->import_error != NULL)
    return g_strdup (self->import_error->message);
  if (self->import_looking)
    return g_strdup (_ ("Looking what this file is…"));
  if (self->appliance != NULL && self->appliance->disks->len == 0)
    return g_strdup (_ ("This appliance has no disk."));
  if (self->import_on_host && !hangar_guest_spec_can_import_in_place (self))
    return g_strdup (
      _ ("Only this computer’s own files can be converted; on the host, qcow2 and raw can be used."));
  return NULL;
}

/**
 * hangar_guest_spec_dup_import_advice:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): what is good to know of the import
 */
char *
hangar_guest_spec_dup_import_advice (HangarGuestSpec *self)
{
  if (self->import_image == NULL && self->appliance == NULL)
    return NULL;
  if (hangar_os_get_family (self->os) == HANGAR_OS_FAMILY_WINDOWS)
    return g_strdup (
      _ ("The disk is attached by SATA, because an installed Windows cannot start from virtio without its "
         "driver. Install the virtio drivers in it, then change the disk’s bus."));
  if (hangar_guest_spec_get_import_in_place (self))
    return g_strdup (_ ("The machine will write to this file itself."));
  return NULL;
}
