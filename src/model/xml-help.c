/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the words for a part of a definition: by its path, for a field, or where a cursor stands. */

#include "config.h"

#include "model/xml-help.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/xml-words.h"

/* One name of the path against one of the table; "*" stands for any. */
static gboolean
name_fits (const char **pattern, const char **path)
{
  gsize pattern_length = strcspn (*pattern, "/@"), path_length = strcspn (*path, "/@");
  gboolean fits = (pattern_length == 1 && **pattern == '*') ||
                  (pattern_length == path_length && strncmp (*pattern, *path, path_length) == 0);

  *pattern += pattern_length;
  *path += path_length;
  return fits;
}

/**
 * hangar_xml_help_fits:
 * @pattern: a path of a table
 * @path: a path of a document
 *
 * Returns: whether the one is about the other
 */
gboolean
hangar_xml_help_fits (const char *pattern, const char *path)
{
  while (name_fits (&pattern, &path))
    {
      if (*pattern != *path)
        return FALSE;
      if (*pattern == '\0')
        return TRUE;
      pattern++;
      path++;
    }
  return FALSE;
}

static const char *
find_help (const HangarXmlHelp *table, const char *path)
{
  for (const HangarXmlHelp *help = table; help->path != NULL; help++)
    if (hangar_xml_help_fits (help->path, path))
      return _ (help->text);
  return NULL;
}

/* A snapshot holds the definition of its machine. */
static const char *
machine_path (const char *path)
{
  static const char *const before[] = { "domainsnapshot/domain/", "domainsnapshot/inactiveDomain/" };

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    if (g_str_has_prefix (path, before[i]))
      return path + strlen (before[i]);
  return NULL;
}

/**
 * hangar_xml_help:
 * @path: like "domain/devices/disk/driver@cache"
 *
 * Returns: (nullable): what it means, in the user's language
 */
const char *
hangar_xml_help (const char *path)
{
  const char *inner = machine_path (path);
  const char *found = find_help (hangar_xml_help_table, path);

  if (found == NULL)
    found = find_help (hangar_xml_help_host_table, path);
  if (found == NULL && inner != NULL)
    {
      g_autofree char *whole = g_strconcat ("domain/", inner, NULL);

      found = find_help (hangar_xml_help_table, whole);
    }
  return found;
}

/* "/domain/devices/disk[…]" and "target/@bus" make "domain/devices/disk/target@bus". */
static char *
plain_path (const HangarDeviceKind *kind, const HangarField *field)
{
  g_autofree char *joined = g_strconcat (kind->xpath + 1, "/", field->xpath, NULL);
  GString *plain = g_string_new (NULL);
  int depth = 0;

  for (const char *c = joined; *c != '\0'; c++)
    {
      depth -= *c == ']';
      if (depth == 0 && *c != ']' && *c != '[')
        g_string_append_c (plain, *c);
      depth += *c == '[';
    }
  g_string_replace (plain, "/@", "@", 0);
  return g_string_free (plain, FALSE);
}

/**
 * hangar_xml_help_for_field:
 * @kind: a kind
 * @field: a field of it
 *
 * Returns: (nullable): what it means, in the user's language
 */
const char *
hangar_xml_help_for_field (const HangarDeviceKind *kind, const HangarField *field)
{
  g_autofree char *path = plain_path (kind, field);

  return hangar_xml_help (path);
}

static void
append_values (GString *text, const HangarField *field)
{
  const HangarFieldChoice *choice = field->choices;

  for (; choice->value != NULL || choice->label != NULL; choice++)
    {
      if (choice->value == NULL || *choice->value == '\0')
        continue;
      if (choice->label != NULL)
        g_string_append_printf (text, "%s: %s\n", choice->value, _ (choice->label));
      else
        g_string_append_printf (text, "%s\n", choice->value);
    }
}

static const HangarField *
field_with_choices (const char *path)
{
  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    for (const HangarField *field = (*kind)->fields; field->id != NULL; field++)
      {
        g_autofree char *own = plain_path (*kind, field);

        if (field->choices != NULL && g_str_equal (own, path))
          return field;
      }
  return NULL;
}

/**
 * hangar_xml_help_values:
 * @path: like "domain/devices/disk/driver@cache"
 *
 * Returns: (transfer full) (nullable): the values that it can have, one a line, with their meaning
 */
char *
hangar_xml_help_values (const char *path)
{
  const HangarField *field = field_with_choices (path);
  g_autoptr (GString) text = NULL;

  if (field == NULL)
    return hangar_xml_word_list (path);
  text = g_string_new (NULL);
  append_values (text, field);
  return g_strchomp (g_string_free (g_steal_pointer (&text), FALSE));
}

