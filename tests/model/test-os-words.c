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

/* What a system asks for, what the machine lacks of it, and nothing where nothing is known. */
static void
test_advice (void)
{
  const HangarOsFacts facts = {
    .id = "http://example.org/os/1",
    .name = "Example 1",
    .end_of_life = TRUE,
    .minimum = { .memory = G_GUINT64_CONSTANT (1) << 30 },
    .recommended = { .memory = G_GUINT64_CONSTANT (2) << 30,
                     .vcpus = 2,
                     .disk = G_GUINT64_CONSTANT (20) << 30 },
  };
  g_autoptr (HangarOs) os = hangar_os_new (&facts);
  g_autoptr (HangarOs) unknown = hangar_os_new_unknown ();
  g_autofree char *small = hangar_os_advice (os, G_GUINT64_CONSTANT (512) << 20);
  g_autofree char *enough = hangar_os_advice (os, G_GUINT64_CONSTANT (1) << 30);
  g_autofree char *nothing = hangar_os_advice (unknown, 1);

  g_assert_cmpstr (small, ==,
                   "Advised for it: 2 processors, 2.0\302\240GiB of memory, a disk of 20.0\302\240GiB\n"
                   "It needs at least 1.0\302\240GiB of memory, and has less here.\n"
                   "Its maker no longer looks after it.");
  g_assert_null (strstr (enough, "less here"));
  g_assert_cmpstr (nothing, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/os-words/names", test_names);
  g_test_add_func ("/os-words/advice", test_advice);
  return g_test_run ();
}
