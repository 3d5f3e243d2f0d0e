/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/guest-spec and guest-host: what follows by itself, what is refused and in which words, KVM that does
 * not work. */

#include "model/guest-builder.h"
#include "model/guest-spec.h"
#include "model/media-file.h"
#include "model/object.h"

#include <string.h>

#define MIB (G_GUINT64_CONSTANT (1) << 20)
#define GIB (G_GUINT64_CONSTANT (1) << 30)

typedef HangarObject TestMachine;
typedef HangarObjectClass TestMachineClass;

GType test_machine_get_type (void);

G_DEFINE_TYPE (TestMachine, test_machine, HANGAR_TYPE_OBJECT)

static void
test_machine_class_init (TestMachineClass *klass)
{
}

static void
test_machine_init (TestMachine *self)
{
}

static const char capabilities_format[] =
  "<capabilities><host><cpu><arch>x86_64</arch><model>%s</model><feature name='%s'/></cpu></host>"
  "<guest><os_type>hvm</os_type><arch name='aarch64'><machine>virt</machine><domain "
  "type='qemu'/></arch></guest>"
  "<guest><os_type>hvm</os_type><arch name='x86_64'><machine canonical='pc-q35-7.2'>q35</machine>"
  "<machine>pc</machine><domain type='qemu'/>%s</arch></guest></capabilities>";

static const char domain_capabilities[] =
  "<domainCapabilities><vcpu max='16'/><os><enum name='firmware'><value>efi</value></enum></os>"
  "<devices><tpm supported='no'/><graphics supported='yes'><enum name='type'>"
  "<value>vnc</value><value>spice</value></enum></graphics></devices></domainCapabilities>";

typedef struct
{
  gboolean kvm;
  gboolean local;
  gboolean session;
  const char *model;
  const char *feature;
  const char *cpuinfo;
} Kind;

static HangarGuestHost *
make_host (const Kind *kind)
{
  HangarVirtOffer *offer = g_new0 (HangarVirtOffer, 1);
  const HangarGuestHostTraits traits = {
    .driver = "QEMU", .memory = 8 * GIB, .cpus = 4, .local = kind->local, .session = kind->session
  };
  HangarVirtPool *pool = g_new0 (HangarVirtPool, 1);
  HangarVirtNetwork *network = g_new0 (HangarVirtNetwork, 1);

  offer->capabilities =
    g_strdup_printf (capabilities_format, kind->model != NULL ? kind->model : "Skylake",
                     kind->feature != NULL ? kind->feature : "vme", kind->kvm ? "<domain type='kvm'/>" : "");
  offer->domain_capabilities = g_strdup (domain_capabilities);
  offer->cpuinfo = g_strdup (kind->cpuinfo);
  offer->pools = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_pool_free);
  offer->networks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_network_free);
  offer->free_memory = 3 * GIB;
  pool->name = g_strdup ("default");
  g_strlcpy (pool->uuid, "33333333-3333-3333-3333-333333333333", sizeof pool->uuid);
  pool->active = TRUE;
  pool->available = 30 * GIB;
  g_ptr_array_add (offer->pools, pool);
  network->name = g_strdup ("default");
  g_ptr_array_add (offer->networks, network);
  return hangar_guest_host_new (offer, &traits);
}

static const Kind plain = { .local = TRUE,
                            .session = TRUE,
                            .kvm = TRUE,
                            .cpuinfo = "flags\t\t: fpu vmx sse\n" };

static HangarGuestSpec *
make_spec (const Kind *kind)
{
  HangarGuestSpec *spec = hangar_guest_spec_new ();
  g_autoptr (HangarGuestHost) host = make_host (kind);
  const HangarOsMedia found = { .is_disc = TRUE, .is_bootable = TRUE };

  hangar_guest_spec_set_host (spec, host, NULL);
  hangar_guest_spec_set_medium (spec, "/srv/installer.iso", FALSE);
  hangar_guest_spec_set_medium_found (spec, &found, NULL);
  hangar_guest_spec_set_name (spec, "web");
  return spec;
}

static void
test_new (void)
{
  HangarGuestSpec *spec = hangar_guest_spec_new ();
  g_autofree char *problem = hangar_guest_spec_dup_first_problem (spec);

  g_assert_nonnull (problem);
  g_assert_finalize_object (spec);
}

