/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarHostProbeWorld:
 * @root: the folder that counts as "/"
 * @path: (nullable): where programs are looked for besides the usual folders for daemons, separated by colons
 * @runtime_dir: (nullable): the user's folder for sockets
 * @is_root: whether the user is root
 *
 * Where to look: the real computer, or one that a test made. Nothing is owned.
 */
typedef struct
{
  const char *root;
  const char *path;
  const char *runtime_dir;
  gboolean is_root;
} HangarHostProbeWorld;

/**
 * HangarHostProbe:
 * @has_daemon: whether a daemon of the user's own can be started or runs
 * @has_system_socket: whether the system's daemon can be spoken to
 * @may_use_system: whether this user may open its socket
 * @is_root: whether the user is root
 * @system_name: (nullable): the operating system's name, as plain text
 * @commands: (nullable): what to type to install what is missing, %NULL when that is not known
 *
 * What this computer has for running machines.
 */
typedef struct
{
  gboolean has_daemon;
  gboolean has_system_socket;
  gboolean may_use_system;
  gboolean is_root;
  char *system_name;
  char **commands;
} HangarHostProbe;

HangarHostProbe *hangar_host_probe_look (const HangarHostProbeWorld *world);
void hangar_host_probe_free (HangarHostProbe *self);
char **hangar_host_probe_get_uris (const HangarHostProbe *self);

void hangar_host_probe_run_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
HangarHostProbe *hangar_host_probe_run_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarHostProbe, hangar_host_probe_free)

G_END_DECLS
