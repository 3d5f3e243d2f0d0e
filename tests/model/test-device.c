/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/device and its schema: every kind against libvirt's own grammar, every definition kept as it is. */

#include "model/device.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "model/device-schema.h"
#include "model/hardware-change.h"
#include "tests/wait.h"

static const char skeleton[] =
  "<domain type='qemu'><name>x</name><memory>65536</memory><vcpu>1</vcpu>"
  "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>%s</devices></domain>";

static xmlRelaxNGPtr
load_grammar (void)
{
  xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt (LIBVIRT_SCHEMA);
  xmlRelaxNGPtr grammar = xmlRelaxNGParse (parser);

  xmlRelaxNGFreeParserCtxt (parser);
  g_assert_nonnull (grammar);
  return grammar;
}

static void
ignore_cb (void *data, xmlErrorPtr error)
{
}

static gboolean
is_valid (xmlRelaxNGPtr grammar, const char *xml)
{
  xmlDocPtr doc = xmlReadMemory (xml, (int) strlen (xml), NULL, NULL, XML_PARSE_NONET);
  xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt (grammar);
  int result;

  xmlRelaxNGSetValidStructuredErrors (context, (xmlStructuredErrorFunc) ignore_cb, NULL);
  result = xmlRelaxNGValidateDoc (context, doc);
  xmlRelaxNGFreeValidCtxt (context);
  xmlFreeDoc (doc);
  return result == 0;
}

static void
test_table (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++, n++)
    {
      g_autoptr (GHashTable) fields = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_true (g_hash_table_add (ids, (gpointer) (*kind)->id));
      g_assert_true (hangar_device_kind_find ((*kind)->id) == *kind);
      for (const HangarField *field = (*kind)->fields; field->id != NULL; field++)
        {
          g_assert_true (g_hash_table_add (fields, (gpointer) field->id));
          g_assert_true (hangar_device_kind_find_field (*kind, field->id) == field);
          g_assert_cmpint (field->type == HANGAR_FIELD_CHOICE || field->type == HANGAR_FIELD_SWITCH, ==,
                           field->choices != NULL);
        }
    }
  g_assert_cmpuint (n, >=, 28);
  g_assert_null (hangar_device_kind_find ("nothing"));
}

static gboolean
is_newer_than_grammar (const char *value)
{
  static const char *const newer[] = { "itco", "igb", NULL };

  return value != NULL && g_strv_contains (newer, value);
}

/* Each choice that a form offers for a new device is one that libvirt's grammar has. */
static void
try_choices (xmlRelaxNGPtr grammar, const HangarDeviceKind *kind, const HangarField *field, const char *base)
{
  for (const HangarFieldChoice *choice = field->choices; choice->value != NULL || choice->label != NULL;
       choice++)
    {
      g_autoptr (HangarXml) doc = hangar_xml_new (base, NULL);
      g_auto (GStrv) paths = hangar_xml_find (doc, kind->xpath);
      g_autofree char *xml = NULL;

      if (!hangar_field_is_offered (doc, paths[0], field))
        return;
      g_assert_true (hangar_field_set (doc, paths[0], field, choice->value));
      xml = hangar_xml_to_string (doc);
      /* A choice may need what another field brings (a path for a file): only its own word is in question. */
      if (g_str_equal (field->id, "type") || is_newer_than_grammar (choice->value))
        continue;
      if (!is_valid (grammar, xml))
        g_error ("%s/%s=%s: %s", kind->id, field->id, choice->value, xml);
    }
}

