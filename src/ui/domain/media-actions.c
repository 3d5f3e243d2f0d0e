/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inserting and ejecting discs: the questions, what is told after, and files dropped on a machine's window.
 */

#include "config.h"

#include "ui/domain/media-actions.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/domain-questions.h"
#include "ui/domain/media-dialog.h"
#include "widgets/error-toast.h"

/* One change under way. */
typedef struct
{
  HangarDomain *domain;
  HangarSettings *settings;
  GtkWidget *widget; /* weak */
  char *target;
  char *path;
} Change;

static Change *
change_new (const HangarMediaContext *context, const HangarMediaWish *wish)
{
  Change *change = g_new0 (Change, 1);

  g_set_object (&change->domain, context->domain);
  g_set_object (&change->settings, context->settings);
  g_set_weak_pointer (&change->widget, context->widget);
  change->target = g_strdup (wish->target);
  change->path = g_strdup (wish->path);
  return change;
}

static void
change_free (Change *change)
{
  g_clear_object (&change->domain);
  g_clear_object (&change->settings);
  g_clear_weak_pointer (&change->widget);
  g_free (change->target);
  g_free (change->path);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static HangarMediaContext
context_of (const Change *change)
{
  return (HangarMediaContext) { change->domain, change->settings, change->widget };
}

static void
tell (const Change *change, const char *text)
{
  AdwToastOverlay *overlay = change->widget != NULL ? hangar_domain_find_overlay (change->widget) : NULL;

  if (overlay != NULL)
    hangar_message_toast_show (overlay, text);
}

static void
tell_failure (const Change *change, const GError *error)
{
  const char *name = hangar_domain_get_display_name (change->domain);
  g_autofree char *text = change->path != NULL
                            ? g_strdup_printf (_ ("Could not insert the disc into “%s”"), name)
                            : g_strdup_printf (_ ("Could not eject the disc from “%s”"), name);

  hangar_domain_tell_failure (change->widget, text, error);
}

static void
locked_answered_cb (AdwMessageDialog *dialog, const char *response, Change *change)
{
  HangarMediaContext context = context_of (change);
  HangarMediaWish wish = { change->target, change->path, g_str_equal (response, "force") };

  if (!g_str_equal (response, "cancel"))
    hangar_media_change (&context, &wish);
}

static void
change_closed_cb (gpointer data, GClosure *closure)
{
  change_free (data);
}

/* The guest has the disc in use and holds the tray closed. */
static void
ask_about_tray (Change *change)
{
  GtkRoot *root = change->widget != NULL ? gtk_widget_get_root (change->widget) : NULL;
  g_autofree char *heading =
    g_strdup_printf (_ ("“%s” holds the disc"), hangar_domain_get_display_name (change->domain));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, NULL, NULL));

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (
    dialog, _ ("The system in the machine uses the disc and keeps the tray closed. Eject it there "
               "first, then try again. Forcing it is like pulling the disc out: programs that read "
               "from it fail."));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "again", _ ("_Try Again"), "force",
                                    _ ("_Force"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "force", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "again");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (locked_answered_cb), change, change_closed_cb, 0);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL, *text = NULL;

  switch (hangar_domain_change_media_finish (change->domain, result, &error))
    {
    case HANGAR_MEDIA_DONE:
      file = change->path != NULL ? g_filename_display_basename (change->path) : NULL;
      text = file != NULL ? g_strdup_printf (_ ("Inserted “%s”"), file) : g_strdup (_ ("The drive is empty"));
      tell (change, text);
      break;
    case HANGAR_MEDIA_NEXT_START:
      tell (change, _ ("The new CD drive takes effect at the machine’s next start"));
      break;
    case HANGAR_MEDIA_FAILED:
    default:
      if (hangar_media_is_locked_tray (error))
        ask_about_tray (g_steal_pointer (&change));
      else
        tell_failure (change, error);
      return;
    }
  if (change->path != NULL && change->settings != NULL)
    hangar_settings_add_recent_media (change->settings, change->path);
}

