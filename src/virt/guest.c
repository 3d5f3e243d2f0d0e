/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Hangar notes in the definitions of machines that it made, and what follows from it. */

#include "virt/guest.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/file-copy.h"
#include "virt/image-use.h"
#include "virt/xml.h"

#include <stdlib.h>

#define INSTALL "/*/*[local-name()='install']"

static HangarXml *
get_note (virDomainPtr domain)
{
  char *text = virDomainGetMetadata (domain, VIR_DOMAIN_METADATA_ELEMENT, HANGAR_GUEST_METADATA_URI,
                                     VIR_DOMAIN_AFFECT_CONFIG);
  HangarXml *note = text != NULL ? hangar_xml_new (text, NULL) : NULL;

  free (text);
  return note;
}

static gboolean
set_note (virDomainPtr domain, HangarXml *note, GError **error)
{
  g_autofree char *text = hangar_xml_to_string (note);

  if (virDomainSetMetadata (domain, VIR_DOMAIN_METADATA_ELEMENT, text, "hangar", HANGAR_GUEST_METADATA_URI,
                            VIR_DOMAIN_AFFECT_CONFIG) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_guest_mark_started:
 * @connection: an open connection
 * @uuid: a domain that Hangar made
 * @error: return location
 *
 * Notes that its installation began: from now on, being off means that the medium has done its duty.
 *
 * Returns: whether it was noted; a domain without an installation is fine too
 */
gboolean
hangar_virt_guest_mark_started (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (HangarXml) note = domain != NULL ? get_note (domain) : NULL;

  if (domain == NULL)
    return FALSE;
  if (note == NULL || !hangar_xml_set (note, INSTALL "/@state", "started"))
    return TRUE;
  return set_note (domain, note, error);
}

/* The drive with that medium, as it is to be: empty. What libvirt says of it else stays. */
static char *
make_empty_drive (HangarXml *definition, const char *medium)
{
  guint n = hangar_xml_count (definition, "/domain/devices/disk[@device='cdrom']");

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *drive = g_strdup_printf ("/domain/devices/disk[@device='cdrom'][%u]", i);
      g_autofree char *file_path = g_strconcat (drive, "/source/@file", NULL);
      g_autofree char *source_path = g_strconcat (drive, "/source", NULL);
      g_autofree char *file = hangar_xml_get (definition, file_path);

      if (g_strcmp0 (file, medium) != 0)
        continue;
      hangar_xml_remove (definition, source_path);
      return hangar_xml_dump (definition, drive);
    }
  return NULL;
}

static gboolean
eject (virDomainPtr domain, const char *medium, GError **error)
{
  char *text = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
  g_autoptr (HangarXml) definition = hangar_xml_new (text, error);
  g_autofree char *drive = definition != NULL ? make_empty_drive (definition, medium) : NULL;

  free (text);
  /* Taken out by somebody else already. */
  if (drive == NULL)
    return definition != NULL;
  if (virDomainUpdateDeviceFlags (domain, drive, VIR_DOMAIN_AFFECT_CONFIG) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_guest_finish_install:
 * @connection: an open connection
 * @uuid: a domain that is off
 * @error: return location
 *
 * Takes the installation medium out of a machine whose installation began and that was switched off since.
 * Does nothing to other domains, nor to one that runs.
 *
 * Returns: whether nothing went wrong
 */
gboolean
hangar_virt_guest_finish_install (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (HangarXml) note = domain != NULL ? get_note (domain) : NULL;
  g_autofree char *state = note != NULL ? hangar_xml_get (note, INSTALL "/@state") : NULL;
  g_autofree char *medium = note != NULL ? hangar_xml_get (note, INSTALL "/@medium") : NULL;

  if (domain == NULL)
    return FALSE;
  if (g_strcmp0 (state, "started") != 0 || medium == NULL || virDomainIsActive (domain) != 0)
    return TRUE;
  if (!eject (domain, medium, error))
    return FALSE;
  hangar_xml_remove (note, INSTALL);
  return set_note (domain, note, error);
}

/**
 * hangar_virt_guest_set_template:
 * @connection: an open connection
 * @uuid: a domain
 * @template: whether it is a template
 * @error: return location
 *
 * Notes that a domain is there to be cloned and not to be started. What else is noted stays.
 *
 * Returns: whether it was noted
 */
gboolean
hangar_virt_guest_set_template (GVirConnection *connection, const char *uuid, gboolean template,
                                GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (HangarXml) note = domain != NULL ? get_note (domain) : NULL;

  if (domain == NULL)
    return FALSE;
  if (note == NULL)
    note = hangar_xml_new ("<machine/>", NULL);
  hangar_xml_put (note, "/*/@template", template ? "yes" : NULL);
  return set_note (domain, note, error);
}

/**
 * hangar_virt_guest_list_own_disks:
 * @connection: an open connection
 * @uuid: a domain
 * @error: return location
 *
 * Returns: (transfer full) (nullable): paths of the disks that Hangar made for this domain and that it still
 * has
 */
GStrv
hangar_virt_guest_list_own_disks (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (HangarXml) note = domain != NULL ? get_note (domain) : NULL;
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (HangarXml) definition = NULL;
  g_auto (GStrv) made = NULL;
  g_auto (GStrv) has = NULL;
  char *text;

  if (domain == NULL)
    return NULL;
  text = virDomainGetXMLDesc (domain, VIR_DOMAIN_XML_INACTIVE);
  definition = hangar_xml_new (text, NULL);
  free (text);
  if (note == NULL || definition == NULL)
    return g_strv_builder_end (paths);
  made = hangar_xml_get_all (note, "/*/*[local-name()='disk']/@path");
  has = hangar_xml_get_all (definition, "/domain/devices/disk/source/@*");
  for (guint i = 0; made[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) has, made[i]))
      g_strv_builder_add (paths, made[i]);
  return g_strv_builder_end (paths);
}

/**
 * hangar_virt_guest_is_there:
 * @connection: an open connection
 * @uuid: a domain
 *
 * Returns: whether the host has it
 */
gboolean
hangar_virt_guest_is_there (GVirConnection *connection, const char *uuid)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, NULL);

  return domain != NULL;
}

