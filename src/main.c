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

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, HANGAR_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  app = hangar_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
