/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked and told when a machine's hardware changes. */

#include "config.h"

#include "ui/domain/hardware-questions.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/disk-delete-check.h"
#include "ui/domain/domain-questions.h"
#include "widgets/error-toast.h"

static AdwMessageDialog *
question_new (GtkWidget *widget, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, NULL, NULL));
  GtkRoot *root = gtk_widget_get_root (widget);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  return dialog;
}

/**
 * hangar_hardware_question_conflict:
 * @domain: a machine whose definition was changed by somebody else
 * @widget: where the user is
 *
 * Answers: "cancel" to go on editing, "reload" to lose the edits, "overwrite" to make them anyway.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_hardware_question_conflict (HangarDomain *domain, GtkWidget *widget)
{
  g_autofree char *heading =
    g_strdup_printf (_ ("“%s” was changed elsewhere"), hangar_domain_get_display_name (domain));
  AdwMessageDialog *dialog = question_new (
    widget, heading,
    _ ("Another program changed this machine after you began. Reload shows its changes and drops "
       "yours. Overwrite makes your changes on top of them."));

  adw_message_dialog_add_responses (dialog, "reload", _ ("_Reload"), "overwrite", _ ("_Overwrite"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  return dialog;
}

/* What is lost with a device that is the last or the first of its kind. */
static const char *
warning_for (HangarXml *doc, HangarDevice *device)
{
  const char *kind = hangar_device_get_kind (device)->id;
  g_autofree char *first = g_strconcat (hangar_device_get_path (device), "/boot[@order='1']", NULL);

  if (hangar_xml_test (doc, first) ||
      (g_str_equal (kind, "disk") &&
       hangar_xml_count (doc, "/domain/devices/disk[not(@device='cdrom')]") == 1))
    return _ ("The machine starts from it and may not start without it.");
  if (g_str_equal (kind, "video") && hangar_xml_count (doc, "/domain/devices/video") == 1)
    return _ ("It is the last video card: the machine’s screen stays black without it.");
  if (g_str_equal (kind, "graphics") && hangar_xml_count (doc, "/domain/devices/graphics") == 1)
    return _ ("It is the last display: the machine’s screen cannot be seen without it.");
  return NULL;
}

/**
 * hangar_hardware_question_remove:
 * @domain: a machine
 * @doc: a definition
 * @device: a device in it
 * @widget: where the user is
 *
 * Answers: "cancel", "remove". The extra child of a disk's question is a #HangarDiskDeleteCheck.
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_hardware_question_remove (HangarDomain *domain, HangarXml *doc, HangarDevice *device,
                                 GtkWidget *widget)
{
  gboolean is_disk = g_str_equal (hangar_device_get_kind (device)->id, "disk");
  const char *warning = warning_for (doc, device);
  g_autofree char *name =
    g_strdup_printf ("%s %s", hangar_device_get_title (device), hangar_device_get_subtitle (device));
  g_autofree char *heading = g_strdup_printf (_ ("Remove “%s”?"), g_strstrip (name));
  const char *kept =
    is_disk ? _ ("What is on it is kept, unless you tick this.") : _ ("It can be added again.");
  g_autofree char *body = warning != NULL ? g_strdup_printf ("%s\n%s", warning, kept) : g_strdup (kept);
  AdwMessageDialog *dialog = question_new (widget, heading, body);

  if (is_disk)
    adw_message_dialog_set_extra_child (
      dialog, hangar_disk_delete_check_new (domain, hangar_device_get_key (device)));
  adw_message_dialog_add_response (dialog, "remove", _ ("_Remove"));
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  return dialog;
}

/**
 * hangar_hardware_question_edits:
 * @widget: where the user is
 *
 * Answers: "cancel" to stay, "discard".
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_hardware_question_edits (GtkWidget *widget)
{
  AdwMessageDialog *dialog =
    question_new (widget, _ ("Discard your changes?"), _ ("Changes to the hardware were not applied yet."));

  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  return dialog;
}

/**
 * hangar_hardware_question_store:
 * @difference: what has changed, line by line
 * @widget: where the user is
 *
 * Answers: "cancel", "store".
 *
 * Returns: (transfer none): the dialog, not yet shown
 */
AdwMessageDialog *
hangar_hardware_question_store (const char *difference, GtkWidget *widget)
{
  AdwMessageDialog *dialog =
    question_new (widget, _ ("Store this definition?"),
                  _ ("These lines change. The host checks them before it stores them."));
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), difference, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Difference"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 200);
  gtk_scrolled_window_set_min_content_width (GTK_SCROLLED_WINDOW (scrolled), 480);
  adw_message_dialog_set_extra_child (dialog, scrolled);
  adw_message_dialog_add_response (dialog, "store", _ ("_Store"));
  adw_message_dialog_set_response_appearance (dialog, "store", ADW_RESPONSE_SUGGESTED);
  return dialog;
}

/**
 * hangar_hardware_tell:
 * @widget: where the user is
 * @text: what has been done
 *
 * Tells that something is done.
 */
void
hangar_hardware_tell (GtkWidget *widget, const char *text)
{
  AdwToastOverlay *overlay = hangar_domain_find_overlay (widget);

  if (overlay != NULL)
    hangar_message_toast_show (overlay, text);
}

/**
 * hangar_hardware_tell_pending:
 * @widget: where the user is
 * @reason: (nullable): why it could not be done now, in the daemon's words
 *
 * Tells that a change takes effect later.
 */
void
hangar_hardware_tell_pending (GtkWidget *widget, const char *reason)
{
  AdwToastOverlay *overlay = hangar_domain_find_overlay (widget);
  g_autoptr (GError) error =
    reason != NULL ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, reason) : NULL;

  if (overlay != NULL && error != NULL)
    hangar_error_toast_show (overlay, _ ("Stored: takes effect at the machine’s next start"), error);
  else
    hangar_hardware_tell (widget, _ ("Stored: takes effect at the machine’s next start"));
}
