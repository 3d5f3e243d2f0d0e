/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text made comparable: without case and accents, for searching; with numbers in their order, for sorting. */

#include "config.h"

#include "util/fold.h"

/* Longer runs of digits than this compare as text: one byte holds the length of a run. */
#define LONGEST_NUMBER 90

static char *
fold_unicode (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (decomposed, -1);
  GString *out = g_string_sized_new (strlen (folded));

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/**
 * hangar_fold_text:
 * @text: any text, valid UTF-8 or not
 *
 * Takes away what does not matter when people search: case and accents. Cheap for plain ASCII.
 *
 * Returns: (transfer full): the folded text, valid UTF-8
 */
char *
hangar_fold_text (const char *text)
{
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);
  return fold_unicode (text);
}

static const char *
append_number (GString *key, const char *digits)
{
  const char *end;

  while (digits[0] == '0' && g_ascii_isdigit (digits[1]))
    digits++;
  for (end = digits; g_ascii_isdigit (*end) && end - digits < LONGEST_NUMBER; end++)
    ;
  /* A number sorts where digits sort; a longer one after a shorter one. */
  g_string_append_c (key, '0');
  g_string_append_c (key, (char) (' ' + (end - digits)));
  g_string_append_len (key, digits, end - digits);
  return end;
}

/**
 * hangar_fold_sort_key:
 * @text: any text
 *
 * Returns: (transfer full): a key; strcmp() of two keys orders texts as people do: without case and accents,
 *   "vm-9" before "vm-10"
 */
char *
hangar_fold_sort_key (const char *text)
{
  g_autofree char *folded = hangar_fold_text (text);
  GString *key = g_string_sized_new (strlen (folded) + 8);
  const char *p = folded;

  while (*p != '\0')
    {
      if (g_ascii_isdigit (*p))
        p = append_number (key, p);
      else
        g_string_append_c (key, *p++);
    }
  return g_string_free (key, FALSE);
}
