/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks whether a machine without a text line gets a serial one, and gives it. */

#include "config.h"

#include "ui/domain/serial-question.h"

#include <glib/gi18n-lib.h>

#include "model/hardware-apply.h"
#include "model/hardware-commands.h"
#include "model/hardware.h"
#include "model/new-device.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/domain-questions.h"
#include "ui/domain/hardware-questions.h"
#include "widgets/error-toast.h"

/* From the wish to the answer; what it holds goes with the last signal that knows it. */
typedef struct
{
  gatomicrefcount ref_count;
  HangarDomain *domain;
  GtkWidget *widget;        /* (nullable): weak: where the user is */
  HangarHardware *hardware; /* being read, until the question is asked */
  char *base;
  char *xml;
} Adding;

static Adding *
adding_ref (Adding *adding)
{
  g_atomic_ref_count_inc (&adding->ref_count);
  return adding;
}

static void
adding_unref (Adding *adding)
{
  if (!g_atomic_ref_count_dec (&adding->ref_count))
    return;
  g_clear_weak_pointer (&adding->widget);
  g_clear_object (&adding->hardware);
  g_object_unref (adding->domain);
  g_free (adding->base);
  g_free (adding->xml);
  g_free (adding);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_unref)

static void
adding_drop (gpointer data, GClosure *closure)
{
  adding_unref (data);
}

static void
tell_failure (Adding *adding, const GError *error)
{
  g_autofree char *text = g_strdup_printf (_ ("Could not add a serial console to “%s”"),
                                           hangar_domain_get_display_name (adding->domain));

  if (adding->widget != NULL)
    hangar_domain_tell_failure (adding->widget, text, error);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) applied = hangar_hardware_apply_finish (HANGAR_DOMAIN (source), result, &error);
  AdwToastOverlay *overlay = adding->widget != NULL ? hangar_domain_find_overlay (adding->widget) : NULL;

  if (applied == NULL)
    tell_failure (adding, error);
  else if (applied->is_pending && adding->widget != NULL)
    hangar_hardware_tell_pending (adding->widget, applied->reason);
  else if (overlay != NULL)
    hangar_message_toast_show (overlay, _ ("The machine has a serial console"));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, Adding *adding)
{
  if (g_str_equal (response, "add"))
    hangar_hardware_apply_async (adding->domain, adding->base, adding->xml, HANGAR_APPLY_DEFAULT, applied_cb,
                                 adding_ref (adding));
}

static AdwMessageDialog *
dialog_new (Adding *adding)
{
  gboolean active = hangar_domain_is_active (adding->domain);
  g_autofree char *heading =
    g_strdup_printf (_ ("Add a serial console to “%s”?"), hangar_domain_get_display_name (adding->domain));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, NULL, NULL));
  GtkRoot *root = gtk_widget_get_root (adding->widget);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (
    dialog, active ? _ ("It is there when the machine has been shut down and started again. What can be seen "
                        "on it is what the guest’s system writes to its first serial port.")
                   : _ ("It is there when the machine starts. What can be seen on it is what the guest’s "
                        "system writes to its first serial port."));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "add", _ ("_Add"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "add");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  return dialog;
}

static void
ask (Adding *adding)
{
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (adding->domain);
  AdwMessageDialog *dialog = dialog_new (adding);

  if (target != NULL)
    hangar_commands_expander_add_to (
      dialog, hangar_hardware_commands_for_apply (target, adding->base, adding->xml, FALSE));
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), adding_ref (adding), adding_drop, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The definition with the new line; NULL with the reason when there can be none. */
static char *
dup_changed (Adding *adding, GError **error)
{
  const HangarDeviceKind *kind = hangar_device_kind_find ("serial");
  g_autoptr (HangarXml) base = hangar_xml_new (adding->base, error);
  g_autoptr (HangarXml) doc = NULL;
  g_autoptr (HangarDevice) device = NULL;
  const char *why = base != NULL ? hangar_new_device_refusal (base, kind) : NULL;

  if (base == NULL)
    return NULL;
  if (why == NULL)
    doc = hangar_new_device_doc (adding->base, kind, FALSE, &device);
  if (doc == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           why != NULL ? why : _ ("The definition could not be changed."));
      return NULL;
    }
  hangar_new_device_complete (doc, device);
  return hangar_xml_to_string (doc);
}

static void
read_cb (HangarHardware *hardware, Adding *adding)
{
  g_autoptr (Adding) kept = adding_ref (adding);
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_data (hardware, adding);
  if (adding->widget == NULL)
    return;
  adding->base = g_strdup (hangar_hardware_get_xml (hardware));
  if (adding->base == NULL)
    {
      tell_failure (adding, hangar_hardware_get_error (hardware));
      return;
    }
  adding->xml = dup_changed (adding, &error);
  if (adding->xml != NULL)
    ask (adding);
  else
    tell_failure (adding, error);
}

static const char *
refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  return hangar_domain_get_template (domain)
           ? _ ("It is a template: machines build on its disks. Make it a machine again to change it.")
           : NULL;
}

/**
 * hangar_serial_question_ask:
 * @domain: a machine
 * @widget: where the user is
 *
 * Reads the machine's definition, asks, and stores it with one serial line more. What comes of it is told
 * where the user is.
 */
void
hangar_serial_question_ask (HangarDomain *domain, GtkWidget *widget)
{
  Adding *adding = g_new0 (Adding, 1);

  g_atomic_ref_count_init (&adding->ref_count);
  adding->domain = g_object_ref (domain);
  g_set_weak_pointer (&adding->widget, widget);
  if (refusal (domain) != NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, refusal (domain));

      tell_failure (adding, error);
      adding_unref (adding);
      return;
    }
  adding->hardware = hangar_hardware_new (domain);
  g_signal_connect_data (adding->hardware, "changed", G_CALLBACK (read_cb), adding, adding_drop, 0);
}
