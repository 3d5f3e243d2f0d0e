/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/clone-xml: what of a definition differs in its clone, and that nothing else does. */

#include "model/clone-xml.h"
#include "model/clone.h"
#include "virt/xml.h"

#include <gio/gio.h>

static const char mother[] =
  "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' type='qemu'><name>mother</name>"
  "<uuid>11111111-1111-1111-1111-111111111111</uuid><title>The mother</title><description>kept</description>"
  "<genid>22222222-2222-2222-2222-222222222222</genid>"
  "<metadata><other:x xmlns:other='urn:other'>kept</other:x>"
  "<hangar:machine xmlns:hangar='https://hangar.github.io/xmlns/domain/1' template='yes'>"
  "<hangar:disk path='/p/mother.qcow2'/></hangar:machine></metadata>"
  "<sysinfo type='smbios'><system><entry "
  "name='uuid'>11111111-1111-1111-1111-111111111111</entry></system></sysinfo>"
  "<os firmware='efi'><type>hvm</type><nvram>/n/mother_VARS.fd</nvram></os>"
  "<devices>"
  "<disk type='file' device='disk'><driver name='qemu' type='qcow2' discard='unmap'/><source "
  "file='/p/mother.qcow2'/>"
  "<backingStore/><target dev='vda' bus='virtio'/></disk>"
  "<disk type='volume' device='disk'><driver name='qemu' type='raw'/><source pool='p' volume='data.raw'/>"
  "<target dev='vdb' bus='virtio'/></disk>"
  "<disk type='file' device='cdrom'><source file='/iso/a.iso'/><target dev='sda' "
  "bus='sata'/><readonly/></disk>"
  "<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>"
  "<serial type='file'><source path='/log/serial.txt'/><target port='0'/></serial>"
  "<vsock model='virtio'><cid auto='no' address='7'/></vsock>"
  "<graphics type='vnc' port='5900' autoport='yes' passwd='secret'/>"
  "</devices><qemu:commandline><qemu:arg value='-kept'/></qemu:commandline></domain>";

static char *
value (HangarXml *xml, const char *xpath)
{
  return hangar_xml_get (xml, xpath);
}

#define assert_value(xml, xpath, expected)       \
  G_STMT_START                                   \
  {                                              \
    g_autofree char *found = value (xml, xpath); \
    g_assert_cmpstr (found, ==, expected);       \
  }                                              \
  G_STMT_END

static void
test_clone (void)
{
  g_autoptr (GPtrArray) disks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_disk_free);
  g_autofree char *text = NULL;
  g_autoptr (HangarXml) xml = NULL;

  g_ptr_array_add (disks, hangar_clone_disk_new ("vda", "/p/tp & '1'.qcow2", "qcow2", TRUE));
  g_ptr_array_add (disks, hangar_clone_disk_new ("vdb", NULL, NULL, FALSE));
  g_ptr_array_add (disks, hangar_clone_disk_new ("not there", "/x", NULL, FALSE));
  text = hangar_clone_xml (mother, "tp <1>", "33333333-3333-3333-3333-333333333333", disks, NULL);
  xml = hangar_xml_new (text, NULL);
  g_assert_nonnull (xml);

  assert_value (xml, "/domain/name", "tp <1>");
  assert_value (xml, "/domain/uuid", "33333333-3333-3333-3333-333333333333");
  assert_value (xml, "/domain/sysinfo/system/entry", "33333333-3333-3333-3333-333333333333");
  assert_value (xml, "/domain/devices/disk[1]/source/@file", "/p/tp & '1'.qcow2");
  assert_value (xml, "/domain/devices/disk[1]/driver/@discard", "unmap");
  assert_value (xml, "/domain/devices/disk[2]/source/@file", "/iso/a.iso");
  assert_value (xml, "/domain/devices/serial/source/@path", "/log/tp <1>-serial.txt");
  assert_value (xml, "/domain/metadata/*[local-name()='machine']/*[local-name()='disk']/@path",
                "/p/tp & '1'.qcow2");
  assert_value (xml, "/domain/devices/vsock/cid/@auto", "yes");
  assert_value (xml, "/domain/description", "kept");
  assert_value (xml, "/domain/devices/graphics/@passwd", "secret");
  assert_value (xml, "//*[local-name()='x']", "kept");
  assert_value (xml, "//*[local-name()='arg']/@value", "-kept");
  g_assert_cmpuint (hangar_xml_count (xml, "/domain/devices/disk"), ==, 2);
  g_assert_cmpuint (
    hangar_xml_count (xml, "//mac|//genid|/domain/title|//@template|//nvram/text()|//cid/@address"), ==, 0);
  g_assert_cmpuint (hangar_xml_count (xml, "//*[local-name()='disk' and namespace-uri()!='']"), ==, 1);
  g_assert_cmpuint (hangar_xml_count (xml, "//backingStore"), ==, 0);
}

