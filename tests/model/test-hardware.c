/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/hardware on a real daemon: changes reach what runs where they can, and wait where they cannot. */

#include "model/hardware.h"

#include <glib/gstdio.h>

#include "model/device-schema.h"
#include "model/disk-delete.h"
#include "model/hardware-apply.h"
#include "model/hardware-change.h"
#include "model/new-device.h"
#include "session-host.h"
#include "virt/device.h"

#define CHANNEL "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
#define CARD "<interface type='user'><mac address='52:54:00:aa:00:01'/><model type='virtio'/></interface>"

static void
count_cb (HangarHardware *hardware, guint *count)
{
  (*count)++;
}

static HangarHardware *
load (HangarDomain *domain)
{
  HangarHardware *hardware = hangar_hardware_new (domain);
  guint count = 0;
  gulong handler = g_signal_connect (hardware, "changed", G_CALLBACK (count_cb), &count);

  SESSION_WAIT_FOR (count > 0);
  g_signal_handler_disconnect (hardware, handler);
  g_assert_no_error (hangar_hardware_get_error (hardware));
  return hardware;
}

static HangarApplied *
apply (HangarDomain *domain, const char *base, const char *xml, HangarApplyFlags flags, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_hardware_apply_async (domain, base, xml, flags, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_hardware_apply_finish (domain, result, error);
}

static char *
edited (const char *xml, const char *kind_id, const char *field_id, const char *value)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  const HangarDeviceKind *kind = hangar_device_kind_find (kind_id);
  g_auto (GStrv) paths = hangar_xml_find (doc, kind->xpath);

  g_assert_true (hangar_field_set (doc, paths[0], hangar_device_kind_find_field (kind, field_id), value));
  return hangar_xml_to_string (doc);
}

static char *
with_device (const char *xml, const char *device)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);

  g_assert_true (hangar_xml_append (doc, "/domain/devices", device, NULL));
  return hangar_xml_to_string (doc);
}

static char *
without (const char *xml, const char *xpath)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);

  g_assert_cmpuint (hangar_xml_remove (doc, xpath), ==, 1);
  return hangar_xml_to_string (doc);
}

static gboolean
holds (HangarDomain *domain, gboolean inactive, const char *condition)
{
  g_autofree char *xml = session_get_xml (domain, inactive);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);

  return hangar_xml_test (doc, condition);
}

static void
set (HangarDomain *domain, const char *kind, const char *field, const char *value, gboolean pending)
{
  g_autofree char *base = session_get_xml (domain, TRUE);
  g_autofree char *xml = edited (base, kind, field, value);
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) applied = apply (domain, base, xml, HANGAR_APPLY_DEFAULT, &error);

  g_assert_no_error (error);
  if (applied->is_pending != pending)
    g_error ("%s/%s: pending %d (%s)", kind, field, applied->is_pending, applied->reason);
}

static char *
new_disk (HangarDomain *domain)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *path;

  hangar_new_disk_async (domain, 1 << 20, "qcow2", session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  path = hangar_new_disk_finish (domain, result, &error);
  g_assert_no_error (error);
  return path;
}

/* Some need what only the user, the host or another device brings. */
typedef struct
{
  const char *kind;
  const char *device;  /* complete */
  const char *machine; /* (nullable): a chipset that can have it */
  const char *besides; /* (nullable): further devices */
} Complete;

static const Complete complete[] = {
  { "disk",
    "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/x'/><target dev='vda' "
    "bus='virtio'/></disk>",
    NULL, NULL },
  { "floppy",
    "<disk type='file' device='floppy'><driver name='qemu' type='raw'/><target dev='fda' bus='fdc'/></disk>",
    "pc", NULL },
  { "interface",
    "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><model "
    "type='virtio'/></interface>",
    NULL, NULL },
  { "filesystem",
    "<filesystem type='mount' accessmode='mapped'><source dir='/x'/><target dir='x'/></filesystem>", NULL,
    NULL },
  { "hostdev-usb",
    "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product "
    "id='0x5678'/></source></hostdev>",
    NULL, NULL },
  { "hostdev-mdev",
    "<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address "
    "uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source></hostdev>",
    NULL, NULL },
  { "redirdev", "<redirdev bus='usb' type='spicevmc'/>", NULL, "<graphics type='spice' autoport='yes'/>" },
  { "smartcard", "<smartcard mode='passthrough' type='spicevmc'/>", NULL,
    "<graphics type='spice' autoport='yes'/>" },
  { "pci-controller", "<controller type='pci' model='pcie-root-port'/>", NULL, NULL },
};

