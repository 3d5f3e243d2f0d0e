/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing hardware: the order of starting, checks at the field, new devices, devices of the host. */

#include "model/boot-order.h"
#include "model/field-check.h"
#include "model/host-device.h"
#include "model/new-device.h"
#include "virt/node-device.h"

static const char machine[] =
  "<domain type='qemu'><name>x</name><memory unit='MiB'>64</memory><currentMemory "
  "unit='MiB'>32</currentMemory>"
  "<vcpu current='1'>2</vcpu>"
  "<os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/><boot dev='hd'/></os><devices>"
  "<disk><target dev='vda'/></disk><disk device='cdrom'><target dev='sda'/></disk>"
  "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>"
  "<interface type='user'><mac address='52:54:00:00:00:02'/></interface>"
  "<tpm model='tpm-crb'/></devices></domain>";

static char *
order_text (HangarXml *doc)
{
  g_autoptr (GPtrArray) entries = hangar_boot_order_read (doc);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const HangarBootEntry *entry = entries->pdata[i];

      g_string_append_printf (text, "%s%s ", entry->is_on ? "+" : "-", entry->key);
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static void
test_boot_order (void)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
  g_autoptr (GPtrArray) entries = hangar_boot_order_read (doc);
  g_autofree char *before = order_text (doc), *after = NULL;
  HangarBootEntry *last;

  g_assert_cmpstr (before, ==, "+sda +vda -52:54:00:00:00:01 -52:54:00:00:00:02");
  last = g_ptr_array_steal_index (entries, 3);
  last->is_on = TRUE;
  g_ptr_array_insert (entries, 0, last);
  ((HangarBootEntry *) entries->pdata[1])->is_on = FALSE;
  hangar_boot_order_write (doc, entries);
  after = order_text (doc);
  g_assert_cmpstr (after, ==, "+52:54:00:00:00:02 +vda -sda -52:54:00:00:00:01");
  g_assert_cmpuint (hangar_xml_count (doc, "//boot"), ==, 2);
  g_assert_cmpuint (hangar_xml_count (doc, "/domain/os/boot"), ==, 0);
}