/* Two machines must not write one file of firmware variables, nor delete it with the first of them. */
static void
test_nvram (void)
{
  static const char newer[] = "<domain><name>a</name><uuid>11111111-1111-1111-1111-111111111111</uuid><os>"
                              "<nvram type='file' template='/t'><source file='/n/a_VARS.fd'/></nvram></os>"
                              "</domain>";
  g_autoptr (GPtrArray) disks = g_ptr_array_new ();
  g_autofree char *text = hangar_clone_xml (newer, "b", "33333333-3333-3333-3333-333333333333", disks, NULL);
  g_autoptr (HangarXml) xml = hangar_xml_new (text, NULL);

  g_assert_null (strstr (text, "a_VARS"));
  assert_value (xml, "/domain/os/nvram/@template", "/t");
  g_assert_cmpuint (hangar_xml_count (xml, "/domain/os/nvram/@type"), ==, 0);
}

/* What two machines would write to is left out of the clone: an export without a name, a device. */
static void
test_suggested (void)
{
  static const char xml[] =
    "<domain><name>a</name><devices>"
    "<disk type='network' device='disk'><source protocol='nbd'><host name='h'/></source><target "
    "dev='vda'/></disk>"
    "<disk type='block' device='lun'><source dev='/dev/sdz'/><target dev='sda'/></disk>"
    "<disk type='file' device='cdrom'><target dev='sdb'/></disk>"
    "<disk type='file' device='disk'><source file='/p/a'/><target dev='vdb'/></disk></devices></domain>";
  static const HangarCloneAction actions[] = { HANGAR_CLONE_SKIP, HANGAR_CLONE_SKIP, HANGAR_CLONE_COPY };
  HangarDomainConfig *config = hangar_domain_config_new (xml, NULL);
  g_autoptr (GPtrArray) sources = hangar_clone_suggest_sources (config, FALSE);

  g_assert_cmpuint (sources->len, ==, G_N_ELEMENTS (actions));
  for (guint i = 0; i < sources->len; i++)
    g_assert_cmpint (((HangarCloneSource *) sources->pdata[i])->action, ==, actions[i]);
  hangar_domain_config_free (config);
}

static void
test_volume (void)
{
  g_autoptr (GPtrArray) disks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_disk_free);
  g_autofree char *text = NULL;
  g_autoptr (HangarXml) xml = NULL;

  g_ptr_array_add (disks, hangar_clone_disk_new ("vdb", "/p/b.qcow2", "qcow2", TRUE));
  text = hangar_clone_xml (mother, "b", "33333333-3333-3333-3333-333333333333", disks, NULL);
  xml = hangar_xml_new (text, NULL);
  assert_value (xml, "/domain/devices/disk[2]/@type", "file");
  assert_value (xml, "/domain/devices/disk[2]/source/@file", "/p/b.qcow2");
  assert_value (xml, "/domain/devices/disk[2]/driver/@type", "qcow2");
  g_assert_cmpuint (hangar_xml_count (xml, "/domain/devices/disk[2]/source/@pool"), ==, 0);
  /* The first one was not named: it is shared. */
  assert_value (xml, "/domain/devices/disk[1]/source/@file", "/p/mother.qcow2");
}

static void
test_names (void)
{
  static const struct
  {
    const char *pattern;
    guint number;
    const char *name;
  } cases[] = {
    { "tp-%02d", 3, "tp-03" }, { "%d", 12, "12" },      { "a%db", 1, "a1b" }, { "é%04d", 7, "é0007" },
    { "tp", 1, NULL },         { "%s", 1, NULL },       { "%d%d", 1, NULL },  { "%n", 1, NULL },
    { "%99999d", 1, NULL },    { "%-5d", 1, NULL },     { "%", 1, NULL },     { "%d%", 1, NULL },
    { "%*d", 1, NULL },        { "100%% %d", 1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = hangar_clone_name (cases[i].pattern, cases[i].number, &error);

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true ((error != NULL) == (name == NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clone/xml", test_clone);
  g_test_add_func ("/clone/nvram", test_nvram);
  g_test_add_func ("/clone/suggested", test_suggested);
  g_test_add_func ("/clone/volume", test_volume);
  g_test_add_func ("/clone/names", test_names);
  return g_test_run ();
}
