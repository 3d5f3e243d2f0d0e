/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt's URIs in plain words. */

#include "config.h"

#include "model/connection-label.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
driver_name (const char *driver)
{
  static const struct
  {
    const char *driver;
    const char *name;
  } names[] = {
    { "qemu", "QEMU" },    { "kvm", "KVM" },        { "xen", "Xen" },         { "lxc", "LXC" },
    { "test", "Test" },    { "esx", "ESX" },        { "vbox", "VirtualBox" }, { "bhyve", "bhyve" },
    { "vz", "Virtuozzo" }, { "hyperv", "Hyper-V" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (driver, names[i].driver))
      return names[i].name;
  return driver;
}

/* "qemu+ssh" → "qemu" */
static char *
dup_driver (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *plus = strchr (scheme, '+');

  return plus != NULL ? g_strndup (scheme, (gsize) (plus - scheme)) : g_strdup (scheme);
}

static const char *
get_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return host != NULL && *host != '\0' ? host : NULL;
}

/**
 * hangar_connection_uri_is_local:
 * @uri: a libvirt URI
 *
 * Returns: whether it names a daemon on this computer
 */
gboolean
hangar_connection_uri_is_local (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_PARSE_RELAXED, NULL);

  return parsed != NULL && get_host (parsed) == NULL;
}

/**
 * hangar_connection_uri_is_session:
 * @uri: a libvirt URI
 *
 * Returns: whether it names a daemon without privileges
 */
gboolean
hangar_connection_uri_is_session (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_PARSE_RELAXED, NULL);

  return parsed != NULL && g_str_has_prefix (g_uri_get_path (parsed), "/session");
}

/**
 * hangar_connection_label_from_uri:
 * @uri: a libvirt URI
 *
 * Returns: (transfer full): what people call that host
 */
char *
hangar_connection_label_from_uri (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *driver = parsed != NULL ? dup_driver (parsed) : NULL;
  const char *host, *path;

  if (parsed == NULL)
    return g_strdup (uri);

  host = get_host (parsed);
  path = g_uri_get_path (parsed);
  if (host != NULL && g_str_has_prefix (path, "/session"))
    /* Translators: a user's own machines on another computer */
    return g_strdup_printf (_ ("%s, my machines"), host);
  if (host != NULL && g_str_equal (driver, "qemu"))
    return g_strdup (host);
  if (host != NULL)
    /* Translators: a computer and its kind of hypervisor, like "server (Xen)" */
    return g_strdup_printf (_ ("%s (%s)"), host, driver_name (driver));
  if (g_str_equal (driver, "test") && g_str_equal (path, "/default"))
    return g_strdup (_ ("Demonstration host"));
  if (g_str_equal (driver, "qemu") && g_str_has_prefix (path, "/session"))
    return g_strdup (_ ("This computer, my machines"));
  if (g_str_equal (driver, "qemu"))
    return g_strdup (_ ("This computer, all users"));
  /* Translators: %s is a kind of hypervisor, like LXC */
  return g_strdup_printf (_ ("This computer (%s)"), driver_name (driver));
}
