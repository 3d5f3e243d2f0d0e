/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/xml: one node changes, all others stay. */

#include "virt/domain.h"
#include "virt/xml.h"

static const char document[] =
  "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' type='qemu'>\n"
  "  <name>a&amp;b</name>\n"
  "  <!-- kept -->\n"
  "  <memory unit='MiB'>512</memory>\n"
  "  <currentMemory>1024</currentMemory>\n"
  "  <devices>\n"
  "    <disk device='cdrom'><source file='/x'/></disk>\n"
  "    <disk device='disk'/>\n"
  "  </devices>\n"
  "  <qemu:commandline><qemu:arg value='-foo'/></qemu:commandline>\n"
  "</domain>\n";

static void
test_read (void)
{
  g_autoptr (HangarXml) xml = hangar_xml_new (document, NULL);
  g_autofree char *name = hangar_xml_get (xml, "/domain/name");
  g_autofree char *device = hangar_xml_get (xml, "/domain/devices/disk[2]/@device");

  g_assert_cmpstr (name, ==, "a&b");
  g_assert_cmpstr (device, ==, "disk");
  g_assert_null (hangar_xml_get (xml, "/domain/title"));
  g_assert_cmpuint (hangar_xml_get_size (xml, "/domain/memory"), ==, 512 << 20);
  g_assert_cmpuint (hangar_xml_get_size (xml, "/domain/currentMemory"), ==, 1 << 20);
  g_assert_cmpuint (hangar_xml_count (xml, "//disk"), ==, 2);
  g_assert_cmpuint (hangar_xml_count (xml, "//nothing"), ==, 0);
}

static void
test_unchanged (void)
{
  g_autoptr (HangarXml) xml = hangar_xml_new (document, NULL);
  g_autofree char *text = hangar_xml_to_string (xml);
  g_autoptr (GString) expected = g_string_new (document);

  g_string_replace (expected, "'", "\"", 0);
  g_assert_cmpstr (text, ==, expected->str);
}

static void
test_change (void)
{
  g_autoptr (HangarXml) xml = hangar_xml_new (document, NULL);
  g_autofree char *text = NULL;

  g_assert_true (hangar_xml_set (xml, "/domain/name", "<x> & \"y\""));
  g_assert_false (hangar_xml_set (xml, "/domain/title", "no"));
  g_assert_cmpuint (hangar_xml_remove (xml, "//disk[@device='cdrom']/source"), ==, 1);
  g_assert_true (hangar_xml_append (xml, "/domain/devices", "<rng model='virtio'/>", NULL));
  g_assert_false (hangar_xml_append (xml, "/domain/devices", "<rng", NULL));
  g_assert_false (hangar_xml_append (xml, "/nowhere", "<rng/>", NULL));
  text = hangar_xml_to_string (xml);
  g_assert_nonnull (strstr (text, "<name>&lt;x&gt; &amp; "));
  g_assert_nonnull (strstr (text, "<disk device=\"cdrom\"/>"));
  g_assert_nonnull (strstr (text, "<rng model=\"virtio\"/>"));
  g_assert_nonnull (strstr (text, "<!-- kept -->"));
  g_assert_nonnull (strstr (text, "<qemu:arg value=\"-foo\"/>"));
}

