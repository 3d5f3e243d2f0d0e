/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a guest's display: a descriptor from the daemon, or else the address that the definition names.
 */

#include "virt/domain.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/tunnel.h"
#include "virt/xml.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <stdlib.h>

/* In s. The daemon gave no descriptor and the address is dead: do not hold a worker for the kernel's minutes.
 */
#define CONNECT_TIMEOUT 10

typedef struct
{
  char *socket;
  char *address;
  guint16 port; /* 0: none */
} Place;

static void
place_clear (Place *place)
{
  g_free (place->socket);
  g_free (place->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
read_place (HangarXml *xml, guint index, Place *place)
{
  g_autofree char *base = g_strdup_printf ("/domain/devices/graphics[%u]", index + 1);
  g_autofree char *socket_path = g_strconcat (base, "/@socket", NULL);
  g_autofree char *listen_socket_path = g_strconcat (base, "/listen/@socket", NULL);
  g_autofree char *address_path = g_strconcat (base, "/listen/@address", NULL);
  g_autofree char *port_path = g_strconcat (base, "/@port", NULL);
  guint64 port = hangar_xml_get_uint (xml, port_path);

  place->socket = hangar_xml_get (xml, socket_path);
  if (place->socket == NULL)
    place->socket = hangar_xml_get (xml, listen_socket_path);
  place->address = hangar_xml_get (xml, address_path);
  place->port = port <= G_MAXUINT16 ? (guint16) port : 0;
}

static gboolean
is_everywhere (const char *address)
{
  return address == NULL || g_str_equal (address, "0.0.0.0") || g_str_equal (address, "::");
}

static gboolean
is_loopback (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  return parsed != NULL ? g_inet_address_get_is_loopback (parsed) : g_str_equal (address, "localhost");
}

static int
connect_socket (GSocketConnectable *address, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_timeout (client, CONNECT_TIMEOUT);
  connection = g_socket_client_connect (client, address, NULL, error);
  if (connection == NULL)
    return -1;
  return fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)), F_DUPFD_CLOEXEC, 0);
}

/* What another computer calls its loopback is not ours: there may be another machine's screen at the same
 * port here. */
static int
connect_far (const Place *place, const char *uri, const char *host, GError **error)
{
  gboolean near_only = is_everywhere (place->address) || is_loopback (place->address);
  const char *address = is_everywhere (place->address) ? "127.0.0.1" : place->address;
  g_auto (GStrv) tunnel =
    near_only && place->port > 0 ? hangar_virt_tunnel_argv (uri, address, place->port) : NULL;
  g_autoptr (GSocketConnectable) connectable = NULL;

  if (tunnel != NULL)
    return hangar_virt_tunnel_open (tunnel, error);
  if (place->port == 0 || (!is_everywhere (place->address) && is_loopback (place->address)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE,
                           "the display can only be reached on the host itself");
      return -1;
    }
  connectable = g_network_address_new (is_everywhere (place->address) ? host : place->address, place->port);
  return connect_socket (connectable, error);
}

static int
connect_near (const Place *place, GError **error)
{
  g_autoptr (GSocketConnectable) connectable = NULL;

  if (place->socket != NULL)
    connectable = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (place->socket));
  else if (place->port > 0)
    connectable =
      g_network_address_new (is_everywhere (place->address) ? "127.0.0.1" : place->address, place->port);
  if (connectable != NULL)
    return connect_socket (connectable, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "the machine offers no display address");
  return -1;
}

static int
connect_address (virDomainPtr domain, guint index, GError **error)
{
  char *text = virDomainGetXMLDesc (domain, 0);
  char *uri = virConnectGetURI (virDomainGetConnect (domain));
  g_autoptr (HangarXml) xml = hangar_xml_new (text, NULL);
  g_autofree char *host = hangar_virt_uri_dup_host (uri);
  g_auto (Place) place = { 0 };
  int fd;

  if (xml != NULL)
    read_place (xml, index, &place);
  fd = host != NULL ? connect_far (&place, uri, host, error) : connect_near (&place, error);
  free (text);
  free (uri);
  return fd;
}

/**
 * hangar_virt_domain_open_graphics:
 * @connection: an open connection
 * @uuid: a running domain
 * @index: which of its displays, from 0
 * @error: return location
 *
 * Connects to a guest's display. The daemon's own descriptor comes first: it needs no TCP port and passes its
 * checks.
 *
 * Returns: a connected descriptor that the caller owns, -1 on failure
 */
int
hangar_virt_domain_open_graphics (GVirConnection *connection, const char *uuid, guint index, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (GError) daemon_error = NULL;
  int fd;

  if (domain == NULL)
    return -1;

  fd = virDomainOpenGraphicsFD (domain, index, 0);
  if (fd >= 0)
    return fd;

  hangar_virt_error_set (&daemon_error);
  fd = connect_address (domain, index, NULL);
  if (fd < 0)
    g_propagate_error (error, g_steal_pointer (&daemon_error));
  return fd;
}
