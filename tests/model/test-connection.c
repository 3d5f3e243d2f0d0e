/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/connection and model/domain: a host and its machines, on libvirt's test driver. */

#include "tests/wait.h"

#include "model/connection-label.h"
#include "model/connection-list.h"
#include "model/domain-lifecycle.h"
#include "model/domain.h"

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/un.h>

/* A host file of its own for each test: test:///default is shared by a process. */
static char *
write_host (char **path)
{
  static const char node[] =
    "<node><domain type='test'><name>web</name><uuid>11111111-1111-1111-1111-111111111111</uuid>"
    "<title>A &lt;b&gt; title</title><description>notes</description>"
    "<metadata><libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
    "<libosinfo:os id='http://debian.org/debian/12'/></libosinfo:libosinfo></metadata>"
    "<memory unit='MiB'>512</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>"
    "<domain type='test' "
    "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><test:runstate>5</test:runstate>"
    "<name>db</name><uuid>22222222-2222-2222-2222-222222222222</uuid>"
    "<memory unit='MiB'>256</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain></node>";
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (*path, node, -1, NULL));
  return g_strconcat ("test://", *path, NULL);
}

/* Whoever waits for a host finds its machines the moment it is open. */
static void
opened_cb (HangarConnection *connection, GParamSpec *pspec, gpointer data)
{
  if (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN)
    g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (connection)), ==, 2);
}

static HangarConnection *
open_host (void)
{
  g_autofree char *path = NULL;
  g_autofree char *uri = write_host (&path);
  HangarConnection *connection = hangar_connection_new (uri, NULL, FALSE);

  g_signal_connect (connection, "notify::state", G_CALLBACK (opened_cb), NULL);
  hangar_connection_open (connection);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CONNECTING);
  WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_remove (path);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_OPEN);
  return connection;
}

/* Lets everything end that is still under way, so that leaks show. */
static void
close_host (HangarConnection *connection)
{
  gpointer watched = connection;

  hangar_connection_close (connection);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CLOSED);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (connection)), ==, 0);
  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_object_unref (connection);
  WAIT_FOR (watched == NULL);
}

static void
test_create (void)
{
  HangarConnection *connection = hangar_connection_new ("test:///default", NULL, TRUE);
  gpointer watched = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_assert_true (hangar_connection_get_autoconnect (connection));
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CLOSED);
  g_object_unref (connection);
  g_assert_null (watched);
}

static void
test_labels (void)
{
  static const struct
  {
    const char *uri;
    const char *label;
    gboolean local;
    gboolean session;
  } cases[] = {
    { "qemu:///session", "This computer, my machines", TRUE, TRUE },
    { "qemu:///system", "This computer, all users", TRUE, FALSE },
    { "qemu+unix:///session?socket=/run/x", "This computer, my machines", TRUE, TRUE },
    { "qemu+ssh://ann@server:2222/system", "server", FALSE, FALSE },
    { "qemu+ssh://ann@server/session", "server, my machines", FALSE, TRUE },
    { "xen+ssh://server/", "server (Xen)", FALSE, FALSE },
    { "lxc:///", "This computer (LXC)", TRUE, FALSE },
    { "test:///default", "Demonstration host", TRUE, FALSE },
    { "no uri at all", "no uri at all", FALSE, FALSE },
    { "<b>&", "<b>&", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = hangar_connection_label_from_uri (cases[i].uri);

      g_assert_cmpstr (label, ==, cases[i].label);
      g_assert_cmpint (hangar_connection_uri_is_local (cases[i].uri), ==, cases[i].local);
      g_assert_cmpint (hangar_connection_uri_is_session (cases[i].uri), ==, cases[i].session);
    }
}

static void
test_open (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *web = hangar_connection_find_domain (connection, "web");

  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (connection)), ==, 2);
  g_assert_nonnull (web);
  g_assert_true (hangar_domain_get_available (web));
  g_assert_cmpint (hangar_domain_get_state (web), ==, HANGAR_DOMAIN_RUNNING);
  g_assert_cmpstr (hangar_connection_get_facts (connection)->driver, ==, "TEST");
  WAIT_FOR (hangar_domain_get_title (web) != NULL);
  g_assert_cmpstr (hangar_domain_get_display_name (web), ==, "A <b> title");
  g_assert_cmpstr (hangar_domain_get_description (web), ==, "notes");
  g_assert_cmpstr (hangar_domain_get_os_id (web), ==, "http://debian.org/debian/12");
  g_assert_cmpuint (hangar_domain_get_memory (web), ==, 512 << 20);
  g_assert_cmpuint (hangar_domain_get_vcpus (web), ==, 2);
  g_assert_true (hangar_connection_find_domain (connection, "11111111-1111-1111-1111-111111111111") == web);
  g_assert_cmpint (hangar_domain_get_state (hangar_connection_find_domain (connection, "db")), ==,
                   HANGAR_DOMAIN_OFF);
  close_host (connection);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
