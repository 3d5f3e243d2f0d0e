/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a host could not be connected to, in words that say what to do. */

#include "config.h"

#include "model/connection-advice.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/connection-label.h"
#include "virt/error.h"

typedef enum
{
  PROBLEM_NONE,
  PROBLEM_NOT_IN_GROUP,
  PROBLEM_NO_DAEMON,
  PROBLEM_REFUSED_PORT,
  PROBLEM_SSH_REFUSED,
  PROBLEM_SSH_LOGIN,
  PROBLEM_SSH_NO_HOST,
  PROBLEM_SSH_KEY,
  PROBLEM_SSH_SILENT,
  PROBLEM_SSH_NO_PROGRAM,
  PROBLEM_SSH_NO_LIBVIRT,
  PROBLEM_LOGIN,
} Problem;

/* The words of ssh and of the other computer's shell, which libvirt starts with LC_ALL=C. */
static const struct
{
  const char *words;
  Problem problem;
} ssh_words[] = {
  { "Host key verification failed", PROBLEM_SSH_KEY },
  { "REMOTE HOST IDENTIFICATION HAS CHANGED", PROBLEM_SSH_KEY },
  { "Could not resolve hostname", PROBLEM_SSH_NO_HOST },
  { "Connection refused", PROBLEM_SSH_REFUSED },
  { "Permission denied", PROBLEM_SSH_LOGIN },
  { "Too many authentication failures", PROBLEM_SSH_LOGIN },
  { "timed out", PROBLEM_SSH_SILENT },
  { "No route to host", PROBLEM_SSH_SILENT },
  { "Network is unreachable", PROBLEM_SSH_SILENT },
  { "ssh: No such file or directory", PROBLEM_SSH_NO_PROGRAM },
  { "ssh': No such file or directory", PROBLEM_SSH_NO_PROGRAM },
  { "command not found", PROBLEM_SSH_NO_LIBVIRT },
  { ": not found", PROBLEM_SSH_NO_LIBVIRT },
  { "Failed to connect socket", PROBLEM_SSH_NO_LIBVIRT },
};

static Problem
find_ssh_problem (const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ssh_words); i++)
    if (strstr (message, ssh_words[i].words) != NULL)
      return ssh_words[i].problem;
  return PROBLEM_NONE;
}

/* libvirt says what the system said in the user's language, as we would. */
static gboolean
says (const char *message, int number)
{
  return strstr (message, g_strerror (number)) != NULL;
}

static gboolean
is_refused_login (const GError *error)
{
  return error->domain == HANGAR_VIRT_ERROR &&
         (error->code == HANGAR_VIRT_ERROR_AUTH_FAILED || error->code == HANGAR_VIRT_ERROR_AUTH_CANCELLED ||
          error->code == HANGAR_VIRT_ERROR_AUTH_UNAVAILABLE);
}

static gboolean
is_ssh (const char *uri)
{
  const char *end = strstr (uri, "://");

  return end != NULL && g_strstr_len (uri, end - uri, "ssh") != NULL;
}

static Problem
find_problem (const char *uri, const GError *error)
{
  Problem problem = PROBLEM_NONE;
  gboolean local;

  if (error == NULL)
    return PROBLEM_NONE;
  local = hangar_connection_uri_is_local (uri);
  if (is_ssh (uri))
    problem = find_ssh_problem (error->message);
  if (problem != PROBLEM_NONE)
    return problem;
  if (local && !hangar_connection_uri_is_session (uri) &&
      (is_refused_login (error) || says (error->message, EACCES)))
    return PROBLEM_NOT_IN_GROUP;
  if (is_refused_login (error))
    return PROBLEM_LOGIN;
  if (local && (says (error->message, ENOENT) || says (error->message, ECONNREFUSED)) &&
      strstr (error->message, "libvirt-sock") != NULL)
    return PROBLEM_NO_DAEMON;
  if (!local && says (error->message, ECONNREFUSED))
    return PROBLEM_REFUSED_PORT;
  return PROBLEM_NONE;
}

