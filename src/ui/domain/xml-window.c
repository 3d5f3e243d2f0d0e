/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A definition as XML: read, explained beside the cursor, and changed by who wants to. */

#include "config.h"

#include "ui/domain/xml-window.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>

#include "model/xml-help.h"
#include "model/xml-secret.h"
#include "model/xml-words.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/hardware-questions.h"
#include "util/line-diff.h"
#include "widgets/error-toast.h"

/* The category of the mark beside the line that is wrong. */
#define PROBLEM "problem"

struct _HangarXmlWindow
{
  AdwWindow parent_instance;

  HangarXmlDocument *document;
  gboolean is_machine;
  char *base;  /* (nullable): the stored definition that is shown, with its secrets */
  char *shown; /* (nullable): the same as the text was filled with */
  gboolean is_storing;

  AdwToastOverlay *toast_overlay;
  GtkToggleButton *edit_button;
  GtkToggleButton *secrets_button;
  GtkWidget *define_button;
  GtkToggleButton *help_button;
  AdwLeaflet *leaflet;
  GtkWidget *text_page;
  GtkWidget *help_page;
  GtkRevealer *problem_revealer;
  GtkLabel *problem_label;
  GtkSourceView *view;
  GtkLabel *path_label;
  GtkLabel *help_label;
  GtkLabel *current_title;
  GtkLabel *current_label;
  GtkLabel *values_title;
  GtkLabel *values_label;
};

G_DEFINE_FINAL_TYPE (HangarXmlWindow, hangar_xml_window, ADW_TYPE_WINDOW)

static GtkTextBuffer *
buffer_of (HangarXmlWindow *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static char *
dup_text (HangarXmlWindow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer_of (self), &start, &end);
  return gtk_text_buffer_get_text (buffer_of (self), &start, &end, TRUE);
}

static gboolean
is_changed (HangarXmlWindow *self)
{
  g_autofree char *text = dup_text (self);

  return g_strcmp0 (text, self->shown) != 0;
}

static void
go_to_line (HangarXmlWindow *self, int line)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer_of (self), &iter, MAX (line - 1, 0));
  gtk_text_buffer_place_cursor (buffer_of (self), &iter);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &iter, 0.1, TRUE, 0, 0.3);
}

static void
clear_marks (HangarXmlWindow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer_of (self), &start, &end);
  gtk_source_buffer_remove_source_marks (GTK_SOURCE_BUFFER (buffer_of (self)), &start, &end, PROBLEM);
}

static void
mark_line (HangarXmlWindow *self, int line)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer_of (self), &iter, line - 1);
  gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (buffer_of (self)), NULL, PROBLEM, &iter);
}

/* Says what is wrong, and shows where when that is known. */
static void
show_problem (HangarXmlWindow *self, const char *problem, const char *text)
{
  int line = problem != NULL && text != NULL ? hangar_xml_problem_line (problem, text) : 0;

  clear_marks (self);
  if (problem != NULL)
    gtk_label_set_text (self->problem_label, problem);
  gtk_revealer_set_reveal_child (self->problem_revealer, problem != NULL);
  if (line == 0)
    return;
  mark_line (self, line);
  go_to_line (self, line);
}

static void
update_define (HangarXmlWindow *self)
{
  gboolean changed = self->shown != NULL && is_changed (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "xml.define", changed && !self->is_storing);
  gtk_widget_set_tooltip_text (self->define_button, changed ? NULL : _ ("Nothing has been changed."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->secrets_button), !changed);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->secrets_button),
                               changed ? _ ("Store or discard your changes first.") : NULL);
}

