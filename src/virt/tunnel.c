/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A way to a port that only another computer can reach, through SSH as libvirt goes there itself. */

#include "virt/tunnel.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* In s. As long as a worker may be held. */
#define CONNECT_TIMEOUT "10"

/**
 * hangar_virt_uri_dup_host:
 * @uri: (nullable): a libvirt URI
 *
 * Returns: (transfer full) (nullable): the other computer; %NULL when it is this one
 */
char *
hangar_virt_uri_dup_host (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  return host != NULL && *host != '\0' ? g_strdup (host) : NULL;
}

static gboolean
is_ssh (const char *scheme)
{
  const char *transport = strchr (scheme, '+');

  return transport != NULL && (g_str_equal (transport, "+ssh") || g_str_has_prefix (transport, "+libssh"));
}

static void
add (GPtrArray *argv, const char *argument)
{
  g_ptr_array_add (argv, g_strdup (argument));
}

static void
add_option (GPtrArray *argv, const char *option, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  add (argv, option);
  add (argv, value);
}

/**
 * hangar_virt_tunnel_argv:
 * @uri: the URI of the connection
 * @address: where something listens, as the other computer sees it
 * @port: its port
 *
 * Returns: (transfer full) (nullable): the command whose input and output are that port; %NULL when the URI
 * does not go over SSH
 */
GStrv
hangar_virt_tunnel_argv (const char *uri, const char *address, guint16 port)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD, NULL);
  g_autoptr (GHashTable) parameters = NULL;
  g_autoptr (GPtrArray) argv = NULL;
  g_autofree char *port_text = NULL;
  g_autofree char *target = NULL;
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL || *host == '\0' || !is_ssh (g_uri_get_scheme (parsed)))
    return NULL;
  argv = g_ptr_array_new ();
  if (g_uri_get_query (parsed) != NULL)
    parameters = g_uri_parse_params (g_uri_get_query (parsed), -1, "&;", G_URI_PARAMS_NONE, NULL);
  add (argv, "ssh");
  add (argv, "-T");
  add_option (argv, "-o", "BatchMode=yes");
  add_option (argv, "-o", "ConnectTimeout=" CONNECT_TIMEOUT);
  if (parameters != NULL)
    add_option (argv, "-i", g_hash_table_lookup (parameters, "keyfile"));
  if (parameters != NULL && g_strcmp0 (g_hash_table_lookup (parameters, "no_verify"), "1") == 0)
    add_option (argv, "-o", "StrictHostKeyChecking=no");
  add_option (argv, "-l", g_uri_get_user (parsed));
  if (g_uri_get_port (parsed) > 0)
    port_text = g_strdup_printf ("%d", g_uri_get_port (parsed));
  add_option (argv, "-p", port_text);
  target = g_strdup_printf (strchr (address, ':') != NULL ? "[%s]:%u" : "%s:%u", address, port);
  add_option (argv, "-W", target);
  /* A host's name never begins an option. */
  add (argv, "--");
  add (argv, host);
  g_ptr_array_add (argv, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&argv), FALSE);
}

/**
 * hangar_virt_tunnel_open:
 * @argv: from hangar_virt_tunnel_argv()
 *
 * Starts the command. It ends when the socket is closed.
 *
 * Returns: a socket that the caller owns, -1 on failure
 */
int
hangar_virt_tunnel_open (GStrv argv, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      return -1;
    }
  g_subprocess_launcher_take_stdin_fd (launcher, dup (fds[1]));
  g_subprocess_launcher_take_stdout_fd (launcher, fds[1]);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, error);
  if (process != NULL)
    return fds[0];
  close (fds[0]);
  return -1;
}
