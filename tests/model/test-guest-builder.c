/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/guest-builder: golden XML for each family of systems, valid by libvirt's own schema. */

#include "model/guest-builder.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <string.h>

#define GIB (G_GUINT64_CONSTANT (1) << 30)
#define MODERN \
  (HANGAR_OS_SUPPORT_Q35 | HANGAR_OS_SUPPORT_USB_TABLET | HANGAR_OS_SUPPORT_XHCI | HANGAR_OS_SUPPORT_HDA)
#define VIRTIO                                                                                    \
  (HANGAR_OS_SUPPORT_VIRTIO_DISK | HANGAR_OS_SUPPORT_VIRTIO_NET | HANGAR_OS_SUPPORT_VIRTIO_SCSI | \
   HANGAR_OS_SUPPORT_VIRTIO_GPU | HANGAR_OS_SUPPORT_VIRTIO_RNG | HANGAR_OS_SUPPORT_VIRTIO_SERIAL)

static const HangarOsFacts debian = {
  .id = "http://debian.org/debian/11",
  .name = "Debian 11",
  .family = HANGAR_OS_FAMILY_LINUX,
  .support = MODERN | VIRTIO,
};
static const HangarOsFacts fedora = {
  .id = "http://fedoraproject.org/fedora/37",
  .name = "Fedora Linux 37",
  .family = HANGAR_OS_FAMILY_LINUX,
  .support = MODERN | VIRTIO,
};
static const HangarOsFacts windows_10 = {
  .id = "http://microsoft.com/win/10",
  .name = "Microsoft Windows 10",
  .family = HANGAR_OS_FAMILY_WINDOWS,
  .support = MODERN | HANGAR_OS_SUPPORT_E1000E | HANGAR_OS_SUPPORT_E1000,
};
static const HangarOsFacts windows_11 = {
  .id = "http://microsoft.com/win/11",
  .name = "Microsoft Windows 11",
  .family = HANGAR_OS_FAMILY_WINDOWS,
  .support = MODERN | HANGAR_OS_SUPPORT_E1000E | HANGAR_OS_SUPPORT_E1000,
  .needs = HANGAR_OS_NEEDS_UEFI | HANGAR_OS_NEEDS_SECURE_BOOT | HANGAR_OS_NEEDS_TPM,
};
static const HangarOsFacts windows_xp = {
  .id = "http://microsoft.com/win/xp",
  .name = "Microsoft Windows XP",
  .family = HANGAR_OS_FAMILY_WINDOWS,
  .support = HANGAR_OS_SUPPORT_USB_TABLET | HANGAR_OS_SUPPORT_AC97,
};
static const HangarOsFacts freebsd = {
  .id = "http://freebsd.org/freebsd/13.1",
  .name = "FreeBSD 13.1",
  .family = HANGAR_OS_FAMILY_BSD,
  .support = HANGAR_OS_SUPPORT_VIRTIO_DISK | HANGAR_OS_SUPPORT_VIRTIO_NET,
};

typedef struct
{
  const char *name;
  const HangarOsFacts *os; /* NULL: unknown */
  const char *architecture;
  const char *chipset;
  HangarGuestFirmware firmware;
  gboolean tpm;
  gboolean kvm;
} Case;

static const Case cases[] = {
  { "debian-x86_64-bios", &debian, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, FALSE },
  { "debian-x86_64-uefi", &debian, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_UEFI, FALSE, FALSE },
  { "debian-x86_64-kvm", &debian, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, TRUE },
  { "debian-aarch64", &debian, "aarch64", "virt", HANGAR_GUEST_FIRMWARE_UEFI, FALSE, FALSE },
  { "fedora-x86_64-bios", &fedora, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, FALSE },
  { "fedora-x86_64-uefi", &fedora, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_UEFI_SECURE, FALSE, FALSE },
  { "windows-10-bios", &windows_10, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, FALSE },
  { "windows-10-kvm", &windows_10, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_UEFI, FALSE, TRUE },
  { "windows-11", &windows_11, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_UEFI_SECURE, TRUE, FALSE },
  { "windows-xp", &windows_xp, "i686", "pc", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, FALSE },
  { "freebsd", &freebsd, "x86_64", "pc", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, FALSE },
  { "unknown", NULL, "x86_64", "q35", HANGAR_GUEST_FIRMWARE_BIOS, FALSE, FALSE },
};

