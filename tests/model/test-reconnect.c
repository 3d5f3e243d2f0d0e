/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/connection: a host that is lost comes back by itself, after longer and longer waits, with the same
 * machines. */

#include "session-host.h"

#include "tests/wait.h"

#include "model/connection.h"
#include "model/domain-lifecycle.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

/* Stands between us and the daemon, and can let it die for us. */
typedef struct
{
  GSocketService *service;
  char *daemon;
  char *path;
  GPtrArray *streams;
} Door;

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_io_stream_splice_finish (result, NULL);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *near, GObject *source, Door *door)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (door->daemon);
  g_autoptr (GError) error = NULL;
  GSocketConnection *far = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);

  g_assert_no_error (error);
  g_io_stream_splice_async (G_IO_STREAM (near), G_IO_STREAM (far),
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2, 0, NULL,
                            spliced_cb, NULL);
  g_ptr_array_add (door->streams, g_object_ref (near));
  g_ptr_array_add (door->streams, far);
  return TRUE;
}

static void
door_open (Door *door)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (door->path);
  g_autoptr (GError) error = NULL;

  door->service = g_socket_service_new ();
  g_signal_connect (door->service, "incoming", G_CALLBACK (incoming_cb), door);
  g_socket_listener_add_address (G_SOCKET_LISTENER (door->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_socket_service_start (door->service);
}

static void
door_slam (Door *door)
{
  g_socket_service_stop (door->service);
  g_socket_listener_close (G_SOCKET_LISTENER (door->service));
  g_clear_object (&door->service);
  g_remove (door->path);
  for (guint i = 0; i < door->streams->len; i++)
    {
      GSocket *socket = g_socket_connection_get_socket (door->streams->pdata[i]);

      g_socket_shutdown (socket, TRUE, TRUE, NULL);
    }
  g_ptr_array_set_size (door->streams, 0);
}

static void
door_init (Door *door)
{
  const char *uri = g_getenv ("HANGAR_TEST_URI");

  door->daemon = g_strdup (strstr (uri, "socket=") + strlen ("socket="));
  door->path = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "door", NULL);
  door->streams = g_ptr_array_new_with_free_func (g_object_unref);
  door_open (door);
}

static void
door_clear (Door *door)
{
  door_slam (door);
  g_ptr_array_unref (door->streams);
  g_free (door->daemon);
  g_free (door->path);
}

/* The waits that were announced, in s. */
static void
retry_cb (HangarConnection *connection, GParamSpec *pspec, GArray *waits)
{
  guint wait = hangar_connection_get_retry_in (connection);
  guint last = waits->len > 0 ? g_array_index (waits, guint, waits->len - 1) : 0;

  if (wait > last)
    g_array_append_val (waits, wait);
}

static HangarConnection *
open_through (const Door *door)
{
  g_autofree char *uri = g_strconcat ("qemu+unix:///session?socket=", door->path, NULL);
  HangarConnection *connection = hangar_connection_new (uri, NULL, FALSE);

  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  return connection;
}

static void
test_lost_and_back (void)
{
  Door door = { 0 };
  HangarConnection *connection;
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *xml = session_machine_xml ("kept", "");
  HangarDomain *domain;

  door_init (&door);
  connection = open_through (&door);
  domain = session_define (connection, xml);
  g_signal_connect (connection, "notify::retry-in", G_CALLBACK (retry_cb), waits);

  door_slam (&door);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_LOST);
  g_assert_nonnull (hangar_connection_get_error (connection));
  g_assert_false (hangar_domain_get_available (domain));
  g_assert_true (hangar_connection_find_domain (connection, "kept") == domain);
  g_assert_nonnull (hangar_domain_operation_refusal (domain, HANGAR_DOMAIN_OPERATION_START));

  /* Two tries that fail, each after twice the wait. */
  WAIT_FOR (waits->len == 3);
  g_assert_cmpuint (g_array_index (waits, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (waits, guint, 1), ==, 2);
  g_assert_cmpuint (g_array_index (waits, guint, 2), ==, 4);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_LOST);
  g_assert_true (hangar_connection_find_domain (connection, "kept") == domain);

  door_open (&door);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  g_assert_true (hangar_domain_get_available (domain));
  g_assert_true (hangar_connection_find_domain (connection, "kept") == domain);
  g_assert_cmpuint (hangar_connection_get_retry_in (connection), ==, 0);

  /* Once it was back the waits begin anew. */
  g_array_set_size (waits, 0);
  door_slam (&door);
  WAIT_FOR (waits->len == 1);
  g_assert_cmpuint (g_array_index (waits, guint, 0), ==, 1);
  door_open (&door);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);

  session_forget (domain);
  session_close (connection);
  door_clear (&door);
}

/* Whoever gives up on a lost host is not called back by it. */
static void
test_given_up (void)
{
  Door door = { 0 };
  HangarConnection *connection;

  door_init (&door);
  connection = open_through (&door);
  door_slam (&door);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_LOST);
  hangar_connection_close (connection);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CLOSED);
  g_assert_cmpuint (hangar_connection_get_retry_in (connection), ==, 0);
  session_close (connection);
  door_open (&door);
  door_clear (&door);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reconnect/lost-and-back", test_lost_and_back);
  g_test_add_func ("/reconnect/given-up", test_given_up);
  return g_test_run ();
}
