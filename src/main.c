/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the application. */

#include "config.h"

#include <locale.h>
#include <libintl.h>

#include "app/application.h"
#include "app/renderer.h"

int
main (int argc, char *argv[])
{
  g_autoptr (HangarApplication) app = NULL;
  const char *locale_dir = g_getenv ("HANGAR_LOCALEDIR");
  int status;

  setlocale (LC_ALL, "");
  /* The variable is for programs that run from the build tree. */
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : HANGAR_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  hangar_renderer_choose ();

  app = hangar_application_new ();
  status = g_application_run (G_APPLICATION (app), argc, argv);
  return status != 0 ? status : hangar_application_get_exit_status (app);
}