static HangarGuestPlan *
make_plan (const Case *one)
{
  g_autoptr (HangarOs) os = one->os != NULL ? hangar_os_new (one->os) : hangar_os_new_unknown ();
  HangarGuestPlan *plan = hangar_guest_plan_new (os);

  plan->name = g_strdup (one->name);
  plan->domain_type = g_strdup (one->kvm ? "kvm" : "qemu");
  plan->architecture = g_strdup (one->architecture);
  plan->chipset = g_strdup (one->chipset);
  plan->memory = 2 * GIB;
  plan->vcpus = 2;
  plan->firmware = one->firmware;
  plan->tpm = one->tpm;
  plan->medium = g_strdup ("/srv/iso/installer.iso");
  plan->network = HANGAR_GUEST_NETWORK_USER;
  hangar_guest_plan_add_disk (plan, "/srv/images/disk.qcow2", "qcow2")->made_here = TRUE;
  return plan;
}

static void
assert_valid (const char *text)
{
  xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt (LIBVIRT_SCHEMA);
  xmlRelaxNGPtr schema = xmlRelaxNGParse (parser);
  xmlRelaxNGValidCtxtPtr context;
  xmlDocPtr document = xmlReadMemory (text, (int) strlen (text), NULL, NULL, XML_PARSE_NONET);

  g_assert_nonnull (schema);
  g_assert_nonnull (document);
  context = xmlRelaxNGNewValidCtxt (schema);
  g_assert_cmpint (xmlRelaxNGValidateDoc (context, document), ==, 0);
  xmlRelaxNGFreeValidCtxt (context);
  xmlFreeDoc (document);
  xmlRelaxNGFree (schema);
  xmlRelaxNGFreeParserCtxt (parser);
}

