/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/tunnel: which computer a URI means, and the command that reaches a port there. */

#include "virt/tunnel.h"

#include <gio/gio.h>
#include <unistd.h>

static void
assert_argv (const char *uri, const char *address, const char *expected)
{
  g_auto (GStrv) argv = hangar_virt_tunnel_argv (uri, address, 5901);
  g_autofree char *joined = argv != NULL ? g_strjoinv (" ", argv) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

#define START "ssh -T -o BatchMode=yes -o ConnectTimeout=10 "

static void
test_argv (void)
{
  assert_argv ("qemu+ssh://ann@server:2222/system", "127.0.0.1",
               START "-l ann -p 2222 -W 127.0.0.1:5901 -- server");
  assert_argv ("qemu+ssh://server/session?keyfile=/k&no_verify=1", "::1",
               START "-i /k -o StrictHostKeyChecking=no -W [::1]:5901 -- server");
  assert_argv ("xen+libssh2://server/", "127.0.0.1", START "-W 127.0.0.1:5901 -- server");
  assert_argv ("qemu+tls://server/system", "127.0.0.1", NULL);
  assert_argv ("qemu:///system", "127.0.0.1", NULL);
  assert_argv ("no uri", "127.0.0.1", NULL);
}

static void
assert_host (const char *uri, const char *expected)
{
  g_autofree char *host = hangar_virt_uri_dup_host (uri);

  g_assert_cmpstr (host, ==, expected);
}

static void
test_host (void)
{
  assert_host ("qemu+ssh://ann@server:2222/system", "server");
  assert_host ("qemu+tls://server/system", "server");
  assert_host ("qemu:///system", NULL);
  assert_host ("qemu+unix:///session?socket=/run/x", NULL);
  assert_host (NULL, NULL);
}

/* The command's input and output are the two ends of the socket. */
static void
test_open (void)
{
  g_auto (GStrv) argv = g_strsplit ("cat", " ", -1);
  g_autoptr (GError) error = NULL;
  char answer[8] = { 0 };
  int fd = hangar_virt_tunnel_open (argv, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, "hello", 5), ==, 5);
  g_assert_cmpint (read (fd, answer, 5), ==, 5);
  g_assert_cmpstr (answer, ==, "hello");
  close (fd);
}

static void
test_missing (void)
{
  g_auto (GStrv) argv = g_strsplit ("/nonexistent/ssh", " ", -1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hangar_virt_tunnel_open (argv, &error), ==, -1);
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tunnel/argv", test_argv);
  g_test_add_func ("/tunnel/host", test_host);
  g_test_add_func ("/tunnel/open", test_open);
  g_test_add_func ("/tunnel/missing", test_missing);
  return g_test_run ();
}
