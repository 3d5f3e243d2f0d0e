/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/xml-document and model/host-inventory on a real daemon: networks, pools, volumes, snapshots and
 * machines read, changed and refused; and the printed commands store the same. */

#include "model/xml-document.h"

#include "model/host-inventory.h"
#include "twins.h"
#include "virt/storage.h"
#include "virt/xml.h"

#define NETWORK                                                                      \
  "<network><name>it's $(x)</name><uuid>61111111-1111-1111-1111-111111111111</uuid>" \
  "<forward mode='nat'/><bridge name='hgt0'/><ip address='192.168.213.1' "           \
  "netmask='255.255.255.0'/></network>"

static HangarConnection *connection;

static gpointer
pool_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HangarVirtPool) pool = hangar_virt_pool_ensure_default (handle, data, error);
  HangarVirtVolume wanted = { .name = "doc.qcow2", .format = "qcow2", .capacity = 1 << 20 };
  g_autoptr (HangarVirtVolume) volume =
    pool != NULL ? hangar_virt_volume_create (handle, pool->uuid, &wanted, error) : NULL;

  return volume != NULL ? g_strdup (volume->path) : NULL;
}

static char *
make_volume (void)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, pool_run, g_strdup (g_getenv ("HANGAR_TEST_FOLDER")),
                                g_free, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *path;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  path = hangar_connection_run_finish (connection, result, &error);
  g_assert_no_error (error);
  return path;
}

static void
changed_cb (HangarXmlDocument *document, guint *count)
{
  (*count)++;
}

static void
reload (HangarXmlDocument *document)
{
  guint count = 0;
  gulong handler = g_signal_connect (document, "changed", G_CALLBACK (changed_cb), &count);

  hangar_xml_document_reload (document);
  SESSION_WAIT_FOR (count > 0);
  g_signal_handler_disconnect (document, handler);
}

static HangarXmlDocument *
load (HangarVirtDefinitionKind kind, const char *id, const char *name)
{
  const HangarVirtDefinition what = { kind, id, name };
  HangarXmlDocument *document = hangar_xml_document_new (connection, &what, name);

  reload (document);
  g_assert_no_error (hangar_xml_document_get_error (document));
  g_assert_nonnull (hangar_xml_document_get_xml (document));
  return document;
}

static char *
edit (HangarXmlDocument *document, const char *xpath, const char *value)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (hangar_xml_document_get_xml (document), NULL);

  g_assert_true (hangar_xml_put (doc, xpath, value));
  return hangar_xml_to_string (doc);
}

