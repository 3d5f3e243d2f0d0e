/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hangar-display: shows one guest's screen to the manager that started it, and has no other business with the
 * system. */

#include "config.h"

#include <gio/gio.h>

#include "display/dbus-source.h"
#include "display/sandbox.h"
#include "display/server.h"
#if HANGAR_HAVE_SPICE
#include "display/spice-source.h"
#endif
#include "display/vnc-source.h"

#define ADDRESS_SPACE ((gsize) 1 << 30)
/* Sound comes with threads and plugins. */
#define SPICE_ADDRESS_SPACE ((gsize) 4 << 30)

typedef struct
{
  int bus_fd;
  int display_fd;
  char *type;
  char *hostname;
  gboolean local;
} Options;

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "bus-fd", 0, 0, G_OPTION_ARG_INT, &options->bus_fd, "Socket of the manager", "FD" },
    { "display-fd", 0, 0, G_OPTION_ARG_INT, &options->display_fd, "Socket of the guest's display", "FD" },
    { "type", 0, 0, G_OPTION_ARG_STRING, &options->type, "What is spoken on it: vnc, spice or dbus", "TYPE" },
    { "hostname", 0, 0, G_OPTION_ARG_STRING, &options->hostname, "Host that certificates are checked against",
      "NAME" },
    { "local", 0, 0, G_OPTION_ARG_NONE, &options->local, "The guest runs on this machine", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "Started by Hangar for each open console; of no use by itself.");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->bus_fd < 0 || options->display_fd < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "This program is started by Hangar.");
      return FALSE;
    }
  return TRUE;
}

static GDBusConnection *
connect_to_manager (int fd, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);
  g_autoptr (GSocketConnection) stream = NULL;
  g_autofree char *guid = g_dbus_generate_guid ();

  if (socket == NULL)
    return NULL;
  stream = g_socket_connection_factory_create_connection (socket);
  return g_dbus_connection_new_sync (G_IO_STREAM (stream), guid,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                                       G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                                     NULL, NULL, error);
}

static void
closed_cb (GDBusConnection *connection, gboolean remote_peer_vanished, GError *error, gpointer data)
{
  g_main_loop_quit (data);
}

static gboolean
is_spice (const Options *options)
{
  return g_strcmp0 (options->type, "spice") == 0;
}

static HangarSource *
make_source (const Options *options, HangarServer *server)
{
  const char *hostname = options->hostname != NULL ? options->hostname : "localhost";

  if (g_strcmp0 (options->type, "dbus") == 0)
    return hangar_dbus_source_new (server);
#if HANGAR_HAVE_SPICE
  if (is_spice (options))
    return hangar_spice_source_new (server, hostname);
#endif
  return hangar_vnc_source_new (server, hostname, options->local);
}

static int
run (Options *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GDBusConnection) connection = connect_to_manager (options->bus_fd, error);
  g_autoptr (HangarServer) server = NULL;
  g_autoptr (HangarSource) source = NULL;

  if (connection == NULL)
    return 1;
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), loop);
  server = hangar_server_new (connection);
  source = make_source (options, server);
  if (!hangar_server_serve (server, source, options->display_fd, error))
    return 1;
  g_dbus_connection_start_message_processing (connection);
  g_main_loop_run (loop);
  return 0;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *type = NULL;
  g_autofree char *hostname = NULL;
  Options options = { .bus_fd = -1, .display_fd = -1 };
  int status = 2;

  if (parse (&options, &argc, &argv, &error))
    {
      hangar_sandbox_enter (is_spice (&options) ? SPICE_ADDRESS_SPACE : ADDRESS_SPACE);
      status = run (&options, &error);
    }
  type = options.type;
  hostname = options.hostname;
  if (error != NULL)
    g_printerr ("hangar-display: %s\n", error->message);
  return status;
}