/* A processor's word for virtualisation decides, not what libvirt lists: see HANGAR_GUEST_SPEED_NO_CPU. */
static void
test_kvm (void)
{
  static const struct
  {
    Kind kind;
    HangarGuestSpeed speed;
  } table[] = {
    { { .kvm = TRUE, .local = TRUE, .cpuinfo = "processor: 0\nflags : fpu vmx\n" },
      HANGAR_GUEST_SPEED_HARDWARE },
    { { .kvm = TRUE, .local = TRUE, .cpuinfo = "flags : svm\n" }, HANGAR_GUEST_SPEED_HARDWARE },
    { { .kvm = TRUE, .local = TRUE, .cpuinfo = "flags : fpu svml hypervisor\nvmx flags : x\n" },
      HANGAR_GUEST_SPEED_NO_CPU },
    { { .kvm = TRUE, .local = TRUE, .cpuinfo = "" }, HANGAR_GUEST_SPEED_NO_CPU },
    { { .kvm = FALSE, .local = TRUE, .cpuinfo = "flags : vmx\n" }, HANGAR_GUEST_SPEED_NO_KVM },
    { { .kvm = TRUE, .feature = "vmx" }, HANGAR_GUEST_SPEED_HARDWARE },
    { { .kvm = TRUE, .model = "EPYC-Rome" }, HANGAR_GUEST_SPEED_HARDWARE },
    { { .kvm = TRUE, .model = "Broadwell" }, HANGAR_GUEST_SPEED_NO_CPU },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (HangarGuestHost) host = make_host (&table[i].kind);
      gboolean works = table[i].speed == HANGAR_GUEST_SPEED_HARDWARE;

      g_assert_cmpint (hangar_guest_host_get_speed (host, "x86_64"), ==, table[i].speed);
      g_assert_cmpint (hangar_guest_host_get_speed (host, "aarch64"), ==, HANGAR_GUEST_SPEED_FOREIGN);
      g_assert_cmpstr (hangar_guest_host_get_domain_type (host, "x86_64"), ==, works ? "kvm" : "qemu");
    }
}

static void
test_speed_in_words (void)
{
  const Kind pretended = { .kvm = TRUE, .local = TRUE, .session = TRUE, .cpuinfo = "flags : hypervisor\n" };
  g_autoptr (HangarGuestSpec) real_spec = make_spec (&plain);
  g_autoptr (HangarGuestSpec) spec = make_spec (&pretended);
  g_autoptr (HangarGuestPlan) plan = hangar_guest_spec_make_plan (spec);
  g_autofree char *none = hangar_guest_spec_dup_advice (real_spec, HANGAR_GUEST_FIELD_HOST);
  g_autofree char *words = hangar_guest_spec_dup_advice (spec, HANGAR_GUEST_FIELD_HOST);

  g_assert_null (none);
  g_assert_nonnull (strstr (words, "software"));
  g_assert_cmpstr (plan->domain_type, ==, "qemu");
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    gboolean good;
  } table[] = {
    { "web", TRUE },
    { "", FALSE },
    { "   ", FALSE },
    { " web", FALSE },
    { "a/b", FALSE },
    { "a\nb", FALSE },
    { "a\tb", FALSE },
    { ".web", FALSE },
    { "<b>&", TRUE },
    { "serveur été", TRUE },
    { "خادم الويب", TRUE },
    { "🐧 pingouin", TRUE },
    { "👩‍💻", TRUE },
    { "a\342\200\256b", FALSE },
    { "a\342\200\213b", FALSE },
    { "\xff", FALSE },
    { "a'b\"c", TRUE },
    { "1", TRUE },
    { "..", FALSE },
    { NULL, FALSE },
  };
  g_autofree char *longest = g_strnfill (200, 'x');
  g_autofree char *too_long = g_strnfill (300, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *problem = hangar_guest_name_problem (table[i].name);

      g_test_message ("name %u: %s", i, problem != NULL ? problem : "fine");
      g_assert_cmpint (problem == NULL, ==, table[i].good);
    }
  g_assert_null (hangar_guest_name_problem (longest));
  g_assert_nonnull (hangar_guest_name_problem (too_long));
}