operate (HangarDomain *domain, HangarDomainOperation operation, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_domain_operate_async (domain, operation, NULL, finished_cb, &result);
  WAIT_FOR (result != NULL);
  return hangar_domain_operate_finish (domain, result, error);
}

static void
operate_to (HangarDomain *domain, HangarDomainOperation operation, HangarDomainState state)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hangar_domain_operation_refusal (domain, operation));
  operate (domain, operation, &error);
  g_assert_no_error (error);
  WAIT_FOR (hangar_domain_get_state (domain) == state);
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_NONE);
}

static void
test_life (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *web = hangar_connection_find_domain (connection, "web");
  g_autofree char *text = NULL;

  operate_to (web, HANGAR_DOMAIN_OPERATION_SUSPEND, HANGAR_DOMAIN_PAUSED);
  g_assert_cmpint (hangar_domain_primary_operation (web), ==, HANGAR_DOMAIN_OPERATION_RESUME);
  operate_to (web, HANGAR_DOMAIN_OPERATION_RESUME, HANGAR_DOMAIN_RUNNING);
  operate_to (web, HANGAR_DOMAIN_OPERATION_SAVE, HANGAR_DOMAIN_SAVED);
  g_assert_cmpint (hangar_domain_primary_operation (web), ==, HANGAR_DOMAIN_OPERATION_RESTORE);
  g_assert_nonnull (hangar_domain_operation_refusal (web, HANGAR_DOMAIN_OPERATION_START));
  operate_to (web, HANGAR_DOMAIN_OPERATION_RESTORE, HANGAR_DOMAIN_RUNNING);
  operate_to (web, HANGAR_DOMAIN_OPERATION_SAVE, HANGAR_DOMAIN_SAVED);
  operate_to (web, HANGAR_DOMAIN_OPERATION_DROP_SAVED, HANGAR_DOMAIN_OFF);
  operate_to (web, HANGAR_DOMAIN_OPERATION_START, HANGAR_DOMAIN_RUNNING);
  operate_to (web, HANGAR_DOMAIN_OPERATION_SHUTDOWN, HANGAR_DOMAIN_OFF);
  operate_to (web, HANGAR_DOMAIN_OPERATION_START, HANGAR_DOMAIN_RUNNING);
  operate_to (web, HANGAR_DOMAIN_OPERATION_FORCE_OFF, HANGAR_DOMAIN_OFF);
  WAIT_FOR (hangar_domain_get_reason (web) != HANGAR_DOMAIN_REASON_NONE);
  text = hangar_domain_dup_state_text (web);
  g_assert_cmpstr (text, ==, "off (forced off)");
  close_host (connection);
}

