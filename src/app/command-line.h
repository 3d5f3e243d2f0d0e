/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarCommandLine:
 * @uris: (nullable): the hosts to open, instead of those that are saved
 * @machine: (nullable): name or UUID of the machine to show
 * @console: whether its console is wanted
 * @new_machine: whether a machine is to be made
 * @debug: whether to tell what happens
 *
 * What somebody wants from the program.
 */
typedef struct
{
  char **uris;
  char *machine;
  gboolean console;
  gboolean new_machine;
  gboolean debug;
} HangarCommandLine;

const GOptionEntry *hangar_command_line_get_options (void);
HangarCommandLine *hangar_command_line_new (GVariantDict *options, GError **error);
void hangar_command_line_free (HangarCommandLine *self);
gboolean hangar_command_line_check_uri (const char *uri, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarCommandLine, hangar_command_line_free)

G_END_DECLS