static void
test_check (void)
{
  static const struct
  {
    const char *kind, *field, *value;
    gboolean good;
  } cases[] = {
    { "overview", "name", "web 1 😀", TRUE },
    { "overview", "name", "a/b", FALSE },
    { "overview", "name", NULL, FALSE },
    { "overview", "name", "a\nb", FALSE },
    { "overview", "title", "<b>&\"", TRUE },
    { "overview", "title", "a\x01", FALSE },
    { "overview", "description", "a\nb", TRUE },
    { "cpu", "vcpu", "4", TRUE },
    { "cpu", "vcpu", "0", FALSE },
    { "cpu", "vcpu", "-1", FALSE },
    { "cpu", "vcpu", "99999999999999999999", FALSE },
    { "cpu", "current", "3", FALSE },
    { "cpu", "sockets", "2", TRUE },
    { "cpu", "sockets", "3", FALSE },
    { "memory", "current", "67108864", TRUE },
    { "memory", "current", "67108865024", FALSE },
    { "memory", "maximum", "0", FALSE },
    { "interface", "mac", "52:54:00:00:00:03", TRUE },
    { "interface", "mac", "52:54:00:00:00:02", FALSE },
    { "interface", "mac", "53:54:00:00:00:03", FALSE },
    { "interface", "mac", "52:54:00:00:00", FALSE },
    { "interface", "mac", "00:00:00:00:00:00", FALSE },
    { "interface", "mac", NULL, FALSE },
    { "boot", "kernel", "vmlinuz", FALSE },
    { "boot", "kernel", "/boot/vmlinuz", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
      const HangarDeviceKind *kind = hangar_device_kind_find (cases[i].kind);
      const HangarField *field = hangar_device_kind_find_field (kind, cases[i].field);
      g_auto (GStrv) paths = hangar_xml_find (doc, kind->xpath);
      g_autofree char *problem = NULL;

      hangar_field_set (doc, paths[0], field, cases[i].value);
      problem = hangar_field_check (doc, paths[0], field);
      if ((problem == NULL) != cases[i].good)
        g_error ("%s/%s=%s: %s", cases[i].kind, cases[i].field, cases[i].value, problem);
    }
}

/* The host's device twice, and a display without a picture: said at the field. */
static void
test_device_check (void)
{
  static const char address[] = "<hostdev type='pci'><source><address domain='0x0000' bus='0x01' slot='%s' "
                                "function='0x0'/></source></hostdev>";
  g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
  const HangarField *slot = hangar_device_kind_find_field (hangar_device_kind_find ("hostdev-pci"), "slot");
  const HangarField *model = hangar_device_kind_find_field (hangar_device_kind_find ("video"), "model");
  const char *const slots[] = { "0x02", "0x03", "2" };
  const gboolean good[] = { FALSE, TRUE, FALSE };
  g_auto (GStrv) paths = NULL;
  g_autofree char *dark = NULL, *light = NULL, *blind = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *device = g_strdup_printf (address, slots[i]);

      hangar_xml_append (doc, "/domain/devices", device, NULL);
    }
  paths = hangar_xml_find (doc, "//hostdev");
  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autofree char *problem = hangar_field_check (doc, paths[i], slot);

      g_assert_true ((problem == NULL) == good[i]);
    }

  hangar_xml_append (doc, "/domain/devices", "<video><model type='vga'/></video>", NULL);
  hangar_xml_append (doc, "/domain/devices", "<graphics type='vnc'/>", NULL);
  light = hangar_field_warn (doc, "/domain/devices/video", model, NULL);
  hangar_field_set (doc, "/domain/devices/video", model, "none");
  dark = hangar_field_warn (doc, "/domain/devices/video", model, NULL);
  hangar_xml_remove (doc, "//graphics");
  blind = hangar_field_warn (doc, "/domain/devices/video", model, NULL);
  g_assert_cmpstr (light, ==, NULL);
  g_assert_nonnull (dark);
  g_assert_cmpstr (blind, ==, NULL);
}

static void
test_new_device (void)
{
  g_autoptr (HangarXml) base = hangar_xml_new (machine, NULL);

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      g_autoptr (HangarDevice) device = NULL;
      g_autoptr (HangarXml) doc = hangar_new_device_doc (machine, *kind, TRUE, &device);

      g_assert_true ((doc != NULL) == ((*kind)->template != NULL));
      if (doc != NULL)
        g_assert_true (hangar_device_get_kind (device) == *kind);
    }
  g_assert_nonnull (hangar_new_device_refusal (base, hangar_device_kind_find ("tpm")));
  g_assert_null (hangar_new_device_refusal (base, hangar_device_kind_find ("sound")));
}

static void
test_shared_folder (void)
{
  g_autoptr (HangarDevice) device = NULL;
  g_autoptr (HangarXml) doc =
    hangar_new_device_doc (machine, hangar_device_kind_find ("filesystem"), TRUE, &device);

  hangar_new_device_complete (doc, device);
  g_assert_true (hangar_xml_test (doc, "/domain/memoryBacking[source/@type='memfd']/access[@mode='shared']"));
}

static void
test_mac (void)
{
  g_autofree char *one = hangar_mac_new (), *two = hangar_mac_new ();

  g_assert_true (g_str_has_prefix (one, "52:54:00:"));
  g_assert_cmpuint (strlen (one), ==, 17);
  g_assert_cmpstr (one, !=, two);
}