static Complete
complete_of (const HangarDeviceKind *kind)
{
  Complete plain = { kind->id, kind->template, NULL, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (complete); i++)
    if (g_str_equal (complete[i].kind, kind->id))
      return complete[i];
  return plain;
}

/* Added to a machine, found in what the daemon made of it, and taken away again. */
static void
try_kind (HangarConnection *connection, const HangarDeviceKind *kind, const Complete *one)
{
  g_autofree char *plain = session_machine_xml ("kinds", one->besides != NULL ? one->besides : "");
  g_autoptr (HangarXml) doc = hangar_xml_new (plain, NULL);
  g_autofree char *xml = NULL, *original = NULL, *more = NULL, *present = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) added = NULL, removed = NULL;
  g_autoptr (HangarXml) made = NULL;
  HangarDomain *domain;
  guint before;

  if (one->machine != NULL)
    hangar_xml_set (doc, "/domain/os/type/@machine", one->machine);
  xml = hangar_xml_to_string (doc);
  domain = session_define (connection, xml);
  original = session_get_xml (domain, TRUE);
  made = hangar_xml_new (original, NULL);
  before = hangar_xml_count (made, kind->xpath);
  more = with_device (original, one->device);
  added = apply (domain, original, more, HANGAR_APPLY_DEFAULT, &error);
  if (error != NULL)
    g_error ("%s: %s", kind->id, error->message);
  present = session_get_xml (domain, TRUE);
  hangar_xml_free (g_steal_pointer (&made));
  made = hangar_xml_new (present, NULL);
  if (hangar_xml_count (made, kind->xpath) <= before)
    g_error ("%s is not there: %s", kind->id, present);
  removed = apply (domain, present, original, HANGAR_APPLY_DEFAULT, &error);
  g_assert_no_error (error);
  session_forget (domain);
}

/* A new one of every kind of device is one that the daemon takes; but for the balloon, which each machine
 * has, and memory modules, which Hangar shows and does not add. */
static void
test_every_kind (void)
{
  HangarConnection *connection = session_open ();
  guint n = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      const Complete one = complete_of (*kind);

      if (one.device == NULL)
        continue;
      try_kind (connection, *kind, &one);
      n++;
    }
  g_assert_cmpuint (n, >=, 26);
  session_close (connection);
}

/* Of every type, with what its type needs and nothing of another one's. */
static void
test_controllers (void)
{
  HangarConnection *connection = session_open ();
  const HangarDeviceKind *kind = hangar_device_kind_find ("controller");
  const HangarField *field = hangar_device_kind_find_field (kind, "new-type");

  for (const HangarFieldChoice *choice = field->choices; choice->value != NULL; choice++)
    {
      g_autofree char *xml = session_machine_xml ("plugs", "");
      HangarDomain *domain = session_define (connection, xml);
      g_autofree char *base = session_get_xml (domain, TRUE);
      g_autofree char *more = NULL;
      g_autofree char *condition = g_strdup_printf ("//controller[@type='%s' and @index='%d']", choice->value,
                                                    g_str_equal (choice->value, "usb") ? 1 : 0);
      g_autoptr (HangarDevice) device = NULL;
      g_autoptr (HangarXml) doc = hangar_new_device_doc (base, kind, TRUE, &device);
      g_autoptr (HangarApplied) applied = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (hangar_field_set (doc, hangar_device_get_path (device), field, choice->value));
      more = hangar_xml_to_string (doc);
      applied = apply (domain, base, more, HANGAR_APPLY_PLUG, &error);
      g_assert_no_error (error);
      if (!holds (domain, TRUE, condition))
        g_error ("no %s", condition);
      session_forget (domain);
    }
  session_close (connection);
}