static void
compare_with_golden (const char *name, const char *text)
{
  g_autofree char *base = g_strconcat (name, ".xml", NULL);
  g_autofree char *path =
    g_build_filename (g_getenv ("HANGAR_SOURCE_DIR"), "tests", "data", "golden", "guest", base, NULL);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_autofree char *golden = NULL;

  /* For whoever changes the builder on purpose: write them anew, then read the difference. */
  if (g_getenv ("HANGAR_WRITE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (path, line, -1, NULL));
  g_assert_true (g_file_get_contents (path, &golden, NULL, NULL));
  g_assert_cmpstr (line, ==, golden);
}

static void
test_golden (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (HangarGuestPlan) plan = make_plan (one);
  g_autofree char *text = hangar_guest_build_xml (plan);

  compare_with_golden (one->name, text);
  assert_valid (text);
}

static void
test_ways (void)
{
  g_autoptr (HangarGuestPlan) import = make_plan (&cases[6]);
  g_autoptr (HangarGuestPlan) network = make_plan (&cases[0]);
  g_autofree char *import_text = NULL;
  g_autofree char *network_text = NULL;

  /* An imported Windows with drivers at hand, on a host that only a tunnel leads to. */
  g_free (import->name);
  import->name = g_strdup ("import-windows");
  g_clear_pointer (&import->medium, g_free);
  import->drivers = g_strdup ("/srv/iso/virtio-win.iso");
  import->display = HANGAR_GUEST_DISPLAY_LOOPBACK;
  import->network = HANGAR_GUEST_NETWORK_VIRTUAL;
  import->network_source = g_strdup ("default");
  import_text = hangar_guest_build_xml (import);
  compare_with_golden ("import-windows", import_text);
  assert_valid (import_text);

  /* Nothing to start from but the network, no disk. */
  g_free (network->name);
  network->name = g_strdup ("network-boot");
  g_clear_pointer (&network->medium, g_free);
  g_ptr_array_set_size (network->disks, 0);
  network->boot = HANGAR_GUEST_BOOT_NETWORK;
  network->network = HANGAR_GUEST_NETWORK_DIRECT;
  network->network_source = g_strdup ("eth0");
  network_text = hangar_guest_build_xml (network);
  compare_with_golden ("network-boot", network_text);
  assert_valid (network_text);
}

static void
compare_plan (HangarGuestPlan *plan, const char *name)
{
  g_autofree char *text = NULL;

  g_free (plan->name);
  plan->name = g_strdup (name);
  text = hangar_guest_build_xml (plan);
  compare_with_golden (name, text);
  assert_valid (text);
}

/* A new Windows with its drivers in a second drive; a system installed on a volume that is there; a disk of
 * the host used in place, in the host's own network. */
static void
test_more_ways (void)
{
  g_autoptr (HangarGuestPlan) windows = make_plan (&cases[6]);
  g_autoptr (HangarGuestPlan) installed = make_plan (&cases[0]);
  g_autoptr (HangarGuestPlan) in_place = make_plan (&cases[11]);

  windows->drivers = g_strdup ("/srv/iso/virtio-win.iso");
  compare_plan (windows, "windows-10-drivers");

  g_ptr_array_set_size (installed->disks, 0);
  hangar_guest_plan_add_disk (installed, "/dev/pool/volume", "raw")->is_block = TRUE;
  installed->boot = HANGAR_GUEST_BOOT_MEDIUM;
  compare_plan (installed, "install-on-volume");

  g_clear_pointer (&in_place->medium, g_free);
  g_ptr_array_set_size (in_place->disks, 0);
  hangar_guest_plan_add_disk (in_place, "/srv/images/old.qcow2", "qcow2");
  in_place->network = HANGAR_GUEST_NETWORK_BRIDGE;
  in_place->network_source = g_strdup ("br0");
  compare_plan (in_place, "import-in-place");
}

/* What people prefer: SPICE, and a processor that can move to another host; and an appliance's many cards. */
static void
test_preferences (void)
{
  g_autoptr (HangarGuestPlan) movable = make_plan (&cases[0]);
  g_autoptr (HangarGuestPlan) plain = make_plan (&cases[0]);
  g_autofree char *text = NULL;

  g_free (movable->domain_type);
  movable->domain_type = g_strdup ("kvm");
  movable->cpu = g_strdup ("host-model");
  movable->spice = TRUE;
  movable->nics = 3;
  compare_plan (movable, "debian-x86_64-preferences");

  g_free (plain->domain_type);
  plain->domain_type = g_strdup ("kvm");
  plain->cpu = g_strdup ("plain");
  text = hangar_guest_build_xml (plain);
  assert_valid (text);
  g_assert_null (strstr (text, "host-passthrough"));
  g_assert_null (strstr (text, "mode=\"host-model\""));
}

static void
test_hostile_values (void)
{
  g_autoptr (HangarGuestPlan) plan = make_plan (&cases[0]);
  g_autofree char *text = NULL;

  g_free (plan->name);
  plan->name = g_strdup ("<b>&\"'</name>");
  g_free (plan->medium);
  plan->medium = g_strdup ("/srv/a'b\"<c>&d.iso");
  text = hangar_guest_build_xml (plan);
  g_assert_nonnull (strstr (text, "<name>&lt;b&gt;&amp;"));
  g_assert_nonnull (strstr (text, "file=\"/srv/a'b&quot;&lt;c&gt;&amp;d.iso\""));
  g_assert_null (strstr (text, "<b>"));
}

static void
test_copy (void)
{
  g_autoptr (HangarGuestPlan) plan = make_plan (&cases[8]);
  g_autoptr (HangarGuestPlan) copy = hangar_guest_plan_copy (plan);
  g_autofree char *one = hangar_guest_build_xml (plan);
  g_autofree char *other = hangar_guest_build_xml (copy);

  g_assert_cmpstr (one, ==, other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/guest-builder/golden/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_golden);
    }
  g_test_add_func ("/guest-builder/ways", test_ways);
  g_test_add_func ("/guest-builder/more-ways", test_more_ways);
  g_test_add_func ("/guest-builder/preferences", test_preferences);
  g_test_add_func ("/guest-builder/hostile-values", test_hostile_values);
  g_test_add_func ("/guest-builder/copy", test_copy);
  return g_test_run ();
}