static void
test_host_devices (void)
{
  g_autoptr (HangarVirtNodeDevice) stick = hangar_virt_node_device_new_from_xml (
    "<device><name>usb_1_1</name><driver><name>usb</name></driver><capability "
    "type='usb_device'><bus>1</bus><device>2</device>"
    "<product id='0x5678'>Stick</product><vendor id='0x1234'>Maker</vendor></capability></device>");
  g_autoptr (HangarVirtNodeDevice) card = hangar_virt_node_device_new_from_xml (
    "<device><name>pci_0000_01_00_1</name><capability "
    "type='pci'><class>0x030000</class><domain>0</domain><bus>1</bus>"
    "<slot>0</slot><function>1</function><product id='0x1'/><vendor id='0x2'>V</vendor>"
    "<iommuGroup number='7'/></capability></device>");

  g_assert_cmpstr (stick->title, ==, "Maker Stick");
  g_assert_cmpstr (stick->kind, ==, "usb");
  g_assert_nonnull (strstr (stick->xml, "<vendor id=\"0x1234\"/>"));
  g_assert_cmpint (stick->group, ==, -1);
  g_assert_cmpint (card->group, ==, 7);
  g_assert_nonnull (strstr (card->xml, "bus=\"0x01\" slot=\"0x00\" function=\"0x1\""));
  g_assert_null (hangar_virt_node_device_new_from_xml (
    "<device><name>b</name><capability type='pci'><class>0x060400</class></capability></device>"));
  g_assert_null (hangar_virt_node_device_new_from_xml ("<device/>"));
  g_assert_null (hangar_virt_node_device_new_from_xml ("nothing"));
}

/* By its numbers, however they are written; a device that the host has not is told too. */
static void
test_host_device_found (void)
{
  HangarHostDevice stick = {
    (char *) "usb", (char *) "Maker Stick",
    (char *) "<hostdev type='usb'><source><vendor id='0x1234'/><product id='0x5678'/>"
             "</source></hostdev>",
    NULL, (char *) "web"
  };
  HangarHostDevice card = { (char *) "pci", (char *) "A card",
                            (char *) "<hostdev type='pci'><source><address domain='0x0000' bus='0x01' "
                                     "slot='0x02' function='0x0'/></source></hostdev>",
                            (char *) "A bridge", NULL };
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();
  g_autoptr (HangarXml) doc = hangar_xml_new (
    "<domain><devices><hostdev type='pci'><source><address domain='0' bus='1' slot='2' "
    "function='0'/></source>"
    "</hostdev><hostdev type='usb'><source><vendor id='4660'/><product id='0x5678'/></source></hostdev>"
    "<hostdev type='usb'><source><vendor id='1'/><product id='2'/></source></hostdev></devices></domain>",
    NULL);
  g_autofree char *told = NULL, *shared = NULL, *missing = hangar_host_device_describe (NULL);

  g_ptr_array_add (devices, &stick);
  g_ptr_array_add (devices, &card);
  g_assert_true (hangar_host_devices_find (devices, doc, "/domain/devices/hostdev[1]") == &card);
  g_assert_true (hangar_host_devices_find (devices, doc, "/domain/devices/hostdev[2]") == &stick);
  g_assert_null (hangar_host_devices_find (devices, doc, "/domain/devices/hostdev[3]"));
  told = hangar_host_device_describe (&stick);
  shared = hangar_host_device_describe (&card);
  g_assert_cmpstr (told, ==, "Maker Stick\nThe machine “web” has it too: only one of them can run with it.");
  g_assert_nonnull (strstr (shared, "IOMMU group with: A bridge."));
  g_assert_cmpstr (missing, ==, "The host does not have it now.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-edit/boot-order", test_boot_order);
  g_test_add_func ("/device-edit/check", test_check);
  g_test_add_func ("/device-edit/device-check", test_device_check);
  g_test_add_func ("/device-edit/new-device", test_new_device);
  g_test_add_func ("/device-edit/shared-folder", test_shared_folder);
  g_test_add_func ("/device-edit/mac", test_mac);
  g_test_add_func ("/device-edit/host-devices", test_host_devices);
  g_test_add_func ("/device-edit/host-device-found", test_host_device_found);
  return g_test_run ();
}
