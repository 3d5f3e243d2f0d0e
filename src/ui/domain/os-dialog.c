/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the operating system of a machine that is there already. */

#include "config.h"

#include "ui/domain/os-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/create/os-chooser.h"

struct _HangarOsDialog
{
  AdwWindow parent_instance;

  HangarOs *os; /* (nullable): that which is chosen in the list */

  HangarOsChooser *chooser;
  GtkWidget *choose_button;
};

G_DEFINE_FINAL_TYPE (HangarOsDialog, hangar_os_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update (HangarOsDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "os.choose", self->os != NULL);
  gtk_widget_set_tooltip_text (self->choose_button,
                               self->os != NULL ? NULL : _ ("Choose an operating system in the list."));
}

static void
selected_cb (HangarOsDialog *self, HangarOs *os)
{
  g_set_object (&self->os, os);
  update (self);
}

static void
choose_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarOsDialog *self = HANGAR_OS_DIALOG (widget);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->os);
  gtk_window_close (GTK_WINDOW (self));
}

static void
hangar_os_dialog_dispose (GObject *object)
{
  g_clear_object (&HANGAR_OS_DIALOG (object)->os);

  G_OBJECT_CLASS (hangar_os_dialog_parent_class)->dispose (object);
}

static void
hangar_os_dialog_class_init (HangarOsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_os_dialog_dispose;

  /**
   * HangarOsDialog::chosen:
   * @self: the dialog
   * @os: the system
   *
   * The user wants this one. The dialog closes itself.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HANGAR_TYPE_OS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, HANGAR_TYPE_OS);

  g_type_ensure (HANGAR_TYPE_OS_CHOOSER);
  gtk_widget_class_install_action (widget_class, "os.choose", NULL, choose_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/os-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarOsDialog, chooser);
  gtk_widget_class_bind_template_child (widget_class, HangarOsDialog, choose_button);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
hangar_os_dialog_init (HangarOsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * hangar_os_dialog_new:
 * @catalog: the systems; it may be loaded later
 * @widget: where the user is
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
HangarOsDialog *
hangar_os_dialog_new (HangarOsCatalog *catalog, GtkWidget *widget)
{
  HangarOsDialog *self = g_object_new (HANGAR_TYPE_OS_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (widget);

  hangar_os_chooser_set_catalog (self->chooser, catalog);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  return self;
}
