/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed commands of hardware changes on a real daemon: after each, the machine that they changed is
 * like the one that the program changed; and what the program cannot do, they cannot either. */

#include "model/hardware-commands.h"

#include "model/device.h"
#include "model/domain-lifecycle.h"
#include "model/hardware-apply.h"
#include "twins.h"
#include "virt/storage.h"

#define MANY                                                                                        \
  "<controller type='scsi' model='virtio-scsi'/><controller type='virtio-serial'/>"                 \
  "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>"             \
  "<target dev='vda' bus='virtio'/></disk>"                                                         \
  "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sda' bus='sata'/>" \
  "<readonly/></disk>"                                                                              \
  "<interface type='user'><mac address='52:54:00:aa:00:01'/><model type='virtio'/></interface>"     \
  "<graphics type='vnc' port='-1' autoport='yes' passwd='it$(x)'><listen type='address' "           \
  "address='127.0.0.1'/></graphics>"                                                                \
  "<video><model type='vga'/></video><sound model='ich9'/><input type='tablet' bus='usb'/>"         \
  "<watchdog model='i6300esb' action='reset'/><memballoon model='virtio'/>"                         \
  "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"                        \
  "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"

static HangarConnection *connection;

/* Applies to ours as the program does. */
static gboolean
apply (HangarDomain *domain, const char *xml, HangarApplyFlags flags)
{
  g_autofree char *base = session_get_xml (domain, TRUE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HangarApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  hangar_hardware_apply_async (domain, base, xml, flags, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  applied = hangar_hardware_apply_finish (domain, result, &error);
  if (error != NULL)
    g_test_message ("the program: %s", error->message);
  return applied != NULL;
}

typedef char *(*Edit) (const char *xml, gconstpointer data);

/* The same edit for both. Where the program is refused, so are the lines. */
static gboolean
both (Twins *twins, Edit edit, gconstpointer data, HangarApplyFlags flags)
{
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autofree char *ours = session_get_xml (twins->ours, TRUE),
                  *theirs = session_get_xml (twins->theirs, TRUE);
  g_autofree char *our_edit = edit (ours, data), *their_edit = edit (theirs, data);
  g_autoptr (HangarCommandText) text = NULL;
  g_autofree char *complaint = NULL;
  gboolean done, went;

  if (our_edit == NULL)
    return FALSE;
  text = hangar_hardware_commands_for_apply (target, theirs, their_edit, (flags & HANGAR_APPLY_PLUG) != 0);
  if (hangar_command_text_is_empty (text))
    return FALSE;
  done = apply (twins->ours, our_edit, flags);
  went = twins_try_lines (text, &complaint);
  if (done != went && !(done && target->is_active))
    g_error ("the program: %d\n%s", done, complaint);
  twins_assert_alike (twins, TRUE);
  if (target->is_active)
    twins_assert_alike (twins, FALSE);
  return done;
}

typedef struct
{
  const HangarDeviceKind *kind;
  const HangarField *field;
  const char *value;
} FieldEdit;

static char *
set_field (const char *xml, gconstpointer data)
{
  const FieldEdit *edit = data;
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_auto (GStrv) paths = hangar_xml_find (doc, edit->kind->xpath);

  if (paths == NULL || paths[0] == NULL || !hangar_field_is_offered (doc, paths[0], edit->field) ||
      !hangar_field_set (doc, paths[0], edit->field, edit->value))
    return NULL;
  return hangar_xml_to_string (doc);
}

static gboolean
both_set (Twins *twins, const char *kind_id, const char *field_id, const char *value)
{
  const HangarDeviceKind *kind = hangar_device_kind_find (kind_id);
  const FieldEdit edit = { kind, hangar_device_kind_find_field (kind, field_id), value };

  return both (twins, set_field, &edit, HANGAR_APPLY_DEFAULT);
}

static Twins *
make_twins (void)
{
  g_autofree char *path = session_file ("TWIN $(x)'.img", 1 << 20);
  g_autofree char *ours = session_file ("ours $(x)'.img", 1 << 20);
  g_autofree char *theirs = session_file ("theirs $(x)'.img", 1 << 20);
  g_autofree char *escaped = g_markup_escape_text (path, -1);
  g_autofree char *devices = g_strdup_printf (MANY, escaped);

  return twins_new (connection, devices);
}

/* The value that is tried for a field without choices. */
static const char *
try_value (const HangarField *field)
{
  switch (field->type)
    {
    case HANGAR_FIELD_NUMBER:
      return "2";
    case HANGAR_FIELD_SIZE:
      return "100663296";
    case HANGAR_FIELD_TEXT:
      return "word";
    case HANGAR_FIELD_NOTES:
    case HANGAR_FIELD_PASSWORD:
      return "it's $(x)";
    case HANGAR_FIELD_MAC:
      return "52:54:00:aa:00:07";
    case HANGAR_FIELD_OS:
      return "http://debian.org/debian/12";
    case HANGAR_FIELD_PATH:
      return "/nowhere/some $(x)";
    case HANGAR_FIELD_SHOWN:
    case HANGAR_FIELD_CHOICE:
    case HANGAR_FIELD_SWITCH:
    default:
      return NULL;
    }
}

static guint
try_field (Twins *twins, const HangarDeviceKind *kind, const HangarField *field)
{
  FieldEdit edit = { kind, field, try_value (field) };

  if (field->type == HANGAR_FIELD_SHOWN || g_str_equal (field->id, "name"))
    return 0;
  if (field->choices == NULL)
    return both (twins, set_field, &edit, HANGAR_APPLY_DEFAULT);
  /* One of them is enough: how it is stored is the same for all. */
  edit.value = field->choices[0].value != NULL ? field->choices[0].value : field->choices[1].value;
  return both (twins, set_field, &edit, HANGAR_APPLY_DEFAULT);
}

/* Every field of every device that the machine has. */
static void
test_every_field (void)
{
  Twins *twins = make_twins ();
  guint done = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    for (const HangarField *field = (*kind)->fields; field->id != NULL; field++)
      done += try_field (twins, *kind, field);
  g_test_message ("%u changes", done);
  g_assert_cmpuint (done, >=, 30);
  twins_free (twins);
}

static void
test_sizes (void)
{
  Twins *twins = make_twins ();

  g_assert_true (both_set (twins, "memory", "maximum", "134217728"));
  g_assert_true (both_set (twins, "memory", "current", "100663296"));
  g_assert_true (both_set (twins, "memory", "maximum", "67108864"));
  g_assert_true (both_set (twins, "cpu", "vcpu", "4"));
  g_assert_true (both_set (twins, "cpu", "current", "3"));
  twins_free (twins);
}

static void
test_running (void)
{
  Twins *twins = make_twins ();

  session_start (twins->ours);
  session_start (twins->theirs);
  g_assert_true (both_set (twins, "interface", "link", "down"));
  g_assert_true (both_set (twins, "interface", "link", "up"));
  g_assert_true (both_set (twins, "overview", "title", "it's <b>$(x)"));
  g_assert_true (both_set (twins, "overview", "description", "one\ntwo"));
  g_assert_true (both_set (twins, "overview", "os", "http://debian.org/debian/12"));
  g_assert_true (both_set (twins, "overview", "os", "http://it's.org/$(x)/1"));
  g_assert_true (both_set (twins, "overview", "os", NULL));
  g_assert_true (both_set (twins, "memory", "current", "50331648"));
  g_assert_true (both_set (twins, "graphics", "passwd", "it$(y)"));
  /* These wait: what runs stays as it is. */
  g_assert_true (both_set (twins, "memory", "maximum", "134217728"));
  g_assert_true (both_set (twins, "sound", "model", "ac97"));
  twins_free (twins);
}

static char *
rename_machine (const char *xml, gconstpointer data)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *name = hangar_xml_get (doc, "/domain/name");
  g_autofree char *changed = g_strconcat (name, " -new $(touch pwned)", NULL);

  hangar_xml_put (doc, "/domain/name", changed);
  hangar_xml_put (doc, "/domain/title", "Both at once");
  hangar_xml_put (doc, "/domain/on_crash", "restart");
  return hangar_xml_to_string (doc);
}

static void
test_rename (void)
{
  Twins *twins = twins_new (connection, "");

  g_assert_true (both (twins, rename_machine, NULL, HANGAR_APPLY_DEFAULT));
  twins_free (twins);
}

static char *
add_device (const char *xml, gconstpointer data)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);

  g_assert_true (hangar_xml_append (doc, "/domain/devices", data, NULL));
  return hangar_xml_to_string (doc);
}

