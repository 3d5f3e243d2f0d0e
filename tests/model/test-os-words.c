/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/os-words: names of operating systems from ids alone, and nothing from ids that are none. */

#include "model/os-words.h"

static void
test_names (void)
{
  const struct
  {
    const char *id;
    const char *words;
  } cases[] = {
    { "http://debian.org/debian/12", "Debian 12" },
    { "http://microsoft.com/win/11", "Windows 11" },
    { "http://alpinelinux.org/alpinelinux/3.18", "Alpine Linux 3.18" },
    { "http://fedoraproject.org/fedora/unknown", "Fedora" },
    { "http://ubuntu.com/ubuntu/22.04", "Ubuntu 22.04" },
    { NULL, NULL },
    { "", NULL },
    { "debian12", NULL },
    { "http://debian.org/debian/", NULL },
    { "http://a/b/c/d", NULL },
    { "http://a/\xff/1", NULL },
    { "http://a/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = hangar_os_words (cases[i].id);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/os-words/names", test_names);
  return g_test_run ();
}
