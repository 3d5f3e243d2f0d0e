/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/domain-config: what a definition says, also when it says nothing, too much, or nonsense. */

#include "tests/wait.h"

#include "model/connection.h"
#include "model/domain-config.h"

static const char full[] =
  "<domain type='qemu'><name>a &lt;b&gt;</name><uuid>u</uuid><title>t</title><description>d</description>"
  "<metadata><libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
  "<libosinfo:os id='http://debian.org/debian/12'/></libosinfo:libosinfo>"
  "<h:machine xmlns:h='https://hangar.github.io/xmlns/domain/1'><h:disk "
  "path='/p/made.qcow2'/></h:machine>"
  "<x:machine xmlns:x='urn:other'><x:disk path='/etc/passwd'/></x:machine></metadata>"
  "<memory unit='GiB'>2</memory><currentMemory unit='MiB'>512</currentMemory><vcpu current='1'>4</vcpu>"
  "<os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/><boot dev='hd'/></os>"
  "<cpu mode='custom'><model>Haswell</model></cpu><devices>"
  "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/p/a.qcow2'/>"
  "<target dev='vda' bus='virtio'/><serial>s1</serial><boot order='2'/></disk>"
  "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>"
  "<disk type='volume'><source pool='p' volume='v'/><target dev='vdb'/><shareable/></disk>"
  "<disk type='network'><source protocol='rbd' name='pool/image'><host name='h'/></source><target "
  "dev='vdc'/></disk>"
  "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><model "
  "type='virtio'/>"
  "<link state='down'/></interface><interface type='user'/>"
  "<serial type='pty'><target type='isa-serial' port='0'/><alias name='serial0'/></serial>"
  "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
  "<graphics type='vnc' port='-1' autoport='yes' passwd='x'><listen type='address' "
  "address='127.0.0.1'/></graphics>"
  "<graphics type='vnc' port='5901'><listen type='socket' socket='/run/vnc'/></graphics>"
  "</devices></domain>";

static void
test_full (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (full, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->name, ==, "a <b>");
  g_assert_cmpstr (config->title, ==, "t");
  g_assert_cmpstr (config->description, ==, "d");
  g_assert_cmpstr (config->type, ==, "qemu");
  g_assert_cmpstr (config->arch, ==, "x86_64");
  g_assert_cmpstr (config->machine, ==, "q35");
  g_assert_cmpstr (config->os_id, ==, "http://debian.org/debian/12");
  g_assert_true (config->efi);
  g_assert_cmpuint (config->memory, ==, G_GUINT64_CONSTANT (2) << 30);
  g_assert_cmpuint (config->current_memory, ==, 512 << 20);
  g_assert_cmpuint (config->vcpus, ==, 4);
  g_assert_cmpuint (config->current_vcpus, ==, 1);
  g_assert_cmpstr (config->cpu, ==, "Haswell");
  g_assert_cmpstrv (config->boot, ((const char *[]) { "cdrom", "hd", NULL }));
}

/* Only what Hangar wrote about its own disks is believed, and no element of another program. */
static void
test_created_disks (void)
{
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (full, NULL);

  g_assert_cmpstrv (config->created_disks, ((const char *[]) { "/p/made.qcow2", NULL }));
}

static void
test_disks (void)
{
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (full, NULL);
  const HangarConfigDisk *disk;

  g_assert_cmpuint (config->disks->len, ==, 4);
  disk = config->disks->pdata[0];
  g_assert_cmpstr (disk->device, ==, "disk");
  g_assert_cmpstr (disk->source, ==, "/p/a.qcow2");
  g_assert_cmpstr (disk->format, ==, "qcow2");
  g_assert_cmpstr (disk->target, ==, "vda");
  g_assert_cmpstr (disk->bus, ==, "virtio");
  g_assert_cmpstr (disk->serial, ==, "s1");
  g_assert_cmpuint (disk->boot_order, ==, 2);
  g_assert_false (disk->read_only);
  disk = config->disks->pdata[1];
  g_assert_cmpstr (disk->device, ==, "cdrom");
  g_assert_null (disk->source);
  g_assert_true (disk->read_only);
  disk = config->disks->pdata[2];
  g_assert_cmpstr (disk->source, ==, "p/v");
  g_assert_true (disk->shareable);
  disk = config->disks->pdata[3];
  g_assert_cmpstr (disk->source, ==, "rbd://h/pool/image");
}

