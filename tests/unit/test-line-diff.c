/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/line-diff: what changed, and nothing else. */

#include "util/line-diff.h"

static void
test_cases (void)
{
  static const struct
  {
    const char *before, *after, *expected;
    guint context;
  } cases[] = {
    { "a\nb\nc", "a\nb\nc", "", 3 },
    { "", "", "", 1 },
    { "a\nb\nc", "a\nx\nc", "-b\n+x\n", 0 },
    { "a\nb\nc", "a\nc", " a\n-b\n c\n", 1 },
    { "a\nc", "a\nb\nc", "+b\n", 0 },
    { "1\n2\n3\n4\n5\n6\n7", "1\nx\n3\n4\n5\ny\n7", "-2\n+x\n…\n-6\n+y\n", 0 },
    { "a", "b", "-a\n+b\n", 2 },
    { "x\nx\ny", "x\ny", "-x\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *diff = hangar_line_diff (cases[i].before, cases[i].after, cases[i].context);

      g_assert_cmpstr (diff, ==, cases[i].expected);
    }
}

/* A text too large for the table costs no memory of its square. */
static void
test_large (void)
{
  g_autoptr (GString) before = g_string_new (NULL), after = g_string_new (NULL);
  g_autofree char *diff = NULL;

  for (int i = 0; i < 5000; i++)
    {
      g_string_append_printf (before, "b%d\n", i);
      g_string_append_printf (after, "a%d\n", i);
    }
  diff = hangar_line_diff (before->str, after->str, 0);
  g_assert_true (g_str_has_prefix (diff, "-b0\n-b1\n"));
  g_assert_nonnull (strstr (diff, "+a4999\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line-diff/cases", test_cases);
  g_test_add_func ("/line-diff/large", test_large);
  return g_test_run ();
}
