/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a failed action is told: a toast with a sentence, and the daemon's own words behind its button. */

#include "config.h"

#include "widgets/error-toast.h"

#include <glib/gi18n-lib.h>

#include "widgets/error-dialog.h"

typedef struct
{
  GtkWidget *owner; /* weak: a toast may outlive the window that it was made for */
  char *title;
  char *details;
  char *hint;
  char *command;
} Failure;

static void
failure_free (gpointer data, GClosure *closure)
{
  Failure *failure = data;

  g_clear_weak_pointer (&failure->owner);
  g_free (failure->title);
  g_free (failure->details);
  g_free (failure->hint);
  g_free (failure->command);
  g_free (failure);
}

static void
details_clicked_cb (AdwToast *toast, Failure *failure)
{
  GtkRoot *root = failure->owner != NULL ? gtk_widget_get_root (failure->owner) : NULL;
  HangarErrorDialog *dialog;

  dialog = hangar_error_dialog_new (failure->title, failure->details, failure->hint, failure->command);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Up to libadwaita 1.3 the title of a toast is always markup, and names come from outside. */
static AdwToast *
plain_toast (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title, -1);
  g_autofree char *escaped = g_markup_escape_text (valid, -1);

  return adw_toast_new (escaped);
}

/**
 * hangar_error_toast_new:
 * @owner: a widget in the window that the details belong to
 * @title: what failed, a sentence with the name of the thing, as plain text
 * @details: (nullable): the daemon's own words; without them there is no button
 * @hint: (nullable): what it means and what to do
 * @command: (nullable): a command that may help, offered for copying
 *
 * Returns: (transfer full): the toast
 */
AdwToast *
hangar_error_toast_new (GtkWidget *owner, const char *title, const char *details, const char *hint,
                        const char *command)
{
  AdwToast *toast;
  Failure *failure;

  g_return_val_if_fail (GTK_IS_WIDGET (owner), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  toast = plain_toast (title);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (details == NULL)
    return toast;

  failure = g_new0 (Failure, 1);
  g_set_weak_pointer (&failure->owner, owner);
  failure->title = g_utf8_make_valid (title, -1);
  failure->details = g_strdup (details);
  failure->hint = g_strdup (hint);
  failure->command = g_strdup (command);
  adw_toast_set_button_label (toast, _ ("_Details"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (details_clicked_cb), failure, failure_free, 0);
  return toast;
}

/**
 * hangar_error_toast_show:
 * @overlay: the overlay of the window in which the action was asked for
 * @title: what failed, a sentence with the name of the thing ("Could not pause “web1”"), as plain text
 * @error: (nullable): why, in the daemon's words
 *
 * Tells that an action failed. What was cancelled by the user is no failure: then nothing is shown.
 */
void
hangar_error_toast_show (AdwToastOverlay *overlay, const char *title, const GError *error)
{
  hangar_error_toast_show_with_help (overlay, title, error, NULL, NULL);
}

/**
 * hangar_error_toast_show_with_help:
 * @overlay: the overlay of the window in which the action was asked for
 * @title: what failed, as plain text
 * @error: (nullable): why, in the daemon's words
 * @hint: (nullable): a sentence on what it means and what to do, shown above the daemon's words
 * @command: (nullable): a command that may help, offered for copying; never run
 *
 * Like hangar_error_toast_show() with advice in the details.
 */
void
hangar_error_toast_show_with_help (AdwToastOverlay *overlay, const char *title, const GError *error,
                                   const char *hint, const char *command)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_toast_overlay_add_toast (overlay,
                               hangar_error_toast_new (GTK_WIDGET (overlay), title,
                                                       error != NULL ? error->message : NULL, hint, command));
}

/**
 * hangar_message_toast_show:
 * @overlay: where
 * @title: a sentence, as plain text
 *
 * Shows a toast whose text may contain names from outside: it is never read as markup.
 */
void
hangar_message_toast_show (AdwToastOverlay *overlay, const char *title)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (title != NULL);

  adw_toast_overlay_add_toast (overlay, plain_toast (title));
}