static void
show_words (GtkLabel *title, GtkLabel *label, const char *words)
{
  gtk_label_set_text (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (title), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
}

static void
explain (HangarXmlWindow *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *path = NULL, *values = NULL, *value = NULL, *unit = NULL, *words = NULL;
  const char *help;
  GtkTextIter iter, start;
  g_autofree char *before = NULL;

  gtk_text_buffer_get_iter_at_mark (buffer_of (self), &iter, gtk_text_buffer_get_insert (buffer_of (self)));
  gtk_text_buffer_get_start_iter (buffer_of (self), &start);
  before = gtk_text_buffer_get_text (buffer_of (self), &start, &iter, TRUE);
  path = hangar_xml_path_at (text, strlen (before));
  help = hangar_xml_help (path);
  values = hangar_xml_help_values (path);
  value = hangar_xml_value_at (text, strlen (before), &unit);
  words = hangar_xml_words (path, value, unit);
  gtk_label_set_text (self->path_label, path);
  gtk_label_set_text (self->help_label, help != NULL ? help : _ ("There is no explanation for this yet."));
  show_words (self->current_title, self->current_label, words);
  show_words (self->values_title, self->values_label, values);
}

static void
text_changed_cb (HangarXmlWindow *self)
{
  show_problem (self, NULL, NULL);
  update_define (self);
}

static void
fill (HangarXmlWindow *self)
{
  const char *xml = hangar_xml_document_get_xml (self->document);
  g_autofree char *masked = xml != NULL ? hangar_xml_mask_secrets (xml) : NULL;

  g_free (self->base);
  g_free (self->shown);
  self->base = g_strdup (xml);
  gtk_widget_set_visible (GTK_WIDGET (self->secrets_button), g_strcmp0 (masked, xml) != 0);
  self->shown =
    gtk_toggle_button_get_active (self->secrets_button) ? g_strdup (xml) : g_steal_pointer (&masked);
  gtk_text_buffer_set_text (buffer_of (self), self->shown != NULL ? self->shown : "", -1);
  go_to_line (self, 1);
  explain (self);
  update_define (self);
}

static void
document_changed_cb (HangarXmlWindow *self)
{
  const GError *error = hangar_xml_document_get_error (self->document);

  if (error != NULL)
    show_problem (self, error->message, NULL);
  else if (g_strcmp0 (self->base, hangar_xml_document_get_xml (self->document)) != 0 &&
           (self->shown == NULL || !is_changed (self)))
    fill (self);
}

/* Not while there are edits: they are made to the one text or to the other. */
static void
secrets_toggled_cb (HangarXmlWindow *self)
{
  if (self->document != NULL && !is_changed (self))
    fill (self);
}

static void
tell_pending (HangarXmlWindow *self, const char *reason)
{
  if (self->is_machine)
    hangar_hardware_tell_pending (GTK_WIDGET (self->toast_overlay), *reason != '\0' ? reason : NULL);
  else
    hangar_message_toast_show (self->toast_overlay,
                               _ ("Stored: takes effect when it is started the next time"));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarXmlWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *pending = NULL, *text = NULL;
  gboolean stored = hangar_xml_document_store_finish (HANGAR_XML_DOCUMENT (source), result, &pending, &error);

  self->is_storing = FALSE;
  if (self->document == NULL)
    return;
  text = dup_text (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    show_problem (
      self,
      _ ("Another program changed this after you began. Copy what you need, close this window and "
         "open it again."),
      NULL);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    show_problem (self, _ ("Its name and UUID say which one it is: with others it would be another one."),
                  NULL);
  else if (!stored)
    show_problem (self, error->message, text);
  else
    {
      gtk_toggle_button_set_active (self->edit_button, FALSE);
      g_clear_pointer (&self->shown, g_free);
      hangar_xml_document_reload (self->document);
      if (pending != NULL)
        tell_pending (self, pending);
    }
  update_define (self);
}

static void
store_answered_cb (AdwMessageDialog *dialog, const char *response, HangarXmlWindow *self)
{
  g_autofree char *text = NULL, *whole = NULL;

  if (!g_str_equal (response, "store") || self->document == NULL)
    return;
  text = dup_text (self);
  whole = hangar_xml_restore_secrets (text, self->base);
  self->is_storing = TRUE;
  update_define (self);
  hangar_xml_document_store_async (self->document, self->base, whole, stored_cb, g_object_ref (self));
}

/* The daemon is asked only after the difference has been seen. */
static void
define_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarXmlWindow *self = HANGAR_XML_WINDOW (widget);
  g_autofree char *text = dup_text (self), *difference = NULL, *whole = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarXml) doc = hangar_xml_new (text, &error);
  AdwMessageDialog *dialog;

  if (doc == NULL)
    {
      g_autofree char *problem = g_strdup_printf (_ ("This is not well-formed XML. Line %s"), error->message);

      show_problem (self, problem, NULL);
      mark_line (self, (int) g_ascii_strtoll (error->message, NULL, 10));
      go_to_line (self, (int) g_ascii_strtoll (error->message, NULL, 10));
      return;
    }
  difference = hangar_line_diff (self->shown, text, 2);
  whole = hangar_xml_restore_secrets (text, self->base);
  dialog = hangar_hardware_question_store (difference, widget);
  hangar_commands_expander_add_to (dialog, hangar_xml_document_dup_commands (self->document, whole));
  g_signal_connect_object (dialog, "response", G_CALLBACK (store_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
edit_toggled_cb (HangarXmlWindow *self)
{
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), gtk_toggle_button_get_active (self->edit_button));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* On a narrow screen there is room for the one or the other. */
static void
help_toggled_cb (HangarXmlWindow *self)
{
  adw_leaflet_set_visible_child (
    self->leaflet, gtk_toggle_button_get_active (self->help_button) ? self->help_page : self->text_page);
}

static void
edits_answered_cb (AdwMessageDialog *dialog, const char *response, HangarXmlWindow *self)
{
  if (!g_str_equal (response, "discard"))
    return;
  g_clear_pointer (&self->shown, g_free);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
hangar_xml_window_close_request (GtkWindow *window)
{
  HangarXmlWindow *self = HANGAR_XML_WINDOW (window);
  AdwMessageDialog *dialog;

  if (self->shown == NULL || !is_changed (self))
    return GTK_WINDOW_CLASS (hangar_xml_window_parent_class)->close_request (window);
  dialog = hangar_hardware_question_edits (GTK_WIDGET (self));
  g_signal_connect_object (dialog, "response", G_CALLBACK (edits_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return GDK_EVENT_STOP;
}

static void
style_changed_cb (HangarXmlWindow *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (buffer_of (self)), scheme);
}

static void
hangar_xml_window_dispose (GObject *object)
{
  HangarXmlWindow *self = HANGAR_XML_WINDOW (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (hangar_xml_window_parent_class)->dispose (object);
}

static void
hangar_xml_window_class_init (HangarXmlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_xml_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = hangar_xml_window_close_request;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_install_action (widget_class, "xml.define", NULL, define_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/xml-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, secrets_button);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, define_button);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, help_button);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, text_page);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, help_page);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, view);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, path_label);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, help_label);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, current_title);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, current_label);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, values_title);
  gtk_widget_class_bind_template_child (widget_class, HangarXmlWindow, values_label);
}

