/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/host-address: URIs from what people fill in, and what is refused before anything is tried. */

#include "model/host-address.h"

static void
assert_uri (const HangarHostAddress address, const char *expected)
{
  g_autofree char *uri = hangar_host_address_to_uri (&address);
  g_autofree char *problem = hangar_host_address_check (&address);
  g_autofree char *problem_of_uri = hangar_host_address_check_uri (uri);

  g_assert_cmpstr (uri, ==, expected);
  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpstr (problem_of_uri, ==, NULL);
}

static void
test_uris (void)
{
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SESSION }, "qemu:///session");
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SYSTEM }, "qemu:///system");
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_LXC }, "lxc:///system");
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_XEN }, "xen:///system");
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SSH, .host = "server" },
              "qemu+ssh://server/system");
  assert_uri (
    (HangarHostAddress) { .kind = HANGAR_HOST_KIND_SSH, .host = "server", .user = "eva", .port = 2222 },
    "qemu+ssh://eva@server:2222/system");
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SSH, .host = "fe80::1", .user = "eva@corp" },
              "qemu+ssh://eva%40corp@[fe80::1]/system");
  assert_uri ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_URI,
                                    .uri = " qemu+tls://s.example.org/system?no_verify=1 " },
              "qemu+tls://s.example.org/system?no_verify=1");
}

static void
assert_refused (const HangarHostAddress address)
{
  g_autofree char *problem = hangar_host_address_check (&address);

  g_test_message ("%s", problem);
  g_assert_nonnull (problem);
}

static void
test_refused (void)
{
  const char *hosts[] = { "", "a b", "-oProxyCommand=sh", "a/b", "a@b", "<b>&", "ser\tver", "$(id)", "a;b" };
  const char *users[] = { "-l", "a b", "a/b", "a:b", "<b>" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    assert_refused ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SSH, .host = hosts[i] });
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    assert_refused ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SSH, .host = "server", .user = users[i] });
  assert_refused ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_SSH, .host = "server", .port = 65536 });
}

static void
test_refused_uris (void)
{
  const char *uris[] = {
    "",     "nonsense", "http://example.org/",  "qemu+carrier://a/system",
    "qemu", "foo:///",  "qemu+ssh://-x/system", "qemu+ssh://-x@a/system",
    "://",  "\xff\xfe",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    assert_refused ((HangarHostAddress) { .kind = HANGAR_HOST_KIND_URI, .uri = uris[i] });
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-address/uris", test_uris);
  g_test_add_func ("/host-address/refused", test_refused);
  g_test_add_func ("/host-address/refused-uris", test_refused_uris);
  return g_test_run ();
}
