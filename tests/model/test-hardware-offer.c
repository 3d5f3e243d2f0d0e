/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/hardware-offer, model/host-device and the warnings made from them: what a host has, and who has it.
 */

#include "model/hardware-offer.h"

#include "model/field-check.h"
#include "model/host-device.h"
#include "session-host.h"
#include "virt/device-use.h"

#define MAC "52:54:00:AA:00:07"
#define CARD "<interface type='user'><mac address='" MAC "'/><model type='virtio'/></interface>"

static const char capabilities[] =
  "<domainCapabilities><cpu><mode name='custom' supported='yes'><model usable='no'>Other-v1</model>"
  "<model usable='yes'>qemu64</model></mode></cpu><devices><video supported='yes'><enum name='modelType'>"
  "<value>vga</value><value>bochs</value></enum></video></devices></domainCapabilities>";

static const HangarOfferChoice *
find_choice (HangarHardwareOffer *offer, const char *kind, const char *field, const char *value)
{
  GPtrArray *choices = hangar_hardware_offer_get_choices (offer);

  for (guint i = 0; i < choices->len; i++)
    {
      const HangarOfferChoice *choice = choices->pdata[i];

      if (g_str_equal (choice->kind, kind) && g_str_equal (choice->field, field) &&
          g_str_equal (choice->value, value))
        return choice;
    }
  return NULL;
}

static void
test_choices (void)
{
  g_autoptr (HangarHardwareOffer) offer = hangar_hardware_offer_new (capabilities);
  g_autoptr (HangarHardwareOffer) nothing = hangar_hardware_offer_new (NULL);
  GPtrArray *choices = hangar_hardware_offer_get_choices (offer);

  /* What works comes first; what does not says so. */
  g_assert_cmpstr (((HangarOfferChoice *) choices->pdata[0])->value, ==, "qemu64");
  g_assert_cmpstr (find_choice (offer, "cpu", "model", "qemu64")->label, ==, "qemu64");
  g_assert_cmpstr (find_choice (offer, "cpu", "model", "Other-v1")->label, ==, "Other-v1 (not on this host)");
  g_assert_nonnull (find_choice (offer, "video", "model", "bochs"));
  g_assert_null (find_choice (offer, "video", "model", "qxl"));
  g_assert_cmpuint (hangar_hardware_offer_get_choices (nothing)->len, ==, 0);
}

static void
test_uses_of_xml (void)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (
    "<domain><devices>" CARD "<hostdev type='usb'><source><vendor id='0x046d'/><product id='50475'/></source>"
    "</hostdev><hostdev type='pci'><source><address domain='0' bus='0x3' slot='2' "
    "function='1'/></source></hostdev>"
    "<hostdev type='mdev'><source><address uuid='AB-CD'/></source></hostdev>"
    "<vsock><cid auto='yes' address='4'/></vsock><disk><source file='/P/own'/></disk>"
    "<disk><source file='/p/shared'/><shareable/></disk><disk><source file='/p/read'/><readonly/></disk>"
    "<disk device='cdrom'><source file='/p/disc'/></disk></devices></domain>",
    NULL);
  g_auto (GStrv) uses = hangar_virt_device_use_of_xml (doc);
  g_autofree char *all = g_strjoinv (", ", uses);

  g_assert_cmpstr (all, ==,
                   "mac 52:54:00:aa:00:07, usb 046d:c52b, pci 0000:03:02.1, mdev ab-cd, disk /P/own");
}

static char *
warning (HangarHardwareOffer *offer, const char *xml, const char *kind_id, const char *field_id)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  const HangarDeviceKind *kind = hangar_device_kind_find (kind_id);
  g_auto (GStrv) paths = hangar_xml_find (doc, kind->xpath);

  return hangar_field_warn (doc, paths[0], hangar_device_kind_find_field (kind, field_id), offer);
}

static HangarHardwareOffer *
load (HangarDomain *domain, const char *xml)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HangarHardwareOffer *offer;

  hangar_hardware_offer_load_async (domain, xml, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  offer = hangar_hardware_offer_load_finish (domain, result, &error);
  g_assert_no_error (error);
  return offer;
}

