/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/appliance: OVF folders, OVA archives and VirtualBox machines, well meant and hostile. */

#include "model/appliance.h"
#include "model/media-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MIB (1024 * 1024)

static const char ovf_format[] =
  "<?xml version='1.0'?><Envelope xmlns='http://schemas.dmtf.org/ovf/envelope/1' "
  "xmlns:ovf='http://schemas.dmtf.org/ovf/envelope/1' "
  "xmlns:rasd='http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData'>"
  "<References><File ovf:id='file1' ovf:href='%s'/></References>"
  "<DiskSection><Disk ovf:diskId='d1' ovf:fileRef='file1' ovf:capacity='%s'/></DiskSection>"
  "<VirtualSystem ovf:id='vm'><Name>Serveur &lt;web&gt;</Name>"
  "<OperatingSystemSection ovf:id='96'><Description>Debian_64</Description></OperatingSystemSection>"
  "<VirtualHardwareSection>"
  "<Item><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>"
  "<Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:ResourceType>4</rasd:ResourceType>"
  "<rasd:VirtualQuantity>512</rasd:VirtualQuantity></Item>"
  "<Item><rasd:ResourceType>10</rasd:ResourceType></Item>"
  "</VirtualHardwareSection></VirtualSystem></Envelope>";

typedef struct
{
  char *folder;
} Fixture;