static void
test_live (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("live", CARD CHANNEL "<memballoon model='virtio'/>");
  HangarDomain *domain = session_define (connection, xml);
  g_autoptr (HangarHardware) hardware = NULL;
  g_autofree char *line = NULL;

  session_start (domain);
  set (domain, "interface", "link", "down", FALSE);
  g_assert_true (holds (domain, FALSE, "//interface/link[@state='down']"));
  g_assert_true (holds (domain, TRUE, "//interface/link[@state='down']"));
  set (domain, "overview", "title", "A <b>title", FALSE);
  g_assert_true (holds (domain, FALSE, "/domain/title = 'A <b>title'"));
  set (domain, "overview", "description", "one\ntwo", FALSE);
  set (domain, "overview", "os", "http://debian.org/debian/12", FALSE);
  g_assert_true (holds (domain, FALSE, "/domain/metadata/*/*/@id = 'http://debian.org/debian/12'"));
  g_assert_true (holds (domain, TRUE, "/domain/metadata/*/*/@id = 'http://debian.org/debian/12'"));
  set (domain, "overview", "os", NULL, FALSE);
  g_assert_true (holds (domain, FALSE, "not(/domain/metadata/*)"));
  g_assert_true (holds (domain, TRUE, "not(/domain/metadata/*)"));
  set (domain, "memory", "current", "50331648", FALSE);
  g_assert_true (holds (domain, TRUE, "/domain/currentMemory = '49152'"));
  hardware = load (domain);
  g_assert_cmpuint (hangar_hardware_get_pending (hardware)->len, ==, 0);

  set (domain, "memory", "maximum", "134217728", TRUE);
  SESSION_WAIT_FOR (hangar_hardware_get_pending (hardware)->len == 1);
  line = hangar_hardware_change_describe (hangar_hardware_get_pending (hardware)->pdata[0]);
  g_assert_nonnull (strstr (line, "At most: "));
  g_assert_nonnull (hangar_hardware_get_running_xml (hardware));
  session_stop (domain);
  SESSION_WAIT_FOR (hangar_hardware_get_pending (hardware)->len == 0);
  g_clear_object (&hardware);
  session_forget (domain);
  session_close (connection);
}

static void
test_hotplug (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml =
    session_machine_xml ("plug", "<controller type='pci' index='0' model='pcie-root'/>"
                                 "<controller type='pci' index='1' model='pcie-root-port'/>"
                                 "<controller type='pci' index='2' model='pcie-root-port'/>"
                                 "<controller type='pci' index='3' model='pcie-root-port'/>"
                                 "<controller type='pci' index='4' model='pcie-root-port'/>");
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *disk = session_file ("plug.img", 1 << 20);
  g_autofree char *device =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source "
                     "file='%s'/><target dev='vdb' bus='virtio'/></disk>",
                     disk);
  g_autofree char *base = NULL, *more = NULL, *now = NULL, *less = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) plugged = NULL, unplugged = NULL;

  session_start (domain);
  base = session_get_xml (domain, TRUE);
  more = with_device (base, device);
  plugged = apply (domain, base, more, HANGAR_APPLY_PLUG, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plugged->reason, ==, NULL);
  g_assert_true (holds (domain, FALSE, "//disk/target[@dev='vdb']"));
  g_assert_true (holds (domain, TRUE, "//disk/target[@dev='vdb']"));

  /* No system runs that could let go of it: it stays plugged in, is gone at the next start, and its file is
   * kept. */
  now = session_get_xml (domain, TRUE);
  less = without (now, "//disk[target/@dev='vdb']");
  unplugged = apply (domain, now, less, HANGAR_APPLY_PLUG, &error);
  g_assert_no_error (error);
  g_assert_false (holds (domain, TRUE, "//disk"));
  g_assert_true (unplugged->is_pending == holds (domain, FALSE, "//disk"));
  g_assert_true (g_file_test (disk, G_FILE_TEST_EXISTS));
  session_forget (domain);
  session_close (connection);
}

