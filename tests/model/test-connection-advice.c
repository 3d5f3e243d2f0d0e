/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/connection-advice: what libvirt's errors mean, and which command helps. */

#include "model/connection-advice.h"

#include <errno.h>
#include <gio/gio.h>

#include "virt/error.h"

#define SYSTEM_ERROR 38

static void
assert_advice (const char *uri, int code, const char *message, const char *words, const char *command)
{
  g_autoptr (GError) error = g_error_new_literal (HANGAR_VIRT_ERROR, code, message);
  g_autofree char *sentence = hangar_connection_advice_dup_sentence (uri, error);
  g_autofree char *found = hangar_connection_advice_dup_command (uri, error);

  g_assert_cmpstr (found, ==, command);
  if (words == NULL)
    g_assert_null (sentence);
  else if (sentence == NULL || strstr (sentence, words) == NULL)
    g_error ("“%s” for %s, not: %s", message, uri, sentence);
}

static void
test_local (void)
{
  g_autofree char *refused =
    g_strdup_printf ("Failed to connect socket to '/run/libvirt/libvirt-sock': %s", g_strerror (EACCES));
  g_autofree char *absent =
    g_strdup_printf ("Failed to connect socket to '/run/libvirt/libvirt-sock': %s", g_strerror (ENOENT));
  g_autofree char *user = g_shell_quote (g_get_user_name ());
  g_autofree char *join = g_strdup_printf ("sudo usermod -aG libvirt %s", user);

  assert_advice ("qemu:///system", SYSTEM_ERROR, refused, "“libvirt”", join);
  assert_advice ("lxc:///system", SYSTEM_ERROR, refused, "“libvirt”", join);
  assert_advice ("qemu:///system", HANGAR_VIRT_ERROR_AUTH_UNAVAILABLE, "no polkit agent", "polkit", join);
  assert_advice ("qemu:///system", HANGAR_VIRT_ERROR_AUTH_CANCELLED, "user cancelled", "polkit", join);
  assert_advice ("qemu:///system", HANGAR_VIRT_ERROR_AUTH_FAILED, "access denied by policy", "polkit", join);
  assert_advice ("qemu:///system", SYSTEM_ERROR, absent, "No libvirt daemon",
                 "sudo systemctl start libvirtd");
  assert_advice ("qemu:///session", SYSTEM_ERROR, refused, NULL, NULL);
  assert_advice ("test:///no.xml", 27, "failed to parse", NULL, NULL);
}

static void
test_ssh (void)
{
  const char *uri = "qemu+ssh://eva@server:2222/system";

  assert_advice (uri, SYSTEM_ERROR,
                 "Cannot recv data: eva@server: Permission denied (publickey,password).: Connection reset",
                 "refused the login", "ssh-copy-id -p 2222 'eva@server'");
  assert_advice ("qemu+ssh://server/system", SYSTEM_ERROR, "Cannot recv data: Permission denied (publickey).",
                 "refused the login", "ssh-copy-id 'server'");
  assert_advice (uri, SYSTEM_ERROR, "ssh: connect to host server port 2222: Connection refused: reset",
                 "no SSH server", NULL);
  assert_advice (uri, SYSTEM_ERROR, "ssh: Could not resolve hostname server: Name or service not known",
                 "no computer of this name", NULL);
  assert_advice (uri, SYSTEM_ERROR, "Cannot recv data: Host key verification failed.: reset", "its key",
                 NULL);
  assert_advice (uri, SYSTEM_ERROR, "ssh: connect to host server port 22: Connection timed out", "not answer",
                 NULL);
  assert_advice (uri, SYSTEM_ERROR, "Cannot recv data: bash: virsh: command not found: reset",
                 "The login worked", NULL);
  assert_advice (uri, SYSTEM_ERROR, "something new", NULL, NULL);
}

static void
test_others (void)
{
  g_autofree char *refused =
    g_strdup_printf ("unable to connect to server at 'server:16509': %s", g_strerror (ECONNREFUSED));

  assert_advice ("qemu+tcp://server/system", SYSTEM_ERROR, refused, "no libvirt daemon listens", NULL);
  assert_advice ("qemu+tls://server/system", HANGAR_VIRT_ERROR_AUTH_FAILED, "authentication failed",
                 "refused the login", NULL);
}

/* A name from the user's address is one word to the shell, whatever it holds. */
static void
test_quoting (void)
{
  assert_advice ("qemu+ssh://a;b@server/system", SYSTEM_ERROR, "Permission denied (publickey).", "login",
                 "ssh-copy-id 'a;b@server'");
}

static void
test_nothing (void)
{
  g_assert_null (hangar_connection_advice_dup_sentence ("qemu:///system", NULL));
  g_assert_null (hangar_connection_advice_dup_command ("qemu:///system", NULL));
  g_assert_null (hangar_connection_advice_dup_sentence (NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local", test_local);
  g_test_add_func ("/ssh", test_ssh);
  g_test_add_func ("/others", test_others);
  g_test_add_func ("/quoting", test_quoting);
  g_test_add_func ("/nothing", test_nothing);
  return g_test_run ();
}