static const char *
describe (Problem problem)
{
  switch (problem)
    {
    case PROBLEM_NOT_IN_GROUP:
      return _ ("You may not use the machines of all users of this computer. The members of the group "
                "“libvirt” may, and whom polkit allows it. This command makes you a member, from your next "
                "login on:");
    case PROBLEM_NO_DAEMON:
      return _ ("No libvirt daemon runs on this computer. It is started so:");
    case PROBLEM_REFUSED_PORT:
      return _ ("The other computer is there, but no libvirt daemon listens at this port.");
    case PROBLEM_SSH_REFUSED:
      return _ ("The other computer is there, but no SSH server listens at this port.");
    case PROBLEM_SSH_LOGIN:
      return _ ("The other computer refused the login: the user, the password or the key is not right. This "
                "command puts your key there, so that no password is needed:");
    case PROBLEM_SSH_NO_HOST:
      return _ ("There is no computer of this name.");
    case PROBLEM_SSH_KEY:
      return _ ("The other computer could not prove that it is the right one: its key is not the known one, "
                "or was not accepted.");
    case PROBLEM_SSH_SILENT:
      return _ ("The other computer does not answer.");
    case PROBLEM_SSH_NO_PROGRAM:
      return _ ("The program ssh is not installed on this computer.");
    case PROBLEM_SSH_NO_LIBVIRT:
      return _ ("The login worked, but the other computer has no libvirt daemon that runs.");
    case PROBLEM_LOGIN:
      return _ ("The host refused the login.");
    case PROBLEM_NONE:
    default:
      return NULL;
    }
}

static char *
copy_key_command (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *user = parsed != NULL ? g_uri_get_userinfo (parsed) : NULL;
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  g_autofree char *target = NULL;
  g_autofree char *quoted = NULL;

  if (host == NULL || *host == '\0')
    return NULL;
  target = g_strconcat (user != NULL ? user : "", user != NULL ? "@" : "", host, NULL);
  quoted = g_shell_quote (target);
  if (g_uri_get_port (parsed) > 0)
    return g_strdup_printf ("ssh-copy-id -p %d %s", g_uri_get_port (parsed), quoted);
  return g_strdup_printf ("ssh-copy-id %s", quoted);
}

/**
 * hangar_connection_advice_dup_sentence:
 * @uri: a libvirt URI
 * @error: (nullable): why it could not be opened
 *
 * Returns: (transfer full) (nullable): what that means and what to do; %NULL when the daemon's own words are
 * all that is known
 */
char *
hangar_connection_advice_dup_sentence (const char *uri, const GError *error)
{
  return g_strdup (describe (find_problem (uri, error)));
}

/**
 * hangar_connection_advice_dup_command:
 * @uri: a libvirt URI
 * @error: (nullable): why it could not be opened
 *
 * Returns: (transfer full) (nullable): the command that the sentence speaks of
 */
char *
hangar_connection_advice_dup_command (const char *uri, const GError *error)
{
  g_autofree char *user = NULL;

  switch (find_problem (uri, error))
    {
    case PROBLEM_NOT_IN_GROUP:
      user = g_shell_quote (g_get_user_name ());
      return g_strdup_printf ("sudo usermod -aG libvirt %s", user);
    case PROBLEM_NO_DAEMON:
      return g_strdup ("sudo systemctl start libvirtd");
    case PROBLEM_SSH_LOGIN:
      return copy_key_command (uri);
    case PROBLEM_NONE:
    case PROBLEM_REFUSED_PORT:
    case PROBLEM_SSH_REFUSED:
    case PROBLEM_SSH_NO_HOST:
    case PROBLEM_SSH_KEY:
    case PROBLEM_SSH_SILENT:
    case PROBLEM_SSH_NO_PROGRAM:
    case PROBLEM_SSH_NO_LIBVIRT:
    case PROBLEM_LOGIN:
    default:
      return NULL;
    }
}
