/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/graphics: where the daemon gives no descriptor (the test driver never does), the address in the
 * definition is taken: a socket, a port of this computer, and nothing when there is none. */

#include "virt/connect.h"
#include "virt/domain.h"
#include "virt/error.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define UUID "11111111-1111-1111-1111-111111111111"

/* A host with one running machine that has these displays. */
static GVirConnection *
open_host (const char *graphics)
{
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *text =
    g_strdup_printf ("<node><domain type='test'><name>web</name><uuid>" UUID "</uuid><memory>65536</memory>"
                     "<os><type>hvm</type></os><devices>%s</devices></domain></node>",
                     graphics);
  g_autoptr (GError) error = NULL;
  GVirConnection *connection;

  g_close (g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_virt_connect_open (uri, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  return connection;
}

/* The other end says a word to whoever comes, and the descriptor has it. */
static void
assert_reached (GSocket *server, const char *graphics, guint index)
{
  GVirConnection *connection = open_host (graphics);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) peer = NULL;
  char word[8] = { 0 };
  int fd = hangar_virt_domain_open_graphics (connection, UUID, index, &error);

  g_assert_no_error (error);
  peer = g_socket_accept (server, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_socket_send (peer, "RFB", 3, NULL, NULL), ==, 3);
  g_assert_cmpint (read (fd, word, 3), ==, 3);
  g_assert_cmpstr (word, ==, "RFB");
  close (fd);
  hangar_virt_connect_close (connection);
}

static GSocket *
listen_at (GSocketAddress *address)
{
  g_autoptr (GError) error = NULL;
  GSocket *server = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (server, address, TRUE, NULL));
  g_assert_true (g_socket_listen (server, NULL));
  g_socket_set_timeout (server, 30);
  return server;
}

static void
test_port (void)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocket) server = listen_at (address);
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (server, NULL);
  guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_autofree char *near =
    g_strdup_printf ("<graphics type='vnc' port='%u' autoport='no' listen='127.0.0.1'/>", port);
  g_autofree char *everywhere =
    g_strdup_printf ("<graphics type='vnc' port='%u' autoport='no' listen='0.0.0.0'/>", port);
  g_autofree char *second = g_strdup_printf ("<graphics type='sdl' display=':0'/>%s", near);

  assert_reached (server, near, 0);
  assert_reached (server, everywhere, 0);
  assert_reached (server, second, 1);
}

static void
test_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "vnc", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) server = listen_at (address);
  g_autofree char *plain = g_strdup_printf ("<graphics type='vnc' socket='%s'/>", path);
  g_autofree char *listening =
    g_strdup_printf ("<graphics type='vnc'><listen type='socket' socket='%s'/></graphics>", path);

  assert_reached (server, plain, 0);
  assert_reached (server, listening, 0);
  g_remove (path);
  g_rmdir (folder);
}

/* The daemon's own words are told, not those of the second way. */
static void
assert_none (const char *graphics)
{
  GVirConnection *connection = open_host (graphics);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hangar_virt_domain_open_graphics (connection, UUID, 0, &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, HANGAR_VIRT_ERROR);
  hangar_virt_connect_close (connection);
}

static void
test_none (void)
{
  assert_none ("");
  assert_none ("<graphics type='vnc'><listen type='none'/></graphics>");
  assert_none ("<graphics type='vnc' socket='/nowhere/at/all'/>");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  hangar_virt_init ();
  g_test_add_func ("/graphics/port", test_port);
  g_test_add_func ("/graphics/socket", test_socket);
  g_test_add_func ("/graphics/none", test_none);
  return g_test_run ();
}
