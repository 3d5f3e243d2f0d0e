/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for a POSIX shell: what comes from a host is data there, whatever is in it. Pure. */

#include "model/shell-text.h"

#include <string.h>

/* What no shell gives a meaning to in an argument. */
#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-"

/* Characters that are not seen, or that turn round what is seen: they are written by their numbers. */
static gboolean
is_hidden (gunichar c)
{
  static const GUnicodeType hidden[] = {
    G_UNICODE_FORMAT,      G_UNICODE_LINE_SEPARATOR, G_UNICODE_PARAGRAPH_SEPARATOR,
    G_UNICODE_PRIVATE_USE, G_UNICODE_SURROGATE,      G_UNICODE_UNASSIGNED
  };
  GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_CONTROL)
    return c != '\n' && c != '\t';
  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    if (type == hidden[i])
      return TRUE;
  return FALSE;
}

/* The length of the character at @from; a byte that begins none is hidden too. */
static gsize
take_character (const char *from, gboolean *hidden)
{
  gunichar c = g_utf8_get_char_validated (from, -1);
  gboolean broken = c == (gunichar) -1 || c == (gunichar) -2;

  *hidden = broken || is_hidden (c);
  return broken ? 1 : (gsize) g_utf8_skip[(guchar) *from];
}

static gsize
span_alike (const char *from, gboolean *hidden)
{
  gsize length = take_character (from, hidden);
  gboolean next = *hidden;

  while (from[length] != '\0')
    {
      gsize more = take_character (from + length, &next);

      if (next != *hidden)
        break;
      length += more;
    }
  return length;
}

static void
add_seen (GString *text, const char *from, gsize length)
{
  g_string_append_c (text, '\'');
  for (gsize i = 0; i < length; i++)
    if (from[i] == '\'')
      g_string_append (text, "'\\''");
    else
      g_string_append_c (text, from[i]);
  g_string_append_c (text, '\'');
}

static void
add_hidden (GString *text, const char *from, gsize length)
{
  g_string_append (text, "\"$(printf '");
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "\\%03o", (guchar) from[i]);
  g_string_append (text, "')\"");
}

/**
 * hangar_shell_text_quote:
 * @argument: anything
 *
 * Returns: (transfer full): one word for a POSIX shell, which becomes @argument again and nothing else
 */
char *
hangar_shell_text_quote (const char *argument)
{
  GString *text;

  if (*argument == '\0')
    return g_strdup ("''");
  if (argument[strspn (argument, PLAIN)] == '\0')
    return g_strdup (argument);

  text = g_string_new (NULL);
  while (*argument != '\0')
    {
      gboolean hidden;
      gsize length = span_alike (argument, &hidden);

      if (hidden)
        add_hidden (text, argument, length);
      else
        add_seen (text, argument, length);
      argument += length;
    }
  return g_string_free (text, FALSE);
}

static gboolean
has_line (const char *document, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (document, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

/**
 * hangar_shell_text_add_document:
 * @text: a line of a shell, without its end
 * @document: what the command of that line reads
 *
 * Adds a here-document that ends where no line of @document does.
 */
void
hangar_shell_text_add_document (GString *text, const char *document)
{
  g_autofree char *end = g_strdup ("EOF");

  for (guint i = 2; has_line (document, end); i++)
    {
      g_free (end);
      end = g_strdup_printf ("EOF%u", i);
    }
  g_string_append_printf (text, " <<'%s'\n%s%s%s\n", end, document,
                          g_str_has_suffix (document, "\n") ? "" : "\n", end);
}

/**
 * hangar_shell_text_add_comment:
 * @text: lines of a shell
 * @comment: words, perhaps with names from a host in them
 *
 * Adds them so that no part of them is run.
 */
void
hangar_shell_text_add_comment (GString *text, const char *comment)
{
  g_autofree char *valid = g_utf8_make_valid (comment, -1);

  g_string_append (text, "# ");
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (character == '\n')
        g_string_append (text, "\n# ");
      else if (is_hidden (character))
        g_string_append_unichar (text, 0xfffd);
      else
        g_string_append_unichar (text, character);
    }
  g_string_append_c (text, '\n');
}