static void
test_other_devices (void)
{
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new (full, NULL);
  const HangarConfigNic *nic = config->nics->pdata[0];
  const HangarConfigCharacter *character = config->characters->pdata[1];
  const HangarConfigGraphics *graphics = config->graphics->pdata[0];

  g_assert_cmpuint (config->nics->len, ==, 2);
  g_assert_cmpstr (nic->source, ==, "default");
  g_assert_cmpstr (nic->mac, ==, "52:54:00:00:00:01");
  g_assert_true (nic->unplugged);
  g_assert_cmpuint (config->characters->len, ==, 2);
  g_assert_cmpstr (character->device, ==, "channel");
  g_assert_cmpstr (character->target, ==, "org.qemu.guest_agent.0");
  g_assert_cmpuint (config->graphics->len, ==, 2);
  g_assert_cmpuint (graphics->port, ==, 0);
  g_assert_cmpstr (graphics->address, ==, "127.0.0.1");
  g_assert_true (graphics->has_password);
  graphics = config->graphics->pdata[1];
  g_assert_cmpuint (graphics->port, ==, 5901);
  g_assert_cmpstr (graphics->socket, ==, "/run/vnc");
  g_assert_cmpuint (config->n_devices, ==, 10);
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_new ("<domain/>", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->name, ==, "");
  g_assert_null (config->title);
  g_assert_cmpuint (config->vcpus, ==, 1);
  g_assert_cmpuint (config->memory, ==, 0);
  g_assert_cmpuint (config->disks->len, ==, 0);
  g_assert_cmpuint (g_strv_length (config->boot), ==, 0);
}

static void
test_refused (void)
{
  const char *bad[] = { "", "no xml", "<domain>", "<network/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><domain>" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hangar_domain_config_new (bad[i], &error));
      g_assert_nonnull (error);
    }
}

/* A name of a megabyte, ten thousand disks, numbers beyond all reason: cut, not followed. */
static void
test_too_much (void)
{
  g_autoptr (GString) xml = g_string_new ("<domain><name>");
  g_autoptr (HangarDomainConfig) config = NULL;

  for (guint i = 0; i < 1 << 19; i++)
    g_string_append (xml, "é");
  g_string_append (
    xml, "</name><memory unit='EiB'>99999999999999999999</memory><vcpu>99999999999</vcpu><devices>");
  for (guint i = 0; i < 10000; i++)
    g_string_append (xml, "<disk/>");
  g_string_append (xml, "<graphics type='vnc' port='99999999'/></devices></domain>");
  config = hangar_domain_config_new (xml->str, NULL);

  g_assert_nonnull (config);
  g_assert_cmpuint (strlen (config->name), <, 1 << 16);
  g_assert_true (g_utf8_validate (config->name, -1, NULL));
  g_assert_cmpuint (config->disks->len, <, 10000);
  g_assert_cmpuint (config->vcpus, <=, G_MAXINT);
  g_assert_cmpuint (((HangarConfigGraphics *) config->graphics->pdata[0])->port, ==, 0);
}

/* The test of billions of laughs: entities are not expanded without end. */
static void
test_bomb (void)
{
  GString *xml = g_string_new ("<!DOCTYPE domain [<!ENTITY a0 \"ha\">");
  HangarDomainConfig *config;

  for (int i = 1; i < 30; i++)
    g_string_append_printf (xml, "<!ENTITY a%d \"&a%d;&a%d;&a%d;&a%d;\">", i, i - 1, i - 1, i - 1, i - 1);
  g_string_append (xml, "]><domain><name>&a29;</name></domain>");
  config = hangar_domain_config_new (xml->str, NULL);
  if (config != NULL)
    {
      g_assert_cmpuint (strlen (config->name), <=, 4096);
      hangar_domain_config_free (config);
    }
  g_string_free (xml, TRUE);
}

typedef struct
{
  HangarDomain *domain;
  HangarDomainConfig *config;
} Loading;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Loading *loading = user_data;

  loading->config = hangar_domain_config_load_finish (loading->domain, result, NULL);
  g_assert_nonnull (loading->config);
}

static void
test_load (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  Loading loading = { 0 };

  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  loading.domain = hangar_connection_find_domain (connection, "test");
  g_assert_nonnull (loading.domain);
  hangar_domain_config_load_async (loading.domain, TRUE, NULL, loaded_cb, &loading);
  g_assert_null (loading.config);
  WAIT_FOR (loading.config != NULL);
  g_assert_cmpstr (loading.config->name, ==, "test");
  hangar_domain_config_free (loading.config);
  hangar_connection_close (connection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain-config/full", test_full);
  g_test_add_func ("/domain-config/created-disks", test_created_disks);
  g_test_add_func ("/domain-config/disks", test_disks);
  g_test_add_func ("/domain-config/other-devices", test_other_devices);
  g_test_add_func ("/domain-config/empty", test_empty);
  g_test_add_func ("/domain-config/refused", test_refused);
  g_test_add_func ("/domain-config/too-much", test_too_much);
  g_test_add_func ("/domain-config/bomb", test_bomb);
  g_test_add_func ("/domain-config/load", test_load);

  return g_test_run ();
}