static void
run (Fixture *fixture, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  const char *argument = first;
  va_list arguments;

  va_start (arguments, first);
  for (; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_cwd (launcher, fixture->folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static char *
file (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_ovf (Fixture *fixture, const char *href, const char *capacity)
{
  g_autofree char *path = file (fixture, "vm.ovf");
  g_autofree char *before = g_strdup (ovf_format);
  g_auto (GStrv) parts = g_strsplit (before, "%s", 3);
  g_autofree char *text = g_strconcat (parts[0], href, parts[1], capacity, parts[2], NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("hangar-appliance-XXXXXX", NULL);
  run (fixture, "qemu-img", "create", "-q", "-f", "vmdk", "disk.vmdk", "8M", NULL);
  write_ovf (fixture, "disk.vmdk", "8388608");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = file (fixture, name);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static HangarAppliance *
read_file (Fixture *fixture, const char *name, GError **error)
{
  g_autofree char *path = file (fixture, name);

  return hangar_appliance_read (path, error);
}

static void
assert_machine (const HangarAppliance *appliance)
{
  const HangarApplianceDisk *disk = g_ptr_array_index (appliance->disks, 0);

  g_assert_cmpstr (appliance->name, ==, "Serveur <web>");
  g_assert_cmpstr (appliance->system, ==, "Debian_64");
  g_assert_cmpuint (appliance->memory, ==, 512 * MIB);
  g_assert_cmpuint (appliance->vcpus, ==, 2);
  g_assert_cmpuint (appliance->nics, ==, 1);
  g_assert_false (appliance->uefi);
  g_assert_cmpuint (appliance->disks->len, ==, 1);
  g_assert_cmpstr (disk->file, ==, "disk.vmdk");
  g_assert_cmpuint (disk->capacity, ==, 8 * MIB);
}

static void
test_ovf (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = read_file (fixture, "vm.ovf", &error);
  g_autoptr (HangarAppliance) copy = NULL;
  const HangarApplianceDisk *disk;

  g_assert_no_error (error);
  assert_machine (appliance);
  copy = hangar_appliance_copy (appliance);
  assert_machine (copy);
  disk = g_ptr_array_index (copy->disks, 0);
  g_assert_cmpstr (disk->image->format, ==, "vmdk");
}

static void
test_ova (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = NULL;
  g_autofree char *target = file (fixture, "out.vmdk");

  run (fixture, "tar", "-cf", "vm.ova", "vm.ovf", "disk.vmdk", NULL);
  appliance = read_file (fixture, "vm.ova", &error);
  g_assert_no_error (error);
  g_assert_true (appliance->is_archive);
  assert_machine (appliance);
  g_assert_true (hangar_appliance_extract (appliance, 0, target, NULL, &error));
  run (fixture, "cmp", "disk.vmdk", "out.vmdk", NULL);

  /* Nothing that exists is overwritten. */
  g_assert_false (hangar_appliance_extract (appliance, 0, target, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
assert_refused (Fixture *fixture, const char *name, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = read_file (fixture, name, &error);

  g_assert_null (appliance);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_outside (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "../disk.vmdk", "/etc/passwd", "a/b.vmdk",
                                       "nbd:host",     ".hidden",     "http://x/y" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      write_ovf (fixture, names[i], "8388608");
      assert_refused (fixture, "vm.ovf", names[i]);
    }
  write_ovf (fixture, "none.vmdk", "8388608");
  assert_refused (fixture, "vm.ovf", "no such file");
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = file (fixture, "disk.vmdk");

  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  run (fixture, "tar", "-cf", "vm.ova", "vm.ovf", "disk.vmdk", NULL);
  assert_refused (fixture, "vm.ova", "link");
}

static void
test_archives (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = file (fixture, "text.ova");

  run (fixture, "tar", "-cf", "late.ova", "disk.vmdk", "vm.ovf", NULL);
  assert_refused (fixture, "late.ova", "does not begin");
  run (fixture, "tar", "-cf", "missing.ova", "vm.ovf", NULL);
  assert_refused (fixture, "missing.ova", "missing");
  g_assert_true (g_file_set_contents (path, "no archive at all", -1, NULL));
  assert_refused (fixture, "text.ova", "");
}

/* An entity that grows a thousandfold with each level: the parser must not follow it. */
static void
test_bomb (Fixture *fixture, gconstpointer data)
{
  static const char bomb[] =
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d SYSTEM 'file:///etc/passwd'>]>"
    "<Envelope>&c;&d;</Envelope>";
  g_autofree char *path = file (fixture, "bomb.ovf");
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = NULL;

  g_assert_true (g_file_set_contents (path, bomb, -1, NULL));
  appliance = hangar_appliance_read (path, &error);
  g_assert_true (appliance == NULL || appliance->name == NULL);
}

static void
test_vbox (Fixture *fixture, gconstpointer data)
{
  static const char vbox[] = "<VirtualBox xmlns='http://www.virtualbox.org/'><Machine name='TP' "
                             "OSType='Debian_64'><MediaRegistry><HardDisks>"
                             "<HardDisk location='disk.vmdk'/></HardDisks></MediaRegistry><Hardware><CPU "
                             "count='3'/><Memory RAMSize='1024'/>"
                             "<Network><Adapter slot='0' enabled='true'/><Adapter slot='1' "
                             "enabled='false'/></Network></Hardware></Machine>"
                             "</VirtualBox>";
  static const char snapshots[] =
    "<VirtualBox><Machine name='x'><MediaRegistry><HardDisks><HardDisk location='disk.vmdk'>"
    "<HardDisk location='y.vdi'/></HardDisk></HardDisks></MediaRegistry></Machine>"
    "</VirtualBox>";
  g_autofree char *path = file (fixture, "tp.vbox");
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = NULL;

  g_assert_true (g_file_set_contents (path, vbox, -1, NULL));
  appliance = hangar_appliance_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (appliance->name, ==, "TP");
  g_assert_cmpuint (appliance->memory, ==, 1024 * MIB);
  g_assert_cmpuint (appliance->vcpus, ==, 3);
  g_assert_cmpuint (appliance->nics, ==, 1);
  g_assert_cmpuint (appliance->disks->len, ==, 1);

  g_assert_true (g_file_set_contents (path, snapshots, -1, NULL));
  assert_refused (fixture, "tp.vbox", "snapshots");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(name, func) g_test_add ("/appliance/" name, Fixture, NULL, set_up, func, tear_down)
  add ("ovf", test_ovf);
  add ("ova", test_ova);
  add ("outside", test_outside);
  add ("links", test_links);
  add ("archives", test_archives);
  add ("bomb", test_bomb);
  add ("vbox", test_vbox);
#undef add
  return g_test_run ();
}