static char *
remove_device (const char *xml, gconstpointer data)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  const HangarDeviceKind *kind = data;
  g_auto (GStrv) paths = hangar_xml_find (doc, kind->xpath);

  if (paths == NULL || paths[0] == NULL)
    return NULL;
  hangar_xml_remove (doc, paths[0]);
  return hangar_xml_to_string (doc);
}

/* One of every kind is added and taken away again. */
static void
test_add_and_remove (void)
{
  Twins *twins = twins_new (connection, "<controller type='virtio-serial'/>");
  guint done = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    if ((*kind)->template != NULL && both (twins, add_device, (*kind)->template, HANGAR_APPLY_DEFAULT))
      {
        done++;
        both (twins, remove_device, *kind, HANGAR_APPLY_DEFAULT);
      }
  g_test_message ("%u kinds", done);
  g_assert_cmpuint (done, >=, 8);
  twins_free (twins);
}

static void
test_plug (void)
{
  static const char ports[] = "<controller type='pci' index='0' model='pcie-root'/>"
                              "<controller type='pci' index='1' model='pcie-root-port'/>"
                              "<controller type='pci' index='2' model='pcie-root-port'/>"
                              "<controller type='pci' index='3' model='pcie-root-port'/>"
                              "<controller type='pci' index='4' model='pcie-root-port'/>";
  Twins *twins = twins_new (connection, ports);
  g_autofree char *path = session_file ("plugged $(x).img", 1 << 20);
  g_autofree char *disk =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>"
                     "<target dev='vdb' bus='virtio'/><readonly/><shareable/></disk>",
                     path);

  session_start (twins->ours);
  session_start (twins->theirs);
  g_assert_true (both (twins, add_device, disk, HANGAR_APPLY_PLUG));
  g_assert_true (both (twins, remove_device, hangar_device_kind_find ("disk"), HANGAR_APPLY_PLUG));
  twins_free (twins);
}