static void
test_unique_name (void)
{
  g_autoptr (HangarGuestSpec) spec = hangar_guest_spec_new ();
  g_autoptr (HangarGuestHost) host = make_host (&plain);
  g_autoptr (GListStore) domains = g_list_store_new (HANGAR_TYPE_OBJECT);
  g_autoptr (HangarObject) taken = g_object_new (test_machine_get_type (), NULL);
  g_autofree char *problem = NULL;

  hangar_object_identify (taken, "44444444-4444-4444-4444-444444444444", "machine");
  g_list_store_append (domains, taken);
  hangar_guest_spec_set_host (spec, host, G_LIST_MODEL (domains));
  g_assert_cmpstr (hangar_guest_spec_get_name (spec), ==, "machine-2");
  hangar_guest_spec_set_name (spec, "machine");
  problem = hangar_guest_spec_dup_problem (spec, HANGAR_GUEST_FIELD_NAME);
  g_assert_nonnull (problem);
}

static void
assert_problem (HangarGuestSpec *spec, HangarGuestField field, gboolean expected)
{
  g_autofree char *problem = hangar_guest_spec_dup_problem (spec, field);
  g_autofree char *first = hangar_guest_spec_dup_first_problem (spec);

  g_test_message ("field %d: %s", field, problem != NULL ? problem : "fine");
  g_assert_cmpint (problem != NULL, ==, expected);
  g_assert_cmpint (first != NULL, ==, expected);
}

static void
test_sizes (void)
{
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autofree char *advice = NULL;

  assert_problem (spec, HANGAR_GUEST_FIELD_MEMORY, FALSE);
  hangar_guest_spec_set_memory (spec, 0);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEMORY, TRUE);
  hangar_guest_spec_set_memory (spec, 9 * GIB);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEMORY, TRUE);
  hangar_guest_spec_set_memory (spec, 4 * GIB);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEMORY, FALSE);
  advice = hangar_guest_spec_dup_advice (spec, HANGAR_GUEST_FIELD_MEMORY);
  g_assert_nonnull (advice);

  hangar_guest_spec_set_vcpus (spec, 0);
  assert_problem (spec, HANGAR_GUEST_FIELD_VCPUS, TRUE);
  hangar_guest_spec_set_vcpus (spec, 17);
  assert_problem (spec, HANGAR_GUEST_FIELD_VCPUS, TRUE);
  hangar_guest_spec_set_vcpus (spec, 8);
  assert_problem (spec, HANGAR_GUEST_FIELD_VCPUS, FALSE);

  hangar_guest_spec_set_disk_size (spec, 0);
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, TRUE);
  hangar_guest_spec_set_disk_size (spec, G_MAXUINT64);
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, TRUE);
  hangar_guest_spec_set_disk_size (spec, 30 * GIB);
  g_assert_false (hangar_guest_spec_is_larger_than_free (spec));
  hangar_guest_spec_set_disk_size (spec, 100 * GIB);
  g_assert_true (hangar_guest_spec_is_larger_than_free (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, FALSE);
  g_free (advice);
  advice = hangar_guest_spec_dup_advice (spec, HANGAR_GUEST_FIELD_DISK);
  g_assert_nonnull (advice);
}

static void
test_medium (void)
{
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autoptr (GError) error =
    g_error_new_literal (HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_KIND, "This is a folder.");
  g_autofree char *problem = NULL;

  hangar_guest_spec_set_medium (spec, "/srv", FALSE);
  g_assert_true (hangar_guest_spec_is_looking (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, TRUE);
  hangar_guest_spec_set_medium_found (spec, NULL, error);
  problem = hangar_guest_spec_dup_problem (spec, HANGAR_GUEST_FIELD_MEDIUM);
  g_assert_cmpstr (problem, ==, "This is a folder.");
  hangar_guest_spec_set_medium (spec, NULL, FALSE);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, TRUE);
  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_NETWORK);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, FALSE);
}

