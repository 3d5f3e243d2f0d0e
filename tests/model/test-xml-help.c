/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/xml-help and model/xml-secret: every field has its words, a cursor finds them, passwords stay hidden.
 */

#include "model/xml-help.h"

#include "model/xml-secret.h"

static void
test_fields (void)
{
  guint missing = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    for (const HangarField *field = (*kind)->fields; field->id != NULL; field++)
      if (field->type != HANGAR_FIELD_SHOWN && hangar_xml_help_for_field (*kind, field) == NULL)
        {
          g_test_message ("no help: %s/%s", (*kind)->id, field->id);
          missing++;
        }
  g_assert_cmpuint (missing, ==, 0);
}

/* The tags that a course asks about, and each kind of device. */
static void
test_tags (void)
{
  static const char *const tags[] = { "name",     "uuid",     "memory",      "currentMemory",
                                      "vcpu",     "resource", "os",          "features",
                                      "cpu",      "clock",    "on_poweroff", "on_reboot",
                                      "on_crash", "pm",       "devices" };

  g_assert_nonnull (hangar_xml_help ("domain"));
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *path = g_strconcat ("domain/", tags[i], NULL);

      if (hangar_xml_help (path) == NULL)
        g_error ("%s", path);
    }
  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      g_auto (GStrv) parts = g_strsplit ((*kind)->xpath + 1, "[", 2);

      if (hangar_xml_help (parts[0]) == NULL)
        g_error ("%s", parts[0]);
    }
  g_assert_null (hangar_xml_help ("domain/nothing"));
  g_assert_null (hangar_xml_help ("domain/name/x"));
  g_assert_null (hangar_xml_help (""));
}

static void
test_values (void)
{
  g_autofree char *cache = hangar_xml_help_values ("domain/devices/disk/driver@cache");

  g_assert_nonnull (strstr (cache, "writeback: Write back"));
  g_assert_null (hangar_xml_help_values ("domain/name"));
}

static void
test_path_at (void)
{
  /* The place is where the bar stands. */
  static const struct
  {
    const char *text, *path;
  } cases[] = {
    { "|", "" },
    { "<do|main>", "domain" },
    { "<domain><name>a|b</name></domain>", "domain/name" },
    { "<domain><!-- <x> --><name/>|</domain>", "domain" },
    { "<domain><devices><disk type='fi|le'/></devices>", "domain/devices/disk@type" },
    { "<domain><devices><disk ty|pe=\"a>b\"/>", "domain/devices/disk@type" },
    { "<domain><devices><disk type='a>b'/>|", "domain/devices" },
    { "<domain><os/></do|main>", "domain" },
    { "<a:domain><a:os>|", "domain/os" },
    { "<domain><x", NULL },
    { "<domain><![CDATA[<y>]]>|", "domain" },
    { "<domain", NULL },
    { "</x></y>|", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *bar = strchr (cases[i].text, '|');
      g_auto (GStrv) parts = g_strsplit (cases[i].text, "|", 2);
      g_autofree char *text = g_strjoinv ("", parts);
      g_autofree char *path =
        hangar_xml_path_at (text, bar != NULL ? (gsize) (bar - cases[i].text) : strlen (text));

      if (cases[i].path != NULL)
        g_assert_cmpstr (path, ==, cases[i].path);
    }
}

static void
test_secrets (void)
{
  static const char xml[] = "<domain><devices><graphics type='vnc' passwd='one&amp;'/><graphics type='spice' "
                            "passwd='two'/></devices></domain>";
  g_autofree char *masked = hangar_xml_mask_secrets (xml);
  g_autofree char *restored = hangar_xml_restore_secrets (masked, xml);
  g_autofree char *plain = hangar_xml_mask_secrets ("<domain/>");

  g_assert_null (strstr (masked, "one"));
  g_assert_null (strstr (masked, "two"));
  g_assert_nonnull (strstr (restored, "passwd=\"one&amp;\""));
  g_assert_nonnull (strstr (restored, "passwd=\"two\""));
  g_assert_cmpstr (plain, ==, "<domain/>");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xml-help/fields", test_fields);
  g_test_add_func ("/xml-help/tags", test_tags);
  g_test_add_func ("/xml-help/values", test_values);
  g_test_add_func ("/xml-help/path-at", test_path_at);
  g_test_add_func ("/xml-help/secrets", test_secrets);
  return g_test_run ();
}