static gpointer
pool_run (GVirConnection *handle, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HangarVirtPool) pool = hangar_virt_pool_ensure_default (handle, data, error);

  if (pool != NULL)
    hangar_virt_pool_refresh (handle, pool->uuid, error);
  return NULL;
}

static guint64
measure (HangarDomain *domain)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 sizes[2] = { 0, 0 };

  hangar_disk_measure_async (domain, "vda", NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_disk_measure_finish (domain, result, sizes, &error);
  g_assert_no_error (error);
  return sizes[0];
}

static void
ensure_pool (void)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, pool_run, g_strdup (g_getenv ("HANGAR_TEST_FOLDER")),
                                g_free, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_connection_run_finish (connection, result, NULL);
}

static void
test_grow (void)
{
  g_autofree char *theirs = session_file ("theirs $(x)'.img", 1 << 20);
  Twins *twins = make_twins ();

  ensure_pool ();
  for (guint64 size = 2; size <= 3; size++)
    {
      g_autoptr (HangarCommandTarget) target = twins_target (twins);
      g_autoptr (HangarCommandText) text =
        hangar_hardware_commands_for_grow (target, "vda", theirs, size << 20);

      twins_run_lines (text);
      g_assert_cmpuint (measure (twins->theirs), ==, size << 20);
      if (!target->is_active)
        session_start (twins->theirs);
    }
  twins_free (twins);
}

/* The file is made in the pool that "default" is, and the machine has it. */
static void
test_new_disk (void)
{
  Twins *twins = twins_new (connection, "");
  g_autoptr (HangarCommandTarget) target = twins_target (twins);
  g_autoptr (HangarCommandText) text = hangar_hardware_commands_for_new_disk (
    target, "<disk><target dev='vda' bus='virtio'/></disk>", "qcow2", 5 << 20);
  g_autofree char *xml = NULL;

  ensure_pool ();
  twins_run_lines (text);
  g_assert_cmpuint (measure (twins->theirs), ==, 5 << 20);
  xml = session_get_xml (twins->theirs, TRUE);
  g_assert_nonnull (strstr (xml, "<driver name='qemu' type='qcow2'"));
  twins_free (twins);
}

static gboolean
pull_plug_cb (gpointer data)
{
  hangar_domain_operate_async (data, HANGAR_DOMAIN_OPERATION_FORCE_OFF, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Seconds after which the lines are certainly waiting: who has been asked nothing cannot be shut down. */
#define PLUG_AFTER 10

/* The lines ask it to shut down, wait for that, and start it again. Nothing in it obeys: when they have been
 * waiting, somebody pulls its plug. */
static void
test_pending (void)
{
  Twins *twins = twins_new (connection, "");
  g_autoptr (HangarCommandTarget) target = NULL;
  g_autoptr (HangarCommandText) text = NULL;

  session_start (twins->ours);
  session_start (twins->theirs);
  g_assert_true (both_set (twins, "memory", "maximum", "134217728"));
  target = twins_target (twins);
  text = hangar_hardware_commands_for_pending (target);
  g_timeout_add_seconds (PLUG_AFTER, pull_plug_cb, twins->theirs);
  twins_run_lines (text);
  SESSION_WAIT_FOR (hangar_domain_get_state (twins->theirs) == HANGAR_DOMAIN_RUNNING);
  twins_assert_alike (twins, TRUE);
  twins_free (twins);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  connection = session_open ();
  g_test_add_func ("/hardware-commands/every-field", test_every_field);
  g_test_add_func ("/hardware-commands/sizes", test_sizes);
  g_test_add_func ("/hardware-commands/running", test_running);
  g_test_add_func ("/hardware-commands/rename", test_rename);
  g_test_add_func ("/hardware-commands/add-and-remove", test_add_and_remove);
  g_test_add_func ("/hardware-commands/plug", test_plug);
  g_test_add_func ("/hardware-commands/grow", test_grow);
  g_test_add_func ("/hardware-commands/new-disk", test_new_disk);
  g_test_add_func ("/hardware-commands/pending", test_pending);
  status = g_test_run ();
  session_close (connection);
  return status;
}
