/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the application. */

#include "config.h"

#include <locale.h>
#include <libintl.h>

#include "app/application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (HangarApplication) app = NULL;
  const char *locale_dir = g_getenv ("HANGAR_LOCALEDIR");

  setlocale (LC_ALL, "");
  /* The variable is for programs that run from the build tree. */
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : HANGAR_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  app = hangar_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