static void
hangar_xml_window_init (HangarXmlWindow *self)
{
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
  GtkSourceLanguage *language;

  gtk_widget_init_template (GTK_WIDGET (self));
  language = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "xml");
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer_of (self)), language);
  gtk_source_mark_attributes_set_icon_name (attributes, "dialog-error-symbolic");
  gtk_source_view_set_mark_attributes (self->view, PROBLEM, attributes, 0);
  gtk_source_view_set_show_line_marks (self->view, TRUE);
  g_signal_connect_swapped (self->secrets_button, "toggled", G_CALLBACK (secrets_toggled_cb), self);
  g_signal_connect_swapped (self->edit_button, "toggled", G_CALLBACK (edit_toggled_cb), self);
  g_signal_connect_swapped (self->help_button, "toggled", G_CALLBACK (help_toggled_cb), self);
  g_signal_connect_object (buffer_of (self), "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer_of (self), "notify::cursor-position", G_CALLBACK (explain), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_changed_cb),
                           self, G_CONNECT_SWAPPED);
  style_changed_cb (self);
}

/* The line on which a device's element begins. */
static void
show_device (HangarXmlWindow *self, HangarDevice *device)
{
  g_autoptr (HangarXml) doc = self->shown != NULL ? hangar_xml_new (self->shown, NULL) : NULL;
  int line = doc != NULL ? hangar_xml_get_line (doc, hangar_device_get_path (device)) : 0;

  if (line > 0)
    go_to_line (self, line);
}

/**
 * hangar_xml_window_new_for_document:
 * @document: a definition
 *
 * Returns: (transfer none): the window, not yet shown
 */
HangarXmlWindow *
hangar_xml_window_new_for_document (HangarXmlDocument *document)
{
  HangarXmlWindow *self = g_object_new (HANGAR_TYPE_XML_WINDOW, NULL);
  g_autofree char *title = hangar_xml_document_dup_title (document);
  const char *refusal = hangar_xml_document_get_refusal (document);

  self->document = g_object_ref (document);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_widget_set_sensitive (GTK_WIDGET (self->edit_button), refusal == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->edit_button), refusal != NULL ? refusal : _ ("Edit"));
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  fill (self);
  return self;
}

/**
 * hangar_xml_window_show:
 * @document: (transfer full): a definition
 * @widget: (nullable): where the user is
 */
void
hangar_xml_window_show (HangarXmlDocument *document, GtkWidget *widget)
{
  HangarXmlWindow *self = hangar_xml_window_new_for_document (document);
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  g_object_unref (document);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * hangar_xml_window_new:
 * @hardware: a machine's hardware
 * @device: (nullable): where to begin
 *
 * Returns: (transfer none): the window, not yet shown
 */
HangarXmlWindow *
hangar_xml_window_new (HangarHardware *hardware, HangarDevice *device)
{
  g_autoptr (HangarXmlDocument) document = hangar_xml_document_new_for_hardware (hardware);
  HangarXmlWindow *self = hangar_xml_window_new_for_document (document);

  self->is_machine = TRUE;
  if (device != NULL)
    show_device (self, device);
  return self;
}