/* What the user did not choose follows the system; what he chose stays. */
static void
test_follows (void)
{
  const HangarOsFacts windows = {
    .id = "http://microsoft.com/win/11",
    .name = "Microsoft Windows 11",
    .short_ids = "win11",
    .family = HANGAR_OS_FAMILY_WINDOWS,
    .support = HANGAR_OS_SUPPORT_Q35,
    .needs = HANGAR_OS_NEEDS_UEFI | HANGAR_OS_NEEDS_SECURE_BOOT | HANGAR_OS_NEEDS_TPM,
    .minimum = { .memory = 2 * GIB, .vcpus = 2, .disk = 64 * GIB },
  };
  g_autoptr (HangarOs) os = hangar_os_new (&windows);
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autoptr (HangarOs) unknown = hangar_os_new_unknown ();
  const HangarOsMedia found = { .os = unknown, .is_disc = TRUE, .is_bootable = TRUE };

  hangar_guest_spec_set_memory (spec, 1 * GIB);
  hangar_guest_spec_set_os (spec, os, TRUE);
  g_assert_cmpuint (hangar_guest_spec_get_memory (spec), ==, 1 * GIB);
  g_assert_cmpuint (hangar_guest_spec_get_disk_size (spec), ==, 64 * GIB);
  g_assert_cmpint (hangar_guest_spec_get_firmware (spec), ==, HANGAR_GUEST_FIRMWARE_UEFI_SECURE);
  g_assert_true (hangar_guest_spec_get_tpm (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_FIRMWARE, TRUE);

  /* A detection that comes late does not take the user's choice away. */
  hangar_guest_spec_set_medium_found (spec, &found, NULL);
  g_assert_true (hangar_guest_spec_get_os (spec) == os);
}

static void
test_plan (void)
{
  const Kind distant = { .kvm = TRUE, .feature = "vmx" };
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autoptr (HangarGuestSpec) far_spec = make_spec (&distant);
  g_autoptr (HangarGuestPlan) plan = hangar_guest_spec_make_plan (spec);
  g_autoptr (HangarGuestPlan) far_plan = hangar_guest_spec_make_plan (far_spec);

  g_assert_cmpstr (plan->chipset, ==, "q35");
  g_assert_cmpint (plan->network, ==, HANGAR_GUEST_NETWORK_USER);
  g_assert_cmpint (plan->display, ==, HANGAR_GUEST_DISPLAY_PRIVATE);
  g_assert_cmpint (plan->boot, ==, HANGAR_GUEST_BOOT_DISK);
  g_assert_cmpint (far_plan->network, ==, HANGAR_GUEST_NETWORK_VIRTUAL);
  g_assert_cmpint (far_plan->display, ==, HANGAR_GUEST_DISPLAY_LOOPBACK);
  g_assert_true (hangar_guest_spec_needs_network_start (far_spec));
}

/* A stopped network is started, unless the user does not want that. */
static void
test_stopped_network (void)
{
  const Kind distant = { .kvm = TRUE, .feature = "vmx" };
  g_autoptr (HangarGuestSpec) spec = make_spec (&distant);

  g_assert_true (hangar_guest_spec_is_network_stopped (spec));
  g_assert_true (hangar_guest_spec_get_start_network (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_NETWORK, FALSE);
  hangar_guest_spec_set_start_network (spec, FALSE);
  g_assert_false (hangar_guest_spec_needs_network_start (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_NETWORK, TRUE);
  hangar_guest_spec_set_network (spec, HANGAR_GUEST_NETWORK_BRIDGE, "");
  assert_problem (spec, HANGAR_GUEST_FIELD_NETWORK, TRUE);
  hangar_guest_spec_set_network (spec, HANGAR_GUEST_NETWORK_BRIDGE, "br0");
  assert_problem (spec, HANGAR_GUEST_FIELD_NETWORK, FALSE);
}

static void
test_existing_disk (void)
{
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autoptr (GError) error = g_error_new_literal (HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_KIND, "A pipe.");
  HangarGuestDisk disk = { .path = (char *) "/srv/old.qcow2", .format = (char *) "qcow2" };
  g_autofree char *problem = NULL;
  g_autofree char *advice = NULL;
  g_autoptr (HangarGuestPlan) plan = NULL;

  hangar_guest_spec_set_storage (spec, HANGAR_GUEST_STORAGE_EXISTING);
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, TRUE);
  g_assert_false (hangar_guest_spec_is_answered (spec, HANGAR_GUEST_FIELD_DISK));
  hangar_guest_spec_look_at_existing_disk (spec, "/srv/pipe");
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, TRUE);
  hangar_guest_spec_refuse_existing_disk (spec, error);
  problem = hangar_guest_spec_dup_problem (spec, HANGAR_GUEST_FIELD_DISK);
  g_assert_cmpstr (problem, ==, "A pipe.");
  g_assert_true (hangar_guest_spec_is_answered (spec, HANGAR_GUEST_FIELD_DISK));
  hangar_guest_spec_set_existing_disk (spec, &disk, "web, mail");
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, FALSE);
  advice = hangar_guest_spec_dup_advice (spec, HANGAR_GUEST_FIELD_DISK);
  g_assert_nonnull (strstr (advice, "web, mail"));
  plan = hangar_guest_spec_make_plan (spec);
  g_assert_cmpint (plan->boot, ==, HANGAR_GUEST_BOOT_MEDIUM);
  g_assert_cmpstr (((HangarGuestDisk *) plan->disks->pdata[0])->format, ==, "qcow2");
  /* A format that nobody knows is never guessed. */
  disk.format = NULL;
  hangar_guest_spec_set_existing_disk (spec, &disk, NULL);
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, TRUE);
}

