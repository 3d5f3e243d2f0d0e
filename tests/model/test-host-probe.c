/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/host-probe and model/first-run: what a computer has, seen in computers made for the test. */

#include "tests/wait.h"

#include <glib/gstdio.h>

#include "model/first-run.h"
#include "model/host-probe.h"

static char *
make_computer (void)
{
  g_autoptr (GError) error = NULL;
  char *root = g_dir_make_tmp ("hangar-test-XXXXXX", &error);

  g_assert_no_error (error);
  return root;
}

static void
make_file (const char *root, const char *name, const char *text, int mode)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
assert_uris (const HangarHostProbe *probe, const char *expected)
{
  g_auto (GStrv) uris = hangar_host_probe_get_uris (probe);
  g_autofree char *text = g_strjoinv (" ", uris);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_nothing (void)
{
  g_autofree char *root = make_computer ();
  const HangarHostProbeWorld world = { .root = root };
  g_autoptr (HangarHostProbe) probe = hangar_host_probe_look (&world);

  g_assert_false (probe->has_daemon);
  g_assert_false (probe->has_system_socket);
  g_assert_null (probe->system_name);
  g_assert_null (probe->commands);
  assert_uris (probe, "");
  remove_tree (root);
}

static void
test_daemon (void)
{
  g_autofree char *root = make_computer ();
  HangarHostProbeWorld world = { .root = root, .path = "/opt/bin" };
  g_autoptr (HangarHostProbe) not_executable = NULL;
  g_autoptr (HangarHostProbe) user = NULL;
  g_autoptr (HangarHostProbe) elsewhere = NULL;
  g_autoptr (HangarHostProbe) as_root = NULL;

  make_file (root, "usr/sbin/libvirtd", "", 0600);
  not_executable = hangar_host_probe_look (&world);
  assert_uris (not_executable, "");

  make_file (root, "opt/bin/virtqemud", "", 0700);
  elsewhere = hangar_host_probe_look (&world);
  assert_uris (elsewhere, "qemu:///session");

  make_file (root, "run/libvirt/libvirt-sock", "", 0600);
  user = hangar_host_probe_look (&world);
  g_assert_true (user->may_use_system);
  assert_uris (user, "qemu:///session qemu:///system");

  /* Root's own daemon is the system's. */
  world.is_root = TRUE;
  as_root = hangar_host_probe_look (&world);
  assert_uris (as_root, "qemu:///system");
  remove_tree (root);
}

static void
test_session_socket (void)
{
  g_autofree char *root = make_computer ();
  g_autofree char *runtime = g_build_filename (root, "runtime", NULL);
  const HangarHostProbeWorld world = { .root = root, .runtime_dir = runtime };
  g_autoptr (HangarHostProbe) probe = NULL;

  make_file (root, "runtime/libvirt/virtqemud-sock", "", 0600);
  probe = hangar_host_probe_look (&world);
  assert_uris (probe, "qemu:///session");
  remove_tree (root);
}

static void
test_distributions (void)
{
  const struct
  {
    const char *os_release;
    const char *name;
    const char *program;
  } cases[] = {
    { "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n", "Debian GNU/Linux 12 (bookworm)",
      "apt" },
    { "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nPRETTY_NAME='Mint <b>&'\n", "Mint <b>&", "apt" },
    { "ID=fedora\nPRETTY_NAME=Fedora\n", "Fedora", "dnf" },
    { "ID=rocky\nID_LIKE=\"rhel centos fedora\"\nPRETTY_NAME=Rocky\n", "Rocky", "dnf" },
    { "ID=arch\nPRETTY_NAME=Arch\n", "Arch", "pacman" },
    { "ID=opensuse-tumbleweed\nID_LIKE=\"opensuse suse\"\nPRETTY_NAME=openSUSE\n", "openSUSE", "zypper" },
    { "ID=haiku\nPRETTY_NAME=Haiku\n", "Haiku", NULL },
    { "garbage\n=\nPRETTY_NAME=\"unclosed\nID", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *root = make_computer ();
      const HangarHostProbeWorld world = { .root = root };
      g_autoptr (HangarHostProbe) probe = NULL;

      make_file (root, "etc/os-release", cases[i].os_release, 0600);
      probe = hangar_host_probe_look (&world);
      g_assert_cmpstr (probe->system_name, ==, cases[i].name);
      if (cases[i].program == NULL)
        g_assert_null (probe->commands);
      else
        g_assert_nonnull (strstr (probe->commands[0], cases[i].program));
      remove_tree (root);
    }
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarHostProbe **probe = user_data;

  *probe = hangar_host_probe_run_finish (result, NULL);
}

static void
test_async (void)
{
  HangarHostProbe *probe = NULL;

  hangar_host_probe_run_async (NULL, probed_cb, &probe);
  g_assert_null (probe);
  WAIT_FOR (probe != NULL);
  hangar_host_probe_free (probe);
}

/* Whatever this computer has: what was found is in the list once, and checking again adds nothing. */
static void
test_first_run (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  HangarFirstRun *first_run = hangar_first_run_new (connections, settings);
  gpointer watched = first_run;
  g_auto (GStrv) uris = NULL;
  guint n_hosts;

  g_object_add_weak_pointer (G_OBJECT (first_run), &watched);
  hangar_settings_set_first_run_done (settings, FALSE);
  g_assert_null (hangar_first_run_get_probe (first_run));
  hangar_first_run_check (first_run);
  g_assert_true (hangar_first_run_is_checking (first_run));
  WAIT_FOR (!hangar_first_run_is_checking (first_run));
  uris = hangar_host_probe_get_uris (hangar_first_run_get_probe (first_run));
  n_hosts = g_list_model_get_n_items (G_LIST_MODEL (connections));
  g_assert_cmpuint (n_hosts, ==, g_strv_length (uris));
  for (char **uri = uris; *uri != NULL; uri++)
    g_assert_nonnull (hangar_connection_list_find (connections, *uri));
  g_assert_cmpint (hangar_settings_get_first_run_done (settings), ==, n_hosts > 0);

  hangar_first_run_check (first_run);
  WAIT_FOR (!hangar_first_run_is_checking (first_run));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, n_hosts);

  /* Gone while it looks: nothing is touched that is freed. */
  hangar_first_run_check (first_run);
  g_object_unref (first_run);
  g_assert_null (watched);
  hangar_connection_list_close_all (connections);
}

static void
test_demonstration (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  g_autoptr (HangarFirstRun) first_run = hangar_first_run_new (connections, settings);
  HangarConnection *connection = hangar_first_run_add_demonstration (first_run);

  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (connection)), ==, 1);
  hangar_connection_list_close_all (connections);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-probe/nothing", test_nothing);
  g_test_add_func ("/host-probe/daemon", test_daemon);
  g_test_add_func ("/host-probe/session-socket", test_session_socket);
  g_test_add_func ("/host-probe/distributions", test_distributions);
  g_test_add_func ("/host-probe/async", test_async);
  g_test_add_func ("/first-run/check", test_first_run);
  g_test_add_func ("/first-run/demonstration", test_demonstration);
  return g_test_run ();
}
