/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application object: command line, actions of the whole program, and its windows. */

#include "config.h"

#include "app/application.h"

#include <glib/gi18n.h>

struct _HangarApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (HangarApplication, hangar_application, ADW_TYPE_APPLICATION)

static void
hangar_application_activate (GApplication *app)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window == NULL)
    window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application", app, "title", _ ("Hangar"), NULL);
  gtk_window_present (window);
}

static void
hangar_application_class_init (HangarApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = hangar_application_activate;
}

static void
hangar_application_init (HangarApplication *self)
{
}

/**
 * hangar_application_new:
 *
 * Returns: (transfer full): the application
 */
HangarApplication *
hangar_application_new (void)
{
  return g_object_new (HANGAR_TYPE_APPLICATION, "application-id", HANGAR_APPLICATION_ID, "flags",
                       G_APPLICATION_DEFAULT_FLAGS, NULL);
}