/* What nobody here can read is used where it is, or not at all. */
static void
test_disk_on_host (void)
{
  const Kind distant = { .kvm = TRUE, .feature = "vmx" };
  g_autoptr (HangarGuestSpec) spec = make_spec (&distant);
  HangarImageHeader image = { .path = (char *) "/pool/a.qcow2", .format = (char *) "qcow2", .capacity = GIB };

  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_import_on_host (spec, &image);
  g_assert_true (hangar_guest_spec_get_import_in_place (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, FALSE);
  image.format = (char *) "vmdk";
  hangar_guest_spec_set_import_on_host (spec, &image);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, TRUE);
  /* A file of this computer is sent there; it cannot be used where it is. */
  hangar_guest_spec_set_import (spec, "/home/a/local.qcow2");
  image.format = (char *) "qcow2";
  hangar_guest_spec_set_import_found (spec, &image, NULL, NULL);
  hangar_guest_spec_set_import_in_place (spec, TRUE);
  g_assert_false (hangar_guest_spec_get_import_in_place (spec));
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, FALSE);
}

static HangarAppliance *
make_appliance (void)
{
  HangarAppliance *appliance = g_new0 (HangarAppliance, 1);
  HangarApplianceDisk *disk = g_new0 (HangarApplianceDisk, 1);

  appliance->path = g_strdup ("/home/a/vm.ova");
  appliance->name = g_strdup ("From elsewhere");
  appliance->memory = 5 * GIB;
  appliance->vcpus = 3;
  appliance->nics = 2;
  appliance->uefi = TRUE;
  disk->file = g_strdup ("disk.vmdk");
  disk->capacity = 40 * GIB;
  appliance->disks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (appliance->disks, disk);
  return appliance;
}

static void
free_appliance (HangarAppliance *appliance)
{
  g_free (((HangarApplianceDisk *) g_ptr_array_index (appliance->disks, 0))->file);
  hangar_appliance_free (appliance);
}

/* What an appliance tells holds until the user changes it: no system and no host that comes later replaces
 * it. */
static void
test_appliance (void)
{
  const HangarOsFacts facts = { .id = "http://a/b", .name = "Small", .family = HANGAR_OS_FAMILY_LINUX };
  g_autoptr (HangarOs) os = hangar_os_new (&facts);
  g_autoptr (HangarGuestHost) host = make_host (&plain);
  g_autoptr (HangarGuestSpec) spec = hangar_guest_spec_new ();
  g_autoptr (HangarGuestPlan) plan = NULL;
  g_autofree char *advice = NULL;
  HangarAppliance *appliance = make_appliance ();

  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_vcpus (spec, 7);
  hangar_guest_spec_set_import (spec, appliance->path);
  hangar_guest_spec_set_import_found (spec, NULL, appliance, NULL);
  hangar_guest_spec_set_os (spec, os, TRUE);
  hangar_guest_spec_set_host (spec, host, NULL);
  g_assert_cmpstr (hangar_guest_spec_get_name (spec), ==, "From elsewhere");
  g_assert_cmpuint (hangar_guest_spec_get_memory (spec), ==, 5 * GIB);
  g_assert_cmpuint (hangar_guest_spec_get_vcpus (spec), ==, 7);
  g_assert_cmpuint (hangar_guest_spec_get_nics (spec), ==, 2);
  g_assert_cmpint (hangar_guest_spec_get_firmware (spec), ==, HANGAR_GUEST_FIRMWARE_UEFI);
  plan = hangar_guest_spec_make_plan (spec);
  g_assert_cmpuint (plan->nics, ==, 2);
  /* 40 GiB of disks and 30 GiB of room: that is asked, because a copy takes only what is in use. */
  g_assert_true (hangar_guest_spec_is_larger_than_free (spec));
  advice = hangar_guest_spec_dup_advice (spec, HANGAR_GUEST_FIELD_DISK);
  g_assert_nonnull (strstr (advice, "30.0"));

  /* Another file, or another way, and the appliance has nothing to say any more. */
  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_EMPTY);
  g_assert_cmpuint (hangar_guest_spec_get_memory (spec), !=, 5 * GIB);
  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_name (spec, "mine");
  appliance->nics = 0;
  appliance->name[0] = '/';
  hangar_guest_spec_set_import_found (spec, NULL, appliance, NULL);
  g_assert_cmpstr (hangar_guest_spec_get_name (spec), ==, "mine");
  g_assert_cmpint (hangar_guest_spec_get_network (spec, NULL), ==, HANGAR_GUEST_NETWORK_NONE);
  hangar_guest_spec_set_import (spec, "/home/a/other.qcow2");
  g_assert_cmpint (hangar_guest_spec_get_network (spec, NULL), !=, HANGAR_GUEST_NETWORK_NONE);
  g_assert_cmpuint (hangar_guest_spec_get_nics (spec), ==, 1);
  free_appliance (appliance);
}

