/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host's own devices that can be given to a machine. Everything here blocks: worker threads only. */

#include "virt/node-device.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <stdlib.h>

/* USB class of hubs, PCI class of bridges: nobody gives those away. */
#define USB_HUB_CLASS "0x09"
#define PCI_BRIDGE_CLASS "0x06"

/**
 * hangar_virt_node_device_free:
 * @device: (transfer full): a device of the host
 */
void
hangar_virt_node_device_free (HangarVirtNodeDevice *device)
{
  g_free (device->name);
  g_free (device->title);
  g_free (device->kind);
  g_free (device->xml);
  g_free (device->driver);
  g_free (device);
}

static char *
usb_xml (HangarXml *doc)
{
  g_autoptr (HangarXml) hostdev = hangar_xml_new ("<hostdev mode='subsystem' type='usb'/>", NULL);
  g_autofree char *vendor = hangar_xml_get (doc, "/device/capability/vendor/@id");
  g_autofree char *product = hangar_xml_get (doc, "/device/capability/product/@id");

  if (vendor == NULL || product == NULL)
    return NULL;
  hangar_xml_put (hostdev, "/hostdev/source/vendor/@id", vendor);
  hangar_xml_put (hostdev, "/hostdev/source/product/@id", product);
  return hangar_xml_to_string (hostdev);
}

static char *
pci_xml (HangarXml *doc)
{
  static const char *const parts[] = { "domain", "bus", "slot", "function" };
  static const char *const forms[] = { "0x%04x", "0x%02x", "0x%02x", "0x%x" };
  g_autoptr (HangarXml) hostdev =
    hangar_xml_new ("<hostdev mode='subsystem' type='pci' managed='yes'/>", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_strconcat ("/device/capability/", parts[i], NULL);
      g_autofree char *to = g_strconcat ("/hostdev/source/address/@", parts[i], NULL);
      g_autofree char *text = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      text = g_strdup_printf (forms[i], (guint) hangar_xml_get_uint (doc, from));
#pragma GCC diagnostic pop
      hangar_xml_put (hostdev, to, text);
    }
  return hangar_xml_to_string (hostdev);
}

static char *
mdev_xml (HangarXml *doc)
{
  g_autoptr (HangarXml) hostdev =
    hangar_xml_new ("<hostdev mode='subsystem' type='mdev' model='vfio-pci'/>", NULL);
  g_autofree char *uuid = hangar_xml_get (doc, "/device/capability/uuid");

  if (uuid == NULL)
    return NULL;
  hangar_xml_put (hostdev, "/hostdev/source/address/@uuid", uuid);
  return hangar_xml_to_string (hostdev);
}

static char *
make_title (HangarXml *doc, const char *name)
{
  g_autofree char *vendor = hangar_xml_get (doc, "/device/capability/vendor");
  g_autofree char *product = hangar_xml_get (doc, "/device/capability/product");
  g_autofree char *title =
    g_strdup_printf ("%s %s", vendor != NULL ? vendor : "", product != NULL ? product : "");

  g_strstrip (title);
  return g_utf8_make_valid (*title != '\0' ? title : name, -1);
}

/**
 * hangar_virt_node_device_new_from_xml:
 * @xml: libvirt's description of a device of the host
 *
 * Returns: (transfer full) (nullable): the device; %NULL when no machine can have it
 */
HangarVirtNodeDevice *
hangar_virt_node_device_new_from_xml (const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autoptr (HangarVirtNodeDevice) device = g_new0 (HangarVirtNodeDevice, 1);
  g_autofree char *type = doc != NULL ? hangar_xml_get (doc, "/device/capability/@type") : NULL;
  g_autofree char *class = doc != NULL ? hangar_xml_get (doc, "/device/capability/class") : NULL;

  if (type == NULL)
    return NULL;
  if (g_str_equal (type, "usb_device") && g_strcmp0 (class, USB_HUB_CLASS) != 0)
    device->xml = usb_xml (doc);
  else if (g_str_equal (type, "pci") && (class == NULL || !g_str_has_prefix (class, PCI_BRIDGE_CLASS)))
    device->xml = pci_xml (doc);
  else if (g_str_equal (type, "mdev"))
    device->xml = mdev_xml (doc);
  if (device->xml == NULL)
    return NULL;

  device->kind = g_strdup (g_str_equal (type, "usb_device") ? "usb" : type);
  device->name = hangar_xml_get (doc, "/device/name");
  device->title = make_title (doc, device->name);
  device->driver = hangar_xml_get (doc, "/device/driver/name");
  device->group = hangar_xml_count (doc, "/device/capability/iommuGroup/@number") > 0
                    ? (int) hangar_xml_get_uint (doc, "/device/capability/iommuGroup/@number")
                    : -1;
  return g_steal_pointer (&device);
}

/**
 * hangar_virt_node_device_list:
 * @connection: an open connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtNodeDevice): what the host can give away
 */
GPtrArray *
hangar_virt_node_device_list (GVirConnection *connection, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  GPtrArray *list = NULL;
  virNodeDevicePtr *devices = NULL;
  int n = virConnectListAllNodeDevices (handle, &devices,
                                        VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV |
                                          VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV |
                                          VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_node_device_free);
  for (int i = 0; i < n; i++)
    {
      char *xml = virNodeDeviceGetXMLDesc (devices[i], 0);
      HangarVirtNodeDevice *device = xml != NULL ? hangar_virt_node_device_new_from_xml (xml) : NULL;

      if (device != NULL)
        g_ptr_array_add (list, device);
      free (xml);
      virNodeDeviceFree (devices[i]);
    }
  free (devices);
  return list;
}