/* Some templates have blanks that only the user can fill. */
static const char *
complete_template (const HangarDeviceKind *kind)
{
  static const char *const complete[][2] = {
    { "interface", "<interface type='network'><mac address='52:54:00:11:22:33'/><source network='default'/>"
                   "<model type='virtio'/></interface>" },
    { "disk", "<disk type='file' device='disk'><source file='/x'/><target dev='vda' bus='virtio'/></disk>" },
    { "filesystem", "<filesystem type='mount'><source dir='/x'/><target dir='x'/></filesystem>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (complete); i++)
    if (g_str_equal (complete[i][0], kind->id))
      return complete[i][1];
  return kind->template;
}

static void
test_grammar (void)
{
  xmlRelaxNGPtr grammar = load_grammar ();

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      g_autofree char *base = NULL;

      if ((*kind)->template == NULL)
        continue;
      base = g_strdup_printf (skeleton, complete_template (*kind));
      if (!is_valid (grammar, base))
        g_error ("%s: %s", (*kind)->id, base);
      for (const HangarField *field = (*kind)->fields; field->id != NULL; field++)
        if (field->choices != NULL)
          try_choices (grammar, *kind, field, base);
    }
  xmlRelaxNGFree (grammar);
}

typedef void (*CorpusFunc) (const char *name, const char *xml);

static void
for_each_definition (CorpusFunc func)
{
  g_autofree char *folder =
    g_build_filename (g_getenv ("HANGAR_SOURCE_DIR"), "tests", "data", "domains", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir), n++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *xml = NULL;

      g_assert_true (g_file_get_contents (path, &xml, NULL, NULL));
      func (name, xml);
    }
  g_assert_cmpuint (n, >=, 15);
}

static void
write_back (HangarXml *doc, HangarDevice *device)
{
  const char *path = hangar_device_get_path (device);

  for (const HangarField *field = hangar_device_get_kind (device)->fields; field->id != NULL; field++)
    {
      g_autofree char *value = hangar_field_get (doc, path, field);

      g_assert_true (hangar_field_set (doc, path, field, value));
    }
}

/* Opening each device and applying it as it is leaves the definition equal. */
static void
check_unchanged (const char *name, const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  g_autofree char *before = hangar_xml_canonicalise (xml, NULL), *after = NULL, *text = NULL;

  g_assert_nonnull (before);
  for (guint i = 0; i < devices->len; i++)
    write_back (doc, devices->pdata[i]);
  text = hangar_xml_to_string (doc);
  after = hangar_xml_canonicalise (text, NULL);
  if (g_strcmp0 (strstr (before, "<domain"), strstr (after, "<domain")) != 0)
    g_error ("%s was changed:\n%s\n%s", name, before, after);
}

static void
test_unchanged (void)
{
  for_each_definition (check_unchanged);
}

/* Every element of <devices> is in the list just once, each with a key of its own. */
static void
check_complete (const char *name, const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  g_autoptr (GPtrArray) nothing = hangar_hardware_compare (doc, doc, FALSE);
  g_autoptr (GPtrArray) nothing_running = hangar_hardware_compare (doc, doc, TRUE);
  guint n = 0;

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (nothing_running->len, ==, 0);
  for (guint i = 0; i < devices->len; i++)
    {
      HangarDevice *device = devices->pdata[i];

      g_assert_true (hangar_devices_find (devices, hangar_device_get_kind (device)->id,
                                          hangar_device_get_key (device)) == device);
      g_assert_cmpuint (strlen (hangar_device_get_title (device)), >, 0);
      n += g_str_has_prefix (hangar_device_get_path (device), "/domain/devices/");
    }
  g_assert_cmpuint (n, ==, hangar_xml_count (doc, "/domain/devices/*[not(self::emulator)]"));
}

static void
test_complete (void)
{
  for_each_definition (check_complete);
}

static char *
changed (const char *xml, const char *kind_id, const char *field_id, const char *value)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  const HangarDeviceKind *kind = hangar_device_kind_find (kind_id);
  g_auto (GStrv) paths = hangar_xml_find (doc, kind->xpath);

  g_assert_true (hangar_field_set (doc, paths[0], hangar_device_kind_find_field (kind, field_id), value));
  return hangar_xml_to_string (doc);
}

static void
assert_xpath (const char *xml, const char *condition)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);

  if (!hangar_xml_test (doc, condition))
    g_error ("not %s: %s", condition, xml);
}