static void
test_changed_elsewhere (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("elsewhere", CARD);
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *base = session_get_xml (domain, TRUE);
  g_autofree char *mine = edited (base, "interface", "model", "e1000e");
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) refused = NULL, applied = NULL;

  set (domain, "overview", "title", "Theirs", FALSE);
  refused = apply (domain, base, mine, HANGAR_APPLY_DEFAULT, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
  g_assert_null (refused);
  g_clear_error (&error);
  g_assert_true (holds (domain, TRUE, "//interface/model[@type='virtio']"));
  applied = apply (domain, base, mine, HANGAR_APPLY_OVERWRITE, &error);
  g_assert_no_error (error);
  g_assert_true (holds (domain, TRUE, "//interface/model[@type='e1000e'] and /domain/title = 'Theirs'"));
  session_forget (domain);
  session_close (connection);
}

static void
test_rename (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("before", "");
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *base = session_get_xml (domain, TRUE);
  g_autofree char *once = edited (base, "overview", "name", "after & so on");
  g_autofree char *both = edited (once, "overview", "title", "New");
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) applied = apply (domain, base, both, HANGAR_APPLY_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (holds (domain, TRUE, "/domain[name='after & so on' and title='New']"));
  SESSION_WAIT_FOR (g_str_equal (hangar_domain_get_name (domain), "after & so on"));
  session_forget (domain);
  session_close (connection);
}

/* The name is changed by a call of its own: when the rest is refused after it, that is said. */
static void
test_rename_refused (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("old-name", CARD);
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *base = session_get_xml (domain, TRUE);
  g_autofree char *once = edited (base, "overview", "name", "new-name");
  g_autofree char *both = edited (once, "interface", "mac", "01:00:00:00:00:01");
  g_autoptr (GError) error = NULL;

  g_assert_null (apply (domain, base, both, HANGAR_APPLY_DEFAULT, &error));
  g_assert_nonnull (strstr (error->message, "called “new-name” now"));
  g_assert_true (holds (domain, TRUE, "/domain[name='new-name']//mac[@address='52:54:00:aa:00:01']"));
  SESSION_WAIT_FOR (g_str_equal (hangar_domain_get_name (domain), "new-name"));
  session_forget (domain);
  session_close (connection);
}

static void
test_refused (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("refused", CARD);
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *base = session_get_xml (domain, TRUE),
                  *bad = edited (base, "interface", "mac", "01:00:00:00:00:01");
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (apply (domain, base, bad, HANGAR_APPLY_DEFAULT, &error));
  g_assert_nonnull (error);
  after = session_get_xml (domain, TRUE);
  g_assert_cmpstr (base, ==, after);
  session_forget (domain);
  session_close (connection);
}