static gboolean
store (HangarXmlDocument *document, const char *base, const char *edited, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *pending = NULL;

  hangar_xml_document_store_async (document, base, edited, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_xml_document_store_finish (document, result, &pending, error);
}

static void
assert_stored (HangarXmlDocument *document, const char *xpath, const char *value)
{
  g_autoptr (HangarXml) doc = NULL;
  g_autofree char *found = NULL;

  reload (document);
  doc = hangar_xml_new (hangar_xml_document_get_xml (document), NULL);
  found = hangar_xml_get (doc, xpath);
  g_assert_cmpstr (found, ==, value);
}

/* By the program, by the printed lines, then what must not pass. */
static void
check_changes (HangarXmlDocument *document, const char *xpath, const char *first, const char *second)
{
  g_autofree char *base = g_strdup (hangar_xml_document_get_xml (document));
  g_autofree char *once = edit (document, xpath, first), *twice = NULL, *other = NULL;
  g_autoptr (HangarCommandText) text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hangar_xml_document_get_refusal (document));
  g_assert_true (store (document, base, once, &error));
  g_assert_no_error (error);
  assert_stored (document, xpath, first);
  twice = edit (document, xpath, second);
  text = hangar_xml_document_dup_commands (document, twice);
  twins_run_lines (text);
  assert_stored (document, xpath, second);

  /* What it was made from is not what is there any more. */
  g_assert_false (store (document, base, once, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
  g_clear_error (&error);
  other = edit (document, "/*/nonsense", "x");
  g_assert_false (store (document, hangar_xml_document_get_xml (document), other, &error));
  g_assert_nonnull (error);
  assert_stored (document, xpath, second);
}

static void
check_identity (HangarXmlDocument *document, const char *xpath)
{
  g_autofree char *other = edit (document, xpath, "62222222-1111-1111-1111-111111111111");
  g_autoptr (GError) error = NULL;

  g_assert_false (store (document, hangar_xml_document_get_xml (document), other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_network (void)
{
  g_autoptr (HangarCommandText) define = hangar_command_text_new (hangar_connection_get_uri (connection));
  g_autoptr (HangarCommandText) remove = hangar_command_text_new (hangar_connection_get_uri (connection));
  g_autoptr (HangarXmlDocument) document = NULL;
  g_autofree char *title = NULL;

  hangar_command_text_virsh (define, "net-define");
  hangar_command_text_flag (define, "/dev/stdin");
  hangar_command_text_feed (define, NETWORK);
  twins_run_lines (define);
  document = load (HANGAR_VIRT_DEFINITION_NETWORK, "61111111-1111-1111-1111-111111111111", "it's $(x)");
  title = hangar_xml_document_dup_title (document);
  g_assert_nonnull (strstr (title, "it's $(x)"));
  check_changes (document, "/network/ip/@address", "192.168.213.9", "192.168.213.8");
  check_identity (document, "/network/uuid");
  hangar_command_text_virsh (remove, "net-undefine");
  hangar_command_text_operand (remove, "network", "it's $(x)");
  twins_run_lines (remove);
}

static void
inventory_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gpointer *) user_data = g_object_ref (result);
}

static void
test_pool_and_volume (void)
{
  g_autofree char *path = make_volume ();
  g_autoptr (GAsyncResult) result = NULL, listed = NULL;
  g_autoptr (HangarHostInventory) inventory = NULL;
  g_autoptr (GPtrArray) volumes = NULL;
  g_autoptr (HangarXmlDocument) pool = NULL, volume = NULL;
  g_autoptr (HangarCommandText) none = NULL;
  const HangarVirtPool *first;
  g_autoptr (GError) error = NULL;

  hangar_host_inventory_load_async (connection, NULL, inventory_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  inventory = hangar_host_inventory_load_finish (connection, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inventory->pools->len, ==, 1);
  first = inventory->pools->pdata[0];
  hangar_host_inventory_volumes_async (connection, first->uuid, NULL, inventory_cb, &listed);
  SESSION_WAIT_FOR (listed != NULL);
  volumes = hangar_host_inventory_volumes_finish (connection, listed, &error);
  g_assert_cmpuint (volumes->len, >=, 1);

  pool = load (HANGAR_VIRT_DEFINITION_POOL, first->uuid, first->name);
  check_changes (pool, "/pool/target/path", "/nowhere/one", "/nowhere/two");
  check_identity (pool, "/pool/uuid");

  /* A volume's XML is for reading. */
  volume = load (HANGAR_VIRT_DEFINITION_VOLUME, path, "doc.qcow2");
  g_assert_nonnull (hangar_xml_document_get_refusal (volume));
  none = hangar_xml_document_dup_commands (volume, hangar_xml_document_get_xml (volume));
  g_assert_true (hangar_command_text_is_empty (none));
  g_assert_false (
    store (volume, hangar_xml_document_get_xml (volume), hangar_xml_document_get_xml (volume), &error));
}

/* With a password in the machine that it holds, which must not get lost on the way. */
static void
test_snapshot (void)
{
  g_autofree char *path = session_file ("snapshot.img", 1 << 20);
  g_autofree char *devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>"
                     "<target dev='vda' bus='virtio'/></disk>"
                     "<graphics type='vnc' port='-1' autoport='yes' passwd='geheim'/>",
                     path);
  Twins *twins = twins_new (connection, devices);
  const char *uuid = hangar_domain_get_uuid (twins->ours);
  g_autoptr (HangarCommandText) take = hangar_command_text_new (hangar_connection_get_uri (connection));
  g_autoptr (HangarXmlDocument) document = NULL;

  hangar_command_text_virsh (take, "snapshot-create-as");
  hangar_command_text_operand (take, "domain", uuid);
  hangar_command_text_operand (take, "name", "it's $(one)");
  hangar_command_text_flag (take, "--disk-only");
  twins_run_lines (take);
  document = load (HANGAR_VIRT_DEFINITION_SNAPSHOT, uuid, "it's $(one)");
  check_changes (document, "/domainsnapshot/description", "first", "it's $(second)");
  check_identity (document, "/domainsnapshot/name");
  assert_stored (document, "//graphics/@passwd", "geheim");
  g_clear_object (&document);
  twins_free (twins);
}

static void
test_machine (void)
{
  Twins *twins = twins_new (connection, "");
  g_autoptr (HangarHardware) hardware = hangar_hardware_new (twins->ours);
  g_autoptr (HangarXmlDocument) document = hangar_xml_document_new_for_hardware (hardware);

  SESSION_WAIT_FOR (hangar_xml_document_get_xml (document) != NULL);
  check_changes (document, "/domain/on_crash", "restart", "preserve");
  g_clear_object (&document);
  g_clear_object (&hardware);
  twins_free (twins);
}

static void
test_missing (void)
{
  const HangarVirtDefinition what = { HANGAR_VIRT_DEFINITION_NETWORK, "69999999-1111-1111-1111-111111111111",
                                      NULL };
  g_autoptr (HangarXmlDocument) document = hangar_xml_document_new (connection, &what, "gone");

  reload (document);
  g_assert_nonnull (hangar_xml_document_get_error (document));
  g_assert_null (hangar_xml_document_get_xml (document));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  connection = session_open ();
  g_test_add_func ("/xml-document/network", test_network);
  g_test_add_func ("/xml-document/pool-and-volume", test_pool_and_volume);
  g_test_add_func ("/xml-document/snapshot", test_snapshot);
  g_test_add_func ("/xml-document/machine", test_machine);
  g_test_add_func ("/xml-document/missing", test_missing);
  status = g_test_run ();
  session_close (connection);
  return status;
}