static void
test_consequences (void)
{
  g_autofree char *disk =
    g_strdup_printf (skeleton, "<disk><target dev='vda' bus='virtio'/><address type='pci' "
                               "slot='0x4'/></disk><disk><target dev='sda'/></disk>");
  g_autofree char *card =
    g_strdup_printf (skeleton, "<interface type='network'><source network='n' portgroup='p'/><mac "
                               "address='52:54:00:00:00:01'/></interface>");
  g_autofree char *memory = g_strdup_printf (skeleton, "");
  g_autofree char *sata = changed (disk, "disk", "bus", "sata");
  g_autofree char *user = changed (card, "interface", "type", "user");
  g_autofree char *larger = changed (memory, "memory", "maximum", "134217728");
  g_autofree char *quiet = changed (memory, "overview", "acpi", "");
  g_autofree char *silent = changed (quiet, "overview", "acpi", NULL);

  assert_xpath (sata, "//disk[1]/target[@dev='sdb' and @bus='sata'] and not(//disk[1]/address)");
  assert_xpath (user, "//interface[@type='user' and not(source) and mac]");
  assert_xpath (larger, "/domain/memory[@unit='KiB' and text()='131072']");
  assert_xpath (quiet, "/domain/features/acpi");
  assert_xpath (silent, "not(/domain/features/acpi)");
}

/* The system is noted whether or not anything was noted before, and what others noted stays. */
static void
test_os (void)
{
  static const char *const metadata[] = {
    "",
    "<metadata><x:y xmlns:x='urn:x'>kept</x:y></metadata>",
    "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'/></metadata>",
    "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
    "<l:os id='http://debian.org/debian/11'/></l:libosinfo><x:y xmlns:x='urn:x'>kept</x:y></metadata>",
  };
  const HangarDeviceKind *kind = hangar_device_kind_find ("overview");
  const HangarField *field = hangar_device_kind_find_field (kind, "os");
  g_autofree char *words = hangar_field_describe (field, "http://debian.org/debian/12");

  g_assert_cmpstr (words, ==, "Debian 12");
  for (gsize i = 0; i < G_N_ELEMENTS (metadata); i++)
    {
      g_autofree char *xml = g_strdup_printf ("<domain><name>x</name>%s</domain>", metadata[i]);
      g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
      g_autofree char *id = NULL, *none = NULL, *text = NULL;

      g_assert_true (hangar_field_set (doc, "/domain", field, "http://debian.org/debian/12"));
      id = hangar_field_get (doc, "/domain", field);
      g_assert_cmpstr (id, ==, "http://debian.org/debian/12");
      text = hangar_xml_to_string (doc);
      assert_xpath (
        text, "count(/domain/metadata/*[namespace-uri()='http://libosinfo.org/xmlns/libvirt/domain/1.0']"
              "/*[namespace-uri()='http://libosinfo.org/xmlns/libvirt/domain/1.0' and @id]) = 1");
      g_assert_true (hangar_field_set (doc, "/domain", field, NULL));
      none = hangar_field_get (doc, "/domain", field);
      g_assert_cmpstr (none, ==, NULL);
      g_assert_cmpint (hangar_xml_count (doc, "//*[local-name()='libosinfo']"), ==, 0);
      g_assert_cmpint (hangar_xml_count (doc, "/domain/metadata/*[.='kept']"), ==,
                       strstr (xml, "kept") != NULL);
    }
}

static void
test_changes (void)
{
  g_autofree char *before = g_strdup_printf (
    skeleton, "<sound model='ich9'/><rng model='virtio'><backend model='random'>/dev/random</backend></rng>");
  g_autofree char *after = g_strdup_printf (skeleton, "<sound model='ac97'/><watchdog model='i6300esb'/>");
  g_autoptr (HangarXml) old = hangar_xml_new (before, NULL), new = hangar_xml_new (after, NULL);
  g_autoptr (GPtrArray) changes = hangar_hardware_compare (old, new, FALSE);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      g_autofree char *line = hangar_hardware_change_describe (changes->pdata[i]);

      g_string_append_printf (text, "%s\n", line);
    }
  g_assert_cmpstr (text->str, ==,
                   "Sound card ac97: Model: HDA (ICH9) → AC’97\n"
                   "Watchdog i6300esb: is added\n"
                   "Random numbers random: is removed\n");
  g_assert_true (hangar_hardware_replay (old, changes));
  none = hangar_hardware_compare (old, new, FALSE);
  g_assert_cmpuint (none->len, ==, 0);
}