static void
test_put (void)
{
  static const struct
  {
    const char *xpath, *value, *expected;
  } cases[] = {
    { "/d/a/@x", "1", "<d><a x=\"1\"/></d>" },
    { "/d/b[@n='q']/c", "t&", "<d><a/><b n=\"q\"><c>t&amp;</c></b></d>" },
    { "/d/e", "", "<d><a/><e/></d>" },
    { "/d/a", NULL, "<d/>" },
    { "/d/none/@x", NULL, "<d><a/></d>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HangarXml) xml = hangar_xml_new ("<d><a/></d>", NULL);
      g_autofree char *text = NULL;

      g_assert_true (hangar_xml_put (xml, cases[i].xpath, cases[i].value));
      text = g_strchomp (hangar_xml_to_string (xml));
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* What only carried an attribute goes with it; a device does not. */
static void
test_put_nothing (void)
{
  g_autoptr (HangarXml) xml =
    hangar_xml_new ("<domain><devices><disk a='1'><boot order='1'/></disk></devices></domain>", NULL);
  g_autofree char *text = NULL;

  g_assert_true (hangar_xml_put (xml, "/domain/devices/disk/boot/@order", NULL));
  g_assert_true (hangar_xml_put (xml, "/domain/devices/disk/@a", NULL));
  g_assert_false (hangar_xml_put (xml, "/domain/devices/nothing[1]/@a", "x"));
  text = g_strchomp (hangar_xml_to_string (xml));
  g_assert_cmpstr (text, ==, "<domain><devices><disk/></devices></domain>");
}

static void
test_nodes (void)
{
  g_autoptr (HangarXml) xml = hangar_xml_new (document, NULL);
  g_auto (GStrv) paths = hangar_xml_find (xml, "//disk");
  g_autofree char *second = NULL, *name = hangar_xml_get_name (xml, "/domain/devices/*[1]");

  g_assert_cmpuint (g_strv_length (paths), ==, 2);
  g_assert_cmpstr (paths[1], ==, "/domain/devices/disk[2]");
  g_assert_cmpstr (name, ==, "disk");
  g_assert_true (hangar_xml_test (xml, "count(//disk) = 2"));
  g_assert_false (hangar_xml_test (xml, "//nothing"));
  g_assert_true (hangar_xml_replace (xml, paths[0], "<sound model='ich9'/>", NULL));
  g_assert_false (hangar_xml_replace (xml, "//nothing", "<a/>", NULL));
  second = hangar_xml_extract (xml, "/domain/devices/*[1]");
  g_assert_cmpstr (second, ==, "<sound model=\"ich9\"/>");
}

static void
test_canonical (void)
{
  g_autofree char *one = hangar_xml_canonicalise ("<a y='2' x=\"1\">\n  <b/>\n</a>", NULL);
  g_autofree char *two = hangar_xml_canonicalise ("<a x='1' y='2'><b></b></a>", NULL);
  g_autofree char *other = hangar_xml_canonicalise ("<a x='1' y='2'><b/><!-- c --></a>", NULL);

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, !=, other);
  g_assert_null (hangar_xml_canonicalise ("<a", NULL));
}

static void
test_hostile (void)
{
  static const char *const bad[] = { "", "x", "<a>", "<a></b>",
                                     "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>" };
  static const char entity[] = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>";

  g_assert_null (hangar_xml_new (entity, NULL));
  g_assert_null (hangar_xml_new (NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hangar_xml_new (bad[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_units (void)
{
  static const struct
  {
    const char *xml;
    guint64 bytes;
  } cases[] = {
    { "<m>1</m>", 1024 },
    { "<m unit='b'>7</m>", 7 },
    { "<m unit='bytes'>7</m>", 7 },
    { "<m unit='KB'>1</m>", 1000 },
    { "<m unit='k'>1</m>", 1024 },
    { "<m unit='MiB'>1</m>", 1 << 20 },
    { "<m unit='G'>1</m>", 1 << 30 },
    { "<m unit='MB'>1</m>", 1000000 },
    { "<m unit='?'>1</m>", 1024 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HangarXml) xml = hangar_xml_new (cases[i].xml, NULL);

      g_assert_cmpuint (hangar_xml_get_size (xml, "/m"), ==, cases[i].bytes);
    }
}

/* Most of a definition is not read for the list; where that is not possible, all of it is. */
static void
test_summary (void)
{
  static const char *const definitions[] = {
    "<domain><title>a &lt;os&gt; b</title><description>c</description>"
    "<metadata><x:libosinfo xmlns:x='http://libosinfo.org/xmlns/libvirt/domain/1.0'><x:os "
    "id='d'/></x:libosinfo>"
    "</metadata><memory unit='MiB'>3</memory><vcpu>2</vcpu><os><type>hvm</type></os><devices/></domain>",
    /* somebody else's words in the metadata */
    "<domain><title>a &lt;os&gt; b</title><description>c</description>"
    "<metadata><own xmlns='urn:x'><os>words</os></own>"
    "<x:libosinfo xmlns:x='http://libosinfo.org/xmlns/libvirt/domain/1.0'><x:os id='d'/></x:libosinfo>"
    "</metadata><memory unit='MiB'>3</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>",
    /* in another order */
    "<domain><title>a &lt;os&gt; b</title><os><type>hvm</type></os><description>c</description>"
    "<metadata><x:libosinfo xmlns:x='http://libosinfo.org/xmlns/libvirt/domain/1.0'><x:os "
    "id='d'/></x:libosinfo>"
    "</metadata><memory unit='MiB'>3</memory><vcpu>2</vcpu></domain>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (definitions); i++)
    {
      HangarVirtSummary *summary = hangar_virt_summary_new_from_xml ("u", definitions[i]);

      g_assert_cmpstr (summary->title, ==, "a <os> b");
      g_assert_cmpstr (summary->description, ==, "c");
      g_assert_cmpstr (summary->os_id, ==, "d");
      g_assert_cmpuint (summary->memory, ==, 3 * 1024 * 1024);
      g_assert_cmpuint (summary->vcpus, ==, 2);
      hangar_virt_summary_free (summary);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xml/read", test_read);
  g_test_add_func ("/xml/unchanged", test_unchanged);
  g_test_add_func ("/xml/change", test_change);
  g_test_add_func ("/xml/put", test_put);
  g_test_add_func ("/xml/put-nothing", test_put_nothing);
  g_test_add_func ("/xml/nodes", test_nodes);
  g_test_add_func ("/xml/canonical", test_canonical);
  g_test_add_func ("/xml/hostile", test_hostile);
  g_test_add_func ("/xml/units", test_units);
  g_test_add_func ("/xml/summary", test_summary);
  return g_test_run ();
}
