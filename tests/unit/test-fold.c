/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/fold: what is the same for people is the same for searching, and numbers sort as numbers. */

#include <glib.h>
#include <string.h>

#include "util/fold.h"

static void
test_text (void)
{
  const struct
  {
    const char *text;
    const char *folded;
  } cases[] = {
    { "", "" },       { "Web", "web" }, { "Hôtel Été", "hotel ete" }, { "STRASSE straße", "strasse strasse" },
    { "☃ 𝒳", "☃ x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = hangar_fold_text (cases[i].text);

      g_assert_cmpstr (folded, ==, cases[i].folded);
    }
}

static void
test_hostile (void)
{
  g_autofree char *folded = hangar_fold_text ("bad \xff\xfe bytes");
  g_autofree char *digits = g_strnfill (1000, '7');
  g_autofree char *key = hangar_fold_sort_key (digits);
  g_autofree char *zeros = hangar_fold_sort_key ("000");
  g_autofree char *zero = hangar_fold_sort_key ("0");

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_true (g_utf8_validate (key, -1, NULL));
  g_assert_cmpuint (strlen (key), >=, 1000);
  g_assert_cmpstr (zeros, ==, zero);
}

static void
test_order (void)
{
  const char *ordered[] = { "",     "1",      "2",    "10",    "100",     "abc",    "Éa",  "eb",  "vm",
                            "vm-1", "VM-002", "vm-9", "vm-10", "vm-10-a", "vm-10b", "vma", "日本" };

  for (gsize i = 1; i < G_N_ELEMENTS (ordered); i++)
    {
      g_autofree char *before = hangar_fold_sort_key (ordered[i - 1]);
      g_autofree char *after = hangar_fold_sort_key (ordered[i]);

      g_test_message ("“%s” before “%s”", ordered[i - 1], ordered[i]);
      g_assert_cmpstr (before, <, after);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/text", test_text);
  g_test_add_func ("/fold/hostile", test_hostile);
  g_test_add_func ("/fold/order", test_order);
  return g_test_run ();
}