/* What the daemon fills in for a run is no change that waits. */
static void
test_running (void)
{
  g_autofree char *running =
    g_strdup_printf (skeleton, "<graphics type='vnc' port='5900' autoport='yes'/><interface type='user'><mac "
                               "address='52:54:00:00:00:01'/>"
                               "<target dev='vnet0'/><alias name='net0'/></interface>");
  g_autofree char *stored = g_strdup_printf (
    skeleton,
    "<graphics type='vnc' port='-1' autoport='yes'/><interface type='user'><mac address='52:54:00:00:00:01'/>"
    "<link state='down'/></interface>");
  g_autoptr (HangarXml) old = hangar_xml_new (running, NULL), new = hangar_xml_new (stored, NULL);
  g_autoptr (GPtrArray) changes = hangar_hardware_compare (old, new, TRUE);
  g_autofree char *line = NULL;

  g_assert_cmpuint (changes->len, ==, 1);
  line = hangar_hardware_change_describe (changes->pdata[0]);
  g_assert_nonnull (strstr (line, "Cable plugged in: "));
}

static void
test_words (void)
{
  const HangarDeviceKind *disk = hangar_device_kind_find ("disk");
  const HangarField *passwd = hangar_device_kind_find_field (hangar_device_kind_find ("graphics"), "passwd");
  g_autofree char *cache = hangar_field_describe (hangar_device_kind_find_field (disk, "cache"), "writeback");
  g_autofree char *none = hangar_field_describe (hangar_device_kind_find_field (disk, "cache"), NULL);
  g_autofree char *secret = hangar_field_describe (passwd, "secret");

  g_assert_cmpstr (cache, ==, "Write back");
  g_assert_cmpstr (none, ==, "Default");
  g_assert_null (strstr (secret, "secret"));
}

/* The processor's time: the clock on the wall also counts what else the computer does. */
/* A machine with sixty devices is read and compared well within the time that a page may take. */
static void
test_speed (void)
{
  g_autofree char *file =
    g_build_filename (g_getenv ("HANGAR_SOURCE_DIR"), "tests", "data", "domains", "many.xml", NULL);
  g_autofree char *xml = NULL;
  g_autoptr (HangarXml) doc = NULL;
  g_autoptr (GPtrArray) changes = NULL, devices = NULL;
  gint64 begin;

  g_assert_true (g_file_get_contents (file, &xml, NULL, NULL));
  begin = wait_processor_time ();
  doc = hangar_xml_new (xml, NULL);
  devices = hangar_devices_new_from_xml (doc);
  changes = hangar_hardware_compare (doc, doc, TRUE);
  begin = wait_processor_time () - begin;
  g_test_message ("%u devices: %" G_GINT64_FORMAT " µs", devices->len, begin);
  g_assert_cmpuint (devices->len, >=, 60);
  g_assert_cmpint (begin, <, 2 * WAIT_AT_ONCE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/table", test_table);
  g_test_add_func ("/device/grammar", test_grammar);
  g_test_add_func ("/device/unchanged", test_unchanged);
  g_test_add_func ("/device/complete", test_complete);
  g_test_add_func ("/device/consequences", test_consequences);
  g_test_add_func ("/device/os", test_os);
  g_test_add_func ("/device/changes", test_changes);
  g_test_add_func ("/device/running", test_running);
  g_test_add_func ("/device/words", test_words);
  g_test_add_func ("/device/speed", test_speed);
  return g_test_run ();
}
