/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page of New machine: its name, and what will be made where. Each line leads to its question. */

#include "config.h"

#include "ui/create/summary-page.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "ui/create/name-form.h"
#include "ui/create/spec-text.h"
#include "widgets/pieces.h"

/* Shown in one frame: long texts are costly to lay out. */
#define ROWS_AT_ONCE 2

struct _HangarSummaryPage
{
  GtkBox parent_instance;

  HangarGuestSpec *spec;
  HangarPieces *pieces; /* (nullable): after the end */

  HangarNameForm *name_form;
  AdwActionRow *start_row;
  AdwActionRow *system_row;
  AdwActionRow *size_row;
  AdwActionRow *storage_row;
  AdwActionRow *network_row;
  AdwActionRow *advanced_row;
  AdwActionRow *definition_row;
  GtkLabel *speed_label;
};

G_DEFINE_FINAL_TYPE (HangarSummaryPage, hangar_summary_page, GTK_TYPE_BOX)

static void
show (HangarSummaryPage *self, AdwActionRow *row, HangarGuestField field, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (row, markup);
  hangar_field_text_mark (GTK_WIDGET (row), self->spec, field);
}

static void
update (HangarSummaryPage *self)
{
  const char *source;
  HangarGuestNetwork network = hangar_guest_spec_get_network (self->spec, &source);
  g_autofree char *start = hangar_spec_text_start (self->spec);
  g_autofree char *size = hangar_spec_text_size (self->spec);
  g_autofree char *disk = hangar_spec_text_disk (self->spec);
  g_autofree char *connected =
    hangar_spec_text_network (hangar_guest_spec_get_host (self->spec), network, source);
  g_autofree char *advanced = hangar_spec_text_advanced (self->spec);
  g_autofree char *speed = hangar_guest_spec_dup_advice (self->spec, HANGAR_GUEST_FIELD_HOST);

  show (self, self->start_row, HANGAR_GUEST_FIELD_MEDIUM, start);
  show (self, self->system_row, HANGAR_GUEST_FIELD_OS,
        hangar_os_get_name (hangar_guest_spec_get_os (self->spec)));
  show (self, self->size_row, HANGAR_GUEST_FIELD_MEMORY, size);
  show (self, self->storage_row, HANGAR_GUEST_FIELD_DISK, disk);
  show (self, self->network_row, HANGAR_GUEST_FIELD_NETWORK, connected);
  show (self, self->advanced_row, HANGAR_GUEST_FIELD_FIRMWARE, advanced);
  show (self, self->definition_row, HANGAR_GUEST_FIELD_OS,
        hangar_guest_spec_get_definition (self->spec) != NULL ? _ ("XML, changed by you")
                                                              : _ ("XML, as it follows from the answers"));
  gtk_label_set_text (self->speed_label, speed != NULL ? speed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->speed_label), speed != NULL);
}

/* Whether there are more. */
static gboolean
show_rows_cb (gpointer user_data)
{
  HangarSummaryPage *self = user_data;
  AdwActionRow *const rows[] = { self->start_row,     self->system_row,  self->size_row,
                                 self->storage_row,   self->network_row, self->advanced_row,
                                 self->definition_row };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!gtk_widget_get_visible (GTK_WIDGET (rows[i])) && n++ < ROWS_AT_ONCE)
      gtk_widget_set_visible (GTK_WIDGET (rows[i]), TRUE);
  return n > ROWS_AT_ONCE;
}

static void
hangar_summary_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_summary_page_parent_class)->map (widget);

  hangar_pieces_start (HANGAR_SUMMARY_PAGE (widget)->pieces);
}

static void
hangar_summary_page_dispose (GObject *object)
{
  HangarSummaryPage *self = HANGAR_SUMMARY_PAGE (object);

  g_clear_pointer (&self->pieces, hangar_pieces_free);
  g_clear_object (&self->spec);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_SUMMARY_PAGE);
  G_OBJECT_CLASS (hangar_summary_page_parent_class)->dispose (object);
}

static void
hangar_summary_page_class_init (HangarSummaryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_summary_page_dispose;
  widget_class->map = hangar_summary_page_map;
  g_type_ensure (HANGAR_TYPE_NAME_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/summary-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, name_form);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, start_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, system_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, size_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, storage_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, network_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, definition_row);
  gtk_widget_class_bind_template_child (widget_class, HangarSummaryPage, speed_label);
}

static void
hangar_summary_page_init (HangarSummaryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pieces = hangar_pieces_new (GTK_WIDGET (self), show_rows_cb, self);
}

/**
 * hangar_summary_page_new:
 * @spec: the wish that it shows
 *
 * Its lines lead to the questions by the action create.show, with the number of a page.
 *
 * Returns: (transfer floating): the page
 */
HangarSummaryPage *
hangar_summary_page_new (HangarGuestSpec *spec)
{
  HangarSummaryPage *self = g_object_new (HANGAR_TYPE_SUMMARY_PAGE, NULL);

  self->spec = g_object_ref (spec);
  hangar_name_form_set_spec (self->name_form, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
