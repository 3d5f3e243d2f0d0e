/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heading of a host's machines in the list of all machines. */

#include "config.h"

#include "ui/manager/section-row.h"

#include "ui/host/host-text.h"

struct _HangarSectionRow
{
  AdwBin parent_instance;

  HangarConnection *connection;
  gulong handler;

  GtkLabel *title_label;
  GtkLabel *state_label;
  GtkImage *warning_icon;
};

G_DEFINE_FINAL_TYPE (HangarSectionRow, hangar_section_row, ADW_TYPE_BIN)

static void
update (HangarSectionRow *self)
{
  HangarConnectionState state = hangar_connection_get_state (self->connection);
  g_autofree char *text = hangar_host_state_text (self->connection);
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_label_set_text (self->title_label, hangar_connection_get_label (self->connection));
  /* That a host is connected goes without saying. */
  gtk_label_set_text (self->state_label, state == HANGAR_CONNECTION_OPEN ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_icon), state == HANGAR_CONNECTION_LOST);
  if (cell != NULL && gtk_widget_get_parent (cell) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    hangar_connection_get_label (self->connection), -1);
}

static void
hangar_section_row_dispose (GObject *object)
{
  hangar_section_row_set_connection (HANGAR_SECTION_ROW (object), NULL);

  G_OBJECT_CLASS (hangar_section_row_parent_class)->dispose (object);
}

static void
hangar_section_row_class_init (HangarSectionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_section_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/manager/section-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSectionRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSectionRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSectionRow, warning_icon);
}

static void
hangar_section_row_init (HangarSectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_section_row_new:
 *
 * Returns: (transfer floating): an empty heading
 */
HangarSectionRow *
hangar_section_row_new (void)
{
  return g_object_new (HANGAR_TYPE_SECTION_ROW, NULL);
}

/**
 * hangar_section_row_get_connection:
 * @self: a heading
 *
 * Returns: (transfer none) (nullable): the host that it names
 */
HangarConnection *
hangar_section_row_get_connection (HangarSectionRow *self)
{
  return self->connection;
}

/**
 * hangar_section_row_set_connection:
 * @self: a heading
 * @connection: (nullable): the host to name
 */
void
hangar_section_row_set_connection (HangarSectionRow *self, HangarConnection *connection)
{
  if (self->connection == connection)
    return;
  if (self->connection != NULL)
    g_clear_signal_handler (&self->handler, self->connection);
  g_set_object (&self->connection, connection);
  if (connection == NULL)
    return;
  self->handler = g_signal_connect_swapped (connection, "notify", G_CALLBACK (update), self);
  update (self);
}
