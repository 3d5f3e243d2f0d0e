/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wish for a machine in words, a sentence or less for each question. */

#include "config.h"

#include "ui/create/spec-text.h"

#include <glib/gi18n.h>

#include "util/format.h"

/**
 * hangar_spec_text_start:
 * @spec: a wish
 *
 * Returns: (transfer full): what the machine starts from
 */
char *
hangar_spec_text_start (HangarGuestSpec *spec)
{
  const char *path;

  switch (hangar_guest_spec_get_way (spec))
    {
    case HANGAR_GUEST_WAY_NETWORK:
      return g_strdup (_ ("The network"));
    case HANGAR_GUEST_WAY_EMPTY:
      return g_strdup (_ ("Nothing yet"));
    case HANGAR_GUEST_WAY_IMPORT:
      path = hangar_guest_spec_get_import (spec);
      break;
    case HANGAR_GUEST_WAY_MEDIUM:
    default:
      path = hangar_guest_spec_get_medium (spec);
    }
  return path != NULL ? g_filename_display_name (path) : g_strdup (_ ("Not chosen yet"));
}

/**
 * hangar_spec_text_size:
 * @spec: a wish
 *
 * Returns: (transfer full): its memory and processors
 */
char *
hangar_spec_text_size (HangarGuestSpec *spec)
{
  guint vcpus = hangar_guest_spec_get_vcpus (spec);
  g_autofree char *memory = hangar_format_size (hangar_guest_spec_get_memory (spec));

  /* TRANSLATORS: %s is the memory's size */
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s of memory, %u processor", "%s of memory, %u processors", vcpus), memory,
    vcpus);
}

static char *
describe_import (HangarGuestSpec *spec)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (spec);
  const char *format = hangar_guest_spec_get_disk_format (spec);

  if (hangar_guest_spec_get_import_in_place (spec))
    return g_strdup (_ ("The disk is used where it is"));
  if (pool == NULL)
    /* TRANSLATORS: %s is a format */
    return g_strdup_printf (_ ("The disk is copied as %s"), format);
  /* TRANSLATORS: a format and the name of a storage pool */
  return g_strdup_printf (_ ("The disk is copied as %s to “%s”"), format, pool->name);
}

/**
 * hangar_spec_text_disk:
 * @spec: a wish
 *
 * Returns: (transfer full): its disk, and the file that will be made for it
 */
char *
hangar_spec_text_disk (HangarGuestSpec *spec)
{
  g_autofree char *size = hangar_format_size (hangar_guest_spec_get_disk_size (spec));
  g_autofree char *path = hangar_guest_spec_dup_planned_path (spec);
  const char *format = hangar_guest_spec_get_disk_format (spec);

  if (hangar_guest_spec_get_way (spec) == HANGAR_GUEST_WAY_IMPORT)
    return describe_import (spec);
  switch (hangar_guest_spec_get_storage (spec))
    {
    case HANGAR_GUEST_STORAGE_NONE:
      return g_strdup (_ ("None"));
    case HANGAR_GUEST_STORAGE_EXISTING:
      return g_strdup (hangar_guest_spec_get_existing_disk (spec) != NULL
                         ? hangar_guest_spec_get_existing_disk (spec)
                         : _ ("Not chosen yet"));
    case HANGAR_GUEST_STORAGE_NEW:
    default:
      if (path == NULL)
        /* TRANSLATORS: a size and a format */
        return g_strdup_printf (_ ("A new one of %s, %s"), size, format);
      /* TRANSLATORS: a size, a format and the file that will be made */
      return g_strdup_printf (_ ("A new one of %s, %s: %s"), size, format, path);
    }
}

static const char *
kind_in_words (HangarVirtNetworkKind kind)
{
  switch (kind)
    {
    case HANGAR_VIRT_NETWORK_NAT:
      return _ ("reaches out through the host");
    case HANGAR_VIRT_NETWORK_ROUTED:
    case HANGAR_VIRT_NETWORK_OPEN:
      return _ ("routed by the host");
    case HANGAR_VIRT_NETWORK_ISOLATED:
      return _ ("machines among themselves");
    case HANGAR_VIRT_NETWORK_BRIDGE:
      return _ ("the host’s own network");
    case HANGAR_VIRT_NETWORK_OTHER:
    default:
      return _ ("special");
    }
}

static char *
describe_virtual (HangarGuestHost *host, const char *name)
{
  GPtrArray *networks = host != NULL ? hangar_guest_host_get_networks (host) : NULL;

  for (guint i = 0; networks != NULL && i < networks->len; i++)
    {
      const HangarVirtNetwork *network = g_ptr_array_index (networks, i);

      if (g_strcmp0 (network->name, name) == 0)
        return g_strdup_printf (
          /* TRANSLATORS: the name of a virtual network, then what kind it is */
          network->active ? _ ("“%s”: %s") : _ ("“%s”: %s (stopped)"), name, kind_in_words (network->kind));
    }
  return g_strdup_printf (_ ("“%s”"), name);
}

/**
 * hangar_spec_text_network:
 * @host: (nullable): the host
 * @network: how a machine is connected
 * @source: (nullable): the network's, bridge's or card's name
 *
 * Returns: (transfer full): the connection in words
 */
char *
hangar_spec_text_network (HangarGuestHost *host, HangarGuestNetwork network, const char *source)
{
  switch (network)
    {
    case HANGAR_GUEST_NETWORK_VIRTUAL:
      return describe_virtual (host, source);
    case HANGAR_GUEST_NETWORK_USER:
      return g_strdup (_ ("User mode: out through the host, nothing comes in"));
    case HANGAR_GUEST_NETWORK_BRIDGE:
      /* TRANSLATORS: %s is a bridge of the host */
      return g_strdup_printf (_ ("The bridge %s: in the host’s own network"), source);
    case HANGAR_GUEST_NETWORK_DIRECT:
      /* TRANSLATORS: %s is a network card of the host */
      return g_strdup_printf (_ ("Directly on %s: seen by all but the host"), source);
    case HANGAR_GUEST_NETWORK_NONE:
    default:
      return g_strdup (_ ("None"));
    }
}

/**
 * hangar_spec_text_advanced:
 * @spec: a wish
 *
 * Returns: (transfer full): its firmware, chipset and architecture
 */
char *
hangar_spec_text_advanced (HangarGuestSpec *spec)
{
  static const char *const firmwares[] = {
    [HANGAR_GUEST_FIRMWARE_BIOS] = N_ ("BIOS"),
    [HANGAR_GUEST_FIRMWARE_UEFI] = N_ ("UEFI"),
    [HANGAR_GUEST_FIRMWARE_UEFI_SECURE] = N_ ("UEFI with secure boot"),
  };
  GString *text = g_string_new (_ (firmwares[hangar_guest_spec_get_firmware (spec)]));

  if (hangar_guest_spec_get_tpm (spec))
    g_string_append_printf (text, ", %s", _ ("TPM"));
  if (hangar_guest_spec_get_chipset (spec) != NULL)
    g_string_append_printf (text, ", %s", hangar_guest_spec_get_chipset (spec));
  if (hangar_guest_spec_get_architecture (spec) != NULL)
    g_string_append_printf (text, ", %s", hangar_guest_spec_get_architecture (spec));
  return g_string_free (text, FALSE);
}
