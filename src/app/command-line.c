/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: what can be said on it, and what of that is refused at once. */

#include "config.h"

#include "app/command-line.h"

#include <glib/gi18n.h>

#include "model/host-address.h"

static const GOptionEntry options[] = {
  { "connect", 'c', 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_ ("Open just this host (may be given several times)"), N_ ("URI") },
  { "show-machine", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Show a machine"), N_ ("NAME|UUID") },
  { "console", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Show the console of a machine"), N_ ("NAME|UUID") },
  { "new", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Make a new machine"), NULL },
  { "debug", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Tell what happens"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { NULL },
};

/**
 * hangar_command_line_get_options:
 *
 * Returns: (transfer none): the options, for g_application_add_main_option_entries()
 */
const GOptionEntry *
hangar_command_line_get_options (void)
{
  return options;
}

/**
 * hangar_command_line_check_uri:
 * @uri: what was typed
 * @error: a sentence for the user
 *
 * Returns: whether it can be the address of a host
 */
gboolean
hangar_command_line_check_uri (const char *uri, GError **error)
{
  g_autofree char *problem = hangar_host_address_check_uri (uri);

  if (problem == NULL)
    return TRUE;
  /* Translators: an address as it was typed, and a sentence on what is wrong with it */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s”: %s"), uri, problem);
  return FALSE;
}

static gboolean
read_machine (HangarCommandLine *self, GVariantDict *dict, GError **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *console = NULL;

  g_variant_dict_lookup (dict, "show-machine", "s", &shown);
  g_variant_dict_lookup (dict, "console", "s", &console);
  if (shown != NULL && console != NULL && !g_str_equal (shown, console))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--show-machine and --console name different machines."));
      return FALSE;
    }
  self->console = console != NULL;
  self->machine = g_strdup (console != NULL ? console : shown);
  return TRUE;
}

/**
 * hangar_command_line_new:
 * @dict: the options that were given
 * @error: a sentence for the user
 *
 * Returns: (transfer full): what is wanted, %NULL when it cannot be
 */
HangarCommandLine *
hangar_command_line_new (GVariantDict *dict, GError **error)
{
  g_autoptr (HangarCommandLine) self = g_new0 (HangarCommandLine, 1);

  g_variant_dict_lookup (dict, "connect", "^as", &self->uris);
  g_variant_dict_lookup (dict, "new", "b", &self->new_machine);
  g_variant_dict_lookup (dict, "debug", "b", &self->debug);
  for (char **uri = self->uris; uri != NULL && *uri != NULL; uri++)
    if (!hangar_command_line_check_uri (*uri, error))
      return NULL;
  if (!read_machine (self, dict, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hangar_command_line_free:
 * @self: (nullable): what was wanted
 */
void
hangar_command_line_free (HangarCommandLine *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->uris);
  g_free (self->machine);
  g_free (self);
}
