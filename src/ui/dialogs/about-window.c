/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program is, and its keys. */

#include "config.h"

#include "ui/dialogs/about-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/**
 * hangar_about_window_show:
 * @parent: (nullable): the window that it belongs to
 *
 * Shows what the program is.
 */
void
hangar_about_window_show (GtkWindow *parent)
{
  const char *developers[] = { "Hangar", NULL };

  adw_show_about_window (parent, "application-name", _ ("Hangar"), "application-icon", HANGAR_APPLICATION_ID,
                         "version", HANGAR_VERSION, "comments",
                         _ ("Makes and runs virtual machines, with libvirt and QEMU"), "developers",
                         developers, "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one on each line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

/**
 * hangar_shortcuts_window_show:
 * @parent: the window that it belongs to
 *
 * Shows the keys.
 */
void
hangar_shortcuts_window_show (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource (HANGAR_RESOURCE_PATH "/dialogs/shortcuts-window.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts_window"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
