/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at a place of a definition, in words; and the line that a complaint is about. */

#include "config.h"

#include "model/xml-words.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/xml-help.h"
#include "util/format.h"
#include "virt/xml.h"

/* The tag that holds @offset, or the last one before it. */
static const char *
tag_before (const char *text, gsize offset, const char **end)
{
  const char *at = text + offset;

  /* Before the tag that ends an element the cursor is still in its text. */
  if (offset > 0 && at[0] == '<' && at[1] == '/')
    at--;
  while (at > text && *at != '<')
    at--;
  if (*at != '<')
    return NULL;
  *end = strchr (at, '>');
  return *end != NULL ? at : NULL;
}

static char *
unescape (const char *from, gsize length)
{
  static const char *const entities[][2] = {
    { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" }, { "&amp;", "&" }
  };
  GString *text = g_string_new_len (from, (gssize) length);

  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    g_string_replace (text, entities[i][0], entities[i][1], 0);
  return g_strstrip (g_string_free (text, FALSE));
}

static char *
attribute (const char *tag, const char *end, const char *name, gsize cursor)
{
  g_autofree char *whole = g_strndup (tag, (gsize) (end - tag));
  g_autoptr (GRegex) regex = g_regex_new ("([\\w:-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_utf8_validate (whole, -1, NULL))
    return NULL;
  for (g_regex_match (regex, whole, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *found = g_match_info_fetch (match, 1);
      g_autofree char *first = g_match_info_fetch (match, 2), *second = g_match_info_fetch (match, 3);
      const char *value = second != NULL && *second != '\0' ? second : first;
      int from, to;

      g_match_info_fetch_pos (match, 0, &from, &to);
      if (name != NULL ? g_str_equal (found, name) : (gsize) from <= cursor && cursor <= (gsize) to)
        return unescape (value, strlen (value));
    }
  return NULL;
}

/**
 * hangar_xml_value_at:
 * @text: a document, perhaps not well-formed
 * @offset: a place in it, in bytes
 * @unit: (out) (nullable): the unit of an element's text
 *
 * Returns: (transfer full) (nullable): the value of the attribute there, else the text of the element
 */
char *
hangar_xml_value_at (const char *text, gsize offset, char **unit)
{
  const char *end = NULL, *next;
  const char *tag = tag_before (text, MIN (offset, strlen (text)), &end);
  char *value;

  *unit = NULL;
  if (tag == NULL || tag[1] == '/' || tag[1] == '!' || tag[1] == '?')
    return NULL;
  if (text + offset <= end)
    {
      value = attribute (tag, end, NULL, (gsize) (text + offset - tag));
      if (value != NULL)
        return value;
    }
  next = strchr (end, '<');
  if (next == NULL || end[-1] == '/' || g_str_has_prefix (next, "<!"))
    return NULL;
  *unit = attribute (tag, end, "unit", 0);
  value = unescape (end + 1, (gsize) (next - end - 1));
  if (*value != '\0')
    return value;
  g_free (value);
  return NULL;
}

static gboolean
is_size (const char *path)
{
  static const char *const paths[] = { "domain/memory",
                                       "domain/currentMemory",
                                       "domain/maxMemory",
                                       "domain/devices/memory/target/size",
                                       "domain/devices/shmem/size",
                                       "pool/capacity",
                                       "pool/allocation",
                                       "pool/available",
                                       "volume/capacity",
                                       "volume/allocation",
                                       "volume/physical",
                                       NULL };

  return g_strv_contains (paths, path);
}

static char *
size_words (const char *path, const char *value, const char *unit)
{
  g_autoptr (HangarXml) doc = hangar_xml_new ("<size/>", NULL);

  hangar_xml_put (doc, "/size", value);
  /* Memory without a unit is in KiB, storage in bytes. */
  hangar_xml_put (doc, "/size/@unit",
                  unit != NULL ? unit : (g_str_has_prefix (path, "domain/") ? "KiB" : "bytes"));
  return hangar_format_size (hangar_xml_get_size (doc, "/size"));
}

static char *
time_words (const char *value)
{
  gint64 seconds = g_ascii_strtoll (value, NULL, 10);
  g_autoptr (GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;

  return time != NULL ? g_date_time_format (time, "%c") : NULL;
}

/**
 * hangar_xml_words:
 * @path: like "domain/devices/disk/driver@cache"
 * @value: (nullable): what stands there
 * @unit: (nullable): its unit
 *
 * Returns: (transfer full) (nullable): that in words, where they say more than the value itself
 */
char *
hangar_xml_words (const char *path, const char *value, const char *unit)
{
  const char *found;

  if (value == NULL)
    return NULL;
  if (is_size (path))
    return size_words (path, value, unit);
  if (g_str_equal (path, "domainsnapshot/creationTime"))
    return time_words (value);
  for (const HangarXmlWord *word = hangar_xml_word_table; word->path != NULL; word++)
    if (hangar_xml_help_fits (word->path, path) && g_str_equal (word->value, value))
      return g_strdup (_ (word->text));
  found = hangar_xml_help_choice (path, value);
  return g_strdup (found);
}

/**
 * hangar_xml_word_list:
 * @path: like "network/forward@mode"
 *
 * Returns: (transfer full) (nullable): the values that can stand there, one a line, with their meaning
 */
char *
hangar_xml_word_list (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const HangarXmlWord *word = hangar_xml_word_table; word->path != NULL; word++)
    if (hangar_xml_help_fits (word->path, path))
      g_string_append_printf (text, "%s: %s\n", word->value, _ (word->text));
  return text->len > 0 ? g_strchomp (g_string_free (g_steal_pointer (&text), FALSE)) : NULL;
}

/* "(domain_definition):12: …" of the parser, "Line 12: …" of ours. */
static int
numbered_line (const char *message)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?:\\([a-z_]+\\):|\\bline )(\\d{1,7})", G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (!g_regex_match (regex, message, 0, &match))
    return 0;
  number = g_match_info_fetch (match, 1);
  return atoi (number);
}

/* The schema's complaints name an element instead. */
static char *
named_element (const char *message)
{
  static const char *const patterns[] = { "Did not expect element ([\\w:-]+)",
                                          "Invalid attribute [\\w:-]+ for element ([\\w:-]+)",
                                          "Element ([\\w:-]+) failed to validate attributes",
                                          "Expecting an element [\\w:-]*, got nothing in ([\\w:-]+)",
                                          "Extra element ([\\w:-]+) in interleave",
                                          "Element ([\\w:-]+) has extra content" };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (patterns[i], 0, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      if (g_regex_match (regex, message, 0, &match))
        return g_match_info_fetch (match, 1);
    }
  return NULL;
}

static int
line_of_element (const char *text, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("<%s[\\s/>]", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int from, line = 1;

  if (regex == NULL || !g_regex_match (regex, text, 0, &match) ||
      !g_match_info_fetch_pos (match, 0, &from, NULL))
    return 0;
  for (int i = 0; i < from; i++)
    line += text[i] == '\n';
  return line;
}

static guint64
number_at (HangarXml *doc, const char *path, const char *attribute)
{
  g_autofree char *xpath = g_strconcat (path, "/@", attribute, NULL);
  g_autofree char *text = hangar_xml_get (doc, xpath);

  return text != NULL ? g_ascii_strtoull (text, NULL, 0) : 0;
}

static guint64
part (GMatchInfo *match, int i)
{
  g_autofree char *text = g_match_info_fetch (match, i);

  return g_ascii_strtoull (text, NULL, 16);
}

/* Two devices in one place of the machine's PCI bus: the later of them. */
static int
line_of_pci_address (const char *message, const char *text)
{
  static const char *const parts[] = { "domain", "bus", "slot", "function" };
  g_autoptr (GRegex) regex = g_regex_new ("PCI Address '?([0-9a-f]{4}):([0-9a-f]{2}):([0-9a-f]{2})\\.([0-7])",
                                          G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (HangarXml) doc = g_regex_match (regex, message, 0, &match) ? hangar_xml_new (text, NULL) : NULL;
  g_auto (GStrv) paths = doc != NULL ? hangar_xml_find (doc, "//devices/*/address[@type='pci']") : NULL;
  int line = 0;

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      gboolean same = TRUE;

      for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
        same = same && number_at (doc, paths[i], parts[p]) == part (match, (int) p + 1);
      if (same)
        line = hangar_xml_get_line (doc, paths[i]);
    }
  return line;
}

/**
 * hangar_xml_problem_line:
 * @message: what is wrong, in the daemon's words
 * @text: the document
 *
 * Returns: the line that it is about, from 1; 0 when it does not say
 */
int
hangar_xml_problem_line (const char *message, const char *text)
{
  int line = g_utf8_validate (message, -1, NULL) ? numbered_line (message) : 0;
  g_autofree char *element =
    line == 0 && g_utf8_validate (message, -1, NULL) ? named_element (message) : NULL;

  if (line > 0 || !g_utf8_validate (message, -1, NULL) || !g_utf8_validate (text, -1, NULL))
    return line;
  return element != NULL ? line_of_element (text, element) : line_of_pci_address (message, text);
}
