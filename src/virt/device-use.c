/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which domains have what only one of them should have, and what a domain of a certain kind can have.
 * Everything here blocks: worker threads only. */

#include "virt/device-use.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <stdlib.h>

/**
 * hangar_virt_device_use_free:
 * @use: (transfer full): a use
 */
void
hangar_virt_device_use_free (HangarVirtDeviceUse *use)
{
  g_free (use->name);
  g_free (use->what);
  g_free (use);
}

typedef char *(*Describe) (HangarXml *doc, const char *path);

static char *
get_below (HangarXml *doc, const char *path, const char *relative)
{
  g_autofree char *xpath = g_strconcat (path, "/", relative, NULL);

  return hangar_xml_get (doc, xpath);
}

static char *
describe_plain (HangarXml *doc, const char *path, const char *relative, const char *prefix)
{
  g_autofree char *value = get_below (doc, path, relative);
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, -1) : NULL;

  return lower != NULL && *lower != '\0' ? g_strconcat (prefix, " ", lower, NULL) : NULL;
}

static char *
describe_mac (HangarXml *doc, const char *path)
{
  return describe_plain (doc, path, "mac/@address", "mac");
}

static char *
describe_mdev (HangarXml *doc, const char *path)
{
  return describe_plain (doc, path, "source/address/@uuid", "mdev");
}

/* Paths are as they are written: a link to another one's disk is not seen here. */
static char *
describe_disk (HangarXml *doc, const char *path)
{
  g_autofree char *source = get_below (doc, path, "source/@*[name()='file' or name()='dev']");

  return source != NULL && *source != '\0' ? g_strconcat ("disk ", source, NULL) : NULL;
}

static char *
describe_vsock (HangarXml *doc, const char *path)
{
  return describe_plain (doc, path, "cid[not(@auto='yes')]/@address", "vsock");
}

/* Numbers are written in several ways: 0x1d6b, 7531. */
static guint64
number_below (HangarXml *doc, const char *path, const char *relative)
{
  g_autofree char *text = get_below (doc, path, relative);

  return text != NULL ? g_ascii_strtoull (text, NULL, 0) : 0;
}

static char *
describe_usb (HangarXml *doc, const char *path)
{
  guint vendor = (guint) number_below (doc, path, "source/vendor/@id");
  guint product = (guint) number_below (doc, path, "source/product/@id");

  return vendor != 0 ? g_strdup_printf ("usb %04x:%04x", vendor & 0xffff, product & 0xffff) : NULL;
}

static char *
describe_pci (HangarXml *doc, const char *path)
{
  g_autofree char *bus = get_below (doc, path, "source/address/@bus");

  if (bus == NULL)
    return NULL;
  return g_strdup_printf ("pci %04x:%02x:%02x.%x",
                          (guint) number_below (doc, path, "source/address/@domain") & 0xffff,
                          (guint) number_below (doc, path, "source/address/@bus") & 0xff,
                          (guint) number_below (doc, path, "source/address/@slot") & 0xff,
                          (guint) number_below (doc, path, "source/address/@function") & 0xf);
}

static const struct
{
  const char *xpath;
  Describe describe;
} things[] = {
  { "//interface", describe_mac },
  { "//hostdev[@type='usb']", describe_usb },
  { "//hostdev[@type='pci'] | //interface[@type='hostdev']", describe_pci },
  { "//hostdev[@type='mdev']", describe_mdev },
  { "//vsock", describe_vsock },
  { "//disk[not(@device='cdrom') and not(@device='floppy') and not(readonly) and not(shareable)]",
    describe_disk },
};

/**
 * hangar_virt_device_use_of_xml:
 * @doc: a definition, or one device
 *
 * Returns: (transfer full): what it uses, in the words of #HangarVirtDeviceUse
 */
GStrv
hangar_virt_device_use_of_xml (HangarXml *doc)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (things); i++)
    {
      g_auto (GStrv) paths = hangar_xml_find (doc, things[i].xpath);

      for (guint n = 0; paths[n] != NULL; n++)
        {
          g_autofree char *what = things[i].describe (doc, paths[n]);

          if (what != NULL)
            g_strv_builder_add (builder, what);
        }
    }
  return g_strv_builder_end (builder);
}

static void
add_domain (GPtrArray *uses, virDomainPtr domain)
{
  gboolean active = virDomainIsActive (domain) == 1;
  char *text = virDomainGetXMLDesc (domain, 0);
  g_autoptr (HangarXml) doc = text != NULL ? hangar_xml_new (text, NULL) : NULL;
  g_auto (GStrv) all = doc != NULL ? hangar_virt_device_use_of_xml (doc) : NULL;

  free (text);
  for (guint i = 0; all != NULL && all[i] != NULL; i++)
    {
      HangarVirtDeviceUse *use = g_new0 (HangarVirtDeviceUse, 1);

      virDomainGetUUIDString (domain, use->uuid);
      use->name = g_utf8_make_valid (virDomainGetName (domain), -1);
      use->active = active;
      use->what = g_strdup (all[i]);
      g_ptr_array_add (uses, use);
    }
}

/**
 * hangar_virt_device_uses:
 * @connection: an open connection
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtDeviceUse): what the domains of a host have
 */
GPtrArray *
hangar_virt_device_uses (GVirConnection *connection, GCancellable *cancellable, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  virDomainPtr *domains = NULL;
  GPtrArray *uses;
  int n = virConnectListAllDomains (handle, &domains, 0);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  uses = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_device_use_free);
  for (int i = 0; i < n; i++)
    {
      if (!g_cancellable_is_cancelled (cancellable))
        add_domain (uses, domains[i]);
      virDomainFree (domains[i]);
    }
  free (domains);
  return uses;
}

/**
 * hangar_virt_device_offer_for:
 * @connection: an open connection
 * @xml: a definition
 * @error: return location
 *
 * Asks the host what a domain of that emulator, architecture and chipset can have.
 *
 * Returns: (transfer full) (nullable): its domain capabilities
 */
char *
hangar_virt_device_offer_for (GVirConnection *connection, const char *xml, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);
  g_autofree char *type = NULL, *arch = NULL, *machine = NULL, *emulator = NULL;
  char *text, *copy;

  if (doc == NULL)
    return NULL;
  type = hangar_xml_get (doc, "/domain/@type");
  arch = hangar_xml_get (doc, "/domain/os/type/@arch");
  machine = hangar_xml_get (doc, "/domain/os/type/@machine");
  emulator = hangar_xml_get (doc, "/domain/devices/emulator");
  text = virConnectGetDomainCapabilities (handle, emulator, arch, machine, type, 0);
  if (text == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  copy = g_strdup (text);
  free (text);
  return copy;
}