/* No event tells of it; whoever changed it, the one of both that is possible is offered. */
static void
test_autostart (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *db = hangar_connection_find_domain (connection, "db");
  GError *error = NULL;

  WAIT_FOR (hangar_domain_operation_refusal (db, HANGAR_DOMAIN_OPERATION_AUTOSTART) == NULL);
  g_assert_nonnull (hangar_domain_operation_refusal (db, HANGAR_DOMAIN_OPERATION_NO_AUTOSTART));
  operate (db, HANGAR_DOMAIN_OPERATION_AUTOSTART, &error);
  g_assert_no_error (error);
  WAIT_FOR (hangar_domain_get_autostart (db));
  g_assert_nonnull (hangar_domain_operation_refusal (db, HANGAR_DOMAIN_OPERATION_AUTOSTART));
  operate (db, HANGAR_DOMAIN_OPERATION_NO_AUTOSTART, &error);
  g_assert_no_error (error);
  WAIT_FOR (!hangar_domain_get_autostart (db));
  close_host (connection);
}

static void
test_refused (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *db = hangar_connection_find_domain (connection, "db");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (hangar_domain_operation_refusal (db, HANGAR_DOMAIN_OPERATION_SUSPEND), ==, "It is off.");
  g_assert_false (operate (db, HANGAR_DOMAIN_OPERATION_SUSPEND, &error));
  g_assert_cmpstr (error->message, ==, "It is off.");
  g_assert_null (hangar_domain_operation_refusal (db, HANGAR_DOMAIN_OPERATION_START));
  close_host (connection);
}

static void
test_undefine (void)
{
  HangarConnection *connection = open_host ();
  g_autoptr (HangarDomain) db = g_object_ref (hangar_connection_find_domain (connection, "db"));
  g_autoptr (GError) error = NULL;

  operate (db, HANGAR_DOMAIN_OPERATION_UNDEFINE, &error);
  g_assert_no_error (error);
  WAIT_FOR (g_list_model_get_n_items (hangar_connection_get_domains (connection)) == 1);
  g_assert_false (hangar_domain_get_available (db));
  g_assert_null (hangar_domain_get_connection (db));
  g_assert_nonnull (hangar_domain_operation_refusal (db, HANGAR_DOMAIN_OPERATION_START));
  close_host (connection);
}

static void
count_cb (HangarDomain *domain, guint *count)
{
  (*count)++;
}

static void
test_shutdown_ignored (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *web = hangar_connection_find_domain (connection, "web");
  guint count = 0;

  /* The test driver's guests obey at once, so the notice must not come. That it comes is shown on a real
   * guest. */
  g_signal_connect (web, "shutdown-ignored", G_CALLBACK (count_cb), &count);
  hangar_domain_set_shutdown_patience (web, 1);
  operate_to (web, HANGAR_DOMAIN_OPERATION_SHUTDOWN, HANGAR_DOMAIN_OFF);
  operate_to (web, HANGAR_DOMAIN_OPERATION_START, HANGAR_DOMAIN_RUNNING);
  g_assert_cmpuint (count, ==, 0);
  close_host (connection);
}

/* Each reason that libvirt gives is said, in words. */
static void
test_state_texts (void)
{
  static const struct
  {
    HangarDomainState state;
    HangarDomainReason reason;
    const char *text;
  } cases[] = {
    { HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_NONE, "off" },
    { HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_CRASHED, "off (crashed)" },
    { HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_MIGRATED, "off (migrated)" },
    { HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_FAILED, "off (it failed to start)" },
    { HANGAR_DOMAIN_SAVED, HANGAR_DOMAIN_REASON_NONE, "saved" },
    { HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_RESTORED, "running (restored)" },
    { HANGAR_DOMAIN_PAUSED, HANGAR_DOMAIN_REASON_IO_ERROR, "paused (disk error)" },
    { HANGAR_DOMAIN_PAUSED, HANGAR_DOMAIN_REASON_WATCHDOG, "paused (stopped by its watchdog)" },
    { HANGAR_DOMAIN_PAUSED, HANGAR_DOMAIN_REASON_MIGRATING, "paused (migrating)" },
    { HANGAR_DOMAIN_CRASHED, HANGAR_DOMAIN_REASON_CRASHED, "crashed" },
    { HANGAR_DOMAIN_CRASHED, HANGAR_DOMAIN_REASON_PANICKED, "crashed (the guest’s kernel panicked)" },
    { HANGAR_DOMAIN_SHUTTING_DOWN, HANGAR_DOMAIN_REASON_NONE, "shutting down" },
    { HANGAR_DOMAIN_SLEEPING, HANGAR_DOMAIN_REASON_NONE, "sleeping" },
  };
  HangarConnection *connection = open_host ();
  HangarDomain *web = hangar_connection_find_domain (connection, "web");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      hangar_domain_set_state (web, cases[i].state, cases[i].reason);
      text = hangar_domain_dup_state_text (web);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  close_host (connection);
}

