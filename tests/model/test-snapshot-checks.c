/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/snapshot-checks: what can hold snapshots, and what this host's libvirt can do with them. */

#include "model/snapshot-checks.h"

#define DISK(device, format, extra)                                                      \
  "<disk type='file' device='" device "'><driver type='" format "'/><source file='/a'/>" \
  "<target dev='vda'/>" extra "</disk>"

static char *
refusal (const char *driver, gulong version, const char *inside, HangarSnapshotKind kind)
{
  HangarVirtHostFacts host = { .driver = (char *) driver, .libvirt_version = version };
  g_autofree char *xml = g_strconcat ("<domain>", inside, "</domain>", NULL);
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (xml, NULL);

  return hangar_snapshot_refusal (config, &host, kind);
}

static void
test_internal (void)
{
  static const struct
  {
    const char *driver;
    gulong version;
    const char *inside;
    const char *why;
  } cases[] = {
    { "QEMU", 9000000, "", NULL },
    { "QEMU", 9000000, "<devices>" DISK ("disk", "qcow2", "") "</devices>", NULL },
    { "QEMU", 9000000, "<devices>" DISK ("disk", "raw", "") "</devices>", "“raw”" },
    { "QEMU", 9000000, "<devices>" DISK ("cdrom", "raw", "<readonly/>") "</devices>", NULL },
    { "QEMU", 9000000, "<devices>" DISK ("disk", "raw", "<readonly/>") "</devices>", NULL },
    { "QEMU", 9000000, "<os firmware='efi'/>", "UEFI" },
    { "QEMU", 10010000, "<os firmware='efi'/>", NULL },
    { "TEST", 9000000, "<devices>" DISK ("disk", "raw", "") "</devices>", NULL },
    { "LXC", 9000000, "", "LXC" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *why =
        refusal (cases[i].driver, cases[i].version, cases[i].inside, HANGAR_SNAPSHOT_INTERNAL);

      if (cases[i].why == NULL)
        g_assert_null (why);
      else
        g_assert_nonnull (strstr (why, cases[i].why));
    }
}

static void
test_external (void)
{
  HangarVirtHostFacts old = { .driver = (char *) "QEMU", .libvirt_version = 9000000 };
  HangarVirtHostFacts new = { .driver = (char *) "QEMU", .libvirt_version = 11000000 };
  g_autofree char *why = hangar_snapshot_revert_refusal (&old, HANGAR_SNAPSHOT_EXTERNAL);

  g_assert_nonnull (strstr (why, "9.9"));
  g_assert_null (hangar_snapshot_revert_refusal (&old, HANGAR_SNAPSHOT_INTERNAL));
  g_assert_null (hangar_snapshot_revert_refusal (&new, HANGAR_SNAPSHOT_EXTERNAL));
  g_assert_null (
    refusal ("QEMU", 9000000, "<devices>" DISK ("disk", "raw", "") "</devices>", HANGAR_SNAPSHOT_EXTERNAL));
}

static char *
memory_refusal (const char *driver, const char *devices)
{
  HangarVirtHostFacts host = { .driver = (char *) driver, .libvirt_version = 9000000 };
  g_autofree char *xml = g_strdup_printf ("<domain><devices>%s</devices></domain>", devices);
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (xml, NULL);

  return hangar_snapshot_memory_refusal (config, &host);
}

static void
test_passed_through (void)
{
  static const char *const passed[] = { "<hostdev mode='subsystem' type='pci'/>",
                                        "<hostdev mode='subsystem' type='mdev'/>",
                                        "<interface type='hostdev'/>" };

  for (gsize i = 0; i < G_N_ELEMENTS (passed); i++)
    {
      g_autofree char *why = memory_refusal ("QEMU", passed[i]);

      g_assert_nonnull (strstr (why, "device of the host"));
    }
  g_assert_null (memory_refusal ("QEMU", "<hostdev mode='subsystem' type='usb'/><interface type='user'/>"));
  g_assert_null (memory_refusal ("TEST", passed[0]));
}

/* Inside a disk a snapshot bears its name. */
static void
test_rename (void)
{
  HangarVirtHostFacts qemu = { .driver = (char *) "QEMU" };
  HangarVirtHostFacts other = { .driver = (char *) "ESX" };

  g_assert_null (hangar_snapshot_rename_refusal (&qemu, HANGAR_SNAPSHOT_EXTERNAL));
  g_assert_nonnull (hangar_snapshot_rename_refusal (&qemu, HANGAR_SNAPSHOT_INTERNAL));
  g_assert_nonnull (hangar_snapshot_rename_refusal (&qemu, HANGAR_SNAPSHOT_MIXED));
  g_assert_nonnull (hangar_snapshot_rename_refusal (&other, HANGAR_SNAPSHOT_EXTERNAL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot-checks/internal", test_internal);
  g_test_add_func ("/snapshot-checks/external", test_external);
  g_test_add_func ("/snapshot-checks/passed-through", test_passed_through);
  g_test_add_func ("/snapshot-checks/rename", test_rename);
  return g_test_run ();
}
