/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about a machine that did not do what it was told, and how its failures are shown. */

#include "config.h"

#include "ui/domain/domain-questions.h"

#include <glib/gi18n-lib.h>

#include "model/domain-commands.h"
#include "ui/dialogs/commands-expander.h"
#include "widgets/error-toast.h"

static AdwToastOverlay *
find_below (GtkWidget *widget)
{
  if (ADW_IS_TOAST_OVERLAY (widget))
    return ADW_TOAST_OVERLAY (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwToastOverlay *found = find_below (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * hangar_domain_find_overlay:
 * @widget: (nullable): a widget in a window
 *
 * Returns: (transfer none) (nullable): where toasts about what is done in @widget belong
 */
AdwToastOverlay *
hangar_domain_find_overlay (GtkWidget *widget)
{
  GtkWidget *above = widget != NULL ? gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY) : NULL;
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  if (above != NULL)
    return ADW_TOAST_OVERLAY (above);
  return root != NULL ? find_below (GTK_WIDGET (root)) : NULL;
}

/**
 * hangar_domain_tell_failure:
 * @widget: (nullable): where the user asked for it; may be gone by now
 * @text: what failed, plain text
 * @error: the daemon's words
 *
 * Shows a toast in the widget's window.
 */
void
hangar_domain_tell_failure (GtkWidget *widget, const char *text, const GError *error)
{
  AdwToastOverlay *overlay = hangar_domain_find_overlay (widget);

  if (overlay != NULL)
    hangar_error_toast_show (overlay, text, error);
}

static AdwMessageDialog *
question_new (const char *heading, const char *body, const char *safe)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body));

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_response (dialog, "cancel", safe);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  return dialog;
}

static void
add_destructive (AdwMessageDialog *dialog, const char *response, const char *label)
{
  adw_message_dialog_add_response (dialog, response, label);
  adw_message_dialog_set_response_appearance (dialog, response, ADW_RESPONSE_DESTRUCTIVE);
}

static void
close_when_off_cb (HangarDomain *domain, GParamSpec *pspec, GtkWindow *dialog)
{
  if (!hangar_domain_is_active (domain))
    gtk_window_close (dialog);
}

/**
 * hangar_domain_question_shutdown_ignored:
 * @domain: a machine that was asked to shut down and still runs
 *
 * Answers: "cancel" to wait on, "force-off". The question goes away by itself when the machine does shut
 * down.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_domain_question_shutdown_ignored (HangarDomain *domain)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *heading =
    g_strdup_printf (_ ("“%s” is still running"), hangar_domain_get_display_name (domain));
  AdwMessageDialog *dialog = question_new (
    heading,
    _ ("It was asked to shut down and has not done so. Its system may be busy, or may not react to "
       "the power button. Forcing it off loses unsaved data in the machine."),
    _ ("_Wait"));

  add_destructive (dialog, "force-off", _ ("_Force Off"));
  hangar_commands_expander_add_to (dialog,
                                   hangar_domain_commands_new (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF));
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (close_when_off_cb), dialog, 0);
  return dialog;
}

/**
 * hangar_domain_question_restore:
 * @domain: a machine whose saved state could not be restored
 * @error: (nullable): why
 *
 * Answers: "cancel" to keep the saved state, "discard" to start without it.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_domain_question_restore (HangarDomain *domain, const GError *error)
{
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (domain);
  /* Translators: %s is the name of a machine */
  g_autofree char *heading =
    g_strdup_printf (_ ("“%s” could not be restored"), hangar_domain_get_display_name (domain));
  /* Translators: %s is what the host answered */
  g_autofree char *body = g_strdup_printf (
    _ ("Its saved state is kept, and you can try again. Or discard it: the machine then starts as after a "
       "power failure, and what was not yet written to its disks is lost.\n\nThe host says: %s"),
    error != NULL ? error->message : "");
  AdwMessageDialog *dialog = question_new (heading, body, _ ("_Keep Saved State"));

  add_destructive (dialog, "discard", _ ("_Discard and Start"));
  if (target != NULL)
    hangar_commands_expander_add_to (dialog, hangar_domain_commands_for_fresh_start (target));
  return dialog;
}