static void
test_bad_uri (void)
{
  static const char *const uris[] = { "no uri", "nonsense:///x", "test:///does/not/exist",
                                      "qemu+unix:///system?socket=/nowhere" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (HangarConnection) connection = hangar_connection_new (uris[i], NULL, FALSE);

      hangar_connection_open (connection);
      WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
      g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CLOSED);
      g_assert_nonnull (hangar_connection_get_error (connection));
    }
}

/* A server that accepts and never answers: the state says so, giving up is at once, and nothing waits. */
static void
test_silent_server (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hangar-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "s", NULL);
  g_autofree char *uri = g_strconcat ("qemu+unix:///system?socket=", path, NULL);
  g_autoptr (HangarConnection) connection = hangar_connection_new (uri, NULL, FALSE);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int server = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int peer;
  gint64 before;

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (server, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (server, 1), ==, 0);

  for (int try = 0; try < 3; try++)
    {
      before = wait_processor_time ();
      hangar_connection_open (connection);
      g_assert_cmpint (wait_processor_time () - before, <, WAIT_AT_ONCE);
      peer = accept (server, NULL, NULL);
      g_assert_cmpint (peer, >=, 0);
      g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CONNECTING);
      before = wait_processor_time ();
      hangar_connection_close (connection);
      g_assert_cmpint (wait_processor_time () - before, <, WAIT_AT_ONCE);
      g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_CLOSED);
      close (peer);
    }
  close (server);
  g_remove (path);
  g_rmdir (dir);
}

static void
test_list (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  g_autoptr (HangarConnectionList) list = hangar_connection_list_new (settings);
  g_autoptr (HangarConnectionList) again = hangar_connection_list_new (settings);
  HangarConnection *connection = hangar_connection_list_add (list, "test:///default", NULL, FALSE);
  g_autoptr (GPtrArray) kept = NULL;

  g_assert_true (hangar_connection_list_add (list, "test:///default", "x", TRUE) == connection);
  hangar_connection_set_custom_label (connection, "Mine");
  hangar_connection_set_autoconnect (connection, TRUE);
  hangar_connection_list_add (list, "qemu:///session", "", FALSE);

  hangar_connection_list_load (again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 2);
  connection = hangar_connection_list_find (again, "test:///default");
  g_assert_cmpstr (hangar_connection_get_label (connection), ==, "Mine");
  g_assert_true (hangar_connection_get_autoconnect (connection));
  hangar_connection_list_remove (again, connection);
  kept = hangar_settings_get_hosts (settings);
  g_assert_cmpuint (kept->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection/create", test_create);
  g_test_add_func ("/connection/labels", test_labels);
  g_test_add_func ("/connection/open", test_open);
  g_test_add_func ("/connection/bad-uri", test_bad_uri);
  g_test_add_func ("/connection/silent-server", test_silent_server);
  g_test_add_func ("/connection/list", test_list);
  g_test_add_func ("/domain/life", test_life);
  g_test_add_func ("/domain/autostart", test_autostart);
  g_test_add_func ("/domain/refused", test_refused);
  g_test_add_func ("/domain/state-texts", test_state_texts);
  g_test_add_func ("/domain/undefine", test_undefine);
  g_test_add_func ("/domain/shutdown-ignored", test_shutdown_ignored);
  return g_test_run ();
}