/**
 * hangar_xml_help_choice:
 * @path: like "domain/devices/disk/driver@cache"
 * @value: a value
 *
 * Returns: (nullable): what a form says for it
 */
const char *
hangar_xml_help_choice (const char *path, const char *value)
{
  const HangarField *field = field_with_choices (path);
  const HangarFieldChoice *choice = field != NULL ? field->choices : NULL;

  for (; choice != NULL && (choice->value != NULL || choice->label != NULL); choice++)
    if (g_strcmp0 (choice->value, value) == 0 && choice->label != NULL)
      return _ (choice->label);
  return NULL;
}

/* Where a tag's name ends and whether it opens, closes or does both. */
typedef struct
{
  GPtrArray *open; /* of names */
  const char *text;
  gsize offset;
} Scan;

static const char *
skip_to (const char *from, const char *end)
{
  const char *found = strstr (from, end);

  return found != NULL ? found + strlen (end) : from + strlen (from);
}

/* A tag's end, past quoted values. */
static const char *
tag_end (const char *from)
{
  char quote = '\0';
  const char *c = from;

  for (; *c != '\0' && (quote != '\0' || *c != '>'); c++)
    if (quote != '\0')
      quote = *c == quote ? '\0' : quote;
    else if (*c == '\'' || *c == '"')
      quote = *c;
  return *c != '\0' ? c + 1 : c;
}

static char *
local_name (const char *from)
{
  gsize length = strcspn (from, " \t\r\n/>");
  const char *colon = memchr (from, ':', length);

  return colon != NULL ? g_strndup (colon + 1, length - (gsize) (colon + 1 - from))
                       : g_strndup (from, length);
}

/* The attribute of a tag in which the cursor stands. */
static char *
attribute_at (const char *tag, gsize cursor)
{
  g_autoptr (GRegex) regex = g_regex_new ("([\\w:-]+)\\s*=\\s*(\"[^\"]*\"|'[^']*')", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (regex, tag, 0, &match);
  while (g_match_info_matches (match))
    {
      int start, end;

      g_match_info_fetch_pos (match, 0, &start, &end);
      if ((gsize) start <= cursor && cursor <= (gsize) end)
        return g_match_info_fetch (match, 1);
      g_match_info_next (match, NULL);
    }
  return NULL;
}

static char *
describe_place (Scan *scan, const char *name, const char *attribute)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < scan->open->len; i++)
    g_string_append_printf (path, "%s%s", i > 0 ? "/" : "", (char *) scan->open->pdata[i]);
  if (name != NULL)
    g_string_append_printf (path, "%s%s", path->len > 0 ? "/" : "", name);
  if (attribute != NULL)
    g_string_append_printf (path, "@%s", attribute);
  return g_string_free (path, FALSE);
}

/* One tag: remembers what is open, tells the place when the cursor is in it. */
static const char *
scan_tag (Scan *scan, const char *tag, char **place)
{
  const char *end = tag_end (tag);
  gboolean closes = tag[1] == '/';
  g_autofree char *name = local_name (tag + (closes ? 2 : 1));

  if (scan->offset < (gsize) (end - scan->text))
    {
      g_autofree char *whole = g_strndup (tag, (gsize) (end - tag));
      g_autofree char *attribute =
        closes ? NULL : attribute_at (whole, scan->offset - (gsize) (tag - scan->text));

      *place = describe_place (scan, closes ? NULL : name, attribute);
    }
  else if (closes && scan->open->len > 0)
    g_ptr_array_remove_index (scan->open, scan->open->len - 1);
  else if (!closes && !(end - tag >= 2 && end[-2] == '/'))
    g_ptr_array_add (scan->open, g_steal_pointer (&name));
  return end;
}

/**
 * hangar_xml_path_at:
 * @text: a document, perhaps not well-formed
 * @offset: a place in it, in bytes
 *
 * Returns: (transfer full): the path of what is there, like "domain/devices/disk/driver@cache"; "" outside
 */
char *
hangar_xml_path_at (const char *text, gsize offset)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  Scan scan = { open, text, offset };
  const char *c = text;
  char *place = NULL;

  while (place == NULL && *c != '\0' && (gsize) (c - text) <= offset)
    {
      if (g_str_has_prefix (c, "<!--"))
        c = skip_to (c, "-->");
      else if (g_str_has_prefix (c, "<![CDATA["))
        c = skip_to (c, "]]>");
      else if (g_str_has_prefix (c, "<?"))
        c = skip_to (c, "?>");
      else if (*c == '<')
        c = scan_tag (&scan, c, &place);
      else
        c++;
    }
  return place != NULL ? place : describe_place (&scan, NULL, NULL);
}
