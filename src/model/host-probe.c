/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out whether this computer has a libvirt daemon, and what to install where it has none. */

#include "config.h"

#include "model/host-probe.h"

#include <unistd.h>

/* Daemons are seldom in a user's PATH. */
#define DAEMON_FOLDERS "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/libexec:/usr/lib/libvirt"

static const char *const daemons[] = { "virtqemud", "libvirtd", NULL };
static const char *const sockets[] = { "virtqemud-sock", "libvirt-sock", NULL };

typedef struct
{
  const char *id; /* as in ID and ID_LIKE of /etc/os-release */
  const char *commands[3];
} Distribution;

static const Distribution distributions[] = {
  { "debian", { "sudo apt install qemu-system-x86 qemu-utils libvirt-daemon-system" } },
  { "ubuntu", { "sudo apt install qemu-system-x86 qemu-utils libvirt-daemon-system" } },
  { "fedora",
    { "sudo dnf install qemu-kvm qemu-img libvirt-daemon-kvm",
      "sudo systemctl enable --now virtqemud.socket" } },
  { "rhel",
    { "sudo dnf install qemu-kvm qemu-img libvirt-daemon-kvm",
      "sudo systemctl enable --now virtqemud.socket" } },
  { "arch",
    { "sudo pacman -S --needed qemu-desktop libvirt dnsmasq",
      "sudo systemctl enable --now libvirtd.socket" } },
  { "suse",
    { "sudo zypper install qemu libvirt-daemon-qemu", "sudo systemctl enable --now virtqemud.socket" } },
  { "opensuse",
    { "sudo zypper install qemu libvirt-daemon-qemu", "sudo systemctl enable --now virtqemud.socket" } },
};

static gboolean
has_program (const HangarHostProbeWorld *world, const char *name)
{
  g_autofree char *folders =
    g_strjoin (":", DAEMON_FOLDERS, world->path != NULL && *world->path != '\0' ? world->path : NULL, NULL);
  g_auto (GStrv) list = g_strsplit (folders, ":", -1);

  for (char **folder = list; *folder != NULL; folder++)
    {
      g_autofree char *path = g_build_filename (world->root, *folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && access (path, X_OK) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The path of a socket in @folder, NULL when there is none. */
static char *
find_socket (const char *root, const char *folder)
{
  for (gsize i = 0; sockets[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (root, folder, "libvirt", sockets[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static gboolean
has_session_daemon (const HangarHostProbeWorld *world)
{
  g_autofree char *socket = world->runtime_dir != NULL ? find_socket ("", world->runtime_dir) : NULL;

  for (gsize i = 0; daemons[i] != NULL; i++)
    if (has_program (world, daemons[i]))
      return TRUE;
  return socket != NULL;
}

/* One value of os-release, which is a file of shell assignments: os-release(5). */
static char *
dup_value (const char *text, const char *key)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      gsize length = strlen (key);
      g_autofree char *value = NULL;

      if (!g_str_has_prefix (*line, key) || (*line)[length] != '=')
        continue;
      value = g_shell_unquote (*line + length + 1, NULL);
      if (value != NULL)
        return g_utf8_make_valid (value, -1);
    }
  return NULL;
}

static const Distribution *
find_distribution (const char *ids)
{
  g_auto (GStrv) words = g_strsplit (ids, " ", -1);

  for (char **word = words; *word != NULL; word++)
    for (gsize i = 0; i < G_N_ELEMENTS (distributions); i++)
      if (g_str_equal (*word, distributions[i].id) ||
          (g_str_equal (distributions[i].id, "opensuse") && g_str_has_prefix (*word, "opensuse")))
        return &distributions[i];
  return NULL;
}

static void
read_distribution (HangarHostProbe *self, const HangarHostProbeWorld *world)
{
  g_autofree char *path = g_build_filename (world->root, "etc", "os-release", NULL);
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  g_autofree char *like = NULL;
  g_autofree char *ids = NULL;
  const Distribution *distribution;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  id = dup_value (text, "ID");
  like = dup_value (text, "ID_LIKE");
  ids = g_strjoin (" ", id != NULL ? id : "", like, NULL);
  self->system_name = dup_value (text, "PRETTY_NAME");
  distribution = find_distribution (ids);
  if (distribution != NULL)
    self->commands = g_strdupv ((char **) distribution->commands);
}

/**
 * hangar_host_probe_look:
 * @world: where to look
 *
 * Looks now; this reads files, so it belongs into a thread.
 *
 * Returns: (transfer full): what is there
 */
HangarHostProbe *
hangar_host_probe_look (const HangarHostProbeWorld *world)
{
  HangarHostProbe *self = g_new0 (HangarHostProbe, 1);
  g_autofree char *system_socket = find_socket (world->root, "run");

  self->is_root = world->is_root;
  self->has_daemon = has_session_daemon (world);
  self->has_system_socket = system_socket != NULL;
  self->may_use_system = system_socket != NULL && access (system_socket, R_OK | W_OK) == 0;
  read_distribution (self, world);
  return self;
}

/**
 * hangar_host_probe_free:
 * @self: (nullable): what was found
 */
void
hangar_host_probe_free (HangarHostProbe *self)
{
  if (self == NULL)
    return;
  g_free (self->system_name);
  g_strfreev (self->commands);
  g_free (self);
}

/**
 * hangar_host_probe_get_uris:
 * @self: what was found
 *
 * For root the user's own daemon is the system's, so it is not named twice.
 *
 * Returns: (transfer full): the hosts that this computer has; empty when it has none
 */
char **
hangar_host_probe_get_uris (const HangarHostProbe *self)
{
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();

  if (self->has_daemon && !self->is_root)
    g_strv_builder_add (uris, "qemu:///session");
  if (self->has_system_socket)
    g_strv_builder_add (uris, "qemu:///system");
  return g_strv_builder_end (uris);
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const HangarHostProbeWorld world = {
    .root = "/",
    .path = g_getenv ("PATH"),
    .runtime_dir = g_get_user_runtime_dir (),
    .is_root = geteuid () == 0,
  };

  g_task_return_pointer (task, hangar_host_probe_look (&world), (GDestroyNotify) hangar_host_probe_free);
}

/**
 * hangar_host_probe_run_async:
 * @cancellable: (nullable): to stop
 * @callback: called when all was looked at
 * @user_data: for @callback
 *
 * Looks at this computer, in a thread.
 */
void
hangar_host_probe_run_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_host_probe_run_async);
  g_task_run_in_thread (task, look_in_thread);
}

/**
 * hangar_host_probe_run_finish:
 * @result: the result
 * @error: only when cancelled
 *
 * Returns: (transfer full): what is there
 */
HangarHostProbe *
hangar_host_probe_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
