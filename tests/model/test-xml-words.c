/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/xml-words: what stands under the cursor in words, and the line that a complaint is about. */

#include "model/xml-words.h"

#include "model/xml-help.h"

#include <string.h>

static void
test_value_at (void)
{
  /* The place is where the bar stands. */
  static const struct
  {
    const char *text, *value, *unit;
  } cases[] = {
    { "|", NULL, NULL },
    { "<domain type='k|vm'>", "kvm", NULL },
    { "<domain ty|pe=\"a&lt;b\">", "a<b", NULL },
    { "<domain><memory unit='MiB'>51|2</memory>", "512", "MiB" },
    { "<domain><mem|ory unit='MiB'> 512 </memory>", "512", "MiB" },
    { "<domain><name>a &amp; b|</name>", "a & b", NULL },
    { "<domain><devices>|\n<disk/>", NULL, NULL },
    { "<domain><acpi/>|</domain>", NULL, NULL },
    { "<domain></do|main>", NULL, NULL },
    { "<domain><!-- x| --></domain>", NULL, NULL },
    { "<domain type='|", NULL, NULL },
    { "<dom\377 x='|1'>", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *bar = strchr (cases[i].text, '|');
      g_autofree char *before = g_strndup (cases[i].text, (gsize) (bar - cases[i].text));
      g_autofree char *text = g_strconcat (before, bar + 1, NULL);
      g_autofree char *unit = NULL;
      g_autofree char *value = hangar_xml_value_at (text, strlen (before), &unit);
      /* Not all of it is UTF-8, and what is not would spoil the report. */
      g_autofree char *shown = g_strescape (cases[i].text, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_cmpstr (unit, ==, cases[i].unit);
    }
}

static void
assert_words (const char *path, const char *value, const char *unit, const char *expected)
{
  g_autofree char *words = hangar_xml_words (path, value, unit);

  if (expected == NULL || words == NULL)
    g_assert_cmpstr (words, ==, expected);
  else if (strstr (words, expected) == NULL)
    g_error ("%s=%s: “%s”", path, value, words);
}

static void
test_words (void)
{
  assert_words ("domain/memory", "2097152", NULL, "2.0");
  assert_words ("domain/memory", "2", "GiB", "2.0");
  assert_words ("volume/capacity", "1073741824", NULL, "1.0");
  assert_words ("network/forward@mode", "nat", NULL, "the host’s address");
  assert_words ("pool@type", "dir", NULL, "folder");
  assert_words ("volume/target/format@type", "qcow2", NULL, "grows");
  assert_words ("domain/devices/disk/driver@cache", "writeback", NULL, "Write back");
  assert_words ("domainsnapshot/creationTime", "1600000000", NULL, "2020");
  assert_words ("domainsnapshot/creationTime", "x", NULL, NULL);
  assert_words ("domain/name", "web", NULL, NULL);
  assert_words ("domain/name", NULL, NULL, NULL);
}

/* Values with words are listed, and each stands where there is a meaning of the place too. */
static void
test_table (void)
{
  g_autofree char *modes = hangar_xml_help_values ("network/forward@mode");

  g_assert_nonnull (strstr (modes, "route: "));
  for (const HangarXmlWord *word = hangar_xml_word_table; word->path != NULL; word++)
    {
      g_autoptr (GString) path = g_string_new (word->path);

      g_string_replace (path, "*", "target", 0);
      if (g_str_has_prefix (path->str, "domain/") || g_str_equal (path->str, "domain@type"))
        continue;
      if (hangar_xml_help (path->str) == NULL)
        g_error ("%s has values and no meaning", path->str);
    }
}

/* The machine inside a snapshot is explained as one. */
static void
test_inner_machine (void)
{
  g_assert_cmpstr (hangar_xml_help ("domainsnapshot/domain/devices/disk"), ==,
                   hangar_xml_help ("domain/devices/disk"));
  g_assert_nonnull (hangar_xml_help ("domainsnapshot/domain"));
  g_assert_nonnull (hangar_xml_help ("network/ip/dhcp/range@start"));
  g_assert_null (hangar_xml_help ("network/nothing"));
}

static void
test_problem_line (void)
{
  static const char text[] =
    "<domain>\n  <name>x</name>\n  <devices>\n    <disc type='y'/>\n"
    "    <sound>\n      <address type='pci' domain='0' bus='0' slot='0x1b' function='0'/>\n    </sound>\n"
    "    <video>\n      <address type='pci' domain='0x0000' bus='0x00' slot='27' function='0x0'/>\n    "
    "</video>\n"
    "  </devices>\n</domain>\n";
  static const struct
  {
    const char *message;
    int line;
  } cases[] = {
    { "(domain_definition):12: Opening and ending tag mismatch", 12 },
    { "7:3: bad at Line 9 column 2", 9 },
    { "XML document failed to validate against schema: Did not expect element disc there", 4 },
    { "Extra element devices in interleave\nElement domain failed to validate content", 3 },
    { "Invalid attribute foo for element name", 2 },
    { "Extra element nowhere in interleave", 0 },
    { "internal error: something else", 0 },
    { "XML error: Attempted double use of PCI Address 0000:00:1b.0", 9 },
    { "XML error: Attempted double use of PCI Address 0000:00:1c.0", 0 },
    { "broken \377", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hangar_xml_problem_line (cases[i].message, text), ==, cases[i].line);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xml-words/value-at", test_value_at);
  g_test_add_func ("/xml-words/words", test_words);
  g_test_add_func ("/xml-words/table", test_table);
  g_test_add_func ("/xml-words/inner-machine", test_inner_machine);
  g_test_add_func ("/xml-words/problem-line", test_problem_line);
  return g_test_run ();
}