/**
 * hangar_media_change:
 * @context: for whom
 * @wish: what is to be in which drive
 *
 * Inserts or ejects, and tells how it ended.
 */
void
hangar_media_change (const HangarMediaContext *context, const HangarMediaWish *wish)
{
  hangar_domain_change_media_async (context->domain, wish, NULL, changed_cb, change_new (context, wish));
}

static void
booted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (hangar_domain_boot_once_finish (change->domain, result, &error))
    {
      if (change->path != NULL && change->settings != NULL)
        hangar_settings_add_recent_media (change->settings, change->path);
      return;
    }
  text = g_strdup_printf (_ ("Could not start “%s” from the disc"),
                          hangar_domain_get_display_name (change->domain));
  hangar_domain_tell_failure (change->widget, text, error);
}

/**
 * hangar_media_boot_once:
 * @context: for whom
 * @wish: the drive, and what is to be in it; without a path, what is in it
 *
 * Starts the machine from a disc this one time.
 */
void
hangar_media_boot_once (const HangarMediaContext *context, const HangarMediaWish *wish)
{
  hangar_domain_boot_once_async (context->domain, wish, NULL, booted_cb, change_new (context, wish));
}

static void
chosen_cb (HangarMediaDialog *dialog, Change *change)
{
  HangarMediaContext context = context_of (change);
  HangarMediaWish wish = { hangar_media_dialog_get_target (dialog), hangar_media_dialog_get_path (dialog),
                           FALSE };

  if (hangar_media_dialog_get_boot_once (dialog))
    hangar_media_boot_once (&context, &wish);
  else
    hangar_media_change (&context, &wish);
}

/**
 * hangar_media_ask_and_insert:
 * @context: for whom
 * @target: (nullable): the drive, %NULL to let the user choose among CD drives
 *
 * Asks which disc, then inserts it.
 */
void
hangar_media_ask_and_insert (const HangarMediaContext *context, const char *target)
{
  static const HangarMediaWish nothing = { NULL };
  HangarMediaDialog *dialog = hangar_media_dialog_new (context->domain, context->settings, target);
  GtkRoot *root = context->widget != NULL ? gtk_widget_get_root (context->widget) : NULL;

  g_signal_connect_data (dialog, "chosen", G_CALLBACK (chosen_cb), change_new (context, &nothing),
                         change_closed_cb, 0);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, Change *change)
{
  HangarMediaContext context = context_of (change);
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL && files->next == NULL ? g_file_get_path (files->data) : NULL;
  HangarConnection *connection = hangar_domain_get_connection (change->domain);
  HangarMediaWish wish = { NULL, path, FALSE };

  if (path == NULL)
    {
      tell (change, _ ("Drop one file of this computer: it goes into the CD drive"));
      return FALSE;
    }
  if (connection == NULL || !hangar_connection_is_local (connection))
    {
      tell (change, _ ("The machine is on another computer, which does not have this file"));
      return FALSE;
    }
  if (hangar_domain_media_refusal (change->domain) != NULL)
    {
      tell (change, hangar_domain_media_refusal (change->domain));
      return FALSE;
    }
  hangar_media_change (&context, &wish);
  return TRUE;
}

/**
 * hangar_media_accept_drops:
 * @context: for whom; its widget lives as long as @target
 * @target: where files can be dropped
 *
 * Makes a file that is dropped go into the machine's CD drive.
 */
void
hangar_media_accept_drops (const HangarMediaContext *context, GtkWidget *target)
{
  static const HangarMediaWish nothing = { NULL };
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_data (drop, "drop", G_CALLBACK (dropped_cb), change_new (context, &nothing),
                         change_closed_cb, 0);
  gtk_widget_add_controller (target, GTK_EVENT_CONTROLLER (drop));
}