static void
test_grow (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *disk = session_file ("grow.img", 1 << 20);
  g_autofree char *devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source "
                     "file='%s'/><target dev='vda' bus='virtio'/></disk>",
                     disk);
  g_autofree char *xml = session_machine_xml ("grow", devices);
  HangarDomain *domain = session_define (connection, xml);
  g_autoptr (GAsyncResult) grown = NULL, shrunk = NULL, measured = NULL;
  g_autoptr (GError) error = NULL;
  guint64 sizes[2] = { 0, 0 };

  session_start (domain);
  hangar_disk_grow_async (domain, "vda", 3 << 20, session_result_cb, &grown);
  SESSION_WAIT_FOR (grown != NULL);
  g_assert_true (hangar_disk_grow_finish (domain, grown, &error));
  g_assert_no_error (error);
  hangar_disk_measure_async (domain, "vda", NULL, session_result_cb, &measured);
  SESSION_WAIT_FOR (measured != NULL);
  g_assert_true (hangar_disk_measure_finish (domain, measured, sizes, &error));
  g_assert_cmpuint (sizes[0], ==, 3 << 20);
  hangar_disk_grow_async (domain, "vda", 2 << 20, session_result_cb, &shrunk);
  SESSION_WAIT_FOR (shrunk != NULL);
  g_assert_false (hangar_disk_grow_finish (domain, shrunk, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  session_forget (domain);
  session_close (connection);
}

static gboolean
grow (HangarDomain *domain, guint64 bytes, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_disk_grow_async (domain, "vda", bytes, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_disk_grow_finish (domain, result, error);
}

static guint64
measured (HangarDomain *domain)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint64 sizes[2] = { 0, 0 };

  hangar_disk_measure_async (domain, "vda", NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  g_assert_true (hangar_disk_measure_finish (domain, result, sizes, NULL));
  return sizes[0];
}

static char *
disk_xml (const char *path, const char *format)
{
  return g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='%s'/><source "
                          "file='%s'/><target dev='vda' bus='virtio'/></disk>",
                          format, path);
}

/* Off: a volume through its pool, a file in none by itself. */
static void
test_grow_off (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *maker_xml = session_machine_xml ("maker", "");
  HangarDomain *maker = session_define (connection, maker_xml);
  g_autofree char *volume = new_disk (maker), *file = session_file ("loose.img", 1 << 20);
  const char *const paths[] = { volume, file }, *const formats[] = { "qcow2", "raw" };

  g_assert_cmpint (g_chmod (file, 0666), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *devices = disk_xml (paths[i], formats[i]);
      g_autofree char *xml = session_machine_xml ("grow-off", devices);
      HangarDomain *domain = session_define (connection, xml);
      g_autoptr (GError) error = NULL;

      g_assert_true (grow (domain, 4 << 20, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (measured (domain), ==, 4 << 20);
      g_assert_false (grow (domain, 2 << 20, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_cmpuint (measured (domain), ==, 4 << 20);
      session_forget (domain);
    }
  session_forget (maker);
  session_close (connection);
}

static gboolean
delete_disk (HangarDomain *domain, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_disk_delete_async (domain, NULL, path, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_disk_delete_finish (domain, result, error);
}

/* What any machine has, or builds on, is never deleted. */
static void
test_delete (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("deleter", "");
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *path = new_disk (domain);
  g_autofree char *devices = disk_xml (path, "qcow2");
  g_autofree char *owner_xml = session_machine_xml ("owner", devices);
  HangarDomain *owner = session_define (connection, owner_xml);
  g_autoptr (GError) error = NULL;

  g_assert_false (delete_disk (domain, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "owner"));
  g_clear_error (&error);
  /* Removed from the definition, but the run that has it goes on. */
  session_start (owner);
  {
    g_autofree char *base = session_get_xml (owner, TRUE), *less = without (base, "//disk");
    g_autoptr (HangarApplied) applied = apply (owner, base, less, HANGAR_APPLY_DEFAULT, &error);

    g_assert_no_error (error);
    g_assert_true (applied->is_pending);
  }
  g_assert_false (delete_disk (owner, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  session_stop (owner);
  g_assert_true (delete_disk (owner, path, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  session_forget (owner);
  session_forget (domain);
  session_close (connection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hardware/every-kind", test_every_kind);
  g_test_add_func ("/hardware/controllers", test_controllers);
  g_test_add_func ("/hardware/live", test_live);
  g_test_add_func ("/hardware/hotplug", test_hotplug);
  g_test_add_func ("/hardware/changed-elsewhere", test_changed_elsewhere);
  g_test_add_func ("/hardware/rename", test_rename);
  g_test_add_func ("/hardware/rename-refused", test_rename_refused);
  g_test_add_func ("/hardware/refused", test_refused);
  g_test_add_func ("/hardware/grow", test_grow);
  g_test_add_func ("/hardware/grow-off", test_grow_off);
  g_test_add_func ("/hardware/delete", test_delete);
  return g_test_run ();
}
