/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The definition of the machine that will be made, to be read, and changed by who wants to. What was changed
 * is used only after the host's daemon has said that it would take it. */

#include "config.h"

#include "ui/create/definition-page.h"

#include <glib/gi18n.h>

#include "model/guest-definition.h"

struct _HangarDefinitionPage
{
  GtkBox parent_instance;

  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  HangarConnection *connection; /* (nullable): the host that is asked */
  GCancellable *checking;       /* (nullable): nothing is being checked */
  char *shown;                  /* (nullable): what the text was filled with */

  GtkTextView *view; /* plain: the first use of GtkSourceView's languages holds the main loop up */
  GtkWidget *use_button;
  GtkWidget *drop_button;
  GtkLabel *result_label;
};

G_DEFINE_FINAL_TYPE (HangarDefinitionPage, hangar_definition_page, GTK_TYPE_BOX)

static char *
dup_text (HangarDefinitionPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
update (HangarDefinitionPage *self)
{
  g_autofree char *text = dup_text (self);
  gboolean changed = g_strcmp0 (text, self->shown) != 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "definition.use", changed && self->checking == NULL);
  gtk_widget_set_tooltip_text (self->use_button, changed ? NULL : _ ("Nothing has been changed."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "definition.drop",
                                 changed || hangar_guest_spec_get_definition (self->spec) != NULL);
}

static void
tell (HangarDefinitionPage *self, const char *text, gboolean refused)
{
  gtk_label_set_text (self->result_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_label), text != NULL);
  if (refused)
    gtk_widget_add_css_class (GTK_WIDGET (self->result_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->result_label), "error");
}

/* What is being checked is not what stands here any more. */
static void
text_changed_cb (HangarDefinitionPage *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  tell (self, NULL, FALSE);
  update (self);
}

static void
fill (HangarDefinitionPage *self)
{
  const char *own = hangar_guest_spec_get_definition (self->spec);

  g_free (self->shown);
  self->shown = own != NULL ? g_strdup (own) : hangar_guest_spec_dup_definition (self->spec);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), self->shown != NULL ? self->shown : "",
                            -1);
  update (self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDefinitionPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  hangar_guest_definition_check_finish (self->connection, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->spec == NULL)
    return;
  g_clear_object (&self->checking);
  if (error != NULL)
    {
      tell (self, error->message, TRUE);
      update (self);
      return;
    }
  text = dup_text (self);
  hangar_guest_spec_set_definition (self->spec, text);
  fill (self);
  tell (self, _ ("The host would take this. The machine will be made so."), FALSE);
}

static void
use_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarDefinitionPage *self = HANGAR_DEFINITION_PAGE (widget);
  g_autofree char *text = dup_text (self);
  g_autofree char *uuid = hangar_guest_spec_dup_uuid (self->spec);

  g_set_object (&self->connection, hangar_host_choice_get_selected (self->hosts));
  if (self->connection == NULL || self->checking != NULL)
    return;
  self->checking = g_cancellable_new ();
  tell (self, _ ("Asking the host…"), FALSE);
  update (self);
  hangar_guest_definition_check_async (self->connection, text, uuid, self->checking, checked_cb,
                                       g_object_ref (self));
}

static void
drop_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarDefinitionPage *self = HANGAR_DEFINITION_PAGE (widget);

  hangar_guest_spec_set_definition (self->spec, NULL);
  fill (self);
}

static void
hangar_definition_page_dispose (GObject *object)
{
  HangarDefinitionPage *self = HANGAR_DEFINITION_PAGE (object);

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_object (&self->connection);
  g_clear_object (&self->hosts);
  g_clear_object (&self->spec);
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_DEFINITION_PAGE);
  G_OBJECT_CLASS (hangar_definition_page_parent_class)->dispose (object);
}

static void
hangar_definition_page_class_init (HangarDefinitionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_definition_page_dispose;
  gtk_widget_class_install_action (widget_class, "definition.use", NULL, use_activated);
  gtk_widget_class_install_action (widget_class, "definition.drop", NULL, drop_activated);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/create/definition-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDefinitionPage, view);
  gtk_widget_class_bind_template_child (widget_class, HangarDefinitionPage, use_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDefinitionPage, drop_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDefinitionPage, result_label);
}

static void
hangar_definition_page_init (HangarDefinitionPage *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = gtk_text_view_get_buffer (self->view);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * hangar_definition_page_new:
 * @spec: the wish
 * @hosts: the host that is asked
 *
 * Returns: (transfer floating): the page, empty until it is begun
 */
HangarDefinitionPage *
hangar_definition_page_new (HangarGuestSpec *spec, HangarHostChoice *hosts)
{
  HangarDefinitionPage *self = g_object_new (HANGAR_TYPE_DEFINITION_PAGE, NULL);

  self->spec = g_object_ref (spec);
  self->hosts = g_object_ref (hosts);
  return self;
}

/**
 * hangar_definition_page_begin:
 * @self: the page
 *
 * Shows the definition as the answers are now; what was typed and not used yet stays.
 */
void
hangar_definition_page_begin (HangarDefinitionPage *self)
{
  g_autofree char *text = dup_text (self);

  if (self->shown == NULL || g_strcmp0 (text, self->shown) == 0)
    fill (self);
}