static gboolean
is_used (GPtrArray *uses, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (g_str_equal (use->path, path) || g_strcmp0 (use->real, path) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
undefine_if_off (virConnectPtr handle, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = virDomainLookupByUUIDString (handle, uuid);

  if (domain == NULL)
    return TRUE;
  if (virDomainIsActive (domain) == 1)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "the machine is running");
      return FALSE;
    }
  if (virDomainUndefineFlags (domain, VIR_DOMAIN_UNDEFINE_NVRAM) == 0 || virDomainUndefine (domain) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_guest_remove_unfinished:
 * @connection: an open connection
 * @uuid: the domain that was to be made; it may not exist
 * @volumes: paths of volumes that were made for it; they may not exist
 * @local: whether the host's files are this computer's
 * @error: return location
 *
 * Removes what an interrupted creation left. A machine that runs, and a volume that another machine uses by
 * now, stay.
 *
 * Returns: whether nothing is left that could be removed
 */
gboolean
hangar_virt_guest_remove_unfinished (GVirConnection *connection, const char *uuid, GStrv volumes,
                                     gboolean local, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (GPtrArray) uses = NULL;

  if (!undefine_if_off (handle, uuid, error))
    return FALSE;
  /* Its disks may be in a pool by name, or below those of others. */
  uses = hangar_virt_image_uses (connection, local, NULL, error);
  if (uses == NULL)
    return FALSE;
  for (guint i = 0; volumes[i] != NULL; i++)
    if (!is_used (uses, volumes[i]) && !hangar_virt_file_delete (connection, volumes[i], error))
      return FALSE;
  return TRUE;
}