/* A pool that was chosen and is gone is not silently replaced by another one. */
static void
test_pool_gone (void)
{
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autofree char *problem = NULL;

  hangar_guest_spec_set_pool (spec, "33333333-3333-3333-3333-333333333333");
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, FALSE);
  hangar_guest_spec_set_pool (spec, "44444444-4444-4444-4444-444444444444");
  problem = hangar_guest_spec_dup_problem (spec, HANGAR_GUEST_FIELD_DISK);
  g_assert_nonnull (strstr (problem, "is gone"));
  hangar_guest_spec_set_storage (spec, HANGAR_GUEST_STORAGE_NONE);
  assert_problem (spec, HANGAR_GUEST_FIELD_DISK, FALSE);
}

/* What an earlier try defined is the machine itself, not another one of its name. */
static void
test_own_name (void)
{
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autoptr (GListStore) domains = g_list_store_new (HANGAR_TYPE_OBJECT);
  g_autoptr (HangarObject) domain = NULL;
  g_autofree char *uuid = hangar_guest_spec_dup_uuid (spec);

  domain = g_object_new (test_machine_get_type (), NULL);
  hangar_object_identify (domain, uuid, "web");
  g_list_store_append (domains, domain);
  hangar_guest_spec_set_host (spec, hangar_guest_spec_get_host (spec), G_LIST_MODEL (domains));
  assert_problem (spec, HANGAR_GUEST_FIELD_NAME, FALSE);
}

static void
test_defaults (void)
{
  const HangarGuestDefaults defaults = { .format = (char *) "raw",
                                         .uefi = TRUE,
                                         .memory = 3 * GIB,
                                         .pool = (char *) "gone",
                                         .spice = TRUE,
                                         .cpu = (char *) "plain" };
  g_autoptr (HangarGuestPlan) plan = NULL;
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);

  hangar_guest_spec_set_defaults (spec, &defaults);
  g_assert_cmpstr (hangar_guest_spec_get_disk_format (spec), ==, "raw");
  g_assert_cmpuint (hangar_guest_spec_get_memory (spec), ==, 3 * GIB);
  g_assert_cmpint (hangar_guest_spec_get_firmware (spec), ==, HANGAR_GUEST_FIRMWARE_UEFI);
  plan = hangar_guest_spec_make_plan (spec);
  g_assert_cmpstr (plan->cpu, ==, "plain");
  g_assert_true (plan->spice);
  /* A pool that the host does not have leaves the usual one. */
  g_assert_cmpstr (hangar_guest_spec_get_pool (spec)->name, ==, "default");
  hangar_guest_spec_set_disk_format (spec, "qcow2");
  hangar_guest_spec_set_defaults (spec, &defaults);
  g_assert_cmpstr (hangar_guest_spec_get_disk_format (spec), ==, "qcow2");
}

