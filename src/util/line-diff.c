/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two texts, line by line, as people know it from diff -u. */

#include "util/line-diff.h"

#include <string.h>

/* A table of this many cells is some MiB; beyond it, the middle counts as replaced whole. */
#define LARGEST_TABLE (4 * 1024 * 1024)

typedef struct
{
  char **before;
  char **after;
  guint n_before, n_after;
  GPtrArray *lines; /* each with its sign in front */
} Diff;

static void
put (Diff *diff, char sign, const char *line)
{
  g_ptr_array_add (diff->lines, g_strdup_printf ("%c%s", sign, line));
}

static guint32 *
lengths_of_common (const Diff *diff, guint from, guint rows, guint columns)
{
  guint32 *table = g_new0 (guint32, (gsize) (rows + 1) * (columns + 1));

  for (guint row = rows; row-- > 0;)
    for (guint column = columns; column-- > 0;)
      {
        guint32 *cell = &table[(gsize) row * (columns + 1) + column];
        guint32 below = cell[columns + 1], right = cell[1];

        *cell = g_str_equal (diff->before[from + row], diff->after[from + column]) ? cell[columns + 2] + 1
                                                                                   : MAX (below, right);
      }
  return table;
}

static void
compare_middle (Diff *diff, guint from, guint rows, guint columns)
{
  g_autofree guint32 *table = NULL;
  guint row = 0, column = 0;

  if ((guint64) rows * columns <= LARGEST_TABLE)
    table = lengths_of_common (diff, from, rows, columns);
  while (row < rows || column < columns)
    {
      const guint32 *cell = table != NULL ? &table[(gsize) row * (columns + 1) + column] : NULL;
      gboolean in_both = row < rows && column < columns;

      if (in_both && cell != NULL && g_str_equal (diff->before[from + row], diff->after[from + column]))
        {
          put (diff, ' ', diff->before[from + row++]);
          column++;
        }
      else if (row < rows && (column == columns || cell == NULL || cell[columns + 1] >= cell[1]))
        put (diff, '-', diff->before[from + row++]);
      else
        put (diff, '+', diff->after[from + column++]);
    }
}

static gboolean
is_near_change (GPtrArray *lines, guint at, guint context)
{
  guint first = at > context ? at - context : 0;
  guint last = MIN (lines->len - 1, at + context);

  for (guint i = first; i <= last; i++)
    if (*(const char *) lines->pdata[i] != ' ')
      return TRUE;
  return FALSE;
}

static char *
join (Diff *diff, guint context)
{
  GString *text = g_string_new (NULL);
  gboolean gap = FALSE;

  for (guint i = 0; i < diff->lines->len; i++)
    {
      if (!is_near_change (diff->lines, i, context))
        {
          gap = TRUE;
          continue;
        }
      if (gap && text->len > 0)
        g_string_append (text, "…\n");
      gap = FALSE;
      g_string_append (text, diff->lines->pdata[i]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/**
 * hangar_line_diff:
 * @before: a text
 * @after: another
 * @context: how many equal lines to show around a change
 *
 * Returns: (transfer full): the lines that differ, with "-", "+" or a blank before each; "" when none does
 */
char *
hangar_line_diff (const char *before, const char *after, guint context)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new = g_strsplit (after, "\n", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  Diff diff = { old, new, g_strv_length (old), g_strv_length (new), lines };
  guint least = MIN (diff.n_before, diff.n_after);
  guint head = 0, tail = 0;

  while (head < least && g_str_equal (old[head], new[head]))
    put (&diff, ' ', old[head++]);
  while (tail < least - head && g_str_equal (old[diff.n_before - 1 - tail], new[diff.n_after - 1 - tail]))
    tail++;
  compare_middle (&diff, head, diff.n_before - head - tail, diff.n_after - head - tail);
  for (guint i = diff.n_before - tail; i < diff.n_before; i++)
    put (&diff, ' ', old[i]);
  return join (&diff, context);
}
