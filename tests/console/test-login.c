/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and certificates against a real VNC server (TigerVNC's). */

#include <glib/gstdio.h>
#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "console/display-session.h"

#include "rfb-player.h"

/* "password", as the server's password file has it: DES with a key that everybody knows */
static const guint8 password_file[] = { 0xdb, 0xd8, 0x3c, 0xfd, 0x72, 0x7a, 0x14, 0x58 };

typedef struct
{
  const char *security;
  const char *hostname;
  const char *shown; /* how safe the connection is called */
  gboolean trusted;  /* the user trusts the issuer of its certificate */
} Server;

typedef struct
{
  char *folder;
  char *socket;
  GSubprocess *server;
  HangarDisplaySession *session;
  gboolean asked;
} Fixture;

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
run (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list more;

  va_start (more, first);
  for (const char *word = first; word != NULL; word = va_arg (more, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  va_end (more);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

/* An issuer as people make them at home, and what it says of the server. gvnc looks for issuers in the
 * account's home, which is the test's folder. */
static void
make_certificate (Fixture *fixture, gboolean trusted)
{
  g_autofree char *key = in_folder (fixture, "key.pem");
  g_autofree char *certificate = in_folder (fixture, "cert.pem");
  g_autofree char *issuer_key = in_folder (fixture, "issuer-key.pem");
  g_autofree char *trust = in_folder (fixture, ".pki/CA");
  g_autofree char *issuer =
    trusted ? g_build_filename (trust, "cacert.pem", NULL) : in_folder (fixture, "issuer.pem");

  g_assert_cmpint (g_mkdir_with_parents (trust, 0700), ==, 0);
  run ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", issuer_key, "-out", issuer,
       "-days", "2", "-subj", "/CN=An issuer at home", NULL);
  run ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-CA",
       issuer, "-CAkey", issuer_key, "-days", "2", "-subj", "/CN=localhost", "-addext",
       "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE", NULL);
}

static void
credentials_cb (HangarDisplaySession *session, gboolean user, gboolean password, Fixture *fixture)
{
  g_assert_false (user);
  g_assert_true (password);
  fixture->asked = TRUE;
}

static int
connect_to (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fixture->socket);
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL ? dup (g_socket_get_fd (g_socket_connection_get_socket (connection))) : -1;
}

/* Also when it is aborted. */
static void
die_with_the_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_server (Fixture *fixture, const Server *server)
{
  g_autofree char *key = in_folder (fixture, "key.pem");
  g_autofree char *certificate = in_folder (fixture, "cert.pem");
  g_autofree char *password = in_folder (fixture, "password");
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (password, (const char *) password_file, sizeof password_file, NULL));
  g_subprocess_launcher_set_child_setup (launcher, die_with_the_test, NULL, NULL);
  fixture->server = g_subprocess_launcher_spawn (
    launcher, &error, "Xvnc", "-displayfd", "1", "-geometry", "640x480", "-rfbport", "-1", "-rfbunixpath",
    fixture->socket, "-SecurityTypes", server->security, "-X509Cert", certificate, "-X509Key", key,
    "-PasswordFile", password, "-nolisten", "tcp", NULL);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Server *server = data;
  const HangarDisplayTarget target = { .type = "vnc", .hostname = server->hostname, .local = FALSE };
  int fd = -1;

  fixture->folder = g_dir_make_tmp ("hangar-login-XXXXXX", NULL);
  fixture->socket = in_folder (fixture, "vnc");
  g_setenv ("HOME", fixture->folder, TRUE);
  make_certificate (fixture, server->trusted);
  start_server (fixture, server);
  wait_for ((fd = connect_to (fixture)) >= 0);
  fixture->session = hangar_display_session_new_for_fd (fd, &target);
  g_signal_connect (fixture->session, "credentials-needed", G_CALLBACK (credentials_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hangar_display_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_subprocess_force_exit (fixture->server);
  g_subprocess_wait (fixture->server, NULL, NULL);
  g_object_unref (fixture->server);
  run ("rm", "-r", fixture->folder, NULL);
  g_free (fixture->socket);
  g_free (fixture->folder);
}

static gboolean
has_ended (Fixture *fixture)
{
  return hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_ENDED;
}

static gboolean
is_live (Fixture *fixture)
{
  if (hangar_display_session_get_error (fixture->session) != NULL)
    g_error ("%s: %s", hangar_display_session_get_error (fixture->session)->message,
             hangar_display_session_get_details (fixture->session));
  return hangar_display_session_get_state (fixture->session) == HANGAR_DISPLAY_SESSION_LIVE;
}

static void
test_password (Fixture *fixture, gconstpointer data)
{
  const Server *server = data;

  wait_for (is_live (fixture) || fixture->asked);
  hangar_display_session_give_credentials (fixture->session, NULL, "password");
  wait_for (is_live (fixture));
  g_assert_cmpstr (hangar_display_session_get_security (fixture->session), ==, server->shown);
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  wait_for (has_ended (fixture) || fixture->asked);
  hangar_display_session_give_credentials (fixture->session, NULL, "wrong");
  wait_for (has_ended (fixture));
  g_assert_error (hangar_display_session_get_error (fixture->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_AUTH);
}

/* Refused before anything is asked: a password is not for whoever it is. The reason is among the details. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  wait_for (has_ended (fixture));
  g_test_message ("details: %s", hangar_display_session_get_details (fixture->session));
  g_assert_error (hangar_display_session_get_error (fixture->session), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_CERTIFICATE);
  g_assert_false (fixture->asked);
  g_assert_nonnull (hangar_display_session_get_details (fixture->session));
}

/* An issuer that is trusted has signed it, for somebody else. */
static void
test_wrong_host (Fixture *fixture, gconstpointer data)
{
  test_refused (fixture, data);
  g_assert_nonnull (strstr (hangar_display_session_get_details (fixture->session), "elsewhere.example"));
}

static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  wait_for (is_live (fixture));
  g_assert_false (fixture->asked);
  g_assert_cmpstr (hangar_display_session_get_security (fixture->session), ==, "certificate");
}

#define ADD(path, server, function) g_test_add (path, Fixture, server, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  static const Server password = { "VncAuth", "localhost", "password", FALSE };
  static const Server encrypted = { "TLSVnc", "localhost", "tls", FALSE };
  static const Server unknown = { "X509Vnc", "localhost", "certificate", FALSE };
  static const Server none = { "X509None", "localhost", "certificate", FALSE };
  static const Server trusted = { "X509None", "localhost", "certificate", TRUE };
  static const Server trusted_password = { "X509Vnc", "localhost", "certificate", TRUE };
  static const Server wrong_host = { "X509Vnc", "elsewhere.example", "certificate", TRUE };

  g_test_init (&argc, &argv, NULL);
  ADD ("/login/password", &password, test_password);
  ADD ("/login/wrong-password", &password, test_wrong_password);
  ADD ("/login/encrypted-password", &encrypted, test_password);
  ADD ("/login/encrypted-wrong-password", &encrypted, test_wrong_password);
  ADD ("/login/unknown-issuer", &unknown, test_refused);
  ADD ("/login/unknown-issuer-without-password", &none, test_refused);
  ADD ("/login/trusted-issuer", &trusted, test_trusted);
  ADD ("/login/trusted-issuer-and-password", &trusted_password, test_password);
  ADD ("/login/trusted-issuer-wrong-password", &trusted_password, test_wrong_password);
  ADD ("/login/wrong-host", &wrong_host, test_wrong_host);
  return g_test_run ();
}