/**
 * hangar_domain_question_drop_saved:
 * @domain: a machine with a saved state
 *
 * Answers: "cancel" to keep the saved state, "discard".
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_domain_question_drop_saved (HangarDomain *domain)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *heading =
    g_strdup_printf (_ ("Discard the saved state of “%s”?"), hangar_domain_get_display_name (domain));
  AdwMessageDialog *dialog = question_new (
    heading,
    _ ("The machine then starts as after a power failure: what was open in it when it was saved is lost."),
    _ ("_Keep Saved State"));

  add_destructive (dialog, "discard", _ ("_Discard"));
  hangar_commands_expander_add_to (dialog,
                                   hangar_domain_commands_new (domain, HANGAR_DOMAIN_OPERATION_DROP_SAVED));
  return dialog;
}

/**
 * hangar_domain_question_independent:
 * @domain: a linked clone
 *
 * Answers: "cancel", "independent".
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_domain_question_independent (HangarDomain *domain)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *heading =
    g_strdup_printf (_ ("Make “%s” independent?"), hangar_domain_get_display_name (domain));
  const char *body = hangar_domain_is_active (domain)
                       ? _ ("What its disks build on is copied into them while it runs. Then it needs no "
                            "other machine any more, "
                            "and takes as much space as a whole copy.")
                       : _ ("It gets whole copies of its disks. Then it needs no other machine any more, and "
                            "takes as much space "
                            "as a whole copy.");
  AdwMessageDialog *dialog = question_new (heading, body, _ ("_Cancel"));

  adw_message_dialog_add_response (dialog, "independent", _ ("_Make Independent"));
  adw_message_dialog_set_response_appearance (dialog, "independent", ADW_RESPONSE_SUGGESTED);
  return dialog;
}

/* A machine whose saved state is dropped and that starts as soon as its host says that it is off. */
typedef struct
{
  HangarDomain *domain;
  GtkWidget *widget; /* weak */
  gulong handler;
} FreshStart;

static void
fresh_start_free (FreshStart *fresh)
{
  g_clear_signal_handler (&fresh->handler, fresh->domain);
  g_clear_weak_pointer (&fresh->widget);
  g_object_unref (fresh->domain);
  g_free (fresh);
}

static void
fresh_start_fail (FreshStart *fresh, HangarDomainOperation operation, const GError *error)
{
  g_autofree char *text = hangar_domain_operation_failure_text (fresh->domain, operation);

  hangar_domain_tell_failure (fresh->widget, text, error);
  fresh_start_free (fresh);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FreshStart *fresh = user_data;
  g_autoptr (GError) error = NULL;

  if (hangar_domain_operate_finish (fresh->domain, result, &error))
    fresh_start_free (fresh);
  else
    fresh_start_fail (fresh, HANGAR_DOMAIN_OPERATION_START, error);
}

static void
state_known_cb (HangarDomain *domain, GParamSpec *pspec, FreshStart *fresh)
{
  if (hangar_domain_get_state (domain) == HANGAR_DOMAIN_SAVED)
    return;
  g_clear_signal_handler (&fresh->handler, domain);
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_START, NULL, started_cb, fresh);
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FreshStart *fresh = user_data;
  g_autoptr (GError) error = NULL;

  if (!hangar_domain_operate_finish (fresh->domain, result, &error))
    {
      fresh_start_fail (fresh, HANGAR_DOMAIN_OPERATION_DROP_SAVED, error);
      return;
    }
  fresh->handler = g_signal_connect (fresh->domain, "notify::state", G_CALLBACK (state_known_cb), fresh);
  state_known_cb (fresh->domain, NULL, fresh);
}

/**
 * hangar_domain_start_fresh:
 * @domain: a machine with a saved state
 * @widget: (nullable): where failures are told
 *
 * Discards the saved state and starts the machine.
 */
void
hangar_domain_start_fresh (HangarDomain *domain, GtkWidget *widget)
{
  FreshStart *fresh = g_new0 (FreshStart, 1);

  fresh->domain = g_object_ref (domain);
  g_set_weak_pointer (&fresh->widget, widget);
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_DROP_SAVED, NULL, dropped_cb, fresh);
}
