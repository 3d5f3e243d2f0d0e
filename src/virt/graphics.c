/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a guest's display: a descriptor from the daemon, or else the address that the definition names.
 */

#include "virt/domain.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/xml.h"

#include <gio/gunixsocketaddress.h>
#include <stdlib.h>
#include <unistd.h>

/* In s. The daemon gave no descriptor and the address is dead: do not hold a worker for the kernel's minutes.
 */
#define CONNECT_TIMEOUT 10

static GSocketConnectable *
read_address (HangarXml *xml, guint index)
{
  g_autofree char *base = g_strdup_printf ("/domain/devices/graphics[%u]", index + 1);
  g_autofree char *socket_path = g_strconcat (base, "/@socket", NULL);
  g_autofree char *listen_socket_path = g_strconcat (base, "/listen/@socket", NULL);
  g_autofree char *address_path = g_strconcat (base, "/listen/@address", NULL);
  g_autofree char *port_path = g_strconcat (base, "/@port", NULL);
  g_autofree char *socket = hangar_xml_get (xml, socket_path);
  g_autofree char *address = hangar_xml_get (xml, address_path);
  guint64 port = hangar_xml_get_uint (xml, port_path);

  if (socket == NULL)
    socket = hangar_xml_get (xml, listen_socket_path);
  if (socket != NULL)
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new (socket));
  if (port == 0 || port > G_MAXUINT16)
    return NULL;
  if (address == NULL || g_str_equal (address, "0.0.0.0") || g_str_equal (address, "::"))
    return g_network_address_new ("127.0.0.1", (guint16) port);
  return g_network_address_new (address, (guint16) port);
}

static int
connect_address (virDomainPtr domain, guint index, GError **error)
{
  char *text = virDomainGetXMLDesc (domain, 0);
  g_autoptr (HangarXml) xml = hangar_xml_new (text, NULL);
  g_autoptr (GSocketConnectable) address = xml != NULL ? read_address (xml, index) : NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  int fd;

  free (text);
  if (address == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "the machine offers no display address");
      return -1;
    }

  g_socket_client_set_timeout (client, CONNECT_TIMEOUT);
  connection = g_socket_client_connect (client, address, NULL, error);
  if (connection == NULL)
    return -1;
  fd = dup (g_socket_get_fd (g_socket_connection_get_socket (connection)));
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