static void
test_blocked (void)
{
  const char *const folders[] = { "/home/me", NULL };
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autofree char *file = hangar_guest_spec_dup_needed_file (spec);
  g_autofree char *problem = NULL;

  g_assert_cmpstr (file, ==, "/srv/installer.iso");
  hangar_guest_spec_set_blocking (spec, folders);
  problem = hangar_guest_spec_dup_problem (spec, HANGAR_GUEST_FIELD_MEDIUM);
  g_assert_nonnull (strstr (problem, "“/home/me”"));
  /* A copy in the host's pool is one of the cures, for this medium. */
  hangar_guest_spec_set_copy_medium (spec, TRUE);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, FALSE);
  hangar_guest_spec_set_medium (spec, "/home/me/other.iso", FALSE);
  g_assert_false (hangar_guest_spec_get_copy_medium (spec));
  hangar_guest_spec_set_medium_found (spec, NULL, NULL);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, TRUE);
  hangar_guest_spec_set_blocking (spec, NULL);
  assert_problem (spec, HANGAR_GUEST_FIELD_MEDIUM, FALSE);
}

/* Only a Windows that is installed needs drivers. */
static void
test_drivers (void)
{
  const HangarOsFacts windows = { .id = "http://microsoft.com/win/10",
                                  .name = "Windows 10",
                                  .family = HANGAR_OS_FAMILY_WINDOWS };
  g_autoptr (HangarOs) os = hangar_os_new (&windows);
  g_autoptr (HangarGuestSpec) spec = make_spec (&plain);
  g_autoptr (HangarGuestPlan) without = NULL;
  g_autoptr (HangarGuestPlan) with = NULL;

  hangar_guest_spec_set_drivers (spec, "/pool/virtio-win.iso");
  without = hangar_guest_spec_make_plan (spec);
  g_assert_null (without->drivers);
  hangar_guest_spec_set_os (spec, os, TRUE);
  g_assert_true (hangar_guest_spec_wants_drivers (spec));
  with = hangar_guest_spec_make_plan (spec);
  g_assert_cmpstr (with->drivers, ==, "/pool/virtio-win.iso");
}

/* New disks go where the daemon's own tools put them. */
static void
test_default_folder (void)
{
  static const struct
  {
    Kind kind;
    const char *folder; /* NULL: not known here */
  } cases[] = {
    { { .local = TRUE, .session = FALSE }, "/var/lib/libvirt/images" },
    { { .local = FALSE, .session = FALSE }, "/var/lib/libvirt/images" },
    { { .local = FALSE, .session = TRUE }, NULL },
  };
  const Kind mine = { .local = TRUE, .session = TRUE };
  g_autoptr (HangarGuestHost) host = make_host (&mine);
  g_autofree char *wanted = g_build_filename (g_get_user_data_dir (), "libvirt", "images", NULL);
  g_autofree char *own = hangar_guest_host_dup_default_folder (host);

  g_assert_cmpstr (own, ==, wanted);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HangarGuestHost) other = make_host (&cases[i].kind);
      g_autofree char *folder = hangar_guest_host_dup_default_folder (other);

      g_assert_cmpstr (folder, ==, cases[i].folder);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guest-spec/new", test_new);
  g_test_add_func ("/guest-spec/kvm", test_kvm);
  g_test_add_func ("/guest-spec/default-folder", test_default_folder);
  g_test_add_func ("/guest-spec/speed-in-words", test_speed_in_words);
  g_test_add_func ("/guest-spec/names", test_names);
  g_test_add_func ("/guest-spec/unique-name", test_unique_name);
  g_test_add_func ("/guest-spec/sizes", test_sizes);
  g_test_add_func ("/guest-spec/medium", test_medium);
  g_test_add_func ("/guest-spec/follows", test_follows);
  g_test_add_func ("/guest-spec/plan", test_plan);
  g_test_add_func ("/guest-spec/stopped-network", test_stopped_network);
  g_test_add_func ("/guest-spec/existing-disk", test_existing_disk);
  g_test_add_func ("/guest-spec/disk-on-host", test_disk_on_host);
  g_test_add_func ("/guest-spec/appliance", test_appliance);
  g_test_add_func ("/guest-spec/pool-gone", test_pool_gone);
  g_test_add_func ("/guest-spec/own-name", test_own_name);
  g_test_add_func ("/guest-spec/defaults", test_defaults);
  g_test_add_func ("/guest-spec/blocked", test_blocked);
  g_test_add_func ("/guest-spec/drivers", test_drivers);
  return g_test_run ();
}
