/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt's URIs from what people fill in, and sentences about those that cannot work. */

#include "config.h"

#include "model/host-address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* The first parts of URI schemes: https://libvirt.org/drivers.html#hypervisor-drivers */
static const char *const drivers[] = {
  "qemu", "test", "lxc",    "xen",          "ch",       "bhyve",        "vz",     "vbox",      "esx",
  "gsx",  "vpx",  "hyperv", "vmwareplayer", "vmwarews", "vmwarefusion", "openvz", "parallels", NULL,
};

/* The second parts: https://libvirt.org/uri.html#remote-uris */
static const char *const transports[] = { "ssh", "libssh", "libssh2", "tls", "tcp", "unix", "ext", NULL };

/* What may stand in a host's name or address without quoting; a name with other characters is never what was
 * meant, and a leading "-" would be an option to ssh. */
static gboolean
is_host_name (const char *host)
{
  if (host[0] == '-' || host[0] == '\0')
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_address (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL;
}

static gboolean
is_user_name (const char *user)
{
  if (user[0] == '-')
    return FALSE;
  for (const char *p = user; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_@\\", *p) == NULL)
      return FALSE;
  return TRUE;
}

static char *
ssh_uri (const HangarHostAddress *address)
{
  const char *host = address->host != NULL ? address->host : "";
  gboolean six = strchr (host, ':') != NULL;
  g_autoptr (GString) uri = g_string_new ("qemu+ssh://");

  if (address->user != NULL && *address->user != '\0')
    {
      g_string_append_uri_escaped (uri, address->user, NULL, FALSE);
      g_string_append_c (uri, '@');
    }
  g_string_append_printf (uri, six ? "[%s]" : "%s", host);
  if (address->port > 0)
    g_string_append_printf (uri, ":%u", address->port);
  g_string_append (uri, "/system");
  return g_string_free (g_steal_pointer (&uri), FALSE);
}

/**
 * hangar_host_address_to_uri:
 * @address: what was filled in, valid or not
 *
 * Returns: (transfer full): the URI as far as it goes
 */
char *
hangar_host_address_to_uri (const HangarHostAddress *address)
{
  switch (address->kind)
    {
    case HANGAR_HOST_KIND_SESSION:
      return g_strdup ("qemu:///session");
    case HANGAR_HOST_KIND_SYSTEM:
      return g_strdup ("qemu:///system");
    case HANGAR_HOST_KIND_LXC:
      return g_strdup ("lxc:///system");
    case HANGAR_HOST_KIND_XEN:
      return g_strdup ("xen:///system");
    case HANGAR_HOST_KIND_SSH:
      return ssh_uri (address);
    case HANGAR_HOST_KIND_URI:
    default:
      return g_strstrip (g_strdup (address->uri != NULL ? address->uri : ""));
    }
}

static char *
check_ssh (const HangarHostAddress *address)
{
  const char *host = address->host != NULL ? address->host : "";
  const char *user = address->user != NULL ? address->user : "";

  if (*host == '\0')
    return g_strdup (_ ("Enter the name or the address of the other computer."));
  if (!is_host_name (host) && !is_address (host))
    return g_strdup (_ ("A computer’s name has only letters, digits, dots and hyphens."));
  if (!is_user_name (user))
    return g_strdup (_ ("A user name has only letters, digits, dots and hyphens."));
  if (address->port > 65535)
    return g_strdup (_ ("A port is a number from 1 to 65535."));
  return NULL;
}

/**
 * hangar_host_address_check:
 * @address: what was filled in
 *
 * Returns: (transfer full) (nullable): a sentence on what is wrong or missing, %NULL when it can be tried
 */
char *
hangar_host_address_check (const HangarHostAddress *address)
{
  g_autofree char *uri = NULL;

  if (address->kind == HANGAR_HOST_KIND_SSH)
    return check_ssh (address);
  uri = hangar_host_address_to_uri (address);
  return hangar_host_address_check_uri (uri);
}

static char *
check_scheme (const char *scheme)
{
  const char *plus = strchr (scheme, '+');
  g_autofree char *driver = plus != NULL ? g_strndup (scheme, (gsize) (plus - scheme)) : g_strdup (scheme);

  if (!g_strv_contains (drivers, driver))
    /* Translators: %s is the first part of an address, like "http" */
    return g_strdup_printf (_ ("libvirt has no hosts of the kind “%s”."), driver);
  if (plus != NULL && !g_strv_contains (transports, plus + 1))
    /* Translators: %s is a part of an address, like "ssh" */
    return g_strdup_printf (_ ("libvirt knows no way “%s” to another computer."), plus + 1);
  return NULL;
}

/* virsh and libvirt pass the host on to ssh; what begins with "-" would be an option there. */
static char *
check_authority (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  const char *user = g_uri_get_userinfo (uri);

  if ((host != NULL && host[0] == '-') || (user != NULL && user[0] == '-'))
    return g_strdup (_ ("The name of a computer or user cannot begin with a hyphen."));
  return NULL;
}

/**
 * hangar_host_address_check_uri:
 * @uri: what was typed
 *
 * Returns: (transfer full) (nullable): a sentence on what is wrong, %NULL when it can be tried
 */
char *
hangar_host_address_check_uri (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  char *problem;

  if (*uri == '\0')
    return g_strdup (_ ("Enter the address of a host, such as qemu:///system."));
  if (!g_utf8_validate (uri, -1, NULL))
    return g_strdup (_ ("The address is not valid text."));
  if (strstr (uri, "://") == NULL)
    return g_strdup (_ ("An address of a host looks like qemu:///system."));
  parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (parsed == NULL)
    return g_strdup (_ ("This is not a valid address."));
  problem = check_scheme (g_uri_get_scheme (parsed));
  return problem != NULL ? problem : check_authority (parsed);
}