static void
test_others (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *first_xml = session_machine_xml ("first", CARD);
  g_autofree char *second_xml = session_machine_xml ("second", CARD);
  HangarDomain *first = session_define (connection, first_xml),
               *second = session_define (connection, second_xml);
  g_autofree char *xml = session_get_xml (second, TRUE);
  g_autoptr (HangarHardwareOffer) offer = load (second, xml);
  g_autofree char *same = warning (offer, xml, "interface", "mac");
  g_autofree char *few = warning (offer, xml, "cpu", "vcpu");
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *many_xml = NULL, *other_xml = NULL, *many = NULL, *none = NULL;

  g_assert_cmpstr (
    hangar_hardware_offer_find_user (offer, hangar_domain_get_uuid (second), "mac 52:54:00:aa:00:07"), ==,
    "first");
  g_assert_nonnull (strstr (same, "first"));
  g_assert_cmpstr (few, ==, NULL);
  g_assert_nonnull (find_choice (offer, "cpu", "model", "qemu64"));
  g_assert_cmpuint (hangar_hardware_offer_get_cpus (offer), >, 0);
  g_assert_cmpuint (hangar_hardware_offer_get_memory (offer), >, 0);

  hangar_xml_put (doc, "/domain/vcpu", "999");
  hangar_xml_put (doc, "//interface/mac/@address", "52:54:00:aa:00:08");
  many_xml = hangar_xml_to_string (doc);
  many = warning (offer, many_xml, "cpu", "vcpu");
  none = warning (offer, many_xml, "interface", "mac");
  g_assert_nonnull (many);
  g_assert_cmpstr (none, ==, NULL);
  session_forget (first);
  session_forget (second);
  session_close (connection);
}

static HangarDomain *
define_with_disk (HangarConnection *connection, const char *name, const char *path)
{
  g_autofree char *devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/>"
                     "<source file='%s'/><target dev='vda' bus='virtio'/></disk>",
                     path);
  g_autofree char *xml = session_machine_xml (name, devices);

  return session_define (connection, xml);
}

/* A disk that another machine writes to is told at the disk, one of one's own is not. */
static void
test_shared_disk (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *path = session_file ("both.img", 1 << 20), *own = session_file ("own.img", 1 << 20);
  HangarDomain *first = define_with_disk (connection, "one", path),
               *second = define_with_disk (connection, "two", path),
               *third = define_with_disk (connection, "three", own);
  g_autofree char *xml = session_get_xml (second, TRUE), *free_xml = session_get_xml (third, TRUE);
  g_autoptr (HangarHardwareOffer) offer = load (second, xml);
  g_autofree char *told = warning (offer, xml, "disk", "source");
  g_autofree char *none = warning (offer, free_xml, "disk", "source");

  g_assert_nonnull (strstr (told, "“one”"));
  g_assert_cmpstr (none, ==, NULL);
  session_forget (first);
  session_forget (second);
  session_forget (third);
  session_close (connection);
}

/* Whatever the host has, each device has a title and an element that gives it away. */
static void
test_host_devices (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("asks", "");
  HangarDomain *domain = session_define (connection, xml);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  hangar_host_devices_async (domain, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  devices = hangar_host_devices_finish (domain, result, &error);
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    {
      const HangarHostDevice *device = devices->pdata[i];
      g_autoptr (HangarXml) doc = hangar_xml_new (device->xml, NULL);

      g_assert_true (hangar_xml_test (doc, "/hostdev/source"));
      g_assert_cmpstr (device->title, !=, "");
      g_assert_cmpstr (device->user, ==, NULL);
    }
  session_forget (domain);
  session_close (connection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hardware-offer/choices", test_choices);
  g_test_add_func ("/hardware-offer/uses-of-xml", test_uses_of_xml);
  g_test_add_func ("/hardware-offer/others", test_others);
  g_test_add_func ("/hardware-offer/shared-disk", test_shared_disk);
  g_test_add_func ("/hardware-offer/host-devices", test_host_devices);
  return g_test_run ();
}
