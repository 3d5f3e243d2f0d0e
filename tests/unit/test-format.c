/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/format: what people read. */

#include "util/format.h"

static void
test_size (void)
{
  g_autofree char *text = hangar_format_size (G_GUINT64_CONSTANT (20) << 30);

  g_assert_cmpstr (text, ==, "20.0\302\240GiB");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/size", test_size);
  return g_test_run ();
}
